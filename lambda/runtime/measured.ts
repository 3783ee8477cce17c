import { timed, type Work } from './clock';
import type { EventRecorder, LogEvent } from './log-events';

/** What a helper needs to measure. Its own signature declares the metrics. */
interface Untyped extends EventRecorder {
  count(name: string, value: number, dimensions: object): void;
  gauge(name: string, value: number, dimensions: object): void;
}

interface Telling {
  /** The suffixes of the metrics for failure and success. @default - Failure and Success */
  readonly endings?: readonly [string, string];
  /** Whether a result counts as success. Must not throw. @default - every result does */
  readonly accepts?: (result: unknown) => boolean;
  /** The event to log, where there is a log. Must not throw. @param outcome the value that the work returned or threw */
  readonly event?: (success: boolean, outcome: unknown) => object | Promise<object>;
}

/**
 * Measures the duration of work, as the metric `nameDuration`, and its outcome, as `name` with one of the suffixes.
 *
 * @returns its result; its errors are counted and rethrown
 */
export function measured<Result>(
  op: object,
  name: string,
  dimensions: object,
  work: Work<Result>,
  { endings = ['Failure', 'Success'], accepts = () => true, event }: Telling = {},
): Promise<Result> {
  const metrics = op as Untyped;
  return timed(work, async (microseconds, returned, outcome) => {
    const success = returned && accepts(outcome);
    const durationMs = microseconds / 1000;
    metrics.gauge(`${name}Duration`, durationMs, dimensions);
    metrics.count(name + endings[Number(success)], 1, dimensions);
    // first, for it may measure more, and there may be no log
    const logged = await event?.(success, outcome);
    if (logged) metrics.log?.event({ ...logged, success, durationMs } as LogEvent);
  });
}
