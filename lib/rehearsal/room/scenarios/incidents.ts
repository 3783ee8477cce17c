import type { Assembly } from '../../assembly/model';
import { type Condition, HEALTHY, together } from '../traffic/condition';
import { type Publisher, publisherKey } from '../traffic/traffic';
import { Consequences } from './consequences';
import type { Failure } from './failures';
import { componentsOf, isDeadLetters, namespacesOfType, type Target, targetsIn } from './targets';

/** A failure that was injected. */
export interface Injected {
  readonly id: number;
  readonly failure: Failure;
  readonly target: Target;
  /** Seconds since 1970: the beginning of its first minute. */
  readonly from: number;
  /** The beginning of the first minute in which it is over. */
  to?: number;
}

type Published = Pick<Publisher, 'namespace' | 'dimensions' | 'accountId'>;

/** What was broken in a rehearsal, and when. */
export class Failures {
  public readonly targets: readonly Target[];
  readonly #injected: Injected[] = [];
  readonly #components: ReadonlyMap<string, string>;
  /** By the object: it is asked for each minute. */
  readonly #known = new WeakMap<Published, string | undefined>();
  readonly #consequences: Consequences;

  public constructor(
    assembly: Assembly,
    publishers: readonly Publisher[],
    private readonly deadLetters: ReadonlySet<string>,
  ) {
    this.targets = targetsIn(assembly, publishers, deadLetters);
    this.#components = componentsOf(assembly);
    this.#consequences = new Consequences(assembly);
  }

  public get all(): readonly Injected[] {
    return this.#injected;
  }

  /** @returns undefined if there is no such target or failure */
  public inject(targetId: string, failureId: string, from: number): Injected | undefined {
    const target = this.targets.find(({ id }) => id === targetId);
    const failure = target?.failures.find(({ id }) => id === failureId);
    if (target === undefined || failure === undefined) return undefined;
    const injected = { id: this.#injected.length, failure, target, from };
    this.#injected.push(injected);
    return injected;
  }

  /** The target and failure that `orders: stuck consumer` names; without a target of that name, undefined. */
  public named(name: string): { readonly target: Target; readonly failure: Failure } | undefined {
    const wanted = name.trim().toLowerCase();
    const all = this.targets.flatMap((target) => target.failures.map((failure) => ({ target, failure })));
    return all.find(({ target: { component, resource }, failure }) =>
      [component, resource].some((each) => `${each}: ${failure.name}`.toLowerCase() === wanted),
    );
  }

  public end(id: number, to: number): void {
    const injected = this.#injected[id];
    if (injected !== undefined) injected.to ??= Math.max(to, injected.from);
  }

  /** What is wrong with a publisher at a time. */
  public conditionOf(publisher: Publisher, time: number): Condition {
    const active = this.#injected.filter(({ from, to = Number.POSITIVE_INFINITY }) => from <= time && time < to);
    if (active.length === 0) return HEALTHY;
    return together(active.flatMap((each) => this.#effectOf(each, publisher, time)));
  }

  /** Whether a failure changes the metrics of a publisher. */
  public isChanged(publisher: Published, injected: Injected): boolean {
    return this.#effectOf(injected, publisher, injected.from).length > 0;
  }

  #effectOf({ failure, target, from }: Injected, publisher: Published, time: number): Partial<Condition>[] {
    const minute = Math.floor((time - from) / 60);
    if (isPartOf(publisher, target)) return [failure.own(minute)];
    const consequence = this.#consequences.between(target.publisher, publisher)?.(failure.own(minute));
    const carried = consequence === undefined || isHealthy(consequence) ? [] : [consequence];
    return [...this.#inComponent(failure, target, publisher, minute), ...carried];
  }

  /** What the failure says of others in the component. */
  #inComponent(failure: Failure, target: Target, publisher: Published, minute: number): Partial<Condition>[] {
    if (this.#componentOf(publisher) !== target.component) return [];
    if (isDeadLetters(publisher, this.deadLetters))
      return failure.deadLetters === undefined ? [] : [failure.deadLetters(minute)];
    if (publisher.namespace !== 'AWS/Lambda' || failure.functions === undefined) return [];
    return [failure.functions(minute)];
  }

  #componentOf(publisher: Published): string | undefined {
    if (!this.#known.has(publisher)) this.#known.set(publisher, this.#components.get(publisherKey(publisher)));
    return this.#known.get(publisher);
  }
}

const isHealthy = (condition: Partial<Condition>): boolean =>
  Object.entries(condition).every(([name, value]) => value === HEALTHY[name as keyof Condition]);

/** The resource itself, or its metrics elsewhere: by further dimensions, such as those of one route of an API, or in another namespace. */
const isPartOf = (publisher: Published, { type, publisher: whole }: Target): boolean =>
  (publisher.namespace === whole.namespace || namespacesOfType(type).includes(publisher.namespace)) &&
  Object.entries(whole.dimensions).every(([name, value]) => publisher.dimensions[name] === value);
