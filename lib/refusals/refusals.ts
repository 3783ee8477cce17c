import { ACTION_CHECKS, COMPOSITE_ACTION_CHECKS, METRIC_ACTION_CHECKS } from './action-checks';
import { ALARM_SHAPE, ANOMALY_DETECTOR_SHAPE, COMPOSITE_SHAPE } from './alarm-shapes';
import { COMPOSITE_CHECKS } from './composite-checks';
import type { Properties } from './known';
import { MATH_CHECKS } from './math-checks';
import { MetricAlarm, type Target } from './metric-alarm';
import { METRIC_ALARM_CHECKS } from './metric-alarm-checks';
import { type Check, pathText, type Refusal } from './refusal';
import { misshapen, type ObjectShape } from './shape';

export type { Properties } from './known';
export { type Path, pathText, type Refusal } from './refusal';

/** A resource of CloudWatch as a template declares it. */
export interface Declaration {
  readonly type: string;
  /** With every intrinsic function replaced; what only deployment knows stands there as a text such as `${Stage}`. */
  readonly properties: Properties;
  /** Where it is deployed, as far as that is known. */
  readonly target: Target;
  readonly name?: string;
  readonly arn?: string;
  /** Whether an alarm of this name or ARN is declared in the same deployment. */
  readonly isDeclared: (reference: string) => boolean;
}

/** What CloudWatch would refuse of a resource, and what to do. Nothing for types without checks. */
export function refusalsOf(declaration: Declaration): Refusal[] {
  const found = KINDS[declaration.type]?.(declaration) ?? [];
  // the same mistake may be seen by two checks
  const byText = new Map(found.map((refusal) => [`${pathText(refusal.path)} ${refusal.message}`, refusal]));
  return [...byText.values()];
}

const KINDS: Readonly<Record<string, (declaration: Declaration) => Refusal[]>> = {
  'AWS::CloudWatch::Alarm': ({ properties, target }) => {
    const alarm = new MetricAlarm(properties, target);
    const checks: readonly Check<MetricAlarm>[] = [
      ...METRIC_ALARM_CHECKS,
      ...MATH_CHECKS,
      ...ACTION_CHECKS,
      ...METRIC_ACTION_CHECKS,
    ];
    return [...shapeOf(ALARM_SHAPE, properties), ...checks.flatMap(({ find }) => find(alarm))];
  },
  'AWS::CloudWatch::CompositeAlarm': (declaration) => {
    const checks = [...COMPOSITE_CHECKS, ...ACTION_CHECKS, ...COMPOSITE_ACTION_CHECKS];
    return [...shapeOf(COMPOSITE_SHAPE, declaration.properties), ...checks.flatMap(({ find }) => find(declaration))];
  },
  'AWS::CloudWatch::AnomalyDetector': ({ properties }) => shapeOf(ANOMALY_DETECTOR_SHAPE, properties),
};

const shapeOf = (shape: ObjectShape, properties: Properties): Refusal[] => misshapen(properties, shape);

export const REFUSED_TYPES: readonly string[] = Object.keys(KINDS);
