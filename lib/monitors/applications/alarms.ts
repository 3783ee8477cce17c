import type { Catalogue, CatalogueAlarm, CatalogueMetric } from '../../catalogue/catalogue';
import type { Severity } from '../../contracts/severity';
import { ofSamples } from '../../rules/expressions';
import { documented, PAGES } from '../../rules/grounds';
import { metricsOf } from '../../rules/metrics-of';
import type { Candidate, MissingData, Unit } from '../../rules/rule';

/** The alarms that the catalogue declares for one set of values, as rules: by the name of the metric. */
export function declaredRules(
  { namespace, metrics }: Catalogue,
  values: Readonly<Record<string, string>>,
): Candidate[] {
  return metrics.flatMap((metric) => {
    const alarms = metric.alarms.filter(({ dimensions }) => JSON.stringify(dimensions) === JSON.stringify(values));
    return alarms.map((alarm) => ({
      on: true,
      baseline: false,
      rule: ruleOf(namespace, metric, alarm, ruleIdOf(metric, alarm)),
    }));
  });
}

/** Each set of values that some of the alarms watch alone. */
export function distinctValues(alarms: readonly CatalogueAlarm[]): CatalogueAlarm['dimensions'][] {
  const apart = alarms.map(({ dimensions }) => dimensions).filter((values) => Object.keys(values).length > 0);
  return [...new Map(apart.map((values) => [JSON.stringify(values), values])).values()];
}

/** The name of the metric; where its alarms on the same values differ in severity, with that. */
function ruleIdOf({ name, alarms }: CatalogueMetric, { severity, dimensions }: CatalogueAlarm): string {
  const others = alarms.filter((other) => JSON.stringify(other.dimensions) === JSON.stringify(dimensions));
  return others.length === 1 ? name : `${name}${severity}`;
}

/** The rules that are made of the alarms of a metric. */
export const ruleIdsOf = (metric: CatalogueMetric): string[] => [
  ...new Set(metric.alarms.map((alarm) => ruleIdOf(metric, alarm))),
];

function ruleOf(namespace: string, metric: CatalogueMetric, alarm: CatalogueAlarm, id: string): Candidate['rule'] {
  const { statistic } = alarm;
  return {
    id,
    severity: alarm.severity as Severity,
    why: alarm.why ?? `${metric.name} is ${alarm.comparison} the threshold that the application declares.`,
    steps:
      alarm.steps.length > 0
        ? alarm.steps
        : ["Read the application's log, and look at its other metrics on the dashboard."],
    source: 'The threshold that the catalogue of the application declares.',
    ground: documented(PAGES.customMetrics),
    ...measured(metricsOf(namespace), metric.name, statistic),
    label: `${metric.name} (${statistic})`,
    unit: statistic.startsWith('PR(') ? 'percent' : (UNITS[metric.unit] ?? 'count'),
    periodMinutes: alarm.periodSeconds / 60,
    datapoints: [alarm.breachingPeriods, alarm.periods],
    is: alarm.comparison === 'above' ? '>' : '<',
    threshold: alarm.threshold,
    missing: alarm.missingData as MissingData,
    ...(firesOnNone(alarm) && { standsAlone: true as const }),
  };
}

/** Whether it fires when there is none at all of what is measured: a partner is down, a heartbeat has ended. */
const firesOnNone = ({ comparison, threshold, missingData }: CatalogueAlarm): boolean =>
  missingData === 'breaching' || (comparison === 'below' && threshold <= 1);

/** What is a percentile or a share of its values, once there are some. */
function measured(
  metric: ReturnType<typeof metricsOf>,
  name: string,
  statistic: string,
): Pick<Candidate['rule'], 'metrics' | 'expression'> {
  const m = metric(name, statistic);
  if (SIMPLE.includes(statistic)) return { metrics: { m } };
  return { metrics: { m, n: metric(name, 'SampleCount') }, expression: ofSamples(5) };
}

const SIMPLE = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'];

const UNITS: Readonly<Record<string, Unit>> = {
  Percent: 'percent',
  Seconds: 'seconds',
  Milliseconds: 'milliseconds',
  Bytes: 'bytes',
};
