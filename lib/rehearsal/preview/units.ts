import { own } from '../simulator/own';
/** What a number of CloudWatch counts. A fraction is 0 to 1, a percent 0 to 100. */
export type Unit =
  | 'count'
  | 'fraction'
  | 'percent'
  | 'milliseconds'
  | 'seconds'
  | 'hours'
  | 'days'
  | 'bytes'
  | 'times'
  | 'dollars';

/** A rate counts events, and its average is the fraction of requests that were such events. */
type MetricUnit = Unit | 'rate';

const named = (unit: MetricUnit, names: string): Record<string, MetricUnit> =>
  Object.fromEntries(names.split(' ').map((name) => [name, unit]));

/** The metrics that are no plain count, as AWS's documentation of each namespace has them. */
const METRICS: Readonly<Record<string, Readonly<Record<string, MetricUnit>>>> = {
  'AWS/ApiGateway': {
    ...named('rate', '4XXError 5XXError 4xx 5xx ClientError ExecutionError IntegrationError'),
    ...named('milliseconds', 'Latency IntegrationLatency'),
    ...named('bytes', 'DataProcessed'),
  },
  'AWS/ApplicationELB': { ...named('seconds', 'TargetResponseTime'), ...named('bytes', 'ProcessedBytes') },
  'AWS/CertificateManager': named('days', 'DaysToExpiry'),
  'AWS/CloudFront': {
    ...named('percent', '4xxErrorRate 5xxErrorRate TotalErrorRate CacheHitRate'),
    ...named('milliseconds', 'OriginLatency'),
    ...named('bytes', 'BytesDownloaded BytesUploaded'),
  },
  'AWS/DynamoDB': {
    ...named('milliseconds', 'SuccessfulRequestLatency ReplicationLatency AgeOfOldestUnreplicatedRecord'),
    ...named('percent', 'AccountProvisionedReadCapacityUtilization AccountProvisionedWriteCapacityUtilization'),
  },
  'AWS/EC2': named('percent', 'CPUUtilization'),
  'AWS/ECS': named('percent', 'CPUReservation CPUUtilization MemoryReservation MemoryUtilization'),
  'AWS/ElastiCache': {
    ...named('percent', 'CPUUtilization EngineCPUUtilization DatabaseMemoryUsagePercentage'),
    ...named('seconds', 'ReplicationLag'),
  },
  'AWS/Events': named('milliseconds', 'IngestionToInvocationStartLatency IngestionToInvocationCompleteLatency'),
  'AWS/Kinesis': {
    ...named('milliseconds', 'GetRecords.IteratorAgeMilliseconds SubscribeToShardEvent.MillisBehindLatest'),
    ...named('rate', 'ReadProvisionedThroughputExceeded WriteProvisionedThroughputExceeded'),
    ...named('rate', 'GetRecords.Success PutRecord.Success PutRecords.Success'),
  },
  'AWS/Lambda': {
    ...named('milliseconds', 'Duration IteratorAge AsyncEventAge PostRuntimeExtensionsDuration'),
    ...named('rate', 'Errors'),
    ...named('fraction', 'ProvisionedConcurrencyUtilization'),
  },
  'AWS/RDS': {
    ...named('percent', 'CPUUtilization BufferCacheHitRatio BurstBalance EBSByteBalance% EBSIOBalance% ACUUtilization'),
    ...named('bytes', 'FreeStorageSpace FreeableMemory FreeLocalStorage SwapUsage'),
    ...named('bytes', 'AuroraVolumeBytesLeftTotal VolumeBytesUsed'),
    ...named('seconds', 'ReadLatency WriteLatency ReplicaLag AuroraBinlogReplicaLag EngineUptime'),
    ...named('milliseconds', 'AuroraReplicaLag AuroraReplicaLagMaximum CommitLatency'),
  },
  'AWS/S3': {
    ...named('rate', '4xxErrors 5xxErrors'),
    ...named('milliseconds', 'FirstByteLatency TotalRequestLatency'),
  },
  'AWS/SNS': {
    ...named('bytes', 'PublishSize'),
    ...named('fraction', 'SMSSuccessRate'),
    ...named('dollars', 'SMSMonthToDateSpentUSD'),
  },
  'AWS/SQS': { ...named('seconds', 'ApproximateAgeOfOldestMessage'), ...named('bytes', 'SentMessageSize') },
  'AWS/States': named('milliseconds', 'ExecutionTime'),
  CloudWatchSynthetics: { ...named('percent', 'SuccessPercent'), ...named('milliseconds', 'Duration') },
  LambdaInsights: named('percent', 'memory_utilization'),
};

/** The units that an alarm may declare. */
const DECLARED: Readonly<Record<string, Unit>> = {
  Bytes: 'bytes',
  Count: 'count',
  Milliseconds: 'milliseconds',
  Percent: 'percent',
  Seconds: 'seconds',
};

interface Measured {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: string;
  readonly unit?: string;
}

/** Undefined for a custom metric without a unit. */
export function unitOf({ namespace, name, statistic, unit }: Measured): Unit | undefined {
  if (statistic === 'SampleCount') return 'count';
  const known =
    own(own(METRICS, namespace) ?? {}, name) ??
    own(DECLARED, unit ?? '') ??
    (namespace.startsWith('AWS/') ? 'count' : undefined);
  if (known !== 'rate') return known;
  return statistic === 'Average' ? 'fraction' : 'count';
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Scale {
  readonly size: number;
  readonly one: string;
  readonly many: string;
}

const TIME: readonly Scale[] = [
  { size: DAY, one: 'day', many: 'days' },
  { size: HOUR, one: 'h', many: 'h' },
  { size: MINUTE, one: 'min', many: 'min' },
  { size: SECOND, one: 's', many: 's' },
  { size: 1, one: 'ms', many: 'ms' },
];
const BYTES = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

const WORDS: Readonly<Record<Unit, (value: number) => string>> = {
  count: (value) => plain(value),
  fraction: (value) => `${plain(value * 100)} %`,
  percent: (value) => `${plain(value)} %`,
  milliseconds: (value) => duration(value),
  seconds: (value) => duration(value * SECOND),
  hours: (value) => duration(value * HOUR),
  days: (value) => duration(value * DAY),
  bytes,
  times: (value) => `${plain(value)} times`,
  dollars: (value) => `$${plain(value)}`,
};

/** `quantity(300, 'seconds')` is `5 min`. An unknown unit is left out. */
export const quantity = (value: number, unit: string | undefined): string =>
  isUnit(unit) ? WORDS[unit](value) : plain(value);

const isUnit = (unit: string | undefined): unit is Unit => unit !== undefined && Object.hasOwn(WORDS, unit);

const ENGLISH = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });
export const plain = (value: number): string => ENGLISH.format(value);

/** In the largest scale in which it needs at most one decimal. */
function duration(milliseconds: number): string {
  if (milliseconds === 0) return '0 s';
  const fits = ({ size }: Scale) =>
    Math.abs(milliseconds) >= size && Number.isInteger(Math.round((milliseconds / size) * 1e6) / 1e5);
  const { size, one, many } = TIME.find(fits) ?? (TIME.at(-1) as Scale);
  return `${plain(milliseconds / size)} ${milliseconds === size ? one : many}`;
}

function bytes(value: number): string {
  const power = Math.abs(value) < 1024 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log2(Math.abs(value)) / 10));
  return `${plain(value / 1024 ** power)} ${BYTES[power]}`;
}

/** `1 dashboard`, `2 dashboards`. */
export const counted = (count: number, noun: string): string => `${plain(count)} ${plural(count, noun)}`;
export const plural = (count: number, noun: string): string => (count === 1 ? noun : `${noun}s`);
