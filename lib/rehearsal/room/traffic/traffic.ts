import { HEALTH_CHECKS_NAMESPACE } from '../../../contracts/health-checker';
import { withChoices } from '../../assembly/dashboard-variables';
import { objectIn, objectsIn } from '../../assembly/json';
import { type MetricRow, metricRows } from '../../assembly/metric-rows';
import type { Assembly } from '../../assembly/model';
import { metricKey } from '../../simulator/metric-key';
import type { MetricStore } from '../../simulator/metric-store';
import type { MetricIdentity } from '../../simulator/model';
import { Samples } from '../../simulator/samples';
import { variablesIn } from '../dashboards/variable-views';
import { AWS_BEHAVIOURS } from './aws-behaviours';
import type { Behaviour } from './behaviour';
import type { Condition } from './condition';
import type { HealthChecks } from './health-checks';
import { OwnMetrics, ownArrivals } from './own-metrics';
import { DeadLetterQueue } from './queue-behaviour';
import { Random } from './random';

const MINUTE = 60;
const DAY = 86_400;
/** Nobody looks closely at what is older than this when data begin. */
const COARSE = 5 * MINUTE;
const COARSE_BEFORE = 4 * 3600;

/** All that one resource publishes: its metrics have the same namespace and dimensions. */
export interface Publisher {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly accountId?: string;
  readonly names: ReadonlySet<string>;
}

/** The same text for all metrics of one publisher. */
export const publisherKey = ({ namespace, dimensions, accountId }: Omit<MetricIdentity, 'name'>): string =>
  metricKey({ namespace, name: '', dimensions, accountId });

interface Running extends Publisher {
  readonly key: string;
  readonly behaviour: Behaviour;
  /** Requests a minute at the busiest time of the day. */
  readonly busiest: number;
  /** What it has published, by the name of the metric. */
  readonly published: Map<string, Samples>;
}

/** Whether it is wrong with a resource at a time, and what. */
export type Conditions = (publisher: Publisher, time: number) => Condition;

/** Made data of all metrics that alarms and dashboards read, minute by minute. The same seed makes the same data. */
export class Traffic {
  #running: readonly Running[];
  #until: number;

  public constructor(
    publishers: readonly Publisher[],
    deadLetters: ReadonlySet<string>,
    healthChecks: HealthChecks,
    public readonly store: MetricStore,
    private readonly seed: string,
    start: number,
    private readonly conditions: Conditions,
  ) {
    this.#until = start;
    this.#running = publishers.map((publisher) => {
      const key = publisherKey(publisher);
      const random = new Random(seed, key);
      return { ...publisher, key, published: new Map(), ...behaviourOf(publisher, deadLetters, healthChecks, random) };
    });
  }

  /** The end of the data. */
  public get until(): number {
    return this.#until;
  }

  /** Publishes all whole minutes up to a time; long before the end, five minutes at once. */
  public advance(to: number): void {
    while (this.#until + MINUTE <= to) {
      const length = to - this.#until > COARSE_BEFORE && this.#until % COARSE === 0 ? COARSE : MINUTE;
      for (const running of this.#running) this.#publish(running, this.#until, length);
      this.#until += length;
    }
  }

  /** A resource whose metrics come from elsewhere publishes nothing made from now on. */
  public leave(real: ReadonlySet<string>): void {
    this.#running = this.#running.filter(({ key }) => !real.has(key));
  }

  #publish(running: Running, time: number, length: number): void {
    const { names, busiest, key, behaviour } = running;
    const condition = this.conditions(running, time);
    const random = new Random(this.seed, key, time);
    const daytime = daytimeAt(time);
    const arrivals = random.arrivals(busiest * (length / MINUTE) * (0.35 + 0.65 * daytime) * condition.load);
    const published = behaviour.minute({ arrivals, condition, random, time, daytime, minutes: length / MINUTE });
    if (condition.isSilent) return;
    for (const [name, values] of Object.entries(published)) {
      if (!names.has(name)) continue;
      const samples = this.#samplesOf(running, name);
      for (const [value, count] of values) samples.add({ time, value, count });
    }
  }

  #samplesOf({ namespace, dimensions, accountId, published }: Running, name: string): Samples {
    const known = published.get(name);
    if (known !== undefined) return known;
    const samples = new Samples();
    published.set(name, samples);
    this.store.recordSamples({ namespace, name, dimensions, accountId }, samples);
    return samples;
  }
}

/** Between 0 at four in the morning and 1 at four in the afternoon, UTC. */
const daytimeAt = (time: number): number => 0.5 - 0.5 * Math.cos((2 * Math.PI * ((time % DAY) - 4 * 3600)) / DAY);

function behaviourOf(
  { namespace, dimensions, names }: Publisher,
  deadLetters: ReadonlySet<string>,
  healthChecks: HealthChecks,
  random: Random,
): Pick<Running, 'behaviour' | 'busiest'> {
  if (namespace === 'AWS/SQS' && deadLetters.has(dimensions.QueueName ?? '')) {
    return { behaviour: new DeadLetterQueue(), busiest: 0 };
  }
  if (namespace === HEALTH_CHECKS_NAMESPACE) {
    return { behaviour: healthChecks.behaviourOf(dimensions), busiest: 0 };
  }
  const known = AWS_BEHAVIOURS[namespace];
  if (known === undefined) return { behaviour: new OwnMetrics([...names]), busiest: ownArrivals(random) };
  // a resource has several times the requests of another
  const busiest = known.arrivals * random.between(0.5, 1.5);
  return { behaviour: known.start(random), busiest };
}

/** The names of queues of which alarms of the rule for dead letters read. */
export function deadLetterQueues({ alarms }: Assembly): ReadonlySet<string> {
  const read = alarms.flatMap((alarm) =>
    alarm.rule === 'DeadLetters' && 'queries' in alarm
      ? alarm.queries.flatMap(({ metric }) => metric?.dimensions.QueueName ?? [])
      : [],
  );
  return new Set(read);
}

/** The resources behind all metrics that alarms and graphs name. */
export function publishersOf(assembly: Assembly): Publisher[] {
  const publishers = new Map<string, Publisher & { names: Set<string> }>();
  for (const { namespace, name, dimensions, accountId } of metricsOf(assembly)) {
    const key = publisherKey({ namespace, dimensions, accountId });
    const known = publishers.get(key) ?? { namespace, dimensions, accountId, names: new Set<string>() };
    known.names.add(name);
    publishers.set(key, known);
  }
  return [...publishers.values()];
}

/** All metrics that alarms and graphs name. */
export function metricsOf(assembly: Assembly): MetricIdentity[] {
  const ofAlarms = assembly.alarms.flatMap((alarm) =>
    'queries' in alarm ? [...alarm.queries.flatMap(({ metric }) => metric ?? []), ...alarm.selected] : [],
  );
  return [...ofAlarms, ...rowsOf(assembly).flatMap(({ metric }) => metric ?? [])];
}

/** What the graphs of all dashboards show, and what they may show by their variables. */
export const rowsOf = ({ dashboards }: Assembly): MetricRow[] =>
  dashboards.flatMap(({ body = {} }) => {
    const variables = variablesIn(body, []);
    const choices = variables.flatMap(({ id, values }) => values.map(({ value }) => ({ [id]: value })));
    return objectsIn(body.widgets).flatMap(({ properties }) =>
      [{}, ...choices].flatMap((chosen) => metricRows(withChoices(objectIn(properties), variables, chosen))),
    );
  });
