import type { PartnerMetrics } from '../../lib/catalogue';
import { TOO_MANY_IN_A_ROW } from '../../lib/catalogue/limits';
import type { Work } from './clock';
import type { EventRecorder } from './log-events';
import { measured } from './measured';
import { whyDown } from './partner-probes';
import { type RecordSync, recordInProcess } from './sync-states';
import { limited, statusOf } from './time-limit';
import type { Measurements } from './typed';

/** Measures the use of one partner. Each method returns the result of its work and rethrows its errors. */
export interface Partner {
  /**
   * Measures a call of its API. A response with a `status` of 400 or more is a failure; 401, 403 and 429 are also counted separately. If
   * a 404 is a valid response, return something else.
   *
   * @param action for the log
   */
  call<Result>(action: string, work: Work<Result>): Promise<Result>;
  /**
   * Measures a probe: whether the partner is up. Why it is not is in the log.
   *
   * @param work fails by throwing, by `false`, by a response with a `status` of 400 or more, or by exceeding the time limit
   * @param timeLimitMs @default 5000
   */
  probe(work: Work<unknown>, timeLimitMs?: number): Promise<boolean>;
  /** Measures the synchronisation of a customer. */
  sync<Result>(customerId: string, work: Work<Result>): Promise<Result>;
  /** Measures the assignment of a job to a user of the partner. */
  assign<Result>(jobId: string, work: Work<Result>): Promise<Result>;
}

const FAILED = ['Failed', 'Success'] as const;

/**
 * Measures the use of one partner by the metrics of `partnerMetrics`, which the catalogue has to declare, and logs its typed events.
 *
 * @param partner its name, as in the catalogue
 * @param record remembers synchronisations - @default - in this process; with several processes or sandboxes, `syncStates` does in a table
 *
 * @example
 * const acme = partner(op, 'acme');
 * const jobs = await acme.call('listJobs', () => fetch('https://api.acme.example/jobs'));
 * await acme.sync(customer.id, () => synchronize(customer, jobs));
 */
export function partner(
  op: Measurements<never, PartnerMetrics> & EventRecorder,
  partner: string,
  record: RecordSync = recordInProcess,
): Partner {
  const dimensions = { Partner: partner };
  return {
    call: (action, work) =>
      measured(op, 'PartnerApi', dimensions, work, {
        endings: ['Error', 'Success'],
        accepts: (answer) => !(statusOf(answer) >= 400),
        event: (_, outcome) => {
          const status = statusOf(outcome);
          if ([401, 403].includes(status)) op.count('PartnerAuthFailure', 1, dimensions);
          if (status === 429) op.count('PartnerThrottled', 1, dimensions);
          return { event: 'partner-operation', action, partner };
        },
      }),
    probe: async (work, timeLimitMs) => {
      return !(await whyDown(op, partner, work, timeLimitMs));
    },
    sync: (customerId, work) =>
      measured(op, 'Sync', dimensions, work, {
        endings: FAILED,
        event: async (success) => {
          const note = () => record({ partner, customerId }, success);
          // where they cannot be recorded, the synchronisation must neither fail nor wait
          const history = await limited(note, 2000).catch(() => undefined);
          if (history !== undefined) op.gauge('SyncAgeSeconds', success ? 0 : history.ageSeconds, dimensions);
          if (history !== undefined && history.failures >= TOO_MANY_IN_A_ROW) {
            op.gauge('ConsecutiveSyncFailures', success ? 0 : history.failures, dimensions);
          }
          return { event: 'sync', customerId, partner, consecutiveFailures: history?.failures };
        },
      }),
    assign: (jobId, work) =>
      measured(op, 'Assignment', dimensions, work, {
        endings: FAILED,
        event: () => ({ event: 'assignment', jobId, partner }),
      }),
  };
}
