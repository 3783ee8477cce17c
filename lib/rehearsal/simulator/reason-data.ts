import type { Comparison } from './comparison';
import { Point } from './missing-data';
import type { AlarmState, MetricAlarmDefinition, Trigger } from './model';
import { newestReal, type Window } from './reason';
import { messageTime } from './time-text';

/** The data beside the reason of a metric alarm: the `StateReasonData` of the API, JSON. */
export function reasonData(
  alarm: MetricAlarmDefinition,
  comparison: Comparison,
  to: AlarmState,
  window: Window,
  evaluatedAt: number,
  sampleCounts: Float64Array | undefined,
): string {
  const { kind, queries, periodSeconds, threshold } = alarm;
  const metric = kind === 'metric' ? queries[0]?.metric : undefined;
  const real = newestReal(window, alarm.evaluationPeriods);
  const [newest, oldest] = [real[0], real.at(-1)];
  const recent = oldest === undefined || newest === undefined ? [] : indicesBetween(oldest, newest);
  return JSON.stringify({
    version: '1.0',
    queryDate: messageTime(evaluatedAt),
    startDate: oldest === undefined ? undefined : messageTime(window.times[oldest] as number),
    unit: metric?.unit,
    statistic: metric?.statistic,
    period: periodSeconds,
    recentDatapoints: numbersAt(window.values, recent),
    ...(comparison.withBand
      ? {
          recentLowerThresholds: numbersAt(window.band?.[1], recent),
          recentUpperThresholds: numbersAt(window.band?.[0], recent),
        }
      : {
          threshold,
          evaluatedDatapoints: evaluated(alarm, to, window).map((index) => ({
            timestamp: messageTime(window.times[index] as number),
            ...(window.points[index] === Point.MISSING
              ? {}
              : { sampleCount: metric && sampleCounts?.[index], value: window.values[index] }),
          })),
        }),
  });
}

/** As {@link reasonData}, of a composite. */
export const compositeReasonData = (triggers: readonly Trigger[]): string =>
  JSON.stringify({
    triggeringAlarms: triggers.map(({ arn, state, time }) => ({
      arn,
      state: { value: state, timestamp: messageTime(time) },
    })),
  });

/** The datapoints that made the state, and as many of the newest that are missing as it takes; the newest first. */
function evaluated(alarm: MetricAlarmDefinition, to: AlarmState, window: Window): number[] {
  const { evaluationPeriods, datapointsToAlarm } = alarm;
  const needed = to === 'OK' ? evaluationPeriods - datapointsToAlarm + 1 : datapointsToAlarm;
  const wanted = to === 'OK' ? Point.WITHIN : Point.BREACHING;
  const real = to === 'INSUFFICIENT_DATA' ? [] : newestReal(window, evaluationPeriods);
  const telling = real.filter((index) => window.points[index] === wanted);
  const missing = [...window.points.keys()].filter((index) => window.points[index] === Point.MISSING).reverse();
  const filled = missing.slice(0, Math.max(0, needed - telling.length));
  return [...telling, ...filled].sort((one, other) => other - one);
}

const indicesBetween = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, offset) => first + offset);

/** JSON has no other way to say that there is none. */
const numbersAt = (values: Float64Array | undefined, indices: readonly number[]): (number | null)[] =>
  indices.map((index) => {
    const value = values?.[index];
    return value === undefined || Number.isNaN(value) ? null : value;
  });
