import { having, required, TEXT } from '../../validation/kind';
import { checkNow, list, object, record } from '../../validation/options';
import { readAssembly, readTemplates } from '../assembly/assembly';
import type { Alarm, Assembly } from '../assembly/model';
import type { AlarmState, MetricIdentity } from '../simulator/model';
import { recordCommaSeparated } from '../simulator/readers/comma-separated';
import { recordEmbeddedMetrics } from '../simulator/readers/embedded-metrics';
import { recordMetricDataResult, recordPutMetricData } from '../simulator/readers/metric-data';
import type { Reading } from '../simulator/reading';
import { readingNamed } from '../simulator/readings';
import { messagesOf } from '../simulator/simulation';
import type { SnsMessage } from '../simulator/sns-message';
import { AlarmFinder } from './alarm-finder';
import { chart } from './chart';
import { unreadMetric } from './metric-finder';
import { parseDuration, parseReadings, parseTime, parseValues } from './notation';
import { samplesOf } from './run-test';
import { Scene } from './scene';

/** A construct of a CDK app, such as a stack: whatever knows the root of its tree. */
export interface AppPart {
  readonly node: { readonly root: object };
}

export interface RehearsalOptions {
  /**
   * When it begins, with a time zone.
   *
   * @default - 2026-01-05T00:00:00Z, a Monday
   */
  readonly start?: string;
  /**
   * What the parameters of templates are at deployment, by name.
   *
   * @default - what the templates say
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The region of stacks that can be deployed to any. @default - us-east-1 as a stand-in */
  readonly region?: string;
  /** The account of stacks that can be deployed to any. @default - 123456789012 as a stand-in */
  readonly account?: string;
  /**
   * What is taken to hold where AWS's documentation leaves it open, by name, such as `avg-skips`.
   *
   * @default - `default`, what records and documentation support best
   */
  readonly reading?: string;
}

export interface SeriesOptions {
  /**
   * How far apart the values are, such as `1m` or `30s`.
   *
   * @default - 1m
   */
  readonly interval?: string;
  /** @default - it matches alarms on any unit */
  readonly unit?: string;
  /** The account that published it, where alarms read the metrics of others. @default - that of the alarms */
  readonly account?: string;
}

/** What an alarm told somebody. */
export interface AlertSummary {
  readonly alarm: string;
  /** P0 to P3, or `unknown`. */
  readonly severity: string;
  /** Seconds after the start. */
  readonly after: number;
  /** ARNs. */
  readonly targets: readonly string[];
  /** As CloudWatch words it. */
  readonly reason: string;
}

const PART = object<{ readonly part: AppPart }>({
  part: required(having('a construct', 'node'), 'Give a stack, or any other construct of the app.'),
});

const OPTIONS = object<RehearsalOptions>(
  { start: TEXT, parameters: record(TEXT), reading: TEXT, region: TEXT, account: TEXT },
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
   * The alarms of the app that a stack, or any other construct, belongs to. It is synthesized, if it was not before.
   *
   * @throws TypeError if the construct belongs to no app
   */
  public static of(part: AppPart, options?: RehearsalOptions): Rehearsal {
    checkNow('Rehearsal.of', PART, { part });
    const { root } = part.node;
    const synth = (root as { synth?: () => { readonly directory: string } }).synth;
    if (synth === undefined) throw new TypeError('The construct belongs to no app or stage that can be synthesized.');
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

  private constructor(assembly: Assembly, { start = DEFAULT_START, reading = 'default' }: RehearsalOptions = {}) {
    this.#scene = new Scene(assembly, parseTime(start), knownReading(reading));
    this.#finder = new AlarmFinder(assembly.alarms);
  }

  /**
   * Publishes values, one for each interval from the start on.
   *
   * @param metric namespace, a space, and name
   * @param values in promtool's notation: `0x20 60+60x40 _x10`
   * @throws NotationFault; TypeError if no alarm reads the metric, with those that were probably meant
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

  /** Publishes what log lines carry in the embedded metric format, such as all that a Lambda function wrote. @throws DataFault */
  public embeddedMetrics(lines: string): this {
    recordEmbeddedMetrics(this.#scene.store, lines);
    return this.#changed();
  }

  /** Publishes a request as `PutMetricData` takes it. @throws DataFault */
  public putMetricData(request: object): this {
    recordPutMetricData(this.#scene.store, request);
    return this.#changed();
  }

  /** Publishes one result of `GetMetricData`. @throws DataFault; TypeError if no alarm reads the metric */
  public metricDataResult(metric: string, dimensions: Readonly<Record<string, string>>, result: object): this {
    recordMetricDataResult(this.#scene.store, this.#metric(metric, dimensions), result);
    return this.#changed();
  }

  /** Publishes lines of a time, a comma and a value. @throws DataFault; TypeError if no alarm reads the metric */
  public commaSeparated(metric: string, dimensions: Readonly<Record<string, string>>, text: string): this {
    recordCommaSeparated(this.#scene.store, this.#metric(metric, dimensions), text);
    return this.#changed();
  }

  /** The state of an alarm before the start; otherwise it is INSUFFICIENT_DATA, as that of a new alarm. */
  public given(alarm: string, state: AlarmState): this {
    if (this.#scene.strangers.has(alarm)) {
      this.#scene.give([alarm], state);
    } else {
      const { arn, name } = this.#finder.find(alarm);
      this.#scene.give([arn, name], state);
    }
    return this;
  }

  /** Lets time go on at least for a duration such as `2h`. Series last as long as they are anyway. */
  public lasting(duration: string): this {
    return this.#changed(this.#scene.start + parseDuration(duration));
  }

  /**
   * The state of an alarm.
   *
   * @param alarm its name, or a suffix of it that no other alarm has
   * @param after a duration since the start; @default - the end
   * @throws UnknownAlarm; Error if it cannot be simulated, with the reason
   */
  public stateOf(alarm: string, after?: string): AlarmState {
    return this.#scene.stateOf(this.#known(alarm, after), this.#time(after));
  }

  /** Why an alarm is in its state, as CloudWatch words it. Undefined if it never changed. */
  public reasonOf(alarm: string, after?: string): string | undefined {
    const { changes } = this.#scene.trackOf(this.#known(alarm, after));
    return changes.findLast(({ time }) => time <= this.#time(after))?.reason;
  }

  /**
   * The names of the readings under which an alarm would be in another state, or would have gone into ALARM more or less often.
   *
   * @param after a duration since the start; @default - the end
   */
  public readingsThatDiffer(alarm: string, after?: string): string[] {
    const known = this.#known(alarm, after);
    return this.#scene.readingsThatDisagree(known, [this.#time(after)]).map(({ name }) => name);
  }

  /**
   * A small chart of what an alarm saw and did: values and threshold, and below them its states. One line of text each.
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

  /** What alarms told of ALARM, in order of time. */
  public get alerts(): readonly AlertSummary[] {
    return this.#scene.alerts.map(({ alarm, severity, time, targets, change }) => ({
      ...{ alarm: alarm.name, severity, after: time - this.#scene.start, targets },
      reason: change.reason,
    }));
  }

  /** What topics get, as SNS delivers it: for handlers of such messages. */
  public get messages(): readonly SnsMessage[] {
    return messagesOf(this.#scene);
  }

  /** What EventBridge gets of changes of state: for rules and their targets. */
  public get events(): readonly object[] {
    return this.#scene.events.map(({ document }) => document);
  }

  /** What Lambda functions get that alarms run. */
  public get functionEvents(): readonly object[] {
    return this.#scene.functionEvents.map(({ document }) => document);
  }

  #metric(text: string, dimensions: MetricIdentity['dimensions'], accountId?: string): MetricIdentity {
    const metric = { ...named(text), dimensions, accountId };
    const fault = unreadMetric(metric, this.#scene.metrics);
    if (fault !== undefined) throw new TypeError(fault.replace(/^n/, 'N'));
    return metric;
  }

  #known(name: string, after: string | undefined): Alarm {
    const alarm = this.#finder.find(name);
    if (after !== undefined) this.#scene.lastUntil(this.#time(after));
    const reason = this.#scene.whyNot(alarm);
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
  if (reading === undefined) throw new TypeError(`'${name}' is more than one reading: a rehearsal runs under one.`);
  return reading;
}

function named(metric: string): Pick<MetricIdentity, 'namespace' | 'name'> {
  const [namespace = '', name = '', ...rest] = metric.trim().split(/\s+/);
  if (name === '' || rest.length > 0)
    throw new TypeError(`'${metric}' is no metric: write its namespace, a space and its name.`);
  return { namespace, name };
}
