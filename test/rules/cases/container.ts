import { ratio, signsOfLife } from '../families';
import { each, type Shape } from '../shapes';

export const CASES: Readonly<Record<string, Shape>> = {
  ServiceDown: signsOfLife,
  PipeFailing: ratio((executions) => executions),
  TasksMissing: each(
    (level) => ({ wanted: level + 2, running: 2 }),
    () => ({ wanted: 2, running: 2 }),
  ),
};
