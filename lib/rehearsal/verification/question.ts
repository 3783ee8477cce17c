/** A metric alarm on made series, in short: the one form for questions, for rules, and for alarms of an app. */
export interface AlarmRow {
  /** The statistic of each metric, by its id. */
  readonly metrics: Readonly<Record<string, string>>;
  /** Metric math by id; the last is compared. @default - the only metric is */
  readonly math?: Readonly<Record<string, string>>;
  readonly is: string;
  readonly threshold: number;
  /** M of N. */
  readonly datapoints: readonly [breaching: number, of: number];
  /** M is left out, to be N. */
  readonly withoutM?: true;
  /** @default 60 */
  readonly periodSeconds?: number;
  /** Of a metric, where it is another. */
  readonly periods?: Readonly<Record<string, number>>;
  readonly missing: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
  readonly ignoresLowSamples?: true;
}

/** Values in equal steps; step 0 begins when the alarms are created. */
export interface MadeSeries {
  /** The first step. Those before 0 are published beforehand. */
  readonly from: number;
  /** The step after the last; @default - goes on until the alarm is read */
  readonly until?: number;
  /** One for each step, then again from the first; null: nothing is published. */
  readonly values: readonly (number | null)[];
  /** How often each value is counted. @default 1 */
  readonly samples?: number;
  /** The values are how many samples there are, of 1 each. */
  readonly counts?: true;
  /** @default - the period of the alarm */
  readonly stepSeconds?: number;
  /** How long after the end of its step a value is published. @default - before its step is over */
  readonly lateSeconds?: number;
}

export interface CompositeRow {
  /** Names alarms of the question as `{a}`. */
  readonly rule: string;
  readonly suppressor?: string;
  readonly waitSeconds?: number;
  readonly extensionSeconds?: number;
}

/**
 * What is read of an alarm: its state in the end; its states in their order; the value that it compared last, and the period of it;
 * after how many seconds it changed to OK, or its actions were no longer suppressed; at which minute of the hour it changed.
 */
export type Reads = 'state' | 'states' | 'value' | 'period' | 'secondsToOk' | 'secondsToActions' | 'minuteOfHour';

/** What only a person can derive from the documentation, since the simulator has no reading for it. */
interface StatedAnswer {
  readonly name: string;
  /** What is taken to hold; follows "if". */
  readonly what: string;
  readonly reply: string;
}

/** One thing that the documentation leaves open, made decidable: alarms, series, and what is read. */
export interface Question {
  readonly id: string;
  readonly asks: string;
  /** By name; the one alarm of most questions is `alarm`. */
  readonly alarms: Readonly<Record<string, AlarmRow>>;
  /** By alarm and metric id, such as `alarm.m`, or `alarm.m.later` for a part of it. What is not here is never published. */
  readonly series: Readonly<Record<string, MadeSeries>>;
  readonly composite?: CompositeRow;
  readonly reads: Reads;
  /** When it is read, in minutes after the alarms were created. */
  readonly minutes: number;
  /** The readings that may answer differently from the default. */
  readonly about: readonly string[];
  readonly stated?: readonly StatedAnswer[];
  /** It takes hours. */
  readonly long?: true;
}

export const ALARM = 'alarm';
/** What is read where AWS does not accept the alarm. */
export const REFUSED = 'refused';
export const COMPOSITE = 'composite';
export const DEFAULT = 'default';
