import type { Alarm, Assembly } from '../assembly/model';
import { reportTopics } from '../assembly/report-topics';
import { MetricStore } from '../simulator/metric-store';
import type { AlarmState } from '../simulator/model';
import { type OtherReading, readingNamed } from '../simulator/other-readings';
import { DEFAULT_READING, type Reading } from '../simulator/reading';
import type { Sample } from '../simulator/samples';
import { AlarmFinder, UnknownAlarm } from './alarm-finder';
import { runHealthChecks } from './healthy-checks';
import type { Input } from './inputs';
import { asRead, unreadMetric } from './metric-finder';
import { durationText } from './notation';
import { type Alert, Scene } from './scene';
import type { AlarmTest, Expectation, TestBand, TestSeries } from './test-file';
import type { SourceError } from './yaml-source';

/** An expectation that did not hold. */
export interface Failure extends SourceError {
  /** Undefined if it concerns several alarms. */
  readonly alarm?: Alarm;
  readonly expected: string;
  readonly got: string;
  /** Seconds after the start, if the expectation has one time. */
  readonly after?: number;
  /** The alarm's state reason. */
  readonly reason?: string;
  /** The reading under which it failed, if not the default. */
  readonly reading?: string;
  /** What the alarm reads. */
  readonly inputs?: readonly Input[];
}

export interface TestResult {
  readonly test: AlarmTest;
  readonly failures: readonly Failure[];
  /** Expectations that hold only under the default reading. */
  readonly notes: readonly string[];
  readonly scene: Scene;
}

/** The alarms and metrics of a test that the assembly does not have. */
export function mismatches(test: AlarmTest, assembly: Assembly): SourceError[] {
  const finder = new AlarmFinder(assembly.alarms);
  const scene = new Scene(assembly, test.start);
  const { metrics, unknownReferences } = scene;
  const unknown = ({ alarm, offset }: { alarm: string; offset: number }): SourceError[] => {
    try {
      finder.find(alarm);
      return [];
    } catch (error) {
      if (error instanceof UnknownAlarm) return [{ offset, message: error.message }];
      throw error;
    }
  };
  const unread = ({ offset, ...written }: TestSeries | TestBand): SourceError[] => {
    const series = asRead(written, metrics);
    const message = scene.isQueried(series) ? undefined : unreadMetric(series, metrics);
    return message === undefined ? [] : [{ offset, message }];
  };
  return [
    ...[...test.series, ...test.bands].flatMap(unread),
    ...test.given.filter(({ alarm }) => !unknownReferences.has(alarm)).flatMap(unknown),
    ...test.expect.flatMap(unknown),
  ];
}

/**
 * Runs one test.
 *
 * @param readings those that the expectations have to hold under, besides the default
 */
export function runTest(test: AlarmTest, assembly: Assembly, readings: readonly string[] = []): TestResult {
  const scene = sceneOf(test, assembly);
  const finder = new AlarmFinder(assembly.alarms);
  const expected = test.expect.map((expectation) => ({ expectation, alarm: finder.find(expectation.alarm) }));
  const failures = failuresIn(scene, test, expected);
  return {
    test,
    scene,
    failures: [...failures, ...readings.flatMap((name) => failuresUnder(name, failures, scene, test, expected))],
    notes: expected.flatMap(({ expectation, alarm }) => notesOn(alarm, expectation, scene, readings)),
  };
}

interface Expected {
  readonly expectation: Expectation;
  readonly alarm: Alarm;
}

/** Only failures that the default reading does not have. */
function failuresUnder(
  reading: string,
  byDefault: readonly Failure[],
  scene: Scene,
  test: AlarmTest,
  expected: readonly Expected[],
): Failure[] {
  return failuresIn(scene.under(readingNamed(reading) as Reading), test, expected)
    .filter(({ alarm, message }) => !byDefault.some((known) => known.alarm === alarm && known.message === message))
    .map((failure) => ({ ...failure, reading, message: `${failure.message}, under the reading '${reading}'` }));
}

function failuresIn(scene: Scene, { noOtherAlerts }: AlarmTest, expected: readonly Expected[]): Failure[] {
  const counted = new Set(
    expected.filter(({ expectation }) => expectation.alerts !== undefined).map(({ alarm }) => alarm.arn),
  );
  const others = scene.alerts.filter(({ alarm }) => !counted.has(alarm.arn));
  return [
    ...expected.flatMap(({ expectation, alarm }) => {
      const failures = failuresOf(expectation, alarm, scene);
      const [first, ...others] = failures;
      return first === undefined ? [] : [{ ...first, inputs: scene.inputsOf(alarm) }, ...others];
    }),
    ...(noOtherAlerts === undefined ? [] : unexpectedAlerts(others, noOtherAlerts.offset, scene)),
  ];
}

function sceneOf(test: AlarmTest, assembly: Assembly): Scene {
  const scene = new Scene(assembly, test.start, DEFAULT_READING, new MetricStore(test.seasonalBands));
  runHealthChecks(scene);
  const finder = new AlarmFinder(assembly.alarms);
  for (const series of test.series) {
    scene.store.record(
      asRead(series, scene.metrics),
      samplesOf(series.values, series.interval, test.start),
      series.unit,
    );
    scene.lastUntil(test.start + series.values.length * series.interval);
  }
  for (const band of test.bands) {
    const side = (values: TestBand['upper']) => samplesOf(values, band.interval, test.start);
    scene.store.recordBand(asRead(band, scene.metrics), side(band.upper), side(band.lower));
  }
  scene.lastUntil(test.start + test.lasting);
  for (const { alarm, state } of test.given) {
    if (scene.unknownReferences.has(alarm)) scene.give([alarm], state);
    else scene.give([finder.find(alarm).arn, finder.find(alarm).name], state);
  }
  for (const { states } of test.expect) for (const { after } of states) scene.lastUntil(test.start + after);
  return scene;
}

/** One sample per value, all at the beginning of their interval. */
export function* samplesOf(values: readonly (readonly number[])[], interval: number, start: number): Generator<Sample> {
  for (const [index, samples] of values.entries()) {
    for (const value of samples) yield { time: start + index * interval, value };
  }
}

function failuresOf({ states, alerts, offset }: Expectation, alarm: Alarm, scene: Scene): Failure[] {
  const whyNotModelled = scene.whyNotModelled(alarm);
  if (whyNotModelled !== undefined) {
    return [
      {
        alarm,
        offset,
        message: `cannot be simulated: ${whyNotModelled}`,
        expected: 'an alarm that can be simulated',
        got: whyNotModelled,
      },
    ];
  }
  return [
    ...states.flatMap(({ after, state }) => stateFailure(alarm, offset, after, state, scene)),
    ...Object.entries(alerts ?? {}).flatMap(([severity, count]) => alertFailure(alarm, offset, severity, count, scene)),
    ...(alerts === undefined ? [] : unexpectedSeverities(alarm, offset, alerts, scene)),
  ];
}

function stateFailure(alarm: Alarm, offset: number, after: number, state: AlarmState, scene: Scene): Failure[] {
  const time = scene.start + after;
  const got = scene.stateOf(alarm, time);
  if (got === state) return [];
  const reason = scene.trackOf(alarm).changes.findLast((change) => change.time <= time)?.reason;
  return [
    {
      alarm,
      offset,
      after,
      expected: state,
      got,
      reason,
      message: `at ${durationText(after)}: expected ${state}, got ${got}`,
    },
  ];
}

function alertFailure(alarm: Alarm, offset: number, severity: string, count: number, scene: Scene): Failure[] {
  const sent = scene.alerts.filter((alert) => alert.alarm === alarm && alert.severity === severity);
  if (sent.length === count) return [];
  const [expected, got] = [alertsText(count, severity), alertsText(sent.length, severity)];
  return [
    {
      alarm,
      offset,
      expected,
      got,
      reason: hintOn(alarm, scene),
      message: `expected ${expected}, got ${got}${timesText(sent, scene)}`,
    },
  ];
}

function unexpectedSeverities(
  alarm: Alarm,
  offset: number,
  alerts: Readonly<Record<string, number>>,
  scene: Scene,
): Failure[] {
  const sent = scene.alerts.filter((alert) => alert.alarm === alarm && !Object.hasOwn(alerts, alert.severity));
  const [first] = sent;
  if (first === undefined) return [];
  const got = alertsText(sent.length, first.severity);
  return [
    {
      alarm,
      offset,
      expected: alertsText(0, first.severity),
      got,
      message: `its severity is ${first.severity}: got ${got}${timesText(sent, scene)}`,
    },
  ];
}

function unexpectedAlerts(others: readonly Alert[], offset: number, scene: Scene): Failure[] {
  return others.map(({ alarm, severity, time, change }) => {
    const got = `${alertsText(1, severity)} of ${alarm.name} at ${durationText(time - scene.start)}`;
    return {
      alarm,
      offset,
      expected: 'no other alerts',
      got,
      reason: change.reason,
      message: `expected no other alerts, got ${got}`,
    };
  });
}

function alertsText(count: number, severity: string): string {
  const alerts = `alert${count === 1 ? '' : 's'}`;
  const number = count === 0 ? 'no' : count;
  return severity === 'unknown' ? `${number} ${alerts} of unknown severity` : `${number} ${severity} ${alerts}`;
}

const timesText = (alerts: readonly Alert[], { start }: Scene): string =>
  alerts.length === 0 ? '' : ` (at ${alerts.map(({ time }) => durationText(time - start)).join(', ')})`;

/** An alarm without actions may notify through a composite alarm. */
function hintOn(alarm: Alarm, { assembly, alerts }: Scene): string | undefined {
  const reports = reportTopics(assembly);
  if (alarm.actions.alarm.some((arn) => !reports.has(arn))) return undefined;
  const parents = assembly.alarms.filter(
    (each) =>
      each.kind === 'composite' &&
      each.actions.alarm.length > 0 &&
      each.children.some((child) => child === alarm.name || child === alarm.arn),
  );
  const [parent] = parents;
  if (parent === undefined) return 'It has no action for ALARM.';
  const sent = alerts.filter((alert) => alert.alarm === parent).length;
  return `It has no action for ALARM. Its composite alarm ${parent.name} sent ${alertsText(sent, parent.severity)}.`;
}

/** Notes on verdicts that depend on a reading, except readings that the expectations are checked under. */
function notesOn(alarm: Alarm, { states }: Expectation, scene: Scene, required: readonly string[]): string[] {
  const times = states.map(({ after }) => scene.start + after);
  const readings = scene.readingsThatDisagree(alarm, times).filter(({ name }) => !required.includes(name));
  return readings.length === 0 ? [] : [readingsText(alarm, readings)];
}

const readingsText = (alarm: Alarm, readings: readonly OtherReading[]): string =>
  `${alarm.name}: this depends on behaviour that AWS does not document. The result differs if ${readings.map(({ name, what }) => `${what} (${name})`).join(', or if ')}.`;
