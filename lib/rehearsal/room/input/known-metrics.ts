import type { Assembly } from '../../assembly/model';
import { MathError } from '../../simulator/math/expression';
import { metricKey } from '../../simulator/metric-key';
import { type MetricIdentity, NotModelled } from '../../simulator/model';
import { asRead, unreadMetric } from '../../testing/metric-finder';
import { NotationError, parseMetric } from '../../testing/notation';
import { Scene } from '../../testing/scene';
import { searchTextIn } from '../dashboards/graph';
import { parseSearch } from '../dashboards/search';
import { metricsOf, rowsOf } from '../traffic/traffic';

const READERS = { nobody: 'no alarm or graph reads', all: 'They read' };

/** The metrics that alarms and graphs of an assembly read. */
export class KnownMetrics {
  readonly #byKey: ReadonlyMap<string, MetricIdentity>;
  readonly #scene: Scene;
  readonly #searches: readonly ((metric: MetricIdentity) => boolean)[];

  public constructor(private readonly assembly: Assembly) {
    this.#byKey = new Map(
      metricsOf(assembly).map(({ namespace, name, dimensions, accountId }) => {
        const metric = { namespace, name, dimensions, accountId };
        return [metricKey(metric), metric];
      }),
    );
    this.#scene = new Scene(assembly, 0);
    this.#searches = rowsOf(assembly).flatMap(({ expression = '' }) => searchIn(expression));
  }

  /** A metric as its readers name it; undefined if nothing reads it. */
  public find(metric: MetricIdentity): MetricIdentity | undefined {
    const wanted = asRead(metric, this.#byKey);
    const known = this.#byKey.get(metricKey(wanted));
    if (known !== undefined) return known;
    // what was recorded in another account does not say so
    const elsewhere = [...this.#byKey.values()].filter(
      (each) => metricKey({ ...each, accountId: wanted.accountId }) === metricKey(wanted),
    );
    if (elsewhere.length === 1) return elsewhere[0];
    return this.#scene.isQueried(wanted) || this.#searches.some((finds) => finds(wanted)) ? wanted : undefined;
  }

  /** What a text in the notation of `metricIn` names. @throws NotationError if nothing reads it */
  public read(text: string): MetricIdentity {
    const metric = metricIn(text);
    const found = this.find(metric);
    if (found === undefined) throw new NotationError(this.unread(metric));
    return found;
  }

  /** Those of one name, in whatever namespace and with whatever dimensions. */
  public named(name: string): MetricIdentity[] {
    return [...this.#byKey.values()].filter((metric) => metric.name === name);
  }

  /** One of them, as people would write it. */
  public get example(): string {
    const [first] = this.#byKey.values();
    return first === undefined ? 'AWS/SQS NumberOfMessagesSent QueueName=orders' : metricWords(first);
  }

  /** Why a metric is of no use, with those that were probably meant. */
  public unread(metric: MetricIdentity): string {
    return unreadMetric(asRead(metric, this.#byKey), this.#byKey, READERS) as string;
  }

  /** Alarms that look at shorter periods of a metric than so many seconds. */
  public readersOfShorterPeriods(metric: MetricIdentity, seconds: number): string[] {
    const key = metricKey(metric);
    return this.assembly.alarms
      .filter(
        (alarm) =>
          'queries' in alarm &&
          (alarm.periodSeconds ?? seconds) < seconds &&
          alarm.queries.some((query) => query.metric !== undefined && metricKey(query.metric) === key),
      )
      .map(({ name }) => name);
  }
}

/** The metrics that a search finds; none if it is not known here, which its graph says. */
function searchIn(expression: string): ((metric: MetricIdentity) => boolean)[] {
  try {
    const text = searchTextIn(expression);
    return text === undefined ? [] : [parseSearch(text)];
  } catch (error) {
    if (error instanceof NotModelled || error instanceof MathError) return [];
    throw error;
  }
}

/** `AWS/SQS NumberOfMessagesSent QueueName=orders`: as test files write it, and each dimension. @throws NotationError */
export function metricIn(text: string): MetricIdentity {
  const [metric = '', ...pairs] = text.trim().split(/\s+(?=[^\s=]+=)/);
  const dimensions = pairs.map((pair) => {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (value === '') throw new NotationError(`'${pair}' is not a dimension; write for example QueueName=orders`);
    return [name, value] as const;
  });
  return { ...parseMetric(metric), dimensions: Object.fromEntries(dimensions) };
}

/** The same way back. */
export const metricWords = ({ namespace, name, dimensions }: MetricIdentity): string =>
  [namespace, name, ...Object.entries(dimensions).map(([key, value]) => `${key}=${value}`)].join(' ');
