import { ratio } from '../families';
import { newest, repeat, type Shape } from '../shapes';

const ofFinished = ratio((executions, failed) => executions - failed);

export const CASES: Readonly<Record<string, Shape>> = {
  ExecutionsFailing: {
    ...ofFinished,
    specials: (numbers) => [
      ...(ofFinished.specials?.(numbers) ?? []),
      {
        name: 'all fail, and nothing is published of successes',
        readings: { bad: newest(numbers.range, numbers.of, 10, 0), all: repeat(numbers.range, undefined) },
        alarm: true,
      },
    ],
  },
};
