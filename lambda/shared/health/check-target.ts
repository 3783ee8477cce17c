import type { HealthCheck, HttpRequest } from '../../../lib/contracts/health-checks';

/** What a check asks, for its alerts: without query strings, which may hold secrets. Undefined: its name says all there is. */
export function targetOf(check: HealthCheck): string | undefined {
  const target = textOf(check);
  return target === undefined || check.name.includes(target) ? undefined : target;
}

function textOf(check: HealthCheck): string | undefined {
  switch (check.type) {
    case 'http':
      return requestText(check);
    case 'steps':
      return check.steps[0] && `${requestText(check.steps[0])} and ${check.steps.length - 1} more steps`;
    case 'tcp':
    case 'tls':
      return `${check.type}://${check.host}:${check.port}`;
    case 'dns':
      return `${check.record} ${check.hostname}`;
    case 'domain':
      return check.domain;
    case 'function':
      return check.function;
    case 'heartbeat':
      return undefined;
  }
}

function requestText({ method, url }: HttpRequest): string {
  const shown = URL.canParse(url) ? `${new URL(url).origin}${new URL(url).pathname}` : (url.split('?')[0] as string);
  return `${method} ${shown}`;
}
