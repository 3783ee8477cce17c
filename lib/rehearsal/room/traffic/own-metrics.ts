import { type Behaviour, durations, each, type Minute, type Published, type Values } from './behaviour';
import type { Random } from './random';

type Publish = (minute: Minute) => Values | undefined;

/** Of metrics that an application declares, only the names are known: what they mean is taken from how they end. */
const BY_NAME: readonly (readonly [name: RegExp, publish: Publish])[] = [
  [/Status$|^Health/, ({ condition }) => [[condition.errors >= 0.5 ? 2 : condition.errors > 0 ? 1 : 0, 1]]],
  [
    /(Duration|Latency|Time|Milliseconds)$/i,
    ({ arrivals, condition, random }) => durations(arrivals, 120 * condition.latency, random),
  ],
  [
    /(Failed|Failures?|Errors?|Exceptions?|5XX|Faults?|Rejected|Timeouts?)$/i,
    ({ arrivals, condition, random }) => each(random.binomial(arrivals, condition.errors)),
  ],
  [/4XX$/i, ({ arrivals, condition, random }) => each(random.binomial(arrivals, 0.015 + condition.clientErrors))],
  [/(Dropped|3XX|ColdStarts)/i, () => each(0)],
  [/(Bytes|Memory)/i, ({ random }) => [[Math.round(6e7 * random.between(0.9, 1.1)), 1]]],
  [
    /(Percent|Percentage|Utilization|Rate)$/i,
    ({ daytime, condition, random }) => [
      [Math.min(100, 20 + 25 * daytime + random.between(0, 5) + 100 * condition.pressure), 1],
    ],
  ],
  [
    /(Depth|Length|Size|Age|Lag|Backlog|Connections|Items)$/i,
    ({ daytime, condition, random }) => [
      [Math.round(5 + 10 * daytime * random.between(0.6, 1.4)) * condition.latency, 1],
    ],
  ],
];

const counted: Publish = ({ arrivals }) => each(arrivals);

export class OwnMetrics implements Behaviour {
  readonly #metrics: readonly (readonly [name: string, publish: Publish])[];

  public constructor(names: readonly string[]) {
    this.#metrics = names.map((name) => [name, BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? counted]);
  }

  public minute(minute: Minute): Published {
    if (minute.arrivals === 0) return {};
    return Object.fromEntries(
      this.#metrics.flatMap(([name, publish]) => {
        const values = publish(minute);
        return values === undefined ? [] : [[name, values]];
      }),
    );
  }
}

/** Requests a minute of an application at the busiest time of the day. */
export const ownArrivals = (random: Random): number => Math.round(random.between(14, 40));
