import type { PROCESSING_METRICS } from '../../lib/catalogue';
import type { Work } from './clock';
import type { EventRecorder } from './log-events';
import { measured } from './measured';
import type { Measurements } from './typed';

/**
 * Measures one stage of the processing of data with the metrics of `PROCESSING_METRICS`, which the catalogue has to declare, and logs
 * it as a typed event.
 *
 * @param stage one of few: each makes metrics that are paid for
 * @returns what `work` returns; what it throws is counted and thrown on
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
