import type { Catalogue, CatalogueMetric, CatalogueStep } from '../../catalogue/catalogue';
import type { Detail } from '../../dashboards/details';
import type { Graphs, Line } from '../../dashboards/line';
import { metricsOf } from '../../rules/metrics-of';
import { distinctValues, ruleIdsOf } from './alarms';

type Graph = Detail['graphs'][number];

/** How the values of each kind of metric are drawn. */
const STATISTICS: Readonly<Record<string, readonly string[]>> = {
  counter: ['Sum'],
  duration: ['p50', 'p95', 'p99'],
  gauge: ['Minimum', 'Maximum'],
};
const statisticsOf = ({ kind }: CatalogueMetric): readonly string[] => STATISTICS[kind] ?? ['Average'];

/** For the overview. Symptoms: steps and counters with an alarm. Causes: durations and gauges. */
export function applicationGraphs(catalogue: Catalogue): Graphs {
  const read = metricsOf(catalogue.namespace);
  const steps = catalogue.steps.flatMap(({ name, failed, succeeded }): Line[] => [
    { label: `${name} failed`, metrics: { m: read(failed, 'Sum') } },
    { label: `${name} succeeded`, metrics: { m: read(succeeded, 'Sum') }, axis: 'right' },
  ]);
  const alarmed = catalogue.metrics.filter(({ alarms }) => alarms.length > 0);
  const lines = (metrics: readonly CatalogueMetric[]) =>
    metrics.map((metric): Line => {
      const statistic = metric.alarms[0]?.statistic ?? 'Sum';
      return {
        label: labelOf(metric, statistic),
        metrics: { m: read(metric.name, statistic) },
        rules: ruleIdsOf(metric),
      };
    });
  const durations = catalogue.steps.map(({ name, duration }) => ({
    label: `${name} p95 (ms)`,
    metrics: { m: read(duration, 'p95') },
  }));
  return {
    what: [
      ...steps,
      { label: 'Unhandled errors', metrics: { m: read('UnhandledErrors', 'Sum') } },
      ...lines(alarmed.filter(({ kind }) => kind === 'counter')),
    ],
    why: [...durations, ...lines(alarmed.filter(({ kind }) => kind !== 'counter'))],
  };
}

/** Every metric of the catalogue: two graphs for each step, one for each other metric, three in a row. */
export function applicationDetails(catalogue: Catalogue): Detail[] {
  const ofSteps = new Set(catalogue.steps.flatMap(({ succeeded, failed, duration }) => [succeeded, failed, duration]));
  const others = catalogue.metrics.filter(({ name }) => !ofSteps.has(name));
  const { dimensions } = catalogue;
  return [
    ...catalogue.steps.map((step) => ({ dimensions, graphs: stepGraphs(catalogue, step) })),
    ...rowsOf([
      ...others.flatMap((metric) => successGraph(catalogue, metric) ?? []),
      ...others.map((metric) => ({ title: metric.name, lines: metricLines(catalogue, metric) })),
    ]).map((graphs) => ({ dimensions, graphs })),
  ];
}

/** The names of counters of work that can fail, as the helpers of `cdk-vigil/lambda` publish them. */
const SUCCESS = /^(.+)(Success|Completed)$/;
const FAILURES = ['Failure', 'Failed', 'Error'];

/** The share of successes, where there is a counter of failures beside that of successes. */
function successGraph({ namespace, metrics }: Catalogue, { name, alarms }: CatalogueMetric): Graph | undefined {
  const [, work] = SUCCESS.exec(name) ?? [];
  const failures = metrics.find((other) => FAILURES.some((ending) => other.name === `${work}${ending}`));
  if (work === undefined || failures === undefined) return undefined;
  const read = metricsOf(namespace);
  const share = (label: string, values?: Readonly<Record<string, string>>): Line => ({
    label,
    metrics: { s: read(name, 'Sum', values), f: read(failures.name, 'Sum', values) },
    expression: '100 * FILL(s, 0) / (FILL(s, 0) + FILL(f, 0))',
  });
  const watched = distinctValues([...alarms, ...failures.alarms]);
  return {
    title: `${work}: success`,
    lines: [share('Success %'), ...watched.map((values) => share(`${Object.values(values).join(' ')} %`, values))],
  };
}

function stepGraphs({ namespace }: Catalogue, { name, succeeded, failed, duration }: CatalogueStep): Graph[] {
  const read = metricsOf(namespace);
  const durations = ['p50', 'p95', 'p99'].map((statistic) => ({
    label: `${statistic} (ms)`,
    metrics: { m: read(duration, statistic) },
  }));
  return [
    {
      title: `${name}: outcomes`,
      lines: [
        { label: 'Failed', metrics: { m: read(failed, 'Sum') } },
        { label: 'Succeeded', metrics: { m: read(succeeded, 'Sum') } },
      ],
    },
    { title: `${name}: duration`, lines: durations },
  ];
}

/** All values together; where the metric has dimensions of its own, also one line for each of their values that there is. */
function metricLines(catalogue: Catalogue, metric: CatalogueMetric): Line[] {
  const together = statisticsOf(metric).map((statistic, index) => ({
    label: labelOf(metric, statistic),
    metrics: { m: metricsOf(catalogue.namespace)(metric.name, statistic) },
    ...(index === 0 && { rules: ruleIdsOf(metric) }),
  }));
  if (metric.dimensions.length === 0) return together;
  const apart = statisticsOf(metric).at(metric.kind === 'duration' ? 1 : -1) as string;
  const label = metric.dimensions.map((name) => `\${PROP('Dim.${name}')}`).join(' ');
  return [...together, { label, metrics: {}, expression: search(catalogue, metric, apart) }];
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

const UNITS: Readonly<Record<string, string>> = { Milliseconds: ' (ms)', Seconds: ' (s)', Percent: ' %' };

const labelOf = ({ name, unit, kind }: CatalogueMetric, statistic: string): string =>
  `${name}${kind === 'counter' ? '' : ` ${statistic}`}${UNITS[unit] ?? ''}`;

function rowsOf<T>(items: readonly T[]): T[][] {
  const rows: T[][] = [];
  for (let start = 0; start < items.length; start += 3) rows.push(items.slice(start, start + 3));
  return rows;
}
