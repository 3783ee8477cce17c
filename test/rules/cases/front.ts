import { anyOf, signsOfLife } from '../families';
import { each, newest, type Shape } from '../shapes';

const SIGN_INS = 200;

/** Percent that failed of all, which another metric counts together with what succeeded or was allowed. */
export const CASES: Readonly<Record<string, Shape>> = {
  SignInsThrottled: anyOf(),
  CanaryStopped: signsOfLife,
  SignInsFailing: each(
    // one metric: `all` counts its samples, and `good` is what each of them reads
    (level) => ({ good: 1 - level / 100, all: SIGN_INS }),
    () => ({ good: 0.96, all: SIGN_INS }),
    ({ inMath, of, range }) => {
      const enough = inMath(/all - good >= (\d+)/);
      const failing = (all: number) => ({ good: newest(range, of, 0, 0.96), all: newest(range, of, all, SIGN_INS) });
      return [
        { name: 'all fail, but too few', readings: failing(enough - 1), alarm: false },
        { name: 'just enough fail', readings: failing(enough), alarm: true },
      ];
    },
  ),
  RequestsBlocked: each(
    (level) => ({ bad: 1000 * level, allowed: 1000 * (100 - level) }),
    () => ({ bad: 10, allowed: 1000 }),
    ({ inMath, of, range }) => {
      const enough = inMath(/bad >= (\d+)/);
      const blocked = (bad: number) => ({ bad: newest(range, of, bad, 0), allowed: newest(range, of, 1, 100) });
      return [
        { name: 'nearly all, but too few', readings: blocked(enough - 1), alarm: false },
        { name: 'just enough', readings: blocked(enough), alarm: true },
      ];
    },
  ),
};
