import { defineMetrics } from '../../../lib/catalogue';
import {
  CHECK_DIMENSION,
  CHECKER_DIMENSION,
  HEALTH_CHECK_METRICS,
  HEALTH_CHECKS_NAMESPACE,
  type HealthCheckMetric,
} from '../../../lib/contracts/health-checker';
import { type Emitter, emitterOf } from '../../runtime/emitter';
import { MetricsRecord } from '../../runtime/metrics-record';
import { member } from '../../runtime/output';
import { averageLatency, type CheckState, errorRate, kindsOf } from '../../shared/health/check-state';

type Values = Partial<Record<HealthCheckMetric, number>>;

/** The metric that is always published. */
const ALARMED = 'HealthCheckViolations';

export const checkEmitter = (checker: string): Emitter =>
  emitterOf(
    defineMetrics({
      namespace: HEALTH_CHECKS_NAMESPACE,
      dimensions: { [CHECKER_DIMENSION]: checker },
      metrics: Object.fromEntries(
        Object.entries(HEALTH_CHECK_METRICS).map(([name, { unit }]) => [
          name,
          { unit, kind: 'gauge' as const, dimensions: [CHECK_DIMENSION] },
        ]),
      ),
    }),
  );

/** Writes the log line with the metrics of a check. What is not published as a metric is a property of the line. */
export function publishCheck(
  emitter: Emitter,
  name: string,
  state: CheckState | undefined,
  { allMetrics, hasRun }: { readonly allMetrics: boolean; readonly hasRun: boolean },
): void {
  const { [ALARMED]: violations, ...others } = valuesOf(state);
  const shown = hasRun ? others : {};
  const record = new CheckRecord(emitter, allMetrics ? {} : shown, state);
  const dimensions = { [CHECK_DIMENSION]: name };
  for (const [metric, value] of Object.entries({ [ALARMED]: violations, ...(allMetrics && shown) })) {
    record.gauge(metric, value as number, dimensions);
  }
  record.write();
}

class CheckRecord extends MetricsRecord {
  public constructor(emitter: Emitter, properties: Values, state: CheckState | undefined) {
    super(emitter);
    const open = kindsOf(state?.violations ?? {});
    const more = open.length === 0 ? {} : { violations: open.join(', ') };
    this.tail = Object.entries({ ...properties, ...more })
      .map(([property, value]) => member(property, value))
      .join('');
  }
}

function valuesOf(state: CheckState | undefined): Values & { readonly [ALARMED]: number } {
  if (state === undefined) return { [ALARMED]: 0 };
  const average = averageLatency(state);
  return {
    [ALARMED]: state.alert === undefined ? 0 : kindsOf(state.violations).length,
    HealthCheckSuccess: state.failed.at(-1) === true ? 0 : 1,
    ...(state.latencies.length > 0 && { HealthCheckLatency: state.latencies.at(-1) as number }),
    ...(average !== undefined && { HealthCheckLatencyAverage: Math.round(average) }),
    HealthCheckErrorRate: Math.round(errorRate(state) * 1000) / 10,
    ...(state.certificateDays !== undefined && { HealthCheckCertificateDays: state.certificateDays }),
  };
}
