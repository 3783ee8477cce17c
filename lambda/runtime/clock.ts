import { round } from './objects';

export type Work<Result> = () => Result | PromiseLike<Result>;

/**
 * Runs work, and tells how it ended.
 *
 * @param end must not throw; it is told how long the work took, in whole microseconds, for more digits only make records longer, and
 *   what the work returned or threw
 * @returns what the work returns; what it throws is thrown on
 */
export async function timed<Result>(
  work: Work<Result>,
  end: (microseconds: number, success: boolean, outcome: unknown) => unknown,
): Promise<Result> {
  // of a clock that never goes back
  const start = performance.now();
  let success = false;
  let outcome: unknown;
  try {
    const result = await work();
    outcome = result;
    success = true;
    return result;
  } catch (error) {
    outcome = error;
    throw error;
  } finally {
    await end(round((performance.now() - start) * 1000), success, outcome);
  }
}
