import type { AlarmRule, AlarmState } from './alarm-rule';

// All times are seconds since 1970, UTC; all durations are seconds.

export type { AlarmState } from './alarm-rule';

/** A metric is its namespace, its name and all of its dimensions, in an account. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** @default - that of the alarm */
  readonly accountId?: string;
}

/** A metric as an alarm asks for it. */
export interface Metric extends MetricIdentity {
  /** `Sum`, `p99`, `TM(2%:98%)`, … */
  readonly statistic: string;
  /** Only samples of this unit. */
  readonly unit?: string;
}

/** One line of an alarm's metric math. */
export interface Query {
  readonly id: string;
  readonly label?: string;
  readonly metric?: Metric;
  readonly expression?: string;
  /** Of an expression, if it says so. */
  readonly periodSeconds?: number;
  readonly returned: boolean;
}

/** The ARNs that an alarm notifies; none if its actions are switched off. */
export interface Actions {
  readonly alarm: readonly string[];
  readonly ok: readonly string[];
  readonly insufficientData: readonly string[];
}

interface AnyDefinition {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly actions: Actions;
}

/** On one metric, on an expression, or on the band of expected values of a metric. */
export interface MetricAlarmDefinition extends AnyDefinition {
  readonly kind: 'metric' | 'math' | 'anomaly';
  readonly queries: readonly Query[];
  readonly comparison: string;
  /** Undefined if it is unresolved, and for anomaly alarms. */
  readonly threshold?: number;
  /** The query whose band is the threshold of an anomaly alarm. */
  readonly bandId?: string;
  readonly periodSeconds?: number;
  /** M of N: how many of the newest N periods have to breach. */
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  /** M was not left to be N: CloudWatch then words its reasons differently. */
  readonly countsDatapoints?: boolean;
  readonly treatMissingData: string;
  readonly ignoresLowSamples: boolean;
  /** Periods begin where those of a clock in this time zone do, instead of sliding. */
  readonly wallClock?: { readonly timeZone: string };
  readonly warmUp?: WarmUp;
  /** False if it retrieves its N periods and no more. */
  readonly looksBack?: boolean;
  /** On the results of a PromQL query, instead of metrics. */
  readonly promQl?: PromQl;
  /** One series of an alarm on many: CloudWatch then words its reasons differently. */
  readonly isContributor?: boolean;
}

/** How an alarm on a PromQL query is evaluated. */
export interface PromQl {
  readonly intervalSeconds: number;
  /** How long a result has to be returned before it is in ALARM. */
  readonly pendingSeconds: number;
  /** How long it has to be missing before it is in OK. */
  readonly recoverySeconds: number;
}

export interface WarmUp {
  readonly minutes: number;
  /** Not even enough data end it early. */
  readonly whole: boolean;
}

export interface CompositeAlarmDefinition extends AnyDefinition {
  readonly kind: 'composite';
  readonly ruleText: string;
  /** Undefined if the text is no rule. */
  readonly alarmRule?: AlarmRule;
  /** Its actions wait while this alarm, a name or an ARN, is in ALARM. */
  readonly suppressor?: string;
  /** How long its actions wait for the suppressor to go into ALARM. */
  readonly suppressorWaitSeconds?: number;
  /** How long they wait on after it left ALARM. */
  readonly suppressorExtensionSeconds?: number;
}

export type AlarmDefinition = MetricAlarmDefinition | CompositeAlarmDefinition;

/** Alarms whose actions are muted at certain times, while their states go on. */
export interface MuteRule {
  readonly name: string;
  /** `cron(0 2 * * SUN)` or `at(2026-01-05T02:00)`. */
  readonly schedule: string;
  /** ISO 8601, such as `PT4H`. */
  readonly duration: string;
  /** @default - UTC */
  readonly timeZone?: string;
  readonly alarms: readonly string[];
  /** Local to the time zone, such as `2026-01-05T02:00`. */
  readonly startDate?: string;
  readonly expireDate?: string;
}

/** What a verdict rests on: AWS's documentation, public field records, or nothing but a guess. */
export type Ground = 'documented' | 'observed' | 'assumed';

export interface StateChange {
  readonly time: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** As CloudWatch words it. */
  readonly reason: string;
  /** The `StateReasonData` of the API, JSON. */
  readonly reasonData?: string;
  readonly ground: Ground;
  /** Of a composite: the alarms whose changes led to it. */
  readonly triggeredBy?: readonly Trigger[];
}

export interface Trigger {
  readonly arn: string;
  readonly state: AlarmState;
  readonly time: number;
}

/** From `start` to `end`, both included where something happens right then. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What became of an alarm. */
export interface Track {
  readonly initial: AlarmState;
  readonly changes: readonly StateChange[];
  /** Of a metric alarm: what it compared at each of its evaluations. */
  readonly observed?: () => Observed;
  /** Of an alarm on many series: what became of each. */
  readonly contributors?: readonly Contributor[];
}

/** One series of an alarm on many. */
export interface Contributor {
  /** Sixteen hexadecimal digits, the same for the same attributes. */
  readonly id: string;
  /** What distinguishes it, such as `{ QueueName: 'orders' }`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly track: Track;
}

export interface Observed {
  readonly times: Float64Array;
  /** NaN where there was none. */
  readonly values: Float64Array;
  readonly threshold?: number;
  /** The band of expected values, if that is the threshold. */
  readonly band?: readonly [upper: Float64Array, lower: Float64Array];
}

/** Something that CloudWatch does and this simulator does not. */
export class NotModelled extends Error {
  public constructor(what: string) {
    super(`${what} is not modelled.`);
    this.name = 'NotModelled';
  }
}
