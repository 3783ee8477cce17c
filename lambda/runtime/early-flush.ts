import { FLUSH_MS } from './limits';
import { attempt } from './objects';
import type { InvocationContext, OperationRecord } from './operation-record';

/** The longest wait that Node takes; a longer one would end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const open = new Set<OperationRecord>();
let isWatching = false;
const writeAll = (): void => {
  for (const record of open) record.write();
};

/**
 * Publishes the values of a record if the process is about to end: shortly before the function's timeout, after which Lambda
 * kills the process, and when it exits, as after an unhandled rejection. It cannot help code that blocks the event loop.
 *
 * @returns to be called when the operation has ended
 */
export function flushEarly(record: OperationRecord, context: InvocationContext | null | undefined): () => void {
  // of each process one, and none where nothing is measured
  if (!isWatching) process.on('exit', writeAll);
  isWatching = true;
  open.add(record);
  const left = Number(attempt(() => context?.getRemainingTimeInMillis?.())) - FLUSH_MS;
  const flush = (): void => {
    record.log.warn('The function is about to time out: publishing the values measured so far');
    record.write();
  };
  const timer = left > 0 ? setTimeout(flush, Math.min(left, LONGEST_TIMER_MS)).unref() : undefined;
  return () => {
    clearTimeout(timer);
    open.delete(record);
  };
}
