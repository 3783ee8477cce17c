import type { CheckTarget, HealthCheck } from '../../contracts/health-checks';
import type { Report } from './report';
import type { ServiceSettings } from './settings';

const LONGEST_NAME = 100;

/** `GET api.example.com/orders`: without the query, which may hold a secret. */
export function nameOf(target: CheckTarget): string {
  const name = plainName(target).replace(/[^\x20-\x7e]/g, '?');
  return name.slice(0, LONGEST_NAME).trim();
}

function plainName(target: CheckTarget): string {
  switch (target.type) {
    case 'http':
      return `${target.method} ${hostAndPath(target.url)}`;
    case 'steps':
      return `steps ${hostAndPath(target.steps[0]?.url ?? '')}`;
    case 'tcp':
    case 'tls':
      return `${target.type} ${target.host}:${target.port}`;
    case 'dns':
      return `dns ${target.hostname} ${target.record}`;
    case 'domain':
      return `domain ${target.domain}`;
    case 'function':
      return `function ${target.function.replace(/^arn:.*:function:/, '')}`;
    case 'heartbeat':
      return 'heartbeat';
  }
}

function hostAndPath(url: string): string {
  const { host, pathname } = URL.canParse(url) ? new URL(url) : { host: url, pathname: '' };
  return `${host}${pathname === '/' ? '' : pathname}`;
}

/** Reports names that several services have. */
export function reportDuplicates(
  checks: readonly (HealthCheck | undefined)[],
  services: readonly ServiceSettings[],
  report: Report,
): void {
  const names = new Set<string>();
  for (const [index, check] of checks.entries()) {
    if (check === undefined) continue;
    const isGiven = services[index]?.name !== undefined;
    if (names.has(check.name)) {
      const pointer = `/services/${index}${isGiven ? '/name' : ''}`;
      const advice = isGiven ? 'Use another one.' : 'Add a "name".';
      report.add(pointer, `another service has the name "${check.name}". ${advice}`);
    }
    names.add(check.name);
  }
}
