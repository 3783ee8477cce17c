import type { WebRequest } from '../../../lambda/functions/incident-api/incident-api';
import type { PageResponse } from '../../../lambda/functions/incident-api/page';
import { type Choices, withChoices } from '../assembly/dashboard-variables';
import type { Assembly } from '../assembly/model';
import { MetricStore } from '../simulator/metric-store';
import { DEFAULT_READING } from '../simulator/reading';
import { messagesOf } from '../simulator/simulation';
import { Scene } from '../testing/scene';
import { AlarmRun } from './alarms/alarm-run';
import { AlarmStates } from './alarms/alarm-states';
import { AlarmViews, comparedIn } from './alarms/alarm-view';
import type { Coverage } from './alarms/covering-tests';
import { contentOf } from './dashboards/widget-content';
import { LiveInput } from './input/live';
import type { Recording } from './input/recording';
import { Outbox } from './outbox/outbox';
import type {
  AlarmDetail,
  AlarmStatus,
  Moment,
  OutboxView,
  ReportView,
  RoomView,
  TakenView,
  WidgetContent,
} from './protocol';
import { injectedView, type Rehearsed, reportOn } from './report/report';
import { roomView } from './room-view';
import { Failures, type Injected } from './scenarios/incidents';
import { savedTest } from './scenarios/saved-test';
import { HealthChecks } from './traffic/health-checks';
import { deadLetterQueues, publisherKey, publishersOf, Traffic } from './traffic/traffic';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A Monday morning: the same for all, so that a rehearsal repeats. */
export const OPENING = Date.UTC(2026, 0, 5, 9) / 1000;
/** Alarms exist for this long when the room opens. */
const BEFORE = 3 * HOUR;
/** What graphs show, and baseline rules look back at. */
const HISTORY = DAY;
/** The newest messages that are shown. */
const MOST_SENT = 200;

export interface RoomOptions {
  readonly title: string;
  /** The same seed makes the same data. @default 'vigil' */
  readonly seed?: string;
  /** The tests that there are of its alarms. */
  readonly coverage?: Coverage;
  /** The title of an assembly that is compared. */
  readonly compared?: string;
  /** Metrics to replay, which are then not made. The rehearsal begins with them. */
  readonly recording?: Recording;
}

/** An assembly's alarms and dashboards on made data, at a time that goes on. */
export class Room {
  public readonly view: RoomView;
  readonly #scene: Scene;
  readonly #run: AlarmRun;
  readonly #states: AlarmStates;
  readonly #traffic: Traffic;
  readonly #failures: Failures;
  readonly #outbox: Outbox;
  readonly #alarms: AlarmViews;
  readonly #opening: number;
  readonly #live: LiveInput;
  /** The publishers whose metrics are not made any more. */
  readonly #taken = new Set<string>();
  #now: number;

  public constructor(
    public readonly assembly: Assembly,
    private readonly options: RoomOptions,
  ) {
    const { seed = 'vigil', recording } = options;
    const store = new MetricStore(true);
    const recorded = new Set(recording?.series.map(({ metric }) => publisherKey(metric)));
    for (const { metric, samples, unit } of recording?.series ?? []) store.record(metric, samples, unit);
    const opening = recording === undefined ? OPENING : Math.floor(recording.from / MINUTE) * MINUTE;
    this.#opening = opening;
    this.#now = opening;
    const publishers = publishersOf(assembly).filter((publisher) => !recorded.has(publisherKey(publisher)));
    const deadLetters = deadLetterQueues(assembly);
    this.#scene = new Scene(assembly, opening - BEFORE, DEFAULT_READING, store);
    this.#run = new AlarmRun(this.#scene);
    this.#states = new AlarmStates(assembly.alarms, this.#run);
    this.#failures = new Failures(assembly, publishers, deadLetters);
    const healthChecks = new HealthChecks(assembly);
    this.#traffic = new Traffic(
      publishers,
      deadLetters,
      healthChecks,
      store,
      seed,
      opening - HISTORY,
      (publisher, time) => this.#failures.conditionOf(publisher, time),
    );
    this.#live = new LiveInput(assembly, store, (taken) => this.#takeOver(taken));
    this.#alarms = new AlarmViews(assembly, options.coverage);
    this.#outbox = new Outbox(assembly, (name) => this.#states.described(name, this.#minute), healthChecks);
    this.view = roomView(assembly, this.#alarms.facts, this.#failures.targets, options);
    this.#traffic.advance(this.#minute);
    healthChecks.takeAsked();
    // what was before the opening was sent to nobody
    this.#run.advance(this.#minute);
  }

  /** Seconds since 1970. */
  public get now(): number {
    return this.#now;
  }

  /** When what is replayed ends. */
  public get end(): number | undefined {
    return this.options.recording?.to;
  }

  /** The same from the beginning. */
  public again(): Room {
    return new Room(this.assembly, this.options);
  }

  /** Goes on to a time: data are published, alarms evaluated, messages delivered. */
  public async reach(time: number): Promise<void> {
    const before = this.#minute;
    this.#now = Math.max(time, this.#now);
    if (this.#minute === before) return;
    for (let minute = before + MINUTE; minute <= this.#minute; minute += MINUTE) {
      this.#traffic.advance(minute);
      this.#outbox.askForChanges();
      await this.#outbox.deliver(messagesOf({ actions: this.#run.advance(minute) }), minute);
    }
  }

  /** Breaks something from the next minute on. @returns whether there is such a thing */
  public break(target: string, failure: string): boolean {
    if (this.#taken.has(target)) return false;
    return this.#failures.inject(target, failure, this.#minute) !== undefined;
  }

  /** Breaks what a name says, such as `orders: stuck consumer`. @returns whether there is such a thing */
  public breakNamed(name: string): boolean {
    const found = this.#failures.named(name);
    return found !== undefined && this.break(found.target.id, found.failure.id);
  }

  /** What was broken last. */
  public get lastBroken(): Injected | undefined {
    return this.#failures.all.at(-1);
  }

  /** Metrics of code that runs now, as log lines. What it publishes is not made any more. */
  public receive(lines: readonly string[]): TakenView {
    return this.#live.receive(lines, this.#now);
  }

  /** A call of a function, which Lambda counts. */
  public countCall(name: string, milliseconds: number, hasFailed: boolean): void {
    const values = { Invocations: 1, Errors: hasFailed ? 1 : 0, Duration: milliseconds };
    for (const [metric, value] of Object.entries(values)) {
      const identity = { namespace: 'AWS/Lambda', name: metric, dimensions: { FunctionName: name } };
      this.#scene.store.record(identity, [{ time: this.#now, value }]);
    }
  }

  #takeOver(publishers: ReadonlySet<string>): void {
    this.#traffic.leave(publishers);
    for (const publisher of publishers) this.#taken.add(publisher);
  }

  public fix(id: number): void {
    this.#failures.end(id, this.#minute);
  }

  public moment(): Omit<Moment, 'edition' | 'speed' | 'isPaused'> {
    return {
      now: this.#now,
      states: this.#states.counts(this.#minute),
      received: this.#outbox.sent.length,
      injected: this.#failures.all.map((each) => injectedView(each, this.#rehearsed)),
      live: this.view.targets.flatMap(({ id }) => (this.#taken.has(id) ? id : [])),
    };
  }

  /** @param choices the values of the dashboard's variables, by their ids; others have their defaults */
  public widget(
    dashboard: number,
    index: number,
    rangeSeconds: number,
    choices: Choices = {},
  ): WidgetContent | undefined {
    const { widgets = [], variables = [] } = this.view.dashboards[dashboard] ?? {};
    const widget = widgets[index];
    if (widget === undefined) return undefined;
    return contentOf(
      { ...widget, properties: withChoices(widget.properties, variables, choices) },
      {
        store: this.#scene.store,
        range: this.#range(rangeSeconds),
        alarm: (reference) => {
          const alarm = this.#states.named(reference);
          return alarm && this.#states.of(alarm, this.#minute);
        },
        compared: (reference, range) => {
          const alarm = this.#states.named(reference);
          return alarm && comparedIn(alarm, this.#run, range);
        },
      },
    );
  }

  /** Of all alarms, in the order of the view. */
  public statuses(): AlarmStatus[] {
    return this.#states.all(this.#minute);
  }

  public alarm(index: number, rangeSeconds: number): AlarmDetail | undefined {
    const alarm = this.assembly.alarms[index];
    return (
      alarm &&
      this.#alarms.detail(alarm, this.#run, this.#range(rangeSeconds), (each) => this.#states.of(each, this.#minute))
    );
  }

  public outbox(): OutboxView {
    const { sent, problems } = this.#outbox;
    return { sent: sent.slice(-MOST_SENT).reverse(), more: Math.max(0, sent.length - MOST_SENT), problems };
  }

  /** How many alerts there were, and how soon. */
  public report(): ReportView {
    return reportOn(this.#rehearsed);
  }

  /** What happened so far, as a file for `vigil test`. */
  public savedTest(): string {
    const all = this.#failures.all;
    const names = all.map(({ target, failure }) => `${target.component}: ${failure.name}`);
    return savedTest({
      assembly: this.assembly,
      scene: this.#scene,
      run: this.#run,
      from: all[0]?.from,
      now: this.#minute,
      names,
    });
  }

  /** The page behind an acknowledge link. */
  public acknowledge(request: WebRequest): Promise<PageResponse | undefined> {
    return this.#outbox.answer(request, this.#now);
  }

  get #rehearsed(): Rehearsed {
    return {
      ...{ assembly: this.assembly, scene: this.#scene, run: this.#run, failures: this.#failures },
      ...{ opening: this.#opening, now: this.#minute },
    };
  }

  #range(seconds: number): { readonly from: number; readonly to: number } {
    return { from: this.#minute - seconds, to: this.#minute };
  }

  /** The last whole minute: data are published by the minute. */
  get #minute(): number {
    return Math.floor(this.#now / MINUTE) * MINUTE;
  }
}
