import type { CatalogueAlarm, CatalogueMetric } from '../../lib/catalogue/catalogue';
import { DATABASE_METRICS } from '../../lib/catalogue/database-metrics';
import { defineMetrics } from '../../lib/catalogue/define-metrics';
import { HEALTH_METRICS } from '../../lib/catalogue/health-metrics';
import { PROCESSING_METRICS, partnerMetrics } from '../../lib/catalogue/partner-metrics';
import { durationText, headOf } from './table';

const { metrics } = defineMetrics({
  namespace: 'Application',
  metrics: { ...partnerMetrics(['PARTNER']), ...PROCESSING_METRICS, ...HEALTH_METRICS, ...DATABASE_METRICS },
});

/** The metrics of the ready-made catalogues that come with alarms. */
export const READY_MADE: readonly CatalogueMetric[] = metrics.filter(({ alarms }) => alarms.length > 0);

const INTRODUCTION = `### Metrics that come with alarms

What \`partnerMetrics\`, \`PROCESSING_METRICS\`, \`HEALTH_METRICS\` and \`DATABASE_METRICS\` of \`cdk-vigil/catalogue\` declare, for the
namespace and dimensions of your application. The name of the metric is the id of the rule; where a metric has several alarms, its
severity follows: \`PartnerApiDurationP1\`. To change a number, change the rule or declare the metric again. Alarms that you declare
yourself have the runbook [Declared](runbooks/declared.md).
`;

/** Their part of the catalogue of alarms. */
export const readyMadeSection = (): string =>
  [
    INTRODUCTION,
    ...headOf('Rule'),
    ...READY_MADE.flatMap((metric) => rowsOf(metric, `[${metric.name}](runbooks/${metric.name.toLowerCase()}.md)`)),
    '',
  ].join('\n');

/** A line for each alarm of a metric. */
export const rowsOf = (metric: CatalogueMetric, first: string): string[] =>
  metric.alarms.map((alarm) => {
    const { severity, missingData, breachingPeriods, periods, periodSeconds } = alarm;
    const measured = `\`${metric.name}\` ${alarm.statistic}${dimensionsText(alarm)}`;
    const times = `${breachingPeriods} of ${periods} × ${durationText(periodSeconds)}`;
    return `| ${[first, severity, 'on', measured, times, breachText(metric, alarm), missingData].join(' | ')} |`;
  });

function dimensionsText({ dimensions }: CatalogueAlarm): string {
  const names = Object.keys(dimensions);
  return names.length === 0 ? '' : ` by ${names.join(', ')}`;
}

const UNITS: Readonly<Record<string, string>> = { Milliseconds: ' ms' };

const breachText = ({ unit }: CatalogueMetric, { comparison, threshold }: CatalogueAlarm): string =>
  `${comparison === 'above' ? '>' : '<'} ${threshold.toLocaleString('en-US')}${UNITS[unit] ?? ''}`;
