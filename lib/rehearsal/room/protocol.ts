// What the server and the page exchange, as JSON. All times are seconds since 1970, all durations seconds.

import type { JsonObject } from '../assembly/json';
import type { AlarmState } from '../simulator/model';

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

export interface Graph {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly Line[];
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
  | { readonly is: 'alarms'; readonly alarms: readonly AlarmStatus[]; readonly unknown: readonly string[] }
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

export interface DashboardView {
  readonly name: string;
  readonly stack: string;
  /** The length of time that it shows first. */
  readonly rangeSeconds: number;
  readonly widgets: readonly WidgetView[];
  /** Why it cannot be shown. */
  readonly problem?: string;
}

/** What does not change while an assembly is rehearsed. */
export interface RoomView {
  readonly title: string;
  readonly dashboards: readonly DashboardView[];
}

/** What changes all the time. */
export interface Moment {
  readonly now: number;
  readonly speed: number;
  readonly isPaused: boolean;
  readonly states: Readonly<Record<AlarmState, number>>;
}
