import type { Assembly, Dependency } from '../../assembly/model';
import type { Condition } from '../traffic/condition';
import type { Publisher } from '../traffic/traffic';
import { namespacesOfType } from './targets';

type Published = Pick<Publisher, 'namespace' | 'dimensions'>;
type Resource = Dependency['caller'];

/** What becomes of one resource, given what is wrong with another. */
type Consequence = (cause: Partial<Condition>) => Partial<Condition>;

/** A resource on the way of a failure, and what becomes of it. */
interface Reached {
  readonly resource: Resource;
  readonly consequence: Consequence;
}

/** AWS's SDKs try a throttled request so often. */
const TRIES = 3;
/** Project default: half of the time of a function is spent in what it calls. */
const SHARE_OF_TIME = 0.5;
/** Project default: the share of requests that write, which fail once a disk is full. */
const WRITES = 0.3;

/** How failures carry on from what answers to who called it: from a table to a function, from a function to its API. */
export class Consequences {
  readonly #dependencies: readonly Dependency[];
  /** By the names of functions, the routes of HTTP APIs that they answer. */
  readonly #routes: ReadonlyMap<string, readonly string[]>;
  readonly #known = new WeakMap<Published, WeakMap<Published, { readonly consequence?: Consequence }>>();

  public constructor({ dependencies, application }: Pick<Assembly, 'dependencies' | 'application'>) {
    this.#dependencies = dependencies;
    this.#routes = new Map(application.functions.map(({ name, routes }) => [name, routes]));
  }

  /** What a failure of one resource does to another; undefined if nothing. */
  public between(from: Published, to: Published): Consequence | undefined {
    const known = this.#known.get(from) ?? new WeakMap();
    this.#known.set(from, known);
    const found = known.get(to) ?? { consequence: this.#find(from, to) };
    known.set(to, found);
    return found.consequence;
  }

  /** Along all ways of the shortest length. */
  #find(from: Published, to: Published): Consequence | undefined {
    const seen = new Set<string>();
    let reached: readonly Reached[] = this.#dependencies
      .map(({ callee }) => callee)
      .filter((callee) => isOf(from, callee))
      .map((resource) => ({ resource, consequence: (cause) => cause }));
    while (reached.length > 0) {
      for (const { resource } of reached) seen.add(keyOf(resource));
      const next = this.#callersOf(reached, to).filter(({ resource }) => !seen.has(keyOf(resource)));
      const arrived = next.find(({ resource }) => isOf(to, resource));
      if (arrived !== undefined) return arrived.consequence;
      reached = next;
    }
    return undefined;
  }

  /** Each caller once, with what becomes of it by all that it calls. */
  #callersOf(reached: readonly Reached[], to: Published): Reached[] {
    const callers = new Map<string, { resource: Resource; byCallee: Map<string, Consequence> }>();
    for (const { resource, consequence } of reached) {
      for (const dependency of this.#dependencies.filter(({ callee }) => keyOf(callee) === keyOf(resource))) {
        const { caller } = dependency;
        const step = this.#step(dependency, to);
        const known = callers.get(keyOf(caller)) ?? { resource: caller, byCallee: new Map<string, Consequence>() };
        known.byCallee.set(keyOf(resource), (cause) => step(consequence(cause)));
        callers.set(keyOf(caller), known);
      }
    }
    return [...callers.values()].map(({ resource, byCallee }) => ({
      resource,
      consequence: (cause) => inAll([...byCallee.values()].map((each) => each(cause))),
    }));
  }

  #step({ caller, callee }: Dependency, to: Published): Consequence {
    if (caller.type === 'AWS::SQS::Queue') return inQueue;
    if (caller.type === 'AWS::Lambda::Function') return inFunction;
    const share = this.#share(caller, callee, isOf(to, caller) ? to : undefined);
    return ({ errors = 0, throttles = 0, latency = 1, slowShare = 1 }) => ({
      errors: share * Math.max(errors, throttles),
      ...(latency > 1 && share > 0 && { latency, slowShare: share * slowShare }),
    });
  }

  /** The share of the caller's requests that the callee answers: of one route, all or none; otherwise each function has as many. */
  #share(caller: Resource, callee: Resource, to: Published | undefined): number {
    const { Method, Resource, Route = Method && `${Method} ${Resource}` } = to?.dimensions ?? {};
    const routes = callee.names.flatMap((name) => this.#routes.get(name) ?? []);
    if (Route !== undefined && routes.length > 0) return routes.includes(Route) ? 1 : 0;
    const others = this.#dependencies.filter((each) => keyOf(each.caller) === keyOf(caller));
    return 1 / new Set(others.map((each) => keyOf(each.callee))).size;
  }
}

/** What several callees do to one caller: each to its share of the requests. */
function inAll(conditions: readonly Partial<Condition>[]): Partial<Condition> {
  const [first = {}, ...others] = conditions;
  if (others.length === 0) return first;
  const slow = conditions.filter(({ latency = 1 }) => latency > 1);
  const sum = (of: (condition: Partial<Condition>) => number, all = conditions) =>
    Math.min(
      1,
      all.reduce((total, condition) => total + of(condition), 0),
    );
  return {
    errors: sum(({ errors = 0 }) => errors),
    consuming: Math.min(...conditions.map(({ consuming = 1 }) => consuming)),
    ...(slow.length > 0 && {
      latency: Math.max(...slow.map(({ latency = 1 }) => latency)),
      slowShare: sum(({ slowShare = 1 }) => slowShare, slow),
    }),
  };
}

const inFunction: Consequence = ({ errors = 0, throttles = 0, latency = 1, space = 0 }) => ({
  errors: Math.max(errors, throttles ** TRIES, space >= 1 ? WRITES : 0),
  latency: 1 + (latency - 1) * SHARE_OF_TIME,
});

const keyOf = ({ type, names }: Resource): string => `${type} ${names.join(' ')}`;

/** A consumer that fails leaves messages in the queue. */
const inQueue: Consequence = ({ errors = 0, throttles = 0 }) => ({ consuming: 1 - Math.max(errors, throttles) });

const isOf = ({ namespace, dimensions }: Published, { type, names }: Resource): boolean =>
  namespacesOfType(type).includes(namespace) &&
  Object.values(dimensions).some((value) => value.split(/[^\w-]+/).some((word) => names.includes(word)));
