// What the server and the page exchange, as JSON. All times are seconds since 1970, all durations seconds.

import type { JsonObject } from '../assembly/json';
import type { AlarmState } from '../simulator/model';
import type { Content } from './outbox/message';

/** One line of a graph. */
export interface Line {
  readonly label: string;
  readonly color?: string;
  readonly axis: 'left' | 'right';
  /** Of what AWS publishes; undefined for expressions. */
  readonly unit?: string;
  /** The beginning of the first period. */
  readonly start: number;
  readonly periodSeconds: number;
  /** Of each period; null where there are no data. */
  readonly values: readonly (number | null)[];
}

/** The threshold of an alarm that a graph shows. */
export interface GraphThreshold {
  readonly value: number;
  readonly label: string;
}

export interface Graph {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly Line[];
  /** Of the alarms that the widget names; others are among its annotations. */
  readonly thresholds?: readonly GraphThreshold[];
  /** What cannot be shown here, and why. */
  readonly problems: readonly string[];
}

export interface AlarmStatus {
  /** Its index among the alarms of the room. */
  readonly id: number;
  readonly name: string;
  readonly state: AlarmState;
  /** When it went into that state; undefined if it was in it from the beginning. */
  readonly since?: number;
}

/** What a widget shows at a time, by its type. */
export type WidgetContent =
  | { readonly is: 'graph'; readonly graph: Graph }
  | {
      readonly is: 'alarms';
      readonly alarms: readonly AlarmStatus[];
      readonly unknown: readonly string[];
      /** The only states that are shown; all if undefined. */
      readonly states?: readonly string[];
    }
  | { readonly is: 'text' }
  | { readonly is: 'nothing'; readonly why: string };

export interface WidgetView {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: JsonObject;
}

/** A control at the top of a dashboard. */
export interface VariableView {
  readonly id: string;
  readonly label: string;
  /** Whether it sets a property, such as a dimension, or replaces a pattern. */
  readonly type: 'property' | 'pattern';
  readonly text: string;
  readonly values: readonly { readonly value: string; readonly label: string }[];
  readonly defaultValue?: string;
  readonly isVisible: boolean;
  /** Whether any text may be written. */
  readonly isFree: boolean;
}

export interface DashboardView {
  readonly name: string;
  readonly stack: string;
  /** The length of time that it shows first. */
  readonly rangeSeconds: number;
  readonly widgets: readonly WidgetView[];
  readonly variables: readonly VariableView[];
  /** Why it cannot be shown. */
  readonly problem?: string;
}

/** What of an alarm does not change. */
export interface AlarmFacts {
  readonly name: string;
  readonly label: string;
  /** P0 to P3, or `unknown`. */
  readonly severity: string;
  readonly component: string;
  readonly kind: string;
  /** In words. */
  readonly condition: string;
}

/** A test of `vigil test` that expects something of an alarm. */
export interface CoveringTest {
  readonly name: string;
  readonly file: string;
  readonly line?: number;
}

/** Everything about one alarm at a time. */
export interface AlarmDetail {
  readonly status: AlarmStatus;
  readonly meaning: string;
  readonly steps: readonly string[];
  readonly runbookUrl?: string;
  readonly notifies: readonly string[];
  /** The tests that expect something of it. */
  readonly tests: readonly CoveringTest[];
  readonly children: readonly AlarmStatus[];
  readonly parents: readonly AlarmStatus[];
  /** Why it cannot be simulated. */
  readonly problem?: string;
  /** What it compares. */
  readonly graph?: Graph;
  readonly threshold?: number;
  /** What one evaluation looks at. */
  readonly judged?: {
    readonly periodSeconds: number;
    readonly evaluationPeriods: number;
    readonly datapointsToAlarm: number;
  };
  /** In order of time. */
  readonly states: readonly { readonly time: number; readonly state: AlarmState }[];
  /** The newest first. */
  readonly changes: readonly {
    readonly time: number;
    readonly from: AlarmState;
    readonly to: AlarmState;
    readonly reason: string;
    readonly ground: string;
  }[];
}

/** Something that can be broken, and how. */
export interface TargetView {
  readonly id: string;
  readonly component: string;
  readonly resource: string;
  /** The CloudFormation type, or `Application`. */
  readonly type: string;
  readonly failures: readonly { readonly id: string; readonly name: string; readonly what: string }[];
}

/** Something that was broken. */
export interface InjectedView {
  readonly id: number;
  readonly name: string;
  readonly component: string;
  readonly resource: string;
  readonly from: number;
  /** When it was over. */
  readonly to?: number;
  /** When the first alarm of its component changed to ALARM. */
  readonly detectedAt?: number;
  /** When the first alert of it was sent. */
  readonly alertedAt?: number;
}

/** A message about an alarm that went into ALARM. */
export interface AlertView {
  /** The index of the alarm. */
  readonly id: number;
  readonly time: number;
  readonly name: string;
  readonly label: string;
  readonly component: string;
  readonly severity: string;
}

/** The alerts of a rehearsal so far. */
export interface ReportView {
  readonly since: number;
  readonly now: number;
  /** Of each severity that alarms have. */
  readonly alerts: readonly { readonly severity: string; readonly count: number }[];
  readonly failures: readonly (InjectedView & { readonly alerts: readonly AlertView[] })[];
  /** Alerts that nothing that was broken explains. */
  readonly unexplained: readonly AlertView[];
}

/** What does not change while an assembly is rehearsed. */
export interface RoomView {
  readonly title: string;
  readonly dashboards: readonly DashboardView[];
  readonly alarms: readonly AlarmFacts[];
  readonly targets: readonly TargetView[];
  /** The title of the assembly to which the same happens. */
  readonly compared?: string;
  /** What was recorded, if it is replayed. */
  readonly recording?: RecordingView;
}

/** What is replayed. */
export interface RecordingView {
  readonly from: number;
  readonly to: number;
  /** `AWS/SQS NumberOfMessagesSent QueueName=orders` */
  readonly metrics: readonly string[];
  readonly notes: readonly string[];
}

/** A function of the app. */
export interface FunctionView {
  readonly name: string;
  /** Why it cannot be called. */
  readonly why?: string;
  /** What calls it, once deployed. */
  readonly triggers: readonly string[];
  /** An event to begin with, JSON. */
  readonly event: string;
}

/** A call of a function. */
export interface CallView {
  /** Its index among the functions. */
  readonly function: number;
  /** Of the rehearsal. */
  readonly time: number;
  /** The page, or a queue. */
  readonly by: string;
  readonly milliseconds: number;
  /** JSON. */
  readonly result?: string;
  readonly error?: string;
  /** What it printed. */
  readonly lines: readonly string[];
  /** What a rehearsal does not have of what it asked for. */
  readonly problems: readonly string[];
}

/** What calls of functions left. */
export interface CloudView {
  /** The newest first. */
  readonly calls: readonly CallView[];
  readonly tables: readonly { readonly name: string; readonly items: number }[];
  readonly queues: readonly { readonly name: string; readonly messages: number }[];
}

/** What became of log lines with metrics. */
export interface TakenView {
  /** The metrics that were recorded. */
  readonly read: readonly string[];
  /** Those that no alarm and no graph reads. */
  readonly unread: readonly string[];
  /** What is wrong with lines. */
  readonly mistakes: readonly string[];
}

/** What changes all the time. */
export interface Moment {
  /** Another number when another assembly is rehearsed, or the rehearsal begins again. */
  readonly edition: number;
  readonly now: number;
  readonly speed: number;
  readonly isPaused: boolean;
  readonly states: Readonly<Record<AlarmState, number>>;
  /** How many messages were received. */
  readonly received: number;
  readonly injected: readonly InjectedView[];
  /** The targets whose metrics come from code that runs: they cannot be broken here. */
  readonly live: readonly string[];
}

/** Something that somebody received. */
export interface SentView {
  readonly time: number;
  readonly to: string;
  readonly content: Content;
}

export interface OutboxView {
  /** The newest first. */
  readonly sent: readonly SentView[];
  /** How many there are besides. */
  readonly more: number;
  readonly problems: readonly string[];
}

/** What the page can ask for. */
export type Command =
  | { readonly do: 'break'; readonly target: string; readonly failure: string }
  | { readonly do: 'fix'; readonly id: number }
  | { readonly do: 'pause' | 'resume' | 'restart' }
  | { readonly do: 'speed'; readonly factor: number }
  | { readonly do: 'forward'; readonly seconds: number };
