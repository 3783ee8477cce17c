import type { Catalogue, CatalogueMetric, CatalogueStep } from '../../catalogue/catalogue';
import { type Chart, LINES_OF_A_GRAPH, type Line } from '../../dashboards/chart';
import type { Detail } from '../../dashboards/part';
import { metricsOf } from '../../rules/metrics-of';
import { distinctValues } from './alarms';
import { lineOf, scaleOf } from './charts';

/** How the values of each kind of metric are drawn. */
const STATISTICS: Readonly<Record<string, readonly string[]>> = {
  counter: ['Sum'],
  duration: ['p50', 'p95', 'p99'],
  gauge: ['Minimum', 'Maximum'],
};
/** With those of its alarms, so that there is a line that their thresholds belong to. */
const statisticsOf = ({ kind, alarms }: CatalogueMetric): string[] => [
  ...new Set([...(STATISTICS[kind] ?? ['Average']), ...alarms.map(({ statistic }) => statistic)]),
];
/** Lines of a graph beside what a search finds. */
const FOUND = 4;

/** Every metric of the catalogue: two graphs for each step, one for each other metric, three in a row. */
export function applicationDetails(catalogue: Catalogue): Detail[] {
  const ofSteps = new Set(catalogue.steps.flatMap(({ succeeded, failed, duration }) => [succeeded, failed, duration]));
  const others = catalogue.metrics.filter(({ name }) => !ofSteps.has(name));
  const { dimensions } = catalogue;
  return [
    ...catalogue.steps.map((step) => ({ dimensions, charts: detailsOfStep(catalogue, step) })),
    ...rowsOf([
      ...others.flatMap((metric) => successChart(catalogue, metric) ?? []),
      ...others.map((metric) => metricChart(catalogue, metric)),
    ]).map((charts) => ({ dimensions, charts })),
  ];
}

/** The names of counters of work that can fail, as the helpers of `cdk-vigil/lambda` publish them. */
const SUCCESS = /^(.+)(Success|Completed)$/;
const FAILURES = ['Failure', 'Failed', 'Error'];
/** Beside the line of all together. */
const SHARES = 3;

/** The share of successes, where there is a counter of failures beside that of successes. */
function successChart({ namespace, metrics }: Catalogue, { name, alarms }: CatalogueMetric): Chart | undefined {
  const [, work] = SUCCESS.exec(name) ?? [];
  const failures = metrics.find((other) => FAILURES.some((ending) => other.name === `${work}${ending}`));
  if (work === undefined || failures === undefined) return undefined;
  const read = metricsOf(namespace);
  const share = (label: string, values?: Readonly<Record<string, string>>): Line => ({
    label,
    means: 'success',
    metrics: { s: read(name, 'Sum', values), f: read(failures.name, 'Sum', values) },
    expression: '100 * FILL(s, 0) / (FILL(s, 0) + FILL(f, 0))',
  });
  const watched = distinctValues([...alarms, ...failures.alarms]).slice(0, SHARES);
  return {
    title: `${work}: success`,
    left: {
      unit: 'Percent',
      lines: [share('All'), ...watched.map((values) => share(Object.values(values).join(' '), values))],
    },
  };
}

function detailsOfStep({ namespace }: Catalogue, { name, succeeded, failed, duration }: CatalogueStep): Chart[] {
  const read = metricsOf(namespace);
  return [
    {
      title: `${name}: outcomes`,
      left: {
        unit: 'Count',
        lines: [
          { label: 'Failed', means: 'error', metrics: { m: read(failed, 'Sum') } },
          { label: 'Succeeded', means: 'success', metrics: { m: read(succeeded, 'Sum') } },
        ],
      },
    },
    {
      title: `${name}: duration`,
      left: {
        unit: 'ms',
        lines: (['p50', 'p95', 'p99'] as const).map((statistic) => ({
          label: statistic,
          means: statistic,
          metrics: { m: read(duration, statistic) },
        })),
      },
    },
  ];
}

/** All values together; where the metric has dimensions of its own, also the highest of the lines that there are of their values. */
function metricChart(catalogue: Catalogue, metric: CatalogueMetric): Chart {
  const { name, kind } = metric;
  const { unit, scale } = scaleOf(metric);
  const together = statisticsOf(metric)
    .slice(0, LINES_OF_A_GRAPH - FOUND)
    .map((statistic) => lineOf(catalogue, metric, statistic, statistic === 'Sum' ? name : statistic));
  if (metric.dimensions.length === 0) return { title: name, left: { unit, lines: together } };
  const apart = (STATISTICS[kind] ?? ['Average']).at(kind === 'duration' ? 1 : -1) as string;
  const highest: Line = {
    label: metric.dimensions.map((dimension) => `\${PROP('Dim.${dimension}')}`).join(' '),
    metrics: {},
    expression: `SORT(${search(catalogue, metric, apart)}, MAX, DESC, ${FOUND})`,
    ...(scale && { scale }),
  };
  return { title: name, left: { unit, lines: [...together, highest] } };
}

/** The dimension values are unknown at synthesis, so CloudWatch searches for them when the dashboard is opened. */
function search({ namespace, dimensions }: Catalogue, { name, dimensions: own }: CatalogueMetric, statistic: string) {
  const schema = [namespace, ...Object.keys(dimensions), ...own].map(quoted).join(',');
  const shared = Object.entries(dimensions).map(
    ([dimension, value]) => ` ${quoted(dimension)}=${JSON.stringify(value)}`,
  );
  return `SEARCH('{${schema}} MetricName="${name}"${shared.join('')}', '${statistic}')`;
}

/** As the syntax of search expressions asks for it. */
const quoted = (name: string): string => (/^[A-Za-z0-9]+$/.test(name) ? name : `"${name}"`);

function rowsOf<T>(items: readonly T[]): T[][] {
  const rows: T[][] = [];
  for (let start = 0; start < items.length; start += 3) rows.push(items.slice(start, start + 3));
  return rows;
}
