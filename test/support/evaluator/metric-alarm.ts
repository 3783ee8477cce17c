import type { History } from './history';
import { type Series, seriesOf } from './metric-math';
import { evaluationRange, type Point, verdict } from './missing-data';
import {
  comparedIn,
  expressionsOf,
  type MetricAlarm,
  type MetricQuery,
  metricsOf,
  periodSecondsOf,
  type State,
} from './model';
import { fewestSamplesOf, statisticOf } from './statistics';

const COMPARISONS: Record<string, (value: number, threshold: number) => boolean> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

/** The state of an alarm at the beginning of `minute`. Its periods slide: the newest ends there. */
export function stateOf(alarm: MetricAlarm, history: History, minute: number, current: State): State {
  if (hasTooFewSamples(alarm, history, minute)) return current;
  const points = comparedNumbers(alarm, history, minute).map((value) => pointOf(alarm, value));
  const state = verdict(points, {
    evaluationPeriods: alarm.EvaluationPeriods,
    datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
    treatMissingData: alarm.TreatMissingData ?? 'missing',
  });
  return state === 'RETAIN' ? current : state;
}

/** What is compared with the threshold, in each period of the evaluation range. */
function comparedNumbers(alarm: MetricAlarm, history: History, minute: number): Series {
  const metrics = metricsOf(alarm).map((metric): [string, Series] => [
    metric.id,
    samplesOf(metric, alarm, history, minute).map((samples) => statisticOf(metric.statistic, samples)),
  ]);
  return seriesOf(comparedIn(alarm), {
    periodSeconds: periodSecondsOf(alarm),
    metrics: new Map(metrics),
    expressions: expressionsOf(alarm),
  });
}

const samplesOf = (metric: MetricQuery, alarm: MetricAlarm, history: History, minute: number): number[][] =>
  periodsOf(alarm, minute).map(({ from, to }) => history.samples(metric, from, to));

/** The periods of the evaluation range, oldest first. */
function periodsOf(alarm: MetricAlarm, minute: number): { from: number; to: number }[] {
  const seconds = periodSecondsOf(alarm);
  const range = evaluationRange(alarm.EvaluationPeriods, seconds);
  const start = minute - (range * seconds) / 60;
  return Array.from({ length: range }, (_, index) => {
    const from = start + (index * seconds) / 60;
    return { from, to: from + seconds / 60 };
  });
}

function pointOf(alarm: MetricAlarm, value: number | undefined): Point {
  if (value === undefined) return '-';
  const compare = COMPARISONS[alarm.ComparisonOperator];
  if (compare === undefined) throw new Error(`The operator ${alarm.ComparisonOperator} is not one that rules use`);
  // what is equal on paper is equal here: floating point adds nothing to twelve digits
  const [compared, threshold] = [value, alarm.Threshold].map((number) => Number(number.toPrecision(12)));
  return compare(compared as number, threshold as number) ? 'X' : '0';
}

/** AWS does not say whether it counts per point or over all of them; here it is over the newest N. None at all are missing. */
function hasTooFewSamples(alarm: MetricAlarm, history: History, minute: number): boolean {
  if (alarm.EvaluateLowSampleCountPercentile !== 'ignore') return false;
  return metricsOf(alarm).some((metric) => {
    const newest = samplesOf(metric, alarm, history, minute).slice(-alarm.EvaluationPeriods);
    const samples = newest.flat().length;
    return samples > 0 && samples < fewestSamplesOf(metric.statistic);
  });
}
