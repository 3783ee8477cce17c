import { BOOLEAN, having, required, TEXT } from '../../validation/kind';
import { checkNow, list, object, record } from '../../validation/options';
import { readAssembly, readTemplates } from '../assembly/assembly';
import type { Alarm, Assembly } from '../assembly/model';
import { MetricStore } from '../simulator/metric-store';
import type { AlarmState, MetricIdentity } from '../simulator/model';
import { readingNamed } from '../simulator/other-readings';
import type { Reading } from '../simulator/reading';
import { recordCommaSeparated } from '../simulator/recordings/comma-separated';
import { recordEmbeddedMetrics } from '../simulator/recordings/embedded-metrics';
import { recordMetricDataResult, recordPutMetricData } from '../simulator/recordings/metric-data';
import { messagesOf } from '../simulator/simulation';
import type { SnsMessage } from '../simulator/sns-message';
import { AlarmFinder } from './alarm-finder';
import { chart } from './chart';
import { runHealthChecks } from './healthy-checks';
import { asRead, unreadMetric } from './metric-finder';
import { NotationError, parseDuration, parseMetric, parseReadings, parseTime, parseValues } from './notation';
import { samplesOf } from './run-test';
import { Scene } from './scene';

/** A construct of a CDK app, such as a stack. */
export interface AppPart {
  readonly node: { readonly root: object };
}

export interface RehearsalOptions {
  /**
   * The start of the rehearsal: a time with its time zone.
   *
   * @default - 2026-01-05T00:00:00Z, a Monday
   */
  readonly start?: string;
  /**
   * The values of template parameters at deployment, by name.
   *
   * @default - the defaults in the templates
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The region of stacks that do not set one. @default - us-east-1 as a stand-in */
  readonly region?: string;
  /** The account of stacks that do not set one. @default - 123456789012 as a stand-in */
  readonly account?: string;
  /**
   * The reading to follow where AWS's documentation leaves behaviour open, by name, such as `avg-skips`.
   *
   * @default - `default`, which AWS's documentation and recordings support best
   */
  readonly reading?: string;
  /**
   * Gives metrics without a recorded band one by a seasonal model of our own, which is not CloudWatch's.
   *
   * @default false
   */
  readonly seasonalBands?: boolean;
}

export interface SeriesOptions {
  /**
   * The time between two values, such as `1m` or `30s`.
   *
   * @default - 1m
   */
  readonly interval?: string;
  /** A CloudWatch unit, such as `Seconds`. @default - none, which matches alarms of any unit */
  readonly unit?: string;
  /** The account that published the metric, for cross-account alarms. @default - that of the alarms */
  readonly account?: string;
}

/** An alert: one message about an alarm that went into ALARM. */
export interface AlertSummary {
  readonly alarm: string;
  /** P0 to P3, or `unknown`. */
  readonly severity: string;
  /** Seconds after the start. */
  readonly after: number;
  /** The ARNs of the alarm actions. */
  readonly targets: readonly string[];
  /** As CloudWatch would write it. */
  readonly reason: string;
}

const PART = object<{ readonly part: AppPart }>({
  part: required(having('a construct', 'node'), 'Give a stack, or any other construct of the app.'),
});

const OPTIONS = object<RehearsalOptions>(
  { start: TEXT, parameters: record(TEXT), reading: TEXT, seasonalBands: BOOLEAN, region: TEXT, account: TEXT },
  "{ start: '2026-01-05T00:00:00Z' }",
);

interface SeriesArguments {
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: string;
  readonly options?: SeriesOptions;
}

const SERIES = object<SeriesArguments>({
  metric: required(TEXT, "Write for example 'AWS/SQS ApproximateAgeOfOldestMessage'."),
  dimensions: required(record(TEXT), "Write for example { QueueName: 'Orders' }."),
  values: required(TEXT, "Write for example '0x20 60+60x40'."),
  options: object<SeriesOptions>({ interval: TEXT, unit: TEXT, account: TEXT }, "{ interval: '5m' }"),
});

const DEFAULT_START = '2026-01-05T00:00:00Z';

/**
 * The alarms of an app, run on made or recorded data, without an AWS account.
 *
 * @example
 * const rehearsal = Rehearsal.of(stack)
 *   .series('AWS/SQS ApproximateAgeOfOldestMessage', { QueueName: 'Orders' }, '0x20 60+60x40');
 * expect(rehearsal).toBeInAlarm('Orders/OldestMessageAge', '28m');
 * expect(rehearsal).toHaveAlerted('P2', 1);
 */
export class Rehearsal {
  /**
   * The alarms of the app that a stack, or any other construct, belongs to. It is synthesized unless it was before.
   *
   * @throws TypeError if the construct belongs to no app
   */
  public static of(part: AppPart, options?: RehearsalOptions): Rehearsal {
    checkNow('Rehearsal.of', PART, { part });
    const { root } = part.node;
    const synth = (root as { synth?: () => { readonly directory: string } }).synth;
    if (synth === undefined)
      throw new TypeError('The construct does not belong to an app or stage, so it cannot be synthesized.');
    return Rehearsal.ofAssembly(synth.call(root).directory, options);
  }

  /** The alarms of a cloud assembly, the folder that `cdk synth` writes. @throws UnreadableFile */
  public static ofAssembly(directory: string, options?: RehearsalOptions): Rehearsal {
    checkNow('Rehearsal.ofAssembly', TEXT, directory);
    checkNow('Rehearsal.ofAssembly', OPTIONS, options ?? {});
    return new Rehearsal(readAssembly(directory, options), options);
  }

  /** The alarms of CloudFormation templates, JSON or YAML. @throws UnreadableFile */
  public static ofTemplates(files: readonly string[], options?: RehearsalOptions): Rehearsal {
    checkNow('Rehearsal.ofTemplates', list(TEXT), files);
    checkNow('Rehearsal.ofTemplates', OPTIONS, options ?? {});
    return new Rehearsal(readTemplates(files, options), options);
  }

  readonly #scene: Scene;
  readonly #finder: AlarmFinder;

  private constructor(
    assembly: Assembly,
    { start = DEFAULT_START, reading = 'default', seasonalBands }: RehearsalOptions = {},
  ) {
    this.#scene = new Scene(assembly, parseTime(start), knownReading(reading), new MetricStore(seasonalBands));
    runHealthChecks(this.#scene);
    this.#finder = new AlarmFinder(assembly.alarms);
  }

  /**
   * Publishes values, one for each interval from the start on.
   *
   * @param metric namespace, a space, and name
   * @param values in promtool's notation: `0x20 60+60x40 _x10`
   * @throws NotationError; TypeError if no alarm reads the metric, with similar names
   */
  public series(
    metric: string,
    dimensions: Readonly<Record<string, string>>,
    values: string,
    options: SeriesOptions = {},
  ): this {
    checkNow('Rehearsal.series', SERIES, { metric, dimensions, values, options });
    const { interval = '1m', unit, account } = options;
    const { store, start } = this.#scene;
    const all = parseValues(values);
    const seconds = parseDuration(interval);
    store.record(this.#metric(metric, dimensions, account), samplesOf(all, seconds, start), unit);
    return this.#changed(start + all.length * seconds);
  }

  /** Publishes the metrics of log lines in the embedded metric format, such as the output of a Lambda function. @throws DataError */
  public embeddedMetrics(lines: string): this {
    recordEmbeddedMetrics(this.#scene.store, lines);
    return this.#changed();
  }

  /** Publishes a request as `PutMetricData` takes it. @throws DataError */
  public putMetricData(request: object): this {
    recordPutMetricData(this.#scene.store, request);
    return this.#changed();
  }

  /** Publishes one result of `GetMetricData`. @throws DataError; TypeError if no alarm reads the metric */
  public metricDataResult(metric: string, dimensions: Readonly<Record<string, string>>, result: object): this {
    recordMetricDataResult(this.#scene.store, this.#metric(metric, dimensions), result);
    return this.#changed();
  }

  /** Publishes comma-separated lines of a time and a value. @throws DataError; TypeError if no alarm reads the metric */
  public commaSeparated(metric: string, dimensions: Readonly<Record<string, string>>, text: string): this {
    recordCommaSeparated(this.#scene.store, this.#metric(metric, dimensions), text);
    return this.#changed();
  }

  /** Sets the state of an alarm before the start. Without it, alarms start in INSUFFICIENT_DATA, as new alarms do. */
  public given(alarm: string, state: AlarmState): this {
    if (this.#scene.unknownReferences.has(alarm)) {
      this.#scene.give([alarm], state);
    } else {
      const { arn, name } = this.#finder.find(alarm);
      this.#scene.give([arn, name], state);
    }
    return this;
  }

  /** Makes the rehearsal last at least for a duration such as `2h`. It never ends before its series. */
  public lasting(duration: string): this {
    return this.#changed(this.#scene.start + parseDuration(duration));
  }

  /**
   * The state of an alarm.
   *
   * @param alarm its name, or a suffix of it that no other alarm has
   * @param after a duration since the start; @default - the end
   * @throws UnknownAlarm; Error with the reason if the alarm cannot be simulated
   */
  public stateOf(alarm: string, after?: string): AlarmState {
    return this.#scene.stateOf(this.#known(alarm, after), this.#time(after));
  }

  /** The state reason of an alarm, as CloudWatch would write it. Undefined if its state never changed. */
  public reasonOf(alarm: string, after?: string): string | undefined {
    const { changes } = this.#scene.trackOf(this.#known(alarm, after));
    return changes.findLast(({ time }) => time <= this.#time(after))?.reason;
  }

  /**
   * The names of the readings under which the alarm's state or its number of changes to ALARM would differ.
   *
   * @param after a duration since the start; @default - the end
   */
  public readingsThatDiffer(alarm: string, after?: string): string[] {
    const known = this.#known(alarm, after);
    return this.#scene.readingsThatDisagree(known, [this.#time(after)]).map(({ name }) => name);
  }

  /**
   * A small chart of an alarm: its values and threshold, and below them its states.
   *
   * @param after a duration since the start, to be marked; @default - none
   */
  public pictureOf(alarm: string, after?: string): string {
    const known = this.#known(alarm, after);
    const { start, end } = this.#scene;
    const mark = after === undefined ? undefined : this.#time(after);
    const picture = { start, end, mark, track: this.#scene.trackOf(known), observed: this.#scene.observedBy(known) };
    return chart(picture, { width: 80, paint: (_, text) => text }).join('\n');
  }

  /** The alerts of alarms that went into ALARM, in order of time. */
  public get alerts(): readonly AlertSummary[] {
    return this.#scene.alerts.map(({ alarm, severity, time, targets, change }) => ({
      ...{ alarm: alarm.name, severity, after: time - this.#scene.start, targets },
      reason: change.reason,
    }));
  }

  /** The messages to topics as SNS delivers them, for tests of their handlers. */
  public get messages(): readonly SnsMessage[] {
    return messagesOf(this.#scene);
  }

  /** The state change events of EventBridge, for tests of rules and their targets. */
  public get events(): readonly object[] {
    return this.#scene.events.map(({ document }) => document);
  }

  /** The events of Lambda functions that are alarm actions. */
  public get functionEvents(): readonly object[] {
    return this.#scene.functionEvents.map(({ document }) => document);
  }

  #metric(text: string, dimensions: MetricIdentity['dimensions'], accountId?: string): MetricIdentity {
    const metric = asRead({ ...named(text), dimensions, accountId }, this.#scene.metrics);
    const error = this.#scene.isQueried(metric) ? undefined : unreadMetric(metric, this.#scene.metrics);
    if (error !== undefined) throw new TypeError(error.replace(/^n/, 'N'));
    return metric;
  }

  #known(name: string, after: string | undefined): Alarm {
    const alarm = this.#finder.find(name);
    if (after !== undefined) this.#scene.lastUntil(this.#time(after));
    const reason = this.#scene.whyNotModelled(alarm);
    if (reason !== undefined) throw new Error(`${alarm.name} cannot be rehearsed: ${reason}`);
    return alarm;
  }

  #time(after: string | undefined): number {
    return after === undefined ? this.#scene.end : this.#scene.start + parseDuration(after);
  }

  #changed(until = this.#scene.start): this {
    this.#scene.forget();
    this.#scene.lastUntil(until);
    return this;
  }
}

function knownReading(name: string): Reading {
  const [only, ...others] = name === 'default' ? [name] : parseReadings(name);
  const reading = others.length === 0 && only !== undefined ? readingNamed(only) : undefined;
  if (reading === undefined)
    throw new TypeError(`'${name}' names more than one reading. A rehearsal runs under exactly one.`);
  return reading;
}

function named(metric: string): Pick<MetricIdentity, 'namespace' | 'name'> {
  try {
    return parseMetric(metric);
  } catch (error) {
    throw error instanceof NotationError ? new TypeError(`${error.message}.`) : error;
  }
}
