import type { Alarm, Assembly } from '../assembly/model';
import { MetricStore } from '../simulator/metric-store';
import type { AlarmState } from '../simulator/model';
import { DEFAULT_READING } from '../simulator/reading';
import { latestChange } from '../simulator/track';
import { Scene } from '../testing/scene';
import { dashboardView } from './dashboards/dashboard-view';
import { contentOf } from './dashboards/widget-content';
import type { AlarmStatus, DashboardView, Moment, RoomView, WidgetContent } from './protocol';
import { healthy, Traffic } from './traffic/traffic';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A Monday morning: the same for all, so that a rehearsal repeats. */
export const OPENING = Date.UTC(2026, 0, 5, 9) / 1000;
/** Alarms exist for this long when the room opens. */
const BEFORE = 3 * HOUR;
/** What baseline rules look back at. */
const HISTORY = 2 * DAY;

export interface RoomOptions {
  readonly title: string;
  /** Simulated seconds in a second. */
  readonly speed: number;
  readonly seed?: string;
}

/** An assembly's alarms and dashboards on made data, at a time that goes on. */
export class Room {
  public readonly view: RoomView;
  readonly #dashboards: readonly DashboardView[];
  readonly #scene: Scene;
  readonly #traffic: Traffic;
  #now = OPENING;
  #speed: number;
  #isPaused = false;

  public constructor(
    private readonly assembly: Assembly,
    { title, speed, seed = 'vigil' }: RoomOptions,
  ) {
    this.#speed = speed;
    const store = new MetricStore(true);
    this.#scene = new Scene(assembly, OPENING - BEFORE, DEFAULT_READING, store);
    this.#traffic = new Traffic(assembly, store, seed, OPENING - HISTORY, healthy);
    this.#dashboards = assembly.dashboards.map(dashboardView);
    this.view = { title, dashboards: this.#dashboards };
    this.#reach(OPENING);
  }

  /** Lets real time pass. */
  public pass(seconds: number): void {
    if (!this.#isPaused) this.#reach(this.#now + seconds * this.#speed);
  }

  public pause(): void {
    this.#isPaused = true;
  }

  public moment(): Moment {
    const states: Record<AlarmState, number> = { ALARM: 0, INSUFFICIENT_DATA: 0, OK: 0 };
    for (const alarm of this.assembly.alarms) states[this.#scene.stateOf(alarm, this.#minute)]++;
    return { now: this.#now, speed: this.#speed, isPaused: this.#isPaused, states };
  }

  public widget(dashboard: number, index: number, rangeSeconds: number): WidgetContent | undefined {
    const widget = this.#dashboards[dashboard]?.widgets[index];
    if (widget === undefined) return undefined;
    const range = { from: this.#minute - rangeSeconds, to: this.#minute };
    return contentOf(widget, { store: this.#scene.store, range, alarm: (arn) => this.#statusOf(arn) });
  }

  #statusOf(reference: string): AlarmStatus | undefined {
    const id = this.assembly.alarms.findIndex(({ arn, name }) => arn === reference || name === reference);
    const alarm = this.assembly.alarms[id];
    return alarm && this.#status(alarm, id);
  }

  #status(alarm: Alarm, id: number): AlarmStatus {
    const track = this.#scene.trackOf(alarm);
    const change = latestChange(track, this.#minute);
    return { id, name: alarm.name, state: change?.to ?? track.initial, since: change?.time };
  }

  #reach(time: number): void {
    this.#now = time;
    this.#traffic.advance(this.#minute);
    this.#scene.lastUntil(this.#minute);
  }

  /** The last whole minute: data are published by the minute. */
  get #minute(): number {
    return Math.floor(this.#now / MINUTE) * MINUTE;
  }
}
