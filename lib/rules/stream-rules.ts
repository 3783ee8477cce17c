import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const kinesis = metricsOf('AWS/Kinesis');
const HOUR_MS = 3_600_000;

export interface StreamFacts {
  readonly retentionHours: number;
  /** Its consumers are functions, whose own rules cover how far behind they are. */
  readonly readByFunctions: boolean;
  /** All that is known to read it has enhanced fan-out, and calls no GetRecords, which `GetRecords.…` metrics measure. */
  readonly hasOnlyFanOut?: boolean;
}

const isPolled = ({ hasOnlyFanOut = false }: StreamFacts): boolean => !hasOnlyFanOut;

const REFUSED = {
  severity: Severity.P2,
  unit: 'percent',
  periodMinutes: 5,
  datapoints: [3, 5],
  is: '>=',
  threshold: 1,
  source: 'Project default: one of a hundred, refused ones among them, in three separate windows.',
} as const;

type Retention = Pick<StreamFacts, 'retentionHours'>;

/** Half of the retention is left to act. */
const NEAR_LOSS = {
  unit: 'milliseconds',
  periodMinutes: 5,
  datapoints: [3, 3],
  is: '>',
  threshold: ({ retentionHours }: Retention) => 0.5 * retentionHours * HOUR_MS,
} as const;

const BEHIND = {
  unit: 'milliseconds',
  periodMinutes: 15,
  datapoints: [3, 3],
  is: '>',
  threshold: ({ retentionHours }: Retention) => Math.max(300_000, 0.01 * retentionHours * HOUR_MS),
} as const;

export const STREAM_RULES = documentedBy<StreamFacts>('streams/latest/dev/monitoring-with-cloudwatch.html', [
  {
    id: 'StreamNearLoss',
    severity: Severity.P0,
    appliesTo: isPolled,
    metrics: { m: kinesis('GetRecords.IteratorAgeMilliseconds', 'Maximum') },
    label: 'Age of the oldest unread record',
    ...NEAR_LOSS,
    why: 'Records are about to expire unread.',
    steps: ['Look for a record that fails again and again: it blocks its shard.', 'Raise the retention to gain time.'],
    source: 'Half of the retention is left to act.',
  },
  {
    id: 'StreamBehind',
    severity: Severity.P2,
    appliesTo: (facts) => isPolled(facts) && !facts.readByFunctions,
    metrics: { m: kinesis('GetRecords.IteratorAgeMilliseconds', 'Minimum') },
    label: 'Age of the newest record read',
    ...BEHIND,
    why: 'The consumers have not caught up for three quarters of an hour.',
    steps: ['Compare records in with records out.', 'Look for a shard that is not read.'],
    source: 'As QueueSlow; 1 % of the retention, at least 5 minutes.',
  },
  {
    ...REFUSED,
    id: 'StreamWritesRefused',
    metrics: { bad: kinesis('WriteProvisionedThroughputExceeded', 'Sum'), good: kinesis('IncomingRecords', 'Sum') },
    expression: '100 * bad / (bad + good)',
    label: 'Throttled writes',
    why: 'Writes are throttled: a shard has reached its limit.',
    steps: ['Look for a hot partition key.', 'Add shards, or switch to on-demand.'],
  },
  {
    ...REFUSED,
    id: 'StreamReadsRefused',
    appliesTo: isPolled,
    metrics: { bad: kinesis('ReadProvisionedThroughputExceeded', 'Sum'), good: kinesis('GetRecords.Success', 'Sum') },
    expression: '100 * bad / (bad + good)',
    label: 'Throttled reads',
    why: 'Reads are throttled: too many consumers share a shard.',
    steps: ['Give a consumer enhanced fan-out.', 'Read in larger batches.'],
  },
]);

export type FanOutFacts = Pick<StreamFacts, 'retentionHours' | 'readByFunctions'>;

/** Of a consumer with enhanced fan-out, which is measured by itself. */
export const FAN_OUT_RULES = documentedBy<FanOutFacts>('streams/latest/dev/monitoring-with-cloudwatch.html', [
  {
    id: 'FanOutNearLoss',
    severity: Severity.P0,
    metrics: { m: kinesis('SubscribeToShardEvent.MillisBehindLatest', 'Maximum') },
    label: 'Time by which the consumer is behind',
    ...NEAR_LOSS,
    why: 'Records are about to expire before this consumer reads them.',
    steps: ['Look for a record that fails again and again: it blocks its shard.', 'Raise the retention to gain time.'],
    source: 'As StreamNearLoss: half of the retention is left to act.',
  },
  {
    id: 'FanOutBehind',
    severity: Severity.P2,
    appliesTo: ({ readByFunctions }) => !readByFunctions,
    metrics: { m: kinesis('SubscribeToShardEvent.MillisBehindLatest', 'Minimum') },
    label: 'Least time by which the consumer is behind',
    ...BEHIND,
    why: 'The consumer has not caught up for three quarters of an hour.',
    steps: ['Look for errors and restarts of the consumer.', 'Look for a shard that takes most of the records.'],
    source: 'As StreamBehind: 1 % of the retention, at least 5 minutes.',
  },
]);
