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
  /** Metrics without a band get one by a model of our own. */
  readonly seasonalBands: boolean;
  /** States before the start, by name or suffix of it. */
  readonly given: readonly (Located & { readonly alarm: string; readonly state: AlarmState })[];
  readonly expect: readonly Expectation[];
  readonly noOtherAlerts?: Located;
}

/** The value of a template parameter at deployment. */
export interface TestParameter extends Located {
  readonly name: string;
  readonly value: string;
}

/** Something at an offset of the file. */
export interface Located {
  readonly offset: number;
}

export interface TestSeries extends Located {
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
export interface TestBand extends Located {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** @default - that of the alarms */
  readonly accountId?: string;
  readonly interval: number;
  readonly upper: readonly (readonly number[])[];
  readonly lower: readonly (readonly number[])[];
}

export interface Expectation extends Located {
  /** A name, or a suffix of one. */
  readonly alarm: string;
  /** By seconds after the start. */
  readonly states: readonly { readonly after: number; readonly state: AlarmState }[];
  /** How many messages about ALARM, by severity. Undefined if nothing is expected of them. */
  readonly alerts?: Readonly<Record<string, number>>;
}
