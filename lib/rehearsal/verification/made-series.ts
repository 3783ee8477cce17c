import { MetricStore } from '../simulator/metric-store';
import { periodOf } from './alarms';
import type { PublishedPoint } from './cloud-watch';
import { metricName, NAMESPACE } from './names';
import type { AlarmRow, Question } from './question';

/** A point, and when it is published. */
export interface MadePoint extends PublishedPoint {
  readonly publishedAt: number;
}

/** CloudWatch takes points of the near future: they are there when the alarm looks. */
const AHEAD_SECONDS = 60;

/** All points of a question. @param start when step 0 begins, seconds since 1970 */
export function pointsOf(run: string, question: Question, start: number): MadePoint[] {
  return Object.entries(question.series).flatMap(([key, series]) => {
    // what follows is for people
    const [alarm = '', id = ''] = key.split('.');
    const row = question.alarms[alarm] as AlarmRow;
    const { from, values, counts, lateSeconds, stepSeconds = row.periods?.[id] ?? periodOf(row) } = series;
    const until = series.until ?? Math.ceil((60 * question.minutes + AHEAD_SECONDS) / stepSeconds);
    const metric = metricName(run, question.id, alarm, id);
    return Array.from({ length: Math.max(0, until - from) }, (_, step): MadePoint[] => {
      const level = values[step % values.length] ?? null;
      const [value, samples] = counts ? [1, Math.round(level ?? 0)] : [level, series.samples ?? 1];
      if (value === null || samples === 0) return [];
      const time = start + (from + step) * stepSeconds;
      const publishedAt = lateSeconds === undefined ? time - AHEAD_SECONDS : time + stepSeconds + lateSeconds;
      return [{ metric, time, value, samples, isHighResolution: stepSeconds < 60, publishedAt }];
    }).flat();
  });
}

/** The points as the simulator has them. */
export function storeOf(points: readonly MadePoint[]): MetricStore {
  const store = new MetricStore();
  for (const { metric, time, value, samples } of points) {
    store.record({ namespace: NAMESPACE, name: metric, dimensions: {} }, [{ time, value, count: samples }]);
  }
  return store;
}
