import type { Metric } from '../simulator/model';

/** The unit in which AWS publishes a metric, by the end of its name. `SampleCount` counts, whatever is sampled. */
const UNITS: readonly (readonly [name: RegExp, unit: string])[] = [
  [/^(DaysToExpiry)$/, 'Days'],
  [/(Rate|Utilization|Percentage|Percent)$/, 'Percent'],
  [/^(ApproximateAgeOfOldestMessage|TargetResponseTime|.*(Lag|Replication))$/, 'Seconds'],
  [/^(ReadLatency|WriteLatency|CommitLatency)$/, 'Seconds'],
  [/(Duration|Latency|IteratorAge|IteratorAgeMilliseconds|Time|Milliseconds)$/, 'Milliseconds'],
  [/(Bytes|Memory|StorageSpace|Size)$/, 'Bytes'],
  [/(Throughput)$/, 'Bytes/Second'],
  [/(IOPS)$/, 'Count/Second'],
  [/USD$/, 'Dollars'],
];

export function unitOf({ name, statistic }: Metric): string {
  if (statistic === 'SampleCount') return 'Count';
  return UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? 'Count';
}
