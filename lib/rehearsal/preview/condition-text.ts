import type { Alarm, Metric, MetricAlarm, Query } from '../assembly/model';
import { unitOfExpression } from './expression-unit';
import { ruleInWords } from './rule-text';
import { quantity, type Unit, unitOf } from './units';

/** When an alarm goes into ALARM, in plain words. `nameOf` shortens the names of a composite's children. */
export function conditionInWords(alarm: Alarm, nameOf: (reference: string) => string): string {
  switch (alarm.kind) {
    case 'composite': {
      const rule = alarm.alarmRule === undefined ? alarm.ruleText : ruleInWords(alarm.alarmRule, nameOf);
      return alarm.suppressor === undefined ? rule : `${rule}; silent while ${nameOf(alarm.suppressor)} is in alarm`;
    }
    case 'unexplained':
      return `${alarm.mechanism}, which is not explained here`;
    default:
      return [`${comparisonInWords(alarm)} ${periodsInWords(alarm)}`, missingDataInWords(alarm)].join('; ');
  }
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

function comparisonInWords(alarm: MetricAlarm): string {
  const returned = alarm.queries.filter(({ id }) => id !== alarm.bandId).filter(({ returned }) => returned);
  const query = returned.find(({ expression }) => expression !== undefined) ?? returned[0];
  const subject = query === undefined ? 'An unresolved metric' : capitalized(subjectInWords(query, alarm.queries));
  const operator = OPERATORS[alarm.comparison] ?? alarm.comparison;
  return `${subject} ${operator} ${thresholdInWords(alarm, query)}`;
}

function thresholdInWords({ kind, queries, bandId, threshold }: MetricAlarm, query: Query | undefined): string {
  if (kind === 'anomaly') return bandInWords(queries.find(({ id }) => id === bandId)?.expression ?? '');
  if (threshold === undefined) return 'an unresolved threshold';
  return quantity(threshold, query && unitOfQuery(query, queries));
}

function bandInWords(expression: string): string {
  const width = /ANOMALY_DETECTION_BAND\([^,]+,\s*([\d.]+)\)/.exec(expression)?.[1];
  return width === undefined ? 'its band of expected values' : `its band of expected values (${width} deviations wide)`;
}

const unitOfQuery = ({ metric, expression }: Query, queries: readonly Query[]): Unit | undefined =>
  metric === undefined ? unitOfExpression(expression ?? '', queries) : unitOf(metric);

function subjectInWords({ metric, label, expression }: Query, queries: readonly Query[]): string {
  if (metric !== undefined) return metricInWords(metric);
  return label || withNames(expression ?? '', queries);
}

/** An expression with the names of the metrics in place of their ids. */
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
  const statistic = STATISTICS[metric.statistic] ?? `${metric.statistic} `;
  const isTotal = metric.statistic === 'Sum' && unitOf(metric) !== 'count';
  return `${isTotal ? 'total ' : statistic}${nameInWords(metric)}`;
}

/** AWS's names are words run together; names of one's own are left as they are. */
function nameInWords({ namespace, name }: Metric): string {
  if (!namespace.startsWith('AWS/')) return name;
  const words = name
    .replace('UnHealthy', 'Unhealthy')
    .replace('Dlq', 'DLQ')
    .replace(/[_.]/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    // not `IDs`, which is one word
    .replace(/([A-Z]+)([A-Z][a-z]{2})/g, '$1 $2');
  return words.replace(/\b[A-Z][a-z]+\b/g, (word) => word.toLowerCase());
}

function periodsInWords({ datapointsToAlarm: breaching, evaluationPeriods: of, periodSeconds }: MetricAlarm): string {
  const length = periodSeconds === undefined ? 'unresolved length' : quantity(periodSeconds, 'seconds');
  if (of === 1) return `in one period of ${length}`;
  return breaching >= of ? `in all of ${of} periods of ${length}` : `in ${breaching} of ${of} periods of ${length}`;
}

const MISSING_DATA: Readonly<Record<string, string>> = {
  breaching: 'no data counts as failing',
  ignore: 'no data keeps the state',
  missing: 'no data means insufficient data',
  notBreaching: 'no data counts as healthy',
};

function missingDataInWords({ treatMissingData, ignoresLowSamples }: MetricAlarm): string {
  const missing = MISSING_DATA[treatMissingData] ?? `missing data: ${treatMissingData}`;
  return ignoresLowSamples ? `${missing}; too few samples keep the state` : missing;
}

/** Not p90, which would look like a severity. */
const capitalized = (text: string): string => text.replace(/^[a-z](?=[a-z])/, (first) => first.toUpperCase());
