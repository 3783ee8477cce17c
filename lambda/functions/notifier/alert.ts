import type { Severity } from '../../../lib/alerting/severity';
import type { Unit } from '../../../lib/rules/rule';

/** The states of an alarm, and MESSAGE for what is no change of an alarm. */
export type AlertState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA' | 'MESSAGE';

/** A metric of an alarm, as the source of a graph has it. */
export interface GraphedMetric {
  readonly id?: string;
  readonly expression?: string;
  readonly label?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic?: string;
  readonly periodSeconds?: number;
  readonly shown: boolean;
}

/** What was compared. */
export interface Measurement {
  readonly label: string;
  /** The newest value that the reason names. */
  readonly value?: number;
  readonly comparison?: string;
  readonly threshold?: number;
  readonly unit?: Unit;
  readonly breaching?: number;
  readonly of?: number;
  readonly periodSeconds?: number;
}

/** One message about a change of state, whatever shape it arrived in. */
export interface Alert {
  /** The same for every delivery of one change, and for no other. */
  readonly id: string;
  /** Whose changes belong together: the alarm. */
  readonly subject: string;
  readonly name: string;
  /** Nothing is wrong: somebody tries out who hears of it. */
  readonly isTest: boolean;
  readonly state: AlertState;
  readonly previousState?: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  readonly severity: Severity;
  readonly environment?: string;
  readonly component?: string;
  readonly rule?: string;
  readonly account?: string;
  readonly region?: string;
  readonly arn?: string;
  /** What it means, in a sentence. */
  readonly meaning: string;
  readonly steps: readonly string[];
  readonly runbookUrl?: string;
  readonly dashboardUrl?: string;
  /** What CloudWatch says; of other messages, their text. */
  readonly reason: string;
  readonly measurement?: Measurement;
  /** Alarms of a composite that are in alarm. */
  readonly children: readonly string[];
  readonly metrics: readonly GraphedMetric[];
  readonly logGroups: readonly string[];
}

/** The course of an alarm, from ALARM to OK. */
export interface Incident {
  /** Undefined: nothing is known of its beginning. */
  readonly startedAt?: number;
  /** A newer change is known: this one arrived after it. */
  readonly isLate: boolean;
  /** It could not be read. */
  readonly isUnknown?: true;
}
