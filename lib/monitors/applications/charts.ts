import type { Catalogue, CatalogueMetric, CatalogueStep } from '../../catalogue/catalogue';
import type { AxisUnit, Chart, Charts, KeyNumber, Line } from '../../dashboards/chart';
import type { Meaning } from '../../dashboards/colours';
import { metricsOf } from '../../rules/metrics-of';
import { ruleIdsOf } from './alarms';

interface Scale {
  readonly unit: AxisUnit;
  readonly scale?: Line['scale'];
}

/** How the units of metrics are drawn. */
const UNITS: Readonly<Record<string, Scale>> = {
  Milliseconds: { unit: 'ms' },
  Microseconds: { unit: 'ms', scale: { over: 1000 } },
  Seconds: { unit: 's' },
  Percent: { unit: 'Percent' },
  Bytes: { unit: 'MiB', scale: { over: 2 ** 20 } },
  Kilobytes: { unit: 'MiB', scale: { over: 1000 } },
  Megabytes: { unit: 'MiB' },
  'Bytes/Second': { unit: 'MiB/s', scale: { over: 2 ** 20 } },
  'Count/Second': { unit: 'per second' },
};

export const scaleOf = ({ unit }: CatalogueMetric): Scale => UNITS[unit] ?? { unit: 'Count' };

const PERCENTILES: readonly string[] = ['p50', 'p90', 'p95', 'p99'];

/** What the values of a metric mean, by its statistic and its name. */
export function meaningOf({ name, kind }: CatalogueMetric, statistic: string): Meaning {
  if (PERCENTILES.includes(statistic)) return statistic as Meaning;
  if (/throttl/i.test(name)) return 'throttle';
  if (/4XX|rejected|refused/i.test(name)) return 'clientError';
  if (/fail|error|5XX|dropped|exception|timeout/i.test(name)) return 'error';
  if (/success|succeeded|completed|2XX/i.test(name)) return 'success';
  if (kind === 'counter') return 'traffic';
  if (kind === 'duration') return 'p95';
  return statistic === 'Minimum' ? 'remaining' : 'usage';
}

/** One metric of a catalogue, with the thresholds of its alarms. */
export function lineOf(catalogue: Catalogue, metric: CatalogueMetric, statistic: string, label: string): Line {
  const { scale } = scaleOf(metric);
  return {
    label,
    means: meaningOf(metric, statistic),
    metrics: { m: metricsOf(catalogue.namespace)(metric.name, statistic) },
    ...(scale && { scale }),
    rules: ruleIdsOf(metric),
  };
}

/** The application as a whole: its operations, then the metrics with an alarm, a graph for each, since their thresholds may be far apart. */
export function applicationCharts(catalogue: Catalogue): Charts {
  const ofSteps = new Set(catalogue.steps.flatMap(({ failed, duration }) => [failed, duration]));
  const alarmed = catalogue.metrics.filter(({ name, alarms }) => alarms.length > 0 && !ofSteps.has(name));
  const counters = alarmed.filter(({ kind }) => kind === 'counter');
  const others = alarmed.filter(({ kind }) => kind !== 'counter');
  const read = metricsOf(catalogue.namespace);
  const count = (label: string, means: Meaning, name: string): Line => ({
    label,
    means,
    metrics: { m: read(name, 'Sum') },
  });
  const duration = (means: 'p50' | 'p95' | 'p99'): Line => ({
    label: means,
    means,
    metrics: { m: read('OperationDuration', means) },
  });
  const unhandled = count('Unhandled errors', 'error', 'UnhandledErrors');
  const numbers: KeyNumber[] = [
    count('Operations in 5 min', 'traffic', 'OperationCount'),
    count('5XX', 'error', 'Operation5XX'),
    unhandled,
    { ...duration('p95'), label: 'Duration p95 (ms)' },
  ];
  return {
    numbers,
    symptoms: [
      {
        title: 'errors',
        left: { unit: 'Count', lines: [count('5XX', 'error', 'Operation5XX'), unhandled] },
        right: { unit: 'Count', lines: [count('Operations', 'traffic', 'OperationCount')] },
      },
      { title: 'duration', left: { unit: 'ms', lines: [duration('p50'), duration('p95'), duration('p99')] } },
      ...chartsOf(catalogue, counters),
    ],
    causes: chartsOf(catalogue, others),
  };
}

const chartsOf = (catalogue: Catalogue, metrics: readonly CatalogueMetric[]): Chart[] =>
  metrics.map((metric) => {
    const statistic = metric.alarms[0]?.statistic ?? 'Sum';
    const label = metric.kind === 'counter' ? metric.name : `${metric.name} ${statistic}`;
    return {
      title: metric.name,
      left: { unit: scaleOf(metric).unit, lines: [lineOf(catalogue, metric, statistic, label)] },
    };
  });

/** Steps share two graphs: how many of them fail, and how long they take. */
export function stepCharts(namespace: string, { failed, duration }: CatalogueStep): Charts {
  const read = metricsOf(namespace);
  const failures: Line = {
    label: 'failed',
    means: 'error',
    metrics: { bad: read(failed, 'Sum'), all: read(duration, 'SampleCount') },
    expression: '100 * bad / all',
    rules: ['StepFailing'],
  };
  return {
    numbers: [],
    symptoms: [{ title: 'failed steps', left: { unit: 'Percent', lines: [failures] } }],
    causes: [
      {
        title: 'duration of steps p95',
        left: { unit: 'ms', lines: [{ label: 'p95', means: 'p95', metrics: { m: read(duration, 'p95') } }] },
      },
    ],
  };
}
