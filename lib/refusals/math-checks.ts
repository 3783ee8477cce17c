import { isInsights } from '../rehearsal/simulator/insights';
import { type Expression, MathError, parseExpression } from '../rehearsal/simulator/math/expression';
import { compile } from '../rehearsal/simulator/math/program';
import { isList, isSeries, type Value } from '../rehearsal/simulator/math/value';
import { NotModelled, type Query } from '../rehearsal/simulator/model';
import { LIMITS } from './limits';
import type { AlarmQuery, MetricAlarm } from './metric-alarm';
import { type Check, type Refusal, refuse } from './refusal';

/** What CloudWatch refuses of `Metrics`: ids, expressions, what is returned. */
export const MATH_CHECKS: readonly Check<MetricAlarm>[] = [
  { id: 'returned', find: returnedFaults },
  { id: 'band', find: bandFaults },
  { id: 'search', find: searchFaults },
  { id: 'expression', find: expressionFaults },
  { id: 'query-period', find: periodFaults },
  { id: 'insights', find: insightsFaults },
];

const BAND = 'ANOMALY_DETECTION_BAND';
const MULTI = 'it returns several time series, but an alarm watches one.';

function returnedFaults(alarm: MetricAlarm): Refusal[] {
  if (!alarm.isMath || !alarm.isComplete || alarm.queries.some(({ returned }) => returned === undefined)) return [];
  const returned = alarm.queries.filter((query) => query.returned).length;
  const wanted = alarm.lacks('ThresholdMetricId') ? 1 : 2;
  if (returned === wanted) return [];
  const what = wanted === 1 ? 'one result' : 'two, the metric and its band';
  return [
    refuse(
      ['Metrics'],
      `${returned} of its entries return data, but an alarm watches ${what}. Write 'ReturnData: false' in ${wanted > returned ? 'fewer' : 'all others'}; an entry without it returns data.`,
    ),
  ];
}

function bandFaults(alarm: MetricAlarm): Refusal[] {
  const id = alarm.text('ThresholdMetricId');
  if (id === undefined || !alarm.isComplete) return [];
  const band = alarm.queries.find((query) => query.id === id);
  if (band === undefined)
    return [
      refuse(
        ['ThresholdMetricId'],
        `no entry of 'Metrics' has the id '${id}'. Write the id of the entry with ${BAND}.`,
      ),
    ];
  return [
    ...(band.expression === undefined || !callsOf(band.expression).includes(BAND)
      ? [refuse(['ThresholdMetricId'], `'${id}' is no band: its expression has no ${BAND}.`)]
      : []),
    ...(band.returned === false
      ? [refuse([...band.path, 'ReturnData'], 'the band of an alarm returns its data. Write true.')]
      : []),
    ...(alarm.period !== undefined && alarm.period < 60
      ? [
          refuse(
            ['ThresholdMetricId'],
            `a band takes periods of at least 60 s, not ${alarm.period} s. Raise the period.`,
          ),
        ]
      : []),
  ];
}

function searchFaults({ expressions }: MetricAlarm): Refusal[] {
  return expressions
    .filter(({ expression }) => callsOf(expression).includes('SEARCH'))
    .map(({ path }) =>
      refuse(
        [...path, 'Expression'],
        'SEARCH is not supported in alarms. Name each metric, or use a Metrics Insights query.',
      ),
    );
}

function expressionFaults(alarm: MetricAlarm): Refusal[] {
  const { expressions, queries } = alarm;
  if (!alarm.isComplete) return [];
  // a grouped query returns several series; the trial has one instead
  const isGrouped = expressions.some(({ expression }) => isGroupedInsights(expression));
  return expressions.flatMap((query) => {
    const { expression, path, id = '' } = query;
    if (isInsights(expression) || callsOf(expression).includes('SEARCH')) return [];
    const problem = problemOf(id, queries, (value) =>
      query.returned ? resultFault(query, value, alarm, isGrouped) : undefined,
    );
    return problem === undefined ? [] : [refuse([...path, 'Expression'], problem)];
  });
}

/** What is wrong with a query, evaluated on one period. */
function problemOf(
  id: string,
  queries: readonly AlarmQuery[],
  resultFaultOf: (value: Value) => string | undefined,
): string | undefined {
  try {
    return resultFaultOf(trial(id, queries.map(simulated)));
  } catch (error) {
    // what the simulator does not model may still be right
    if (error instanceof NotModelled) return undefined;
    if (error instanceof MathError) return `${error.message}.`;
    throw error;
  }
}

function trial(id: string, queries: readonly Query[]): Value {
  const one = Float64Array.of(1);
  const inputs = {
    length: 1,
    periodSeconds: 60,
    startOf: () => 0,
    metric: () => one,
    insights: () => [one],
    band: () => [one, one] as const,
  };
  // only of an array is it checked here what is returned
  return compile(queries, []).evaluate(id, inputs);
}

function resultFault(
  { id, expression = '' }: AlarmQuery,
  value: Value,
  alarm: MetricAlarm,
  isGrouped: boolean,
): string | undefined {
  if (isGrouped) return undefined;
  if (isSeries(value)) return undefined;
  if (!isList(value))
    return 'it comes to a single number, but an alarm watches a time series. Compare or combine it with a series.';
  if (alarm.text('ThresholdMetricId') === id) return undefined;
  const advice = callsOf(expression).includes(BAND)
    ? `Name it in 'ThresholdMetricId'.`
    : 'Reduce them to one, for example with SUM or MAX.';
  return `${MULTI} ${advice}`;
}

/** Insights queries are read as metrics. */
const simulated = ({ id = '', expression, returned = false }: AlarmQuery): Query =>
  expression !== undefined && !isInsights(expression)
    ? { id, expression, returned }
    : { id, returned, metric: { namespace: '', name: '', dimensions: {}, statistic: 'Sum' } };

function periodFaults(alarm: MetricAlarm): Refusal[] {
  if (!alarm.isMath || !alarm.isComplete || alarm.expressions.length === 0) return [];
  const hasPeriod = alarm.queries.some(({ metric, period }) => metric !== undefined || period !== undefined);
  const needing = alarm.expressions.filter(
    ({ expression, period }) => period === undefined && (isInsights(expression) || !hasPeriod),
  );
  const isGiven = ({ path }: AlarmQuery) =>
    (alarm.properties['Metrics'] as Record<string, unknown>[])[path[1] as number]?.['Period'] !== undefined;
  return needing
    .filter((query) => !isGiven(query))
    .map(({ path }) => refuse(path, "it has no 'Period', which an expression without metrics needs. Add it."));
}

function insightsFaults(alarm: MetricAlarm): Refusal[] {
  const insights = alarm.expressions.filter(({ expression }) => isInsights(expression));
  const of = alarm.number('EvaluationPeriods');
  const windows = alarm.properties['EvaluationWindow'] !== undefined ? 1 : 0;
  return [
    ...insights
      .slice(1)
      .map(({ path }) => refuse(path, 'an alarm takes one Metrics Insights query. Remove the others.')),
    ...insights.flatMap(({ path, period = 60, expression, returned }) => [
      ...(period < 60
        ? [
            refuse(
              [...path, 'Period'],
              `it is ${period} s, but Metrics Insights takes periods of at least 60 s. Raise it.`,
            ),
          ]
        : []),
      ...(of !== undefined && period * (of + windows) > LIMITS.insightsWindow
        ? [
            refuse(
              ['EvaluationPeriods'],
              `${of} periods of ${period} s are more than the ${LIMITS.insightsWindow} s (3 hours) that Metrics Insights looks back. Lower 'EvaluationPeriods' or 'Period'.`,
            ),
          ]
        : []),
      ...(returned && isGroupedInsights(expression) && !/\bORDER\s+BY\b/i.test(expression)
        ? [refuse([...path, 'Expression'], `${MULTI} Add ORDER BY for one contributor each, or remove GROUP BY.`)]
        : []),
    ]),
  ];
}

export const isGroupedInsights = (expression: string): boolean =>
  isInsights(expression) && /\bGROUP\s+BY\b/i.test(expression);

/** The names of all functions that an expression calls; none if it cannot be read. */
function callsOf(text: string): string[] {
  try {
    return calls(parseExpression(text));
  } catch (error) {
    if (error instanceof MathError) return [];
    throw error;
  }
}

function calls(expression: Expression): string[] {
  switch (expression.is) {
    case 'call':
      return [expression.name, ...expression.args.flatMap(calls)];
    case 'list':
      return expression.items.flatMap(calls);
    case 'negation':
      return calls(expression.operand);
    case 'operation':
      return [...calls(expression.left), ...calls(expression.right)];
    default:
      return [];
  }
}
