import { stringify } from 'yaml';
import type { Alarm, Assembly, MetricAlarm } from '../../assembly/model';
import { metricKey } from '../../simulator/metric-key';
import { MetricStore } from '../../simulator/metric-store';
import type { AlarmState, Metric } from '../../simulator/model';
import { stateAt } from '../../simulator/track';
import { runHealthChecks } from '../../testing/healthy-checks';
import { durationText, parseValues } from '../../testing/notation';
import { samplesOf } from '../../testing/run-test';
import { Scene } from '../../testing/scene';
import type { AlarmRun } from '../alarms/alarm-run';

const MINUTE = 60;
/** Before the first failure, so that alarms are seen in OK. */
const CALM = 30 * MINUTE;
/** An alarm that changes more often than this is expected in its first states only. */
const MOST_STATES = 12;
/** A line of values longer than this is of no use to anybody. */
const MOST_MINUTES = 24 * 60;

export interface Recording {
  readonly assembly: Assembly;
  readonly scene: Scene;
  readonly run: AlarmRun;
  /** When the first failure began; @default - now */
  readonly from?: number;
  readonly now: number;
  /** What was broken. */
  readonly names: readonly string[];
}

/** The alarms that fired, the metrics that decided, and what became of them, as a file for `vigil test`. */
export function savedTest({ assembly, scene, run, from, now, names }: Recording): string {
  const start = Math.max((from ?? now) - CALM, now - MOST_MINUTES * MINUTE);
  const alarms = assembly.alarms.filter(
    (alarm) => run.whyNotModelled(alarm) === undefined && hasFired(alarm, run, start),
  );
  const series = metricsOf(alarms, scene).map((metric) => seriesOf(metric, scene.store, start, now));
  const given = Object.fromEntries(alarms.map((alarm) => [alarm.name, stateAt(run.trackOf(alarm), start)]));
  const replay = replayed(assembly, series, given, start, now);
  const test = {
    name: names.length === 0 ? 'a rehearsal without a failure' : names.join(', '),
    start: `${new Date(start * 1000).toISOString().slice(0, 19)}Z`,
    lasting: durationText(now - start),
    series: series.map(({ metric: { namespace, name, dimensions, accountId }, values }) => ({
      metric: `${namespace} ${name}`,
      ...(Object.keys(dimensions).length > 0 && { dimensions }),
      ...(accountId !== undefined && { account: accountId }),
      values,
    })),
    given,
    expect: alarms.map((alarm) => expectationOf(alarm, replay, start)),
  };
  const { series: data, given: before, ...rest } = test;
  const written = { ...rest, ...(data.length > 0 && { series: data }), ...(alarms.length > 0 && { given: before }) };
  return stringify({ assembly: 'cdk.out', tests: [written] }, { lineWidth: 120, aliasDuplicateObjects: false });
}

const hasFired = (alarm: Alarm, run: AlarmRun, start: number): boolean => {
  const track = run.trackOf(alarm);
  return stateAt(track, start) === 'ALARM' || track.changes.some(({ time, to }) => time > start && to === 'ALARM');
};

/** What is saved of a metric: alarms may read several statistics of it. */
type Saved = Omit<Metric, 'statistic'>;

function metricsOf(alarms: readonly Alarm[], scene: Scene): Saved[] {
  const read = alarms
    .flatMap((alarm) => scene.alarmsBehind(alarm))
    .flatMap((alarm) => (alarm.kind === 'composite' ? [] : readBy(alarm)))
    .filter((metric) => scene.store.has(metric));
  return [...new Map(read.map((metric) => [metricKey(metric), metric])).values()];
}

const readBy = ({ queries, selected }: MetricAlarm): Saved[] => [
  ...queries.flatMap(({ metric }) => metric ?? []),
  ...selected,
];

interface Series {
  readonly metric: Saved;
  readonly values: string;
}

/** The samples of each minute, in the notation of test files; the same minutes in a row once. */
function seriesOf(metric: Saved, store: MetricStore, start: number, end: number): Series {
  const minutes: string[] = [];
  const columns = store.samplesByUnit(metric, metric.unit);
  for (let time = start; time < end; time += MINUTE) {
    const words = columns.flatMap((samples) => {
      const { times, values, counts } = samples;
      const found: string[] = [];
      for (
        let index = samples.indexAt(time);
        index < times.length && (times[index] as number) < time + MINUTE;
        index++
      ) {
        const count = counts?.[index] ?? 1;
        found.push(count === 1 ? `${values[index]}` : `${values[index]}*${count}`);
      }
      return found;
    });
    const [only] = words;
    minutes.push(only === undefined ? '_' : words.length === 1 && !only.includes('*') ? only : `[${words.join(' ')}]`);
  }
  return { metric, values: inRuns(minutes) };
}

/** `5 5 5` is `5x2`, `_ _` is `_x2`: promtool counts the one as repetitions, the other as a number. */
function inRuns(minutes: readonly string[]): string {
  const words: string[] = [];
  for (let index = 0; index < minutes.length; ) {
    const minute = minutes[index] as string;
    let end = index + 1;
    while (minutes[end] === minute && !minute.startsWith('[')) end++;
    const length = end - index;
    words.push(length === 1 ? minute : minute === '_' ? `_x${length}` : `${minute}x${length - 1}`);
    index = end;
  }
  return words.join(' ');
}

/** What `vigil test` will see: these data, and none from before. */
function replayed(
  assembly: Assembly,
  series: readonly Series[],
  given: Readonly<Record<string, AlarmState>>,
  start: number,
  end: number,
): Scene {
  const scene = new Scene(assembly, start, undefined, new MetricStore());
  runHealthChecks(scene);
  for (const { metric, values } of series) scene.store.record(metric, samplesOf(parseValues(values), MINUTE, start));
  for (const alarm of assembly.alarms) {
    const state = given[alarm.name];
    if (state !== undefined) scene.give([alarm.arn, alarm.name], state);
  }
  scene.lastUntil(end);
  return scene;
}

function expectationOf(alarm: Alarm, scene: Scene, start: number) {
  const { changes } = scene.trackOf(alarm);
  const own = changes.filter(({ time }) => time > start).slice(0, MOST_STATES);
  const sent = scene.alerts.filter((alert) => alert.alarm === alarm).length;
  return {
    alarm: alarm.name,
    states: Object.fromEntries([
      ...(own[0] === undefined ? [[durationText(scene.end - start), scene.stateOf(alarm, scene.end)]] : []),
      ...own.map(({ time, to }) => [durationText(time - start), to]),
    ]),
    alerts: { [alarm.severity]: sent },
  };
}
