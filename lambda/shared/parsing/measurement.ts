import type { Unit } from '../../../lib/rules/rule';
import type { GraphedMetric, Measurement } from '../alerts/alert';
import { type Fields, fieldsIn, listIn, numberIn, parsed, textIn } from './fields';

const COMPARISONS: readonly [RegExp, string][] = [
  [/^GreaterThanOrEqual/i, '>='],
  [/^GreaterThanUpper/i, 'above'],
  [/^GreaterThan/i, '>'],
  [/^LessThanOrEqual/i, '<='],
  [/^LessThanLowerOrGreaterThanUpper/i, 'outside'],
  [/^LessThanLower/i, 'below'],
  [/^LessThan/i, '<'],
];
/** CloudWatch's units as Vigil names them. */
const UNITS: Readonly<Record<string, Unit>> = {
  percent: 'percent',
  count: 'count',
  seconds: 'seconds',
  milliseconds: 'milliseconds',
  bytes: 'bytes',
};
export const OUR_UNITS: readonly string[] = [...Object.values(UNITS), 'fraction', 'times', 'hours', 'days'];

/** `0.12 (23/08/26 04:10:00)` in a reason. */
const DATAPOINT = /(-?\d+(?:\.\d+)?(?:E-?\d+)?) \((\d\d)\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)\)/g;

/** CloudWatch knows none longer than a week. */
function periodIn(value: unknown): number | undefined {
  const seconds = numberIn(value) ?? 0;
  return seconds >= 1 && seconds <= 604_800 ? seconds : undefined;
}

/** The metrics of an alarm: its only one, or those of its metric math. */
export function metricsIn(trigger: Fields): GraphedMetric[] {
  const queries = listIn(trigger['metrics']).map(fieldsIn);
  if (queries.length > 0) return queries.map(queried);
  const name = textIn(trigger['metricName']);
  if (name === undefined) return [];
  return [
    {
      namespace: textIn(trigger['namespace']),
      name,
      dimensions: dimensionsIn(trigger['dimensions']),
      statistic: textIn(trigger['extendedStatistic']) ?? inWords(textIn(trigger['statistic'])),
      periodSeconds: periodIn(trigger['period']),
      shown: true,
    },
  ];
}

function queried(query: Fields): GraphedMetric {
  const stat = fieldsIn(query['metricStat']);
  const metric = fieldsIn(stat['metric']);
  return {
    id: textIn(query['id']),
    expression: textIn(query['expression']),
    label: textIn(query['label']),
    namespace: textIn(metric['namespace']),
    name: textIn(metric['metricName']) ?? textIn(metric['name']),
    dimensions: dimensionsIn(metric['dimensions']),
    statistic: textIn(stat['stat']),
    periodSeconds: periodIn(stat['period']) ?? periodIn(query['period']),
    shown: query['returnData'] !== false,
  };
}

/** A list of names and values from SNS, an object from EventBridge. */
function dimensionsIn(value: unknown): Record<string, string> {
  const pairs = Array.isArray(value)
    ? value.map(fieldsIn).map(({ name, value: text }) => [name, text])
    : Object.entries(fieldsIn(value));
  return Object.fromEntries(pairs.filter((pair) => pair.every((part) => textIn(part) !== undefined)));
}

/** `AVERAGE` as graphs want it. */
const inWords = (statistic: string | undefined): string | undefined =>
  statistic === 'SAMPLE_COUNT' ? 'SampleCount' : statistic?.replace(/^(.)(.*)$/, (_, a, b) => a + b.toLowerCase());

/** What was compared with what. */
export function measurementIn(
  trigger: Fields,
  metrics: readonly GraphedMetric[],
  reason: string,
  reasonData: unknown,
  unit: string | undefined,
): Measurement | undefined {
  const compared = metrics.find(({ shown }) => shown) ?? metrics[0];
  if (compared === undefined) return undefined;
  const operator = textIn(trigger['comparisonOperator']) ?? '';
  const published = UNITS[(textIn(trigger['unit']) ?? '').toLowerCase()];
  return {
    label: compared.label ?? compared.name ?? labelOf(compared.expression) ?? 'Value',
    statistic: compared.expression === undefined ? compared.statistic : undefined,
    value: newestIn(reason) ?? newestOf(fieldsIn(parsed(reasonData) ?? reasonData)),
    comparison: COMPARISONS.find(([pattern]) => pattern.test(operator))?.[1],
    threshold: numberIn(trigger['threshold']) ?? thresholdIn(reason),
    unit: OUR_UNITS.includes(unit ?? '') ? (unit as Unit) : published,
    breaching: numberIn(trigger['datapointsToAlarm']) ?? numberIn(trigger['evaluationPeriods']),
    of: numberIn(trigger['evaluationPeriods']),
    periodSeconds: periodIn(trigger['period']) ?? compared.periodSeconds,
  };
}

/** Of `SELECT MAX(Depth) FROM …`, what is selected. */
const labelOf = (expression: string | undefined): string | undefined =>
  /^\s*SELECT\s+(\w+\([^)]{1,100}\))/i.exec(expression ?? '')?.[1] ?? expression;

/** What is measured: the dimensions of all metrics, as far as they agree. */
export function resourceOf(metrics: readonly GraphedMetric[]): Readonly<Record<string, string>> {
  const measured = metrics.map(({ dimensions }) => dimensions).filter((each) => Object.keys(each).length > 0);
  const pairs = Object.entries(measured[0] ?? {});
  return Object.fromEntries(pairs.filter(([name, value]) => measured.every((each) => each[name] === value)));
}

/** Reasons list datapoints with their times, and not always in order. */
function newestIn(reason: string): number | undefined {
  const points = [...reason.matchAll(DATAPOINT)].map(([, value, day, month, year, time]) => ({
    value: Number(value),
    at: `${year}${month}${day}${time}`,
  }));
  return points.sort((a, b) => (a.at < b.at ? 1 : -1))[0]?.value;
}

const newestOf = (data: Fields): number | undefined =>
  listIn(data['recentDatapoints'])
    .filter((value): value is number => typeof value === 'number')
    .at(-1);

/** EventBridge's alarms come without their threshold; the reason has it. */
const thresholdIn = (reason: string): number | undefined =>
  numberIn(/the threshold \((-?[\d.E-]+)\)/.exec(reason)?.[1]);
