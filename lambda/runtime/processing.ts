import type { PROCESSING_METRICS } from '../../lib/catalogue';
import type { Work } from './clock';
import type { EventRecorder } from './log-events';
import { measured } from './measured';
import type { Measurements } from './typed';

/**
 * Measures one stage of data processing by the metrics of `PROCESSING_METRICS`, which the catalogue has to declare, and logs
 * it as a typed event.
 *
 * @param stage one of a few: CloudWatch bills metrics for each
 * @returns the result of `work`; its errors are counted and rethrown
 *
 * @example
 * await processing(op, 'import', () => importInvoices(file));
 */
export function processing<Result>(
  op: Measurements<never, typeof PROCESSING_METRICS> & EventRecorder,
  stage: string,
  work: Work<Result>,
): Promise<Result> {
  return measured(op, 'Processing', { Stage: stage }, work, {
    endings: ['Failed', 'Completed'],
    event: () => ({ event: 'data-processing', stage }),
  });
}
