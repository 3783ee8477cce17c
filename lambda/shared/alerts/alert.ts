import type { Severity } from '../../../lib/contracts/severity';
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
  /** `Maximum`, of one metric. */
  readonly statistic?: string;
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
  /** A test by `vigil alert-test`: nothing is wrong. */
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
  /** What is wrong, in a sentence. */
  readonly meaning: string;
  readonly steps: readonly string[];
  readonly runbookUrl?: string;
  readonly dashboardUrl?: string;
  /** What CloudWatch says; of other messages, their text. */
  readonly reason: string;
  readonly measurement?: Measurement;
  /** The dimensions of what is measured; of one time series among several, its attributes. */
  readonly resource: Readonly<Record<string, string>>;
  /** The id of the one time series that has changed, of an alarm on several. It has incidents of its own. */
  readonly contributor?: string;
  /** Of an alarm that a composite carries: the {@link subject} of that composite. */
  readonly parent?: string;
  /** Of a composite: the alarms that were in ALARM in its incident, the worst first. */
  readonly children: readonly Child[];
  /** Of a composite: when it became more severe, in milliseconds since 1970. The time to acknowledge begins again. */
  readonly raisedAt?: number;
  /** Of a composite: the names of all alarms in its rule. */
  readonly possibleChildren: readonly string[];
  readonly metrics: readonly GraphedMetric[];
  readonly logGroups: readonly string[];
  /** Log lines that the alarm sent along. */
  readonly logLines: readonly string[];
  readonly note?: Note;
}

/** An alarm of a composite. */
export interface Child {
  readonly name: string;
  /** How it stands; undefined where that could not be looked up. */
  readonly alert?: Alert;
  /** It went into ALARM when the composite was in ALARM already: a message of its own says so. `raised`: it made it worse. */
  readonly joined?: 'joined' | 'raised';
}

/** Of what is no alarm. */
export const NOTHING_MEASURED = {
  resource: {},
  children: [],
  possibleChildren: [],
  metrics: [],
  logGroups: [],
  logLines: [],
} as const;

/** A message that is not a change of an alarm's state: an acknowledgement, an update, a report. */
export interface Note {
  readonly kind:
    | 'escalated'
    | 'acknowledged'
    | 'released'
    | 'expired'
    | 'updated'
    | 'digest'
    | 'joined'
    | 'raised'
    | 'summary';
  /** Stands beside the severity: `L2`, `ACK`. */
  readonly badge: string;
  /** In milliseconds since 1970. */
  readonly at: number;
  /** Precedes what is wrong. */
  readonly says: string;
  readonly facts: readonly Fact[];
  /** Of all that it reports, where that is more than one. */
  readonly severities?: readonly Severity[];
  /** How the alarm stands as a whole, where the note is about one of its children. */
  readonly whole?: Alert;
}

/** A line with a label: `Root cause: …`. */
export type Fact = readonly [label: string, value: string];

/** Who has acknowledged an incident. */
export interface Assignment {
  readonly by: string;
  /** Milliseconds since 1970, as is `until`. */
  readonly at: number;
  /** When the acknowledgement expires. */
  readonly until: number;
}

/** Since when nobody has an incident that somebody had. */
export interface Reopening {
  /** Milliseconds since 1970. The time to acknowledge begins again. */
  readonly at: number;
  /** The level that had been notified. */
  readonly level: number;
  /** How often that was so in this incident, this time included. */
  readonly count: number;
  /** Who has released it; undefined: the acknowledgement has expired. */
  readonly by?: string;
  /** The acknowledgement that is over. */
  readonly of: Assignment;
}

/** An alarm that changes too often for a message each time. */
export interface Flapping {
  readonly since: number;
  readonly changes: number;
  /** With this change it began. */
  readonly begins: boolean;
}

/** An incident of an alarm, from ALARM to OK. */
export interface Incident {
  /** Undefined: nothing is known of its beginning. */
  readonly startedAt?: number;
  /** A newer change is known: this one arrived after it. */
  readonly isLate: boolean;
  /** The record could not be read. */
  readonly isUnknown?: true;
  /** It is in alarm, as far as this change goes. */
  readonly isOpen?: boolean;
  /** It is not in alarm any more, as far as the newest change goes that is known; undefined: not known. */
  readonly isOver?: boolean;
  readonly flapping?: Flapping;
  readonly assigned?: Assignment;
  readonly reopened?: Reopening;
  /** The highest level that was notified; undefined: the first. */
  readonly level?: number;
  /** What people have said of it last. */
  readonly found?: Finding;
  /** Undefined without incident handling. */
  readonly followUp?: {
    /** The page on which somebody can acknowledge or release it. */
    readonly pageUrl: string;
    /** The level that is notified next, and when; undefined if there is none. */
    readonly next?: { readonly level: number; readonly at: number };
  };
}

/** What people have found out, in their words. */
export interface Finding {
  readonly cause?: string;
  readonly action?: string;
}
