import type { MadeData, MadeMetric } from '../../../resources/made-data';
import {
  type Behaviour,
  type BehaviourType,
  durations,
  each,
  type Minute,
  type Published,
  share,
  type Values,
} from './behaviour';

const ARRIVALS = 60;
const REFUSED = 0.015;
/** From so many failures on, it is down. */
const DOWN = 0.9;

/** The behaviour that the data of a resource type describe. */
export const described = ({ arrivals = ARRIVALS, metrics }: MadeData): BehaviourType => ({
  arrivals,
  start: () => new Described(metrics),
});

class Described implements Behaviour {
  /** Minutes in which nothing was taken, and of which nothing was made up for. */
  #behind = 0;

  public constructor(private readonly metrics: MadeData['metrics']) {}

  public minute(minute: Minute): Published {
    const { consuming } = minute.condition;
    this.#behind = consuming >= 1 ? Math.max(0, this.#behind - 3) : this.#behind + 1 - consuming;
    return Object.fromEntries(
      Object.entries(this.metrics).map(([name, metric]) => [name, this.#valuesOf(metric, minute)]),
    );
  }

  #valuesOf(metric: MadeMetric, minute: Minute): Values {
    const { arrivals, condition, random, daytime } = minute;
    const count = (share: number, times: number): Values => each(Math.round(random.binomial(arrivals, share) * times));
    switch (metric.is) {
      case 'requests':
        return each(Math.round(arrivals * metric.times));
      case 'failures':
        return count(condition.errors, metric.times);
      case 'refusals':
        return count(REFUSED + condition.clientErrors, metric.times);
      case 'throttles':
        return count(condition.throttles, metric.times);
      case 'never':
        return each(0);
      case 'duration':
        return durations(arrivals, metric.median * condition.latency * metric.times, random);
      case 'gauge': {
        const usual = metric.quiet + (metric.busy - metric.quiet) * daytime * random.between(0.8, 1);
        return [[usual + (metric.worst - usual) * Math.min(1, condition.pressure), 1]];
      }
      case 'state':
        return [[condition.errors >= DOWN ? metric.down : metric.working, 1]];
      case 'share':
        return share(arrivals - random.binomial(arrivals, Math.max(metric.failing, condition.errors)), arrivals);
      case 'success':
        return [[100 * (1 - condition.errors), 1]];
      case 'waiting':
        return [[Math.round(metric.usual * random.between(0.5, 1) + metric.perMinute * this.#behind), 1]];
    }
  }
}

/** Of resources of several types in one namespace: each publisher has the metrics of one of them. */
export function combined(types: readonly BehaviourType[]): BehaviourType {
  const [only] = types;
  if (types.length === 1 && only !== undefined) return only;
  return {
    arrivals: Math.max(...types.map(({ arrivals }) => arrivals)),
    start: (random) => {
      const all = types.map(({ start }) => start(random));
      return { minute: (minute) => Object.assign({}, ...all.map((each) => each.minute(minute))) };
    },
  };
}
