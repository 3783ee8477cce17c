import { isDimensionValue, isMetricValue } from '../../lib/catalogue/limits';
import { timed, type Work } from './clock';
import type { EmittedMetric, Emitter } from './emitter';
import { Group } from './group';
import { isText } from './objects';
import { json, member, writeLine } from './output';

type Dimensions = Readonly<Record<string, string>>;

/**
 * The values of one operation. Records share nothing, so that operations can run concurrently in one
 * sandbox. Never throws.
 */
export class MetricsRecord {
  readonly #emitter: Emitter;
  /** By the JSON of their own dimensions. */
  #groups = new Map<string, Group>();
  #dropped = 0;
  /** Further members of each document, as JSON with a comma before each; at most 20 KB. */
  protected tail = '';

  public constructor(emitter: Emitter) {
    this.#emitter = emitter;
  }

  public count(name: string, value = 1, dimensions?: Dimensions): void {
    this.gauge(name, value, dimensions);
  }

  /** Adds a value. An invalid value is dropped, counted and logged as a warning. */
  public gauge(name: string, value: number, dimensions?: Dimensions): void {
    const metric = this.#emitter.metrics.get(name);
    const members = metric && membersOf(metric.dimensions, dimensions);
    if (!metric) this.drop(name);
    else if (members === undefined) this.drop(name, `needs ASCII for [${metric.dimensions}]`);
    else if (!isMetricValue(value)) this.drop(name, 'not within 2^360');
    else this.#add(metric, value, members);
  }

  public time<Result>(name: string, ...given: [Work<Result>] | [Dimensions, Work<Result>]): Promise<Result> {
    const work = given.pop() as Work<Result>;
    return timed(work, (microseconds) => this.#took(name, microseconds, given[0] as Dimensions | undefined));
  }

  public step<Result>(name: string, work: Work<Result>): Promise<Result> {
    return timed(work, (microseconds, success) => {
      const step = this.#emitter.steps.get(name);
      if (!step) return this.drop(name);
      this.gauge(success ? step.succeeded : step.failed, 1);
      this.#took(step.duration, microseconds);
    });
  }

  /** What is not of a unit of time is dropped. */
  #took(name: string, microseconds: number, dimensions?: Dimensions): void {
    const unit = this.#emitter.metrics.get(name)?.microseconds as number;
    this.gauge(name, microseconds / unit, dimensions);
  }

  /** Takes a value of a metric whose own dimensions are in the `tail`; one that is none is left out. */
  protected own(name: string, value: unknown = 1): void {
    const metric = this.#emitter.metrics.get(name);
    if (metric && isMetricValue(value)) this.#add(metric, value, '');
  }

  /** Counts a dropped value and logs it once for each reason, so that a mistake in a loop does not fill the log. */
  protected drop(name: string, reason = 'not declared'): void {
    this.#dropped++;
    const { metrics, warned } = this.#emitter;
    // names that the catalogue does not have are without number
    const subject = metrics.has(name) ? name + reason : reason;
    if (!warned.has(subject)) {
      warned.add(subject);
      const message = `Dropped ${isText(name) ? name.slice(0, 99) : typeof name}: ${reason}`;
      writeLine(json({ timestamp: new Date(), level: 'WARN', message }));
    }
  }

  /** Publishes the values added since the last call, if any. */
  public write(): void {
    if (this.#dropped > 0) this.own('DroppedValues', this.#dropped);
    this.#dropped = 0;
    for (const [members, group] of this.#groups) this.#writeGroup(group, members);
  }

  #add(metric: EmittedMetric, value: number, members: string): void {
    let group = this.#groups.get(members);
    if (!group) {
      group = new Group(this.#emitter.shared.length + members.length);
      this.#groups.set(members, group);
    }
    if (group.add(metric, value)) return;
    this.#writeGroup(group, members);
    this.#add(metric, value, members);
  }

  #writeGroup(group: Group, members: string): void {
    // first, for what is put while it is written belongs to the next
    this.#groups.delete(members);
    group.write(this.#emitter.shared + members + this.tail);
  }
}

/** The dimensions as members of a record; undefined unless exactly those `names` are given, with values that can be used. */
function membersOf(names: readonly string[], dimensions: Dimensions | undefined): string | undefined {
  // most metrics have none: nothing is made for them
  if (!dimensions) return names.length > 0 ? undefined : '';
  try {
    if (Object.keys(dimensions).length !== names.length) return undefined;
    let members = '';
    for (const name of names) {
      const value = dimensions[name];
      if (!isDimensionValue(value)) return undefined;
      members += member(name, value);
    }
    return members;
  } catch {
    // what throws when it is read has no value
    return undefined;
  }
}
