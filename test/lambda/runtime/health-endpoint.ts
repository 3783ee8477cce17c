import { type HealthCheck, type HealthReport, healthEndpoint } from '../../../lambda/runtime';
import { defineMetrics, HEALTH_METRICS } from '../../../lib/catalogue';
import * as events from './events';

export const catalogue = defineMetrics({ namespace: 'Invoicing', metrics: { ...HEALTH_METRICS } });

export const refuses = () => Promise.reject(new Error('connect ECONNREFUSED postgres://admin:hunter2@10.0.0.7'));
export const never = () => new Promise<never>(() => {});

/** What an endpoint with these components answers. */
export async function look(components: Readonly<Record<string, HealthCheck>>, more: object = {}) {
  const endpoint = healthEndpoint({ catalogue, components, ...more });
  const { statusCode, headers, body } = await endpoint(events.http2, { awsRequestId: 'r-1' });
  return { statusCode, headers, body, report: JSON.parse(body) as HealthReport };
}

/** What one component turns out to be, but for how long that took. */
export async function verdict(check: HealthCheck) {
  const { report } = await look({ it: check });
  const { durationMs, ...health } = report.components['it'];
  expect(durationMs).toBeGreaterThanOrEqual(0);
  return health;
}
