import type { HEALTH_METRICS, MetricDeclarations, MetricsCatalogue } from '../../lib/catalogue';
import { timed } from './clock';
import { type ComponentHealth, type HealthCheck, type HealthStatus, STATUSES, UNHEALTHY } from './health-checks';
import { entries, fromEntries } from './objects';
import { type Operation, type OperationOptions, operation } from './operation';
import type { InvocationContext } from './operation-record';
import { json } from './output';
import { limited, TIMED_OUT } from './time-limit';

export interface HealthOptions<Step extends string, Metrics extends MetricDeclarations> extends OperationOptions {
  /** The catalogue, which has to declare `HEALTH_METRICS`. */
  readonly catalogue: MetricsCatalogue<Step, Metrics>;
  /** The checks, by the name of the component: the value of the dimension `Component`. */
  readonly components: Readonly<Record<string, HealthCheck>>;
  /** The time limit of each check, in milliseconds; checks run in parallel. @default 3000 */
  readonly timeLimitMs?: number;
  /** How long a response is cached, in milliseconds, so that frequent requests do not load the components. @default 5000 */
  readonly cacheMs?: number;
}

/** The status of one component. */
export interface ComponentReport extends ComponentHealth {
  /** The duration of its check. */
  readonly durationMs: number;
  /** Never the error's message, which is in the log. */
  readonly error?: 'failed' | 'timed out';
}

/** The JSON response of the endpoint. */
export interface HealthReport {
  readonly timestamp: string;
  /** The status of the worst component. */
  readonly overall: HealthStatus;
  readonly components: Readonly<Record<string, ComponentReport>>;
}

export interface HealthAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

type HealthOperation = Operation<never, typeof HEALTH_METRICS>;

/**
 * A handler for `GET /health`: checks all components in parallel, publishes the status of each, and responds with 200 if all are
 * healthy or degraded, 503 if one is unhealthy.
 *
 * @example
 * export const handler = healthEndpoint({
 *   catalogue: invoicing,
 *   components: {
 *     database: databaseHealth(() => client.query('SELECT 1')),
 *     application: applicationHealth(),
 *   },
 * });
 */
export function healthEndpoint<Step extends string, Metrics extends typeof HEALTH_METRICS & MetricDeclarations>(
  options: HealthOptions<Step, Metrics>,
): (event: unknown, context: InvocationContext) => Promise<HealthAnswer> {
  const { catalogue, components, timeLimitMs = 3000, cacheMs = 5000 } = options;
  let latest: Promise<HealthReport>;
  let expires = 0;
  const handler = async (_event: unknown, op: HealthOperation): Promise<HealthAnswer> => {
    const now = Date.now();
    if (now >= expires) {
      latest = reportOf(components, timeLimitMs, op);
      expires = now + cacheMs;
    }
    const report = await latest;
    return {
      statusCode: report.overall === UNHEALTHY ? 503 : 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: json(report),
    };
  };
  return operation(catalogue, handler as never, options);
}

async function reportOf(
  components: Readonly<Record<string, HealthCheck>>,
  timeLimitMs: number,
  op: HealthOperation,
): Promise<HealthReport> {
  let worst = 0;
  const reports = entries(components).map(async ([Component, check]) => {
    let durationMs = 0;
    const took = (microseconds: number) => {
      durationMs = microseconds / 1000;
      op.gauge('HealthCheckDuration', durationMs, { Component });
    };
    const health = await timed(() => limited(() => check(op), timeLimitMs), took)
      .then(readable)
      .catch((error) => {
        op.log.error('Health check failed', { component: Component, error });
        return { status: UNHEALTHY, error: error === TIMED_OUT ? TIMED_OUT : 'failed' } as const;
      });
    const status = STATUSES.indexOf(health.status);
    worst = Math.max(worst, status);
    op.gauge('HealthStatus', status, { Component });
    return [Component, { ...health, durationMs }] as const;
  });
  const results = fromEntries(await Promise.all(reports));
  return { timestamp: new Date().toJSON(), overall: STATUSES[worst] as HealthStatus, components: results };
}

/** The public part of a check's result: untyped code may return anything. */
const readable = ({ status, details = {} }: ComponentHealth): ComponentHealth => ({
  status: STATUSES.includes(status) ? status : UNHEALTHY,
  details: fromEntries(entries(details).filter(([, value]) => Number.isFinite(value))),
});
