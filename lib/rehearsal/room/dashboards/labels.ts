import type { Metric } from '../../simulator/model';
import { own } from '../../simulator/own';
import type { MetricRow } from './metric-rows';

/** The label of a line, with what is dynamic in it filled in as far as it is known here. */
export function labelOf({ label, expression, id }: MetricRow, metric?: Metric): string {
  if (label === undefined) return metric === undefined ? (expression ?? id) : metric.name;
  if (metric === undefined) return label;
  return label.replace(/\$\{PROP\('([^']+)'\)\}/g, (_, property: string) => propertyOf(metric, property));
}

function propertyOf({ namespace, name, dimensions, statistic }: Metric, property: string): string {
  const dimension = /^Dim\.(.+)$/.exec(property)?.[1];
  if (dimension !== undefined) return own(dimensions, dimension) ?? '';
  return own({ Namespace: namespace, MetricName: name, Stat: statistic }, property) ?? '';
}

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
