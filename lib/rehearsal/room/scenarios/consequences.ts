import type { Assembly, Dependency } from '../../assembly/model';
import type { Condition } from '../traffic/condition';
import type { Publisher } from '../traffic/traffic';
import { namespacesOfType } from './targets';

type Published = Pick<Publisher, 'namespace' | 'dimensions'>;
type Resource = Dependency['caller'];

/** What becomes of one resource, given what is wrong with another. */
type Consequence = (cause: Partial<Condition>) => Partial<Condition>;

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

  /** Along the shortest way. */
  #find(from: Published, to: Published): Consequence | undefined {
    const seen = new Set<string>();
    let ways = this.#dependencies
      .filter(({ callee }) => isOf(from, callee))
      .map((dependency) => ({ dependency, of: this.#step(dependency, to) }));
    while (ways.length > 0) {
      const arrived = ways.find(({ dependency: { caller } }) => isOf(to, caller));
      if (arrived !== undefined) return arrived.of;
      ways = ways.flatMap(({ dependency: { caller }, of }) => {
        const key = keyOf(caller);
        if (seen.has(key)) return [];
        seen.add(key);
        return this.#dependencies
          .filter(({ callee }) => keyOf(callee) === key)
          .map((dependency) => {
            const step = this.#step(dependency, to);
            return { dependency, of: (cause: Partial<Condition>) => step(of(cause)) };
          });
      });
    }
    return undefined;
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
