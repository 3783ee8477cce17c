import { plain, ratio } from '../families';
import { each, type Shape } from '../shapes';

/** Of the limit of RabbitMQ; ActiveMQ publishes percent. */
function ofLimit(used: (level: number) => Record<string, number>): Shape {
  const share = each(used, () => used(10));
  return {
    readings: (levels, numbers) => (numbers.ids.length === 1 ? plain : share).readings(levels, numbers),
  };
}

export const CASES: Readonly<Record<string, Shape>> = {
  InstancesMissing: each(
    (level) => ({ wanted: level + 2, running: 2 }),
    () => ({ wanted: 2, running: 2 }),
  ),
  ClusterApiErrors: ratio((requests) => requests),
  KafkaCpu: each(
    (level) => ({ user: level - 5, system: 5 }),
    () => ({ user: 20, system: 5 }),
  ),
  BrokerMemory: ofLimit((level) => ({ used: level, limit: 100 })),
  BrokerStorage: ofLimit((level) => ({ limit: level, free: 100 })),
};
