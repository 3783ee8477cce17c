import type { HealthCheckMetric } from '../../../lib/contracts/health-checker';
import { averageLatency, type CheckState, errorRate, kindsOf } from './check-state';

export type CheckValues = { readonly HealthCheckViolations: number } & Partial<Record<HealthCheckMetric, number>>;

/** The metrics of a check, from its state. */
export function valuesOf(state: CheckState | undefined): CheckValues {
  if (state === undefined) return { HealthCheckViolations: 0 };
  const average = averageLatency(state);
  return {
    HealthCheckViolations: state.alert === undefined ? 0 : kindsOf(state.violations).length,
    HealthCheckSuccess: state.failed.at(-1) === true ? 0 : 1,
    ...(state.latencies.length > 0 && { HealthCheckLatency: state.latencies.at(-1) as number }),
    ...(average !== undefined && { HealthCheckLatencyAverage: Math.round(average) }),
    HealthCheckErrorRate: Math.round(errorRate(state) * 1000) / 10,
    ...(state.certificateDays !== undefined && { HealthCheckCertificateDays: state.certificateDays }),
  };
}
