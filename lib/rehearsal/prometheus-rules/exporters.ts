import type { Metric } from '../simulator/model';

/** How an exporter of CloudWatch's metrics names them. */
export interface Exporter {
  readonly metric: (metric: Metric) => string;
  readonly label: (dimension: string) => string;
  /** Whether it has a series, of NaN, where CloudWatch has no value. */
  readonly hasGaps: boolean;
  /** Its configuration: the metrics that it asks CloudWatch for. */
  readonly configuration: (metrics: readonly Asked[], region: string) => object;
}

/** A metric and the period over which it is asked for. */
export interface Asked {
  readonly metric: Metric;
  readonly periodSeconds: number;
}

const snakeCase = (text: string): string => text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
const safe = (text: string): string => text.replace(/[^A-Za-z0-9_]/g, '_');

/** `aws_sqs_…{dimension_QueueName="…"}`: https://github.com/prometheus-community/yet-another-cloudwatch-exporter */
const YACE: Exporter = {
  metric: ({ namespace, name, statistic }) => {
    const prefix = safe(snakeCase(namespace.toLowerCase())).replace(/^_/, '');
    // what the name of a metric repeats of its namespace is left out
    const rest = prefix
      .split('_')
      .reduce((text, part) => (text.startsWith(part) ? text.slice(part.length) : text), safe(snakeCase(name)));
    return `${prefix.startsWith('aws') ? '' : 'aws_'}${prefix}_${rest.replace(/^_/, '')}_${safe(snakeCase(statistic))}`;
  },
  label: (dimension) => `dimension_${safe(dimension)}`,
  hasGaps: true,
  configuration: (metrics, region) => ({
    apiVersion: 'v1alpha1',
    static: metrics.map(({ metric: { namespace, name, dimensions, statistic }, periodSeconds }) => ({
      ...{ name: `${name} ${Object.values(dimensions).join(' ')}`.trim(), namespace, regions: [region] },
      dimensions: Object.entries(dimensions).map(([dimension, value]) => ({ name: dimension, value })),
      metrics: [{ name, statistics: [statistic], period: periodSeconds, length: periodSeconds }],
    })),
  }),
};

/** `aws_sqs_…{queue_name="…"}`: https://github.com/prometheus/cloudwatch_exporter */
const CLOUDWATCH_EXPORTER: Exporter = {
  metric: ({ namespace, name, statistic }) =>
    `${safe(namespace.toLowerCase())}_${safe(snakeCase(name))}_${safe(snakeCase(statistic))}`.replace(/__+/g, '_'),
  label: (dimension) => safe(snakeCase(dimension)),
  hasGaps: false,
  configuration: (metrics, region) => ({
    region,
    metrics: metrics.map(({ metric: { namespace, name, dimensions, statistic }, periodSeconds }) => ({
      ...{ aws_namespace: namespace, aws_metric_name: name, aws_dimensions: Object.keys(dimensions) },
      aws_dimension_select: Object.fromEntries(Object.entries(dimensions).map(([key, value]) => [key, [value]])),
      [statistic.startsWith('p') ? 'aws_extended_statistics' : 'aws_statistics']: [statistic],
      ...{ period_seconds: periodSeconds, range_seconds: periodSeconds },
    })),
  }),
};

export const EXPORTERS = { yace: YACE, cloudwatch_exporter: CLOUDWATCH_EXPORTER };

/** Statistics that the exporters ask for. */
const STATISTICS = /^(Sum|Average|Minimum|Maximum|SampleCount|p\d{1,2}(\.\d{1,2})?)$/;

export const isExported = ({ statistic }: Metric): boolean => STATISTICS.test(statistic);

/** A series of an exporter. */
export const selectorOf = (metric: Metric, exporter: Exporter): string =>
  `${exporter.metric(metric)}{${Object.entries(metric.dimensions)
    .map(([name, value]) => `${exporter.label(name)}=${JSON.stringify(value)}`)
    .join(',')}}`;
