import { defineMetrics } from '../../../lib/catalogue';
import {
  CHECK_DIMENSION,
  CHECKER_DIMENSION,
  HEALTH_CHECK_METRICS,
  HEALTH_CHECKS_NAMESPACE,
} from '../../../lib/contracts/health-checker';
import { type Emitter, emitterOf } from '../../runtime/emitter';
import { MetricsRecord } from '../../runtime/metrics-record';
import { member } from '../../runtime/output';
import { type CheckState, kindsOf } from '../../shared/health/check-state';
import { type CheckValues, valuesOf } from '../../shared/health/check-values';

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
  const { HealthCheckViolations, ...others } = valuesOf(state);
  const shown = hasRun ? others : {};
  const record = new CheckRecord(emitter, allMetrics ? {} : shown, state);
  const dimensions = { [CHECK_DIMENSION]: name };
  for (const [metric, value] of Object.entries({ HealthCheckViolations, ...(allMetrics && shown) })) {
    record.gauge(metric, value as number, dimensions);
  }
  record.write();
}

class CheckRecord extends MetricsRecord {
  public constructor(emitter: Emitter, properties: Partial<CheckValues>, state: CheckState | undefined) {
    super(emitter);
    const open = kindsOf(state?.violations ?? {});
    const more = open.length === 0 ? {} : { violations: open.join(', ') };
    this.tail = Object.entries({ ...properties, ...more })
      .map(([property, value]) => member(property, value))
      .join('');
  }
}
