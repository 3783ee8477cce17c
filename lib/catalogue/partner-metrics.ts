import type { AlarmDeclaration, MetricDeclarations } from './catalogue';
import { TOO_MANY_IN_A_ROW } from './limits';

/** The alarms of one metric, once for each partner. */
type Alarms = readonly AlarmDeclaration[];

const ITS_STATE = "Look at the partner's status page, and at its other metrics on the dashboard.";
const ITS_ERRORS = 'Search the log for the name of the partner and read its errors.';

/** More than 0.1 errors a second, for 2 minutes of rates over 5: 6 in each of 5 of 7 minutes. */
const ERROR_RATE: AlarmDeclaration = {
  above: 6,
  within: 'PT1M',
  times: 5,
  of: 7,
  severity: 'P2',
  why: 'Calls of the partner fail: more than 0.1 a second.',
  steps: [ITS_STATE, ITS_ERRORS],
};

/** A probe that fails. Where nothing probes there is nothing to alert on. */
const DOWN: AlarmDeclaration = {
  below: 1,
  within: 'PT1M',
  severity: 'P1',
  why: 'The probe of the partner fails.',
  steps: [ITS_STATE, 'Contact the partner.'],
};

/** Yellow from 2 seconds, red from 5, as the bands of its graph. */
const SLOW: Alarms = [
  {
    above: 2000,
    within: 'PT5M',
    times: 3,
    statistic: 'p95',
    severity: 'P2',
    why: 'One of twenty calls of the partner takes longer than 2 seconds.',
    steps: [ITS_STATE],
  },
  {
    above: 5000,
    within: 'PT5M',
    times: 3,
    statistic: 'p95',
    severity: 'P1',
    why: 'One of twenty calls of the partner takes longer than 5 seconds.',
    steps: [ITS_STATE, 'Contact the partner.'],
  },
];

const REFUSED: AlarmDeclaration = {
  above: 0,
  within: 'PT5M',
  severity: 'P2',
  why: 'The partner refuses our credentials.',
  steps: ['Check whether the credentials have expired or were changed.', ITS_ERRORS],
};

/** Back-off handles short throttling; 15 minutes of it need action. */
const THROTTLED: AlarmDeclaration = {
  above: 0,
  within: 'PT5M',
  times: 3,
  severity: 'P2',
  why: 'The partner has throttled our calls for 15 minutes.',
  steps: ['Compare the number of calls with the agreed limit.', 'Check that calls back off exponentially.'],
};

/** More than 0.05 a second for 5 minutes of rates over 10. */
const SYNC_FAILURES: AlarmDeclaration = {
  above: 3,
  within: 'PT1M',
  times: 10,
  of: 15,
  severity: 'P2',
  why: 'Synchronisations with the partner fail: more than 0.05 a second.',
  steps: [ITS_ERRORS],
};

/** Published when the fifth fails and when one succeeds, so missing data keeps the state. */
const FIVE_IN_A_ROW: AlarmDeclaration = {
  above: TOO_MANY_IN_A_ROW - 1,
  within: 'PT1M',
  missing: 'ignore',
  severity: 'P1',
  why: 'The synchronisation of a customer has failed five times in a row.',
  steps: ['Find the customer in the log: the events `sync` with five consecutive failures or more.', ITS_STATE],
};

/**
 * Metrics of calls to partners, with alarms for each partner, for the `metrics` of a catalogue. `partner` of
 * `cdk-vigil/lambda` publishes them.
 *
 * @param partners the names of all partners, as given to `partner`; CloudWatch bills the metrics and alarms of each
 *
 * @example
 * defineMetrics({ namespace: 'Invoicing', metrics: { ...partnerMetrics(['acme', 'globex']) } });
 */
export function partnerMetrics(partners: readonly string[]) {
  const each = (...alarms: Alarms): Alarms =>
    partners.flatMap((Partner) => alarms.map((alarm) => ({ ...alarm, dimensions: { Partner } })));
  return {
    PartnerApiSuccess: { unit: 'Count', dimensions: ['Partner'] },
    PartnerApiError: { unit: 'Count', dimensions: ['Partner'], alarm: each(ERROR_RATE) },
    PartnerApiDuration: { unit: 'Milliseconds', dimensions: ['Partner'], alarm: each(...SLOW) },
    PartnerAuthFailure: { unit: 'Count', dimensions: ['Partner'], alarm: each(REFUSED) },
    PartnerThrottled: { unit: 'Count', dimensions: ['Partner'], alarm: each(THROTTLED) },
    /** 1 if a probe of the partner succeeds, 0 if not. */
    ProbeUp: { unit: 'None', kind: 'gauge', dimensions: ['Partner'], alarm: each(DOWN) },
    SyncSuccess: { unit: 'Count', dimensions: ['Partner'] },
    SyncFailed: { unit: 'Count', dimensions: ['Partner'], alarm: each(SYNC_FAILURES) },
    SyncDuration: { unit: 'Milliseconds', dimensions: ['Partner'] },
    /** Consecutive failures of one customer, published from the fifth on, and 0 after a success. The log names the customer. */
    ConsecutiveSyncFailures: { unit: 'Count', kind: 'gauge', dimensions: ['Partner'], alarm: each(FIVE_IN_A_ROW) },
    /** The time since the last successful synchronisation of a customer. */
    SyncAgeSeconds: { unit: 'Seconds', kind: 'gauge', dimensions: ['Partner'] },
    AssignmentSuccess: { unit: 'Count', dimensions: ['Partner'] },
    AssignmentFailed: { unit: 'Count', dimensions: ['Partner'] },
    AssignmentDuration: { unit: 'Milliseconds', dimensions: ['Partner'] },
    ActivePartnerUsers: { unit: 'Count', kind: 'gauge', dimensions: ['Partner'] },
    ErrorPartnerUsers: { unit: 'Count', kind: 'gauge', dimensions: ['Partner'] },
  } as const satisfies MetricDeclarations;
}

/** The metrics that {@link partnerMetrics} declares. */
export type PartnerMetrics = ReturnType<typeof partnerMetrics>;

/**
 * Metrics of data processing, with an alarm when no data was processed for 90 minutes, for the `metrics` of a
 * catalogue. `processing` of `cdk-vigil/lambda` publishes them.
 */
export const PROCESSING_METRICS = {
  ProcessingCompleted: {
    unit: 'Count',
    dimensions: ['Stage'],
    alarm: {
      below: 1,
      within: 'PT5M',
      times: 18,
      missing: 'breaching',
      severity: 'P1',
      why: 'No data has been processed for 90 minutes.',
      steps: ['Check that data arrives and that the function that processes it runs.', 'Look for stuck jobs.'],
    },
  },
  ProcessingFailed: { unit: 'Count', dimensions: ['Stage'] },
  ProcessingDuration: { unit: 'Milliseconds', dimensions: ['Stage'] },
} as const satisfies MetricDeclarations;
