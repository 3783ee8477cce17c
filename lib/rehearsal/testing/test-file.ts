import type { AlarmState } from '../simulator/model';

/** A file of alarm tests, read. All times are seconds, all paths as they were written. */
export interface TestFile {
  /** A cloud assembly; or else templates. */
  readonly assembly?: string;
  readonly templates?: readonly string[];
  readonly parameters: readonly TestParameter[];
  /** The readings that all expectations have to hold under, besides the default; each once. */
  readonly readings: readonly string[];
  readonly tests: readonly AlarmTest[];
}

export interface AlarmTest {
  readonly name: string;
  /** Since 1970. */
  readonly start: number;
  /** At least. */
  readonly lasting: number;
  readonly series: readonly TestSeries[];
  readonly bands: readonly TestBand[];
  /** States before the start, by name or suffix of it. */
  readonly given: readonly (Placed & { readonly alarm: string; readonly state: AlarmState })[];
  readonly expect: readonly Expectation[];
  readonly noOtherAlerts?: Placed;
}

/** What a parameter of the templates is at deployment. */
export interface TestParameter extends Placed {
  readonly name: string;
  readonly value: string;
}

/** Where in the file something stands. */
export interface Placed {
  readonly offset: number;
}

export interface TestSeries extends Placed {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** @default - that of the alarms */
  readonly accountId?: string;
  readonly unit?: string;
  readonly interval: number;
  /** Of each interval. */
  readonly values: readonly (readonly number[])[];
}

/** The band of expected values of a metric. */
export interface TestBand extends Placed {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** @default - that of the alarms */
  readonly accountId?: string;
  readonly interval: number;
  readonly upper: readonly (readonly number[])[];
  readonly lower: readonly (readonly number[])[];
}

export interface Expectation extends Placed {
  /** A name, or a suffix of one. */
  readonly alarm: string;
  /** By seconds after the start. */
  readonly states: readonly { readonly after: number; readonly state: AlarmState }[];
  /** How many messages about ALARM, by severity. Undefined if nothing is expected of them. */
  readonly alerts?: Readonly<Record<string, number>>;
}
