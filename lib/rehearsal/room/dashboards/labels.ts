import type { MetricRow } from '../../assembly/metric-rows';
import type { Series } from '../../simulator/math/value';
import type { Metric } from '../../simulator/model';
import { own } from '../../simulator/own';

/** The label of a line, with what is dynamic in it filled in as far as it is known here. */
export function labelOf({ label, expression, id }: MetricRow, values: Series, metric?: Metric): string {
  const own = metric === undefined ? (expression ?? id) : metric.name;
  if (label === undefined) return own;
  return label
    .replace(/\$\{PROP\('([^']+)'\)\}/g, (text, name: string) =>
      metric === undefined ? text : propertyOf(metric, name),
    )
    .replace(/\$\{LABEL\}/g, () => own)
    .replace(/\$\{(\w+)\}/g, (text, name: string) => {
      const measure = MEASURES[name];
      if (measure === undefined) return text;
      const known = values.filter((value) => Number.isFinite(value));
      return known.length === 0 ? '–' : String(Number(measure(known).toPrecision(3)));
    });
}

/** What CloudWatch writes into labels, of the values in sight. */
const MEASURES: Readonly<Record<string, (values: Series) => number>> = {
  AVG: (values) => sumOf(values) / values.length,
  SUM: (values) => sumOf(values),
  MAX: (values) => values.reduce((one, other) => Math.max(one, other)),
  MIN: (values) => values.reduce((one, other) => Math.min(one, other)),
  FIRST: (values) => values[0] as number,
  LAST: (values) => values.at(-1) as number,
  DATAPOINT_COUNT: (values) => values.length,
};

const sumOf = (values: Series): number => values.reduce((sum, value) => sum + value, 0);

function propertyOf({ namespace, name, dimensions, statistic }: Metric, property: string): string {
  const dimension = /^Dim\.(.+)$/.exec(property)?.[1];
  if (dimension !== undefined) return own(dimensions, dimension) ?? '';
  return own({ Namespace: namespace, MetricName: name, Stat: statistic }, property) ?? '';
}
