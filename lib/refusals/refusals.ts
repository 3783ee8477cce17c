import { ACTION_CHECKS, COMPOSITE_ACTION_CHECKS, METRIC_ACTION_CHECKS } from './action-checks';
import { ALARM_SHAPE, ANOMALY_DETECTOR_SHAPE, COMPOSITE_SHAPE, MUTE_RULE_SHAPE } from './alarm-shapes';
import { COMPOSITE_CHECKS } from './composite-checks';
import type { Declaration } from './declaration';
import type { Properties } from './known';
import { MATH_CHECKS } from './math-checks';
import { MetricAlarm } from './metric-alarm';
import { METRIC_ALARM_CHECKS } from './metric-alarm-checks';
import { MUTE_RULE_CHECKS, NAME_CHECKS } from './name-checks';
import { type Check, pathText, type Refusal } from './refusal';
import { misshapen, type ObjectShape } from './shape';

export type { Namesake } from './declaration';
export type { Properties } from './known';
export { type Path, pathText, type Refusal } from './refusal';

/** What CloudWatch would refuse of a resource, and what to do. Nothing for types without checks. */
export function refusalsOf(declaration: Declaration): Refusal[] {
  const found = KINDS[declaration.type]?.(declaration) ?? [];
  // the same mistake may be seen by two checks
  const byText = new Map(found.map((refusal) => [`${pathText(refusal.path)} ${refusal.message}`, refusal]));
  return [...byText.values()];
}

const KINDS: Readonly<Record<string, (declaration: Declaration) => Refusal[]>> = {
  'AWS::CloudWatch::Alarm': (declaration) => {
    const { properties, target } = declaration;
    const alarm = new MetricAlarm(properties, target);
    const checks: readonly Check<MetricAlarm>[] = [
      ...METRIC_ALARM_CHECKS,
      ...MATH_CHECKS,
      ...ACTION_CHECKS,
      ...METRIC_ACTION_CHECKS,
    ];
    return [
      ...shapeOf(ALARM_SHAPE, properties),
      ...checks.flatMap(({ find }) => find(alarm)),
      ...NAME_CHECKS.flatMap(({ find }) => find(declaration)),
    ];
  },
  'AWS::CloudWatch::CompositeAlarm': (declaration) => {
    const checks = [...COMPOSITE_CHECKS, ...ACTION_CHECKS, ...COMPOSITE_ACTION_CHECKS, ...NAME_CHECKS];
    return [...shapeOf(COMPOSITE_SHAPE, declaration.properties), ...checks.flatMap(({ find }) => find(declaration))];
  },
  'AWS::CloudWatch::AlarmMuteRule': (declaration) => [
    ...shapeOf(MUTE_RULE_SHAPE, declaration.properties),
    ...MUTE_RULE_CHECKS.flatMap(({ find }) => find(declaration)),
  ],
  'AWS::CloudWatch::AnomalyDetector': ({ properties }) => shapeOf(ANOMALY_DETECTOR_SHAPE, properties),
};

const shapeOf = (shape: ObjectShape, properties: Properties): Refusal[] => misshapen(properties, shape);

export const REFUSED_TYPES: readonly string[] = Object.keys(KINDS);
