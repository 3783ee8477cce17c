import type { Dependencies } from '../../../lambda/shared/delivery/dependencies';

/** Where a function is ended: at its n-th call of the world, before the call leaves or after its answer was sent. */
export interface Death {
  readonly call: number;
  readonly when: 'before' | 'after';
}

const never = <T>(): Promise<T> => new Promise(() => {});

/** The world of a function that is ended at a call: from then on nothing it does has an effect, and nothing returns. */
export function mortal(
  surroundings: Dependencies,
  { call, when }: Death,
): { surroundings: Dependencies; died: Promise<void> } {
  let calls = 0;
  let pending = 0;
  let isDead = false;
  let die = () => {};
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  // requests that are on their way arrive, long before anybody tries again
  const tracked = async <Result>(work: Promise<Result>): Promise<Result> => {
    pending += 1;
    try {
      return await work;
    } finally {
      pending -= 1;
      if (isDead && pending === 0) die();
    }
  };
  const guard =
    <Arguments extends unknown[], Result>(work: (...input: Arguments) => Promise<Result>) =>
    async (...input: Arguments): Promise<Result> => {
      if (isDead) return never();
      calls += 1;
      if (calls !== call) {
        const result = await tracked(work(...input)).catch((error) =>
          isDead ? never<Result>() : Promise.reject(error),
        );
        return isDead ? never() : result;
      }
      isDead = true;
      if (when === 'after') await tracked(work(...input)).catch(() => {});
      if (pending === 0) die();
      return never();
    };
  const { aws } = surroundings;
  const methods = Object.entries(aws).map(([name, method]) => [
    name,
    guard(method.bind(aws) as () => Promise<unknown>),
  ]);
  return {
    surroundings: {
      ...surroundings,
      aws: Object.fromEntries(methods),
      fetch: guard(surroundings.fetch),
      sleep: guard(surroundings.sleep),
    },
    died,
  };
}
