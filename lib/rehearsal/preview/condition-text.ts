import { isTotal, windowInWords } from '../../text/evaluation-window';
import type { Alarm, Metric, MetricAlarm, Query } from '../assembly/model';
import { own } from '../simulator/own';
import { unitOfExpression } from './expression-unit';
import { METRIC_WORDS } from './metric-words';
import { ruleInWords } from './rule-text';
import { quantity, type Unit, unitOf } from './units';

/** When an alarm goes into ALARM, as an on-call engineer would say it. `nameOf` shortens the names of a composite's children. */
export function conditionInWords(alarm: Alarm, nameOf: (reference: string) => string): string {
  switch (alarm.kind) {
    case 'composite': {
      const rule = alarm.alarmRule === undefined ? alarm.ruleText : ruleInWords(alarm.alarmRule, nameOf);
      return alarm.suppressor === undefined
        ? rule
        : `${rule}; suppressed while ${nameOf(alarm.suppressor)} is in ALARM`;
    }
    case 'unexplained':
      return `${alarm.mechanism}: Vigil does not describe this kind of alarm`;
    default:
      return metricConditionInWords(alarm);
  }
}

/** What decides when a metric alarm goes into ALARM. */
export type MetricCondition = Pick<
  MetricAlarm,
  | 'kind'
  | 'queries'
  | 'comparison'
  | 'threshold'
  | 'bandId'
  | 'unit'
  | 'periodSeconds'
  | 'datapointsToAlarm'
  | 'evaluationPeriods'
  | 'treatMissingData'
  | 'ignoresLowSamples'
>;

/** `threshold` is for a number that is not known yet. */
export function metricConditionInWords(alarm: MetricCondition, threshold?: string): string {
  const query = comparedQuery(alarm);
  const subject = query === undefined ? 'An unresolved metric' : capitalized(subjectInWords(query, alarm.queries));
  const operator = own(OPERATORS, alarm.comparison) ?? alarm.comparison;
  const window = windowInWords(
    { ...alarm, expression: query?.expression },
    query !== undefined && countsEvents(query, alarm),
  );
  const condition = `${subject} ${operator} ${threshold ?? thresholdInWords(alarm, query)} ${window}`;
  return [condition, ...missingDataInWords(alarm)].join('; ');
}

const OPERATORS: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: '>=',
  GreaterThanThreshold: '>',
  LessThanOrEqualToThreshold: '<=',
  LessThanThreshold: '<',
  GreaterThanUpperThreshold: 'above',
  LessThanLowerThreshold: 'below',
  LessThanLowerOrGreaterThanUpperThreshold: 'outside',
};

/** What is compared with the threshold. */
export function comparedQuery({ queries, bandId }: MetricCondition): Query | undefined {
  const returned = queries.filter(({ id }) => id !== bandId).filter(({ returned }) => returned);
  return returned.find(({ expression }) => expression !== undefined) ?? returned[0];
}

function thresholdInWords(alarm: MetricCondition, query: Query | undefined): string {
  const { kind, queries, bandId, threshold } = alarm;
  if (kind === 'anomaly') return bandInWords(queries.find(({ id }) => id === bandId)?.expression ?? '');
  if (threshold === undefined) return 'an unresolved threshold';
  return quantity(threshold, alarm.unit ?? (query && unitOfQuery(query, queries)));
}

function bandInWords(expression: string): string {
  const width = /ANOMALY_DETECTION_BAND\([^,]+,\s*([\d.]+)\)/.exec(expression)?.[1];
  return width === undefined
    ? 'its band of expected values'
    : `its band of expected values (${width} standard deviations wide)`;
}

const unitOfQuery = ({ metric, expression }: Query, queries: readonly Query[]): Unit | undefined =>
  metric === undefined ? unitOfExpression(expression ?? '', queries) : unitOf(metric);

function subjectInWords({ metric, label, expression }: Query, queries: readonly Query[]): string {
  if (metric !== undefined) return metricInWords(metric);
  return label || withNames(expression ?? '', queries);
}

/** An expression with the names of the metrics instead of their ids. */
function withNames(expression: string, queries: readonly Query[]): string {
  const ids = new Map(queries.map((query) => [query.id, query]));
  return expression.replace(/\b[a-z]\w*\b/g, (id) => {
    const query = ids.get(id);
    if (query === undefined) return id;
    if (query.metric !== undefined) return query.metric.name;
    // without itself, so that an expression that names itself ends
    return `(${withNames(
      query.expression ?? '',
      queries.filter((other) => other !== query),
    )})`;
  });
}

const STATISTICS: Readonly<Record<string, string>> = {
  Average: 'average ',
  Maximum: 'highest ',
  Minimum: 'lowest ',
  SampleCount: 'samples of ',
  Sum: '',
};

function metricInWords(metric: Metric): string {
  const statistic = own(STATISTICS, metric.statistic) ?? `${metric.statistic} `;
  const isAmount = metric.statistic === 'Sum' && unitOf(metric) !== 'count';
  const account = metric.accountId === undefined ? '' : ` of account ${metric.accountId}`;
  return `${isAmount ? 'total ' : statistic}${nameInWords(metric)}${account}`;
}

/** Splits AWS's camel-case names into words. Names of custom metrics stay as they are. */
function nameInWords({ namespace, name }: Metric): string {
  if (!namespace.startsWith('AWS/')) return name;
  const known = own(METRIC_WORDS, name);
  if (known !== undefined) return known;
  const words = name
    .replace('UnHealthy', 'Unhealthy')
    .replace('Dlq', 'DLQ')
    // the threshold has a unit of its own
    .replace(/Milliseconds$|Millis(?=BehindLatest$)/, '')
    .replace(/[_.]/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    // not `IDs`, which is one word
    .replace(/([A-Z]+)([A-Z][a-z]{2})/g, '$1 $2');
  return words.replace(/\b(?!Aurora\b)[A-Z][a-z]+\b/g, (word) => word.toLowerCase());
}

function countsEvents(query: Query, { queries }: MetricCondition): boolean {
  const metrics = query.metric === undefined ? queries.flatMap(({ metric }) => metric ?? []) : [query.metric];
  const statistics = metrics.map(({ statistic }) => statistic);
  return isTotal(statistics, query.metric === undefined, unitOfQuery(query, queries));
}

/** Those that may put it into ALARM, or keep it there. */
const MISSING_DATA: ReadonlyMap<string, string> = new Map([
  ['breaching', 'missing data counts as breaching'],
  ['ignore', 'missing data keeps the state'],
]);

function missingDataInWords({ treatMissingData, ignoresLowSamples }: MetricCondition): string[] {
  const missing = MISSING_DATA.get(treatMissingData);
  return [
    ...(missing === undefined ? [] : [missing]),
    ...(ignoresLowSamples ? ['too few samples keep the state'] : []),
  ];
}

/** Not p90, which would look like a severity. */
const capitalized = (text: string): string => text.replace(/^[a-z](?=[a-z])/, (first) => first.toUpperCase());
