import type { MetricStore } from './metric-store';
import type {
  AlarmState,
  Contributor,
  MetricAlarmDefinition,
  MetricIdentity,
  PromQl,
  Span,
  StateChange,
  Track,
} from './model';
import type { Samples } from './samples';
import { stableId } from './stable-id';
import { stateAt } from './track';

/** The namespace of the results of a PromQL query in tests; their name is that of the alarm, their dimensions are labels. */
const NAMESPACE = 'PromQL';

/** Whether a series is a result of the query of an alarm. */
export const isResultOf = (alarm: MetricAlarmDefinition, { namespace, name }: MetricIdentity): boolean =>
  alarm.promQl !== undefined && namespace === NAMESPACE && name === alarm.name;

/**
 * Runs an alarm on the results that were given for its query: each is in ALARM once it was returned for the pending period, and in OK
 * once it was not for the recovery period. AWS documents that such alarms begin in OK; the query itself is not run.
 */
export function runPromQlAlarm(
  alarm: MetricAlarmDefinition,
  promQl: PromQl,
  store: MetricStore,
  span: Span,
  given: AlarmState = 'OK',
): Track {
  const times = timesOf(promQl.intervalSeconds, span);
  const results = store.metrics.filter((metric) => isResultOf(alarm, metric));
  const contributors = results.map(
    (metric): Contributor => ({
      id: stableId(JSON.stringify(metric.dimensions), 16),
      attributes: metric.dimensions,
      track: trackOf(store.samplesByUnit(metric), promQl, times),
    }),
  );
  const changes: StateChange[] = [];
  let state = given;
  for (const time of times) {
    const alarming = contributors.filter(({ track }) => stateAt(track, time) === 'ALARM').length;
    const to = alarming > 0 ? 'ALARM' : 'OK';
    if (to === state) continue;
    const reason = `${alarming} out of ${contributors.length} time series evaluated to ALARM`;
    changes.push({ time, from: state, to, reason, ground: 'assumed' });
    state = to;
  }
  return { initial: given, changes, contributors };
}

function timesOf(interval: number, { start, end }: Span): number[] {
  const first = Math.ceil(start / interval) * interval;
  return Array.from(
    { length: Math.max(0, Math.floor((end - first) / interval) + 1) },
    (_, nth) => first + nth * interval,
  );
}

function trackOf(units: readonly Samples[], promQl: PromQl, times: readonly number[]): Track {
  const { intervalSeconds, pendingSeconds, recoverySeconds } = promQl;
  const isReturned = (time: number): boolean =>
    units.some((samples) => samples.indexAt(time) > samples.indexAt(time - intervalSeconds));
  const changes: StateChange[] = [];
  let state: AlarmState = 'OK';
  // since when it has been otherwise than the state
  let since: number | undefined;
  for (const time of times) {
    const returned = isReturned(time);
    if (returned === (state === 'ALARM')) {
      since = undefined;
      continue;
    }
    since ??= time;
    if (time - since < (returned ? pendingSeconds : recoverySeconds)) continue;
    const to: AlarmState = returned ? 'ALARM' : 'OK';
    const reason = returned ? 'The query returned this contributor' : 'No data was returned for this contributor';
    changes.push({ time, from: state, to, reason, ground: 'assumed' });
    state = to;
    since = undefined;
  }
  return { initial: 'OK', changes };
}
