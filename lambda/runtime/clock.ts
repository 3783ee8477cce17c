import { round } from './objects';

export type Work<Result> = () => Result | PromiseLike<Result>;

/**
 * Runs work and reports its duration and outcome.
 *
 * @param end must not throw; it receives the duration in whole microseconds, since more digits only make records longer, and
 *   the value that the work returned or threw
 * @returns the result of the work; its errors are rethrown
 */
export async function timed<Result>(
  work: Work<Result>,
  end: (microseconds: number, success: boolean, outcome: unknown) => unknown,
): Promise<Result> {
  // of a monotonic clock
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
