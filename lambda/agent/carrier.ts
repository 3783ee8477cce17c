import type { MetricsLogger, Unit } from 'aws-embedded-metrics';

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
}

/** A record as this package writes it. */
interface EmbeddedMetrics {
  readonly _aws: { readonly Timestamp: number; readonly CloudWatchMetrics: readonly Directive[] };
  readonly [member: string]: unknown;
}

/**
 * Passes a record to loggers of aws-embedded-metrics, one for each of its metric directives, because each has only one. Values that
 * the package does not accept, such as numbers beyond 2^53, are left out.
 *
 * @returns the names of metrics that were left out
 */
export async function carry(line: string, newLogger: () => MetricsLogger): Promise<string[]> {
  const { _aws, ...members }: EmbeddedMetrics = JSON.parse(line);
  const left: string[] = [];
  const metrics = new Set(_aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name)));
  const properties = Object.entries(members).filter(([name]) => !metrics.has(name));
  for (const { Namespace, Dimensions, Metrics } of _aws.CloudWatchMetrics) {
    const logger = newLogger();
    logger.setNamespace(Namespace).setTimestamp(new Date(_aws.Timestamp));
    for (const [name, value] of properties) logger.setProperty(name, value);
    logger.setDimensions(Dimensions.map((set) => Object.fromEntries(set.map((name) => [name, `${members[name]}`]))));
    for (const metric of Metrics) {
      for (const value of [members[metric.Name] as number | number[]].flat()) {
        try {
          logger.putMetric(metric.Name, value, metric.Unit as Unit);
        } catch {
          left.push(metric.Name);
        }
      }
    }
    await logger.flush();
  }
  return left;
}
