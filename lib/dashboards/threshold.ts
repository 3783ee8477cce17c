import { Token, Tokenization } from 'aws-cdk-lib';
import type { BuiltAlarm } from '../alarms/component-alarms';
import { pages } from '../contracts/severity';
import type { MetricStatistic, Rule } from '../rules/rule';
import type { AxisUnit, Line } from './chart';
import { THRESHOLD_COLOURS } from './colours';

/** A horizontal line in a graph: the threshold of an alarm. */
export interface Threshold {
  readonly label: string;
  readonly value: number;
  readonly color: string;
}

/** The thresholds of a line, and the period over which they hold. */
export interface Limits {
  readonly thresholds: readonly Threshold[];
  /** Seconds, of a sum: over another period it could not be compared with them. */
  readonly period?: number;
}

const SIGNS: Readonly<Partial<Record<AxisUnit, string>>> = { Count: '', Percent: ' %' };

/** Of the rules of a line, as far as they are on: each once, however many alarms share it. */
export function limitsOf(
  { rules = [], scale = {}, metrics }: Line,
  unit: AxisUnit,
  alarms: readonly BuiltAlarm[],
): Limits {
  const own = alarms.flatMap(({ rule }) => (rule && isDrawn(rule, rules, metrics) ? [rule] : []));
  const { times = 1, over = 1 } = scale;
  const isScaled = times !== 1 || over !== 1;
  const thresholds = own.flatMap((rule): Threshold[] => {
    // a number that is known at deployment cannot be converted
    if (isScaled && Token.isUnresolved(rule.threshold)) return [];
    const value = isScaled ? Number(((rule.threshold * times) / over).toPrecision(6)) : rule.threshold;
    const label = `${rule.id} ${rule.is} ${Tokenization.stringifyNumber(value)}${SIGNS[unit] ?? ` ${unit}`}`;
    return [{ label, value, color: pages(rule.severity) ? THRESHOLD_COLOURS.pages : THRESHOLD_COLOURS.others }];
  });
  const isSum = Object.values(metrics).some(({ statistic }) => statistic === 'Sum');
  return {
    thresholds: [...new Map(thresholds.map((threshold) => [threshold.label, threshold])).values()],
    ...(isSum && own[0] && { period: 60 * own[0].periodMinutes }),
  };
}

/** A rule whose metric was replaced, or that has a band, has no threshold on this line. */
const isDrawn = (rule: Rule, ids: readonly string[], metrics: Line['metrics']): boolean =>
  ids.includes(rule.id) && rule.band === undefined && Object.values(metrics).some((one) => reads(rule, one));

const reads = ({ metrics }: Rule, { namespace, name, statistic }: MetricStatistic): boolean =>
  Object.values(metrics).some(
    (metric) => metric.namespace === namespace && metric.name === name && metric.statistic === statistic,
  );
