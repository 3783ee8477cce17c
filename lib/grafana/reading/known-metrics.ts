import type { Matcher, Selector } from '../../prometheus/promql/expression';

/** Ready-made metrics of a catalogue that count or measure what a metric of Prometheus does. */
export interface KnownMetric {
  /** Their sum. */
  readonly names: readonly string[];
  readonly dimension: string;
  /** What a value is multiplied by. @default - 1 */
  readonly times?: number;
}

/** Of a metric that has a label `status`: those of a status, and those of any other. */
interface ByStatus {
  readonly dimension: string;
  readonly success: string;
  readonly failed: string;
}

/** The names of the guide that `partnerMetrics` and `PROCESSING_METRICS` follow. */
const COUNTERS: Readonly<Record<string, ByStatus>> = {
  partner_api_requests_total: { dimension: 'Partner', success: 'PartnerApiSuccess', failed: 'PartnerApiError' },
  job_assignments_total: { dimension: 'Partner', success: 'AssignmentSuccess', failed: 'AssignmentFailed' },
  sync_duration_seconds_count: { dimension: 'Partner', success: 'SyncSuccess', failed: 'SyncFailed' },
  data_processing_duration_seconds_count: {
    ...{ dimension: 'Stage', success: 'ProcessingCompleted', failed: 'ProcessingFailed' },
  },
};

/** Seconds, which the catalogue has in milliseconds. */
const DURATIONS: Readonly<Record<string, readonly [dimension: string, name: string]>> = {
  partner_api_duration_seconds: ['Partner', 'PartnerApiDuration'],
  sync_duration_seconds: ['Partner', 'SyncDuration'],
  data_processing_duration_seconds: ['Stage', 'ProcessingDuration'],
};

/** The depth of queues, which SQS publishes. */
export const isQueueDepth = ({ name, matchers }: Selector): boolean => name === 'queue_depth' && matchers.length === 0;

/** What a selector reads; undefined if no ready-made metric is the same. */
export function knownMetric({ name = '', matchers, offset }: Selector): KnownMetric | undefined {
  if (offset !== 0 || matchers.some(({ label }) => label !== 'status') || matchers.length > 1) return undefined;
  const [status] = matchers;
  const duration = Object.hasOwn(DURATIONS, name) ? DURATIONS[name] : undefined;
  if (duration !== undefined)
    return status === undefined ? { names: [duration[1]], dimension: duration[0], times: 1 / 1000 } : undefined;
  const counter = Object.hasOwn(COUNTERS, name) ? COUNTERS[name] : undefined;
  const names = counter && namesFor(counter, status);
  return counter && names && { names, dimension: counter.dimension };
}

function namesFor({ success, failed }: ByStatus, status: Matcher | undefined): readonly string[] | undefined {
  if (status === undefined) return [success, failed];
  const { operator, value } = status;
  if (operator === '=' && value === 'success') return [success];
  if (operator === '!=' && value === 'success') return [failed];
  return operator === '=' && /^(failed|failure|error)$/.test(value) ? [failed] : undefined;
}
