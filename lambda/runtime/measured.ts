import { timed, type Work } from './clock';
import type { EventRecorder, LogEvent } from './log-events';

/** What a helper measures with; which metrics it needs, its own signature says. */
interface Untyped extends EventRecorder {
  count(name: string, value: number, dimensions: object): void;
  gauge(name: string, value: number, dimensions: object): void;
}

interface Telling {
  /** What the names of the metrics of a failure and of a success end with. @default - Failure and Success */
  readonly endings?: readonly [string, string];
  /** Whether what the work returns is a success. Must not throw. @default - always */
  readonly accepts?: (result: unknown) => boolean;
  /** What is logged, where there is a log. Must not throw. @param outcome what the work returned or threw */
  readonly event?: (success: boolean, outcome: unknown) => object | Promise<object>;
}

/**
 * Measures how long work takes, as the metric `nameDuration`, and how it ends, as `name` with one of the endings.
 *
 * @returns what it returns; what it throws is counted and thrown on
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
    const told = await event?.(success, outcome);
    if (told) metrics.log?.event({ ...told, success, durationMs } as LogEvent);
  });
}
