import type { Dimensions } from '../../lib/alarms/alarm-properties';
import type { CatalogueMetric } from '../../lib/catalogue/catalogue';
import { DATABASE_METRICS } from '../../lib/catalogue/database-metrics';
import { defineMetrics } from '../../lib/catalogue/define-metrics';
import { HEALTH_METRICS } from '../../lib/catalogue/health-metrics';
import { PROCESSING_METRICS, partnerMetrics } from '../../lib/catalogue/partner-metrics';
import { declaredRules } from '../../lib/monitors/applications/alarms';
import type { Rule } from '../../lib/rules/rule';
import { details, itemOf, linkTo } from './alarms';
import { conditionOf, evaluationText, queriesOf } from './condition';

const CATALOGUE = defineMetrics({
  namespace: 'Application',
  metrics: { ...partnerMetrics(['PARTNER']), ...PROCESSING_METRICS, ...HEALTH_METRICS, ...DATABASE_METRICS },
});

/** The metrics of the ready-made catalogues that come with alarms. */
export const READY_MADE: readonly CatalogueMetric[] = CATALOGUE.metrics.filter(({ alarms }) => alarms.length > 0);

interface DeclaredRule {
  readonly rule: Rule;
  readonly dimensions: Dimensions;
}

const rulesOf = (metric: CatalogueMetric): DeclaredRule[] => {
  const values = new Map(metric.alarms.map(({ dimensions }) => [JSON.stringify(dimensions), dimensions]));
  return [...values.values()].flatMap((dimensions) =>
    declaredRules({ ...CATALOGUE, metrics: [metric] }, dimensions).map(({ rule }) => ({
      rule: rule as Rule,
      dimensions,
    })),
  );
};

export const readyMadeSection = (): string =>
  [
    '| Rule | Severity | What it means | Alarm if |',
    '|-|-|-|-|',
    ...READY_MADE.flatMap(metricRows),
    '',
    ...details(READY_MADE.map((metric) => itemOf(metric.name, metricParameters(metric)))),
  ].join('\n');

const metricRows = (metric: CatalogueMetric): string[] =>
  rulesOf(metric).map(
    ({ rule }) => `| ${[linkTo(metric.name), rule.severity, rule.why, conditionOf(rule)].join(' | ')} |`,
  );

/** When each of its alarms goes into ALARM. */
export const metricConditions = (metric: CatalogueMetric): string[] =>
  rulesOf(metric).map(({ rule }) => `| ${rule.severity} | ${conditionOf(rule)} |`);

export const metricParameters = (metric: CatalogueMetric): string[] => [
  ...new Set(
    rulesOf(metric).map(({ rule, dimensions }) => {
      const queries = [...queriesOf(rule, dimensions).values()];
      return `${queries.join('; ')}, ${evaluationText(rule)}`;
    }),
  ),
];
