import fc from 'fast-check';
import { evaluatePromQl } from '../../lib/prometheus/evaluation/evaluate';
import { EvaluationError } from '../../lib/prometheus/evaluation/value';
import { Labels } from '../../lib/prometheus/labels';
import { parsePromQl } from '../../lib/prometheus/promql/parse';
import { printPromQl } from '../../lib/prometheus/promql/print';
import { SeriesStore } from '../../lib/prometheus/series';
import { parseSeries, parseValues } from '../../lib/prometheus/testing/series-notation';
import { type QueryCase, queryCase } from '../prometheus/generated';
import { promtool } from './promtool';

const COUNT = Number(process.env['PROMTOOL_CASES'] ?? 1500);
const STEP = 10;

type Result = ReadonlyMap<string, number> | 'refused';

/** What promtool evaluates each query to: it prints what it got where nothing was expected. */
function resultsOfPromtool(cases: readonly QueryCase[]): Result[] {
  const tests = cases.map(({ interval, series, query, time }, index) => ({
    interval: `${interval}s`,
    input_series: series,
    promql_expr_test: [{ expr: `${query} # ${index}`, eval_time: `${time}s` }],
  }));
  const file = JSON.stringify({ rule_files: [], evaluation_interval: `${STEP}s`, tests });
  const { output } = promtool(['test', 'rules', 'tests.yml'], { 'tests.yml': file });
  const results: Result[] = cases.map(() => new Map());
  for (const block of output.split(/^ {4}expr: /m).slice(1)) {
    const index = Number(/# (\d+)"/.exec(block)?.[1]);
    const got = /got: (.*)/.exec(block)?.[1];
    if (got === undefined) {
      results[index] = 'refused';
      continue;
    }
    const samples = [...got.matchAll(/(\{[^}]*\}) (\S+?)(?:,|$)/g)].map(
      ([, labels = '', value = '']) => [parseSeries(labels).key, Number(value.replace('Inf', 'Infinity'))] as const,
    );
    results[index] = new Map(samples);
  }
  return results;
}

function resultOfVigil({ interval, series, query, time }: QueryCase): Result {
  const store = new SeriesStore();
  for (const each of series) {
    parseValues(each.values).forEach((value, index) => {
      const at = index * interval * 1000;
      if (value !== undefined && at <= time * 1000) store.append(parseSeries(each.series), { time: at, value });
    });
  }
  const { expression, problems } = parsePromQl(query);
  if (expression === undefined) throw new Error(`${query}: ${problems[0]?.message}`);
  // what is printed means the same
  const printed = parsePromQl(printPromQl(expression)).expression;
  expect(printed === undefined ? undefined : printPromQl(printed)).toBe(printPromQl(expression));
  try {
    const value = evaluatePromQl(printed ?? expression, time * 1000, store, { interval: STEP * 1000 });
    const elements = typeof value === 'object' ? value : [{ labels: Labels.none, value: Number(value) }];
    return new Map(elements.map((each) => [each.labels.key, each.value]));
  } catch (error) {
    if (error instanceof EvaluationError) return 'refused';
    throw error;
  }
}

/** Sums depend on the order of series, which promtool leaves to chance. */
const isClose = (one: number, other: number): boolean =>
  Object.is(one, other) ||
  one === other ||
  Math.abs(one - other) <= 1e-11 * Math.max(1, Math.abs(one), Math.abs(other));

function isSame(one: Result, other: Result): boolean {
  if (one === 'refused' || other === 'refused') return one === other;
  return (
    one.size === other.size && [...one].every(([key, value]) => isClose(value, other.get(key) ?? Number.MAX_VALUE))
  );
}

test(`${COUNT} generated queries are evaluated as promtool does`, () => {
  // GIVEN
  const cases = fc.sample(queryCase, { numRuns: COUNT, seed: Number(process.env['SEED'] ?? 42) });

  // WHEN
  const theirs = resultsOfPromtool(cases);
  const ours = cases.map(resultOfVigil);

  // THEN
  const different = cases.flatMap((each, index) => {
    const [one, other] = [ours[index] as Result, theirs[index] as Result];
    return isSame(one, other) ? [] : [{ ...each, ours: shown(one), theirs: shown(other) }];
  });
  const answered = theirs.filter((result) => result !== 'refused' && result.size > 0).length;
  expect(different.slice(0, 5)).toEqual([]);
  expect(answered).toBeGreaterThan(COUNT / 3);
});

const shown = (result: Result): unknown =>
  result === 'refused' ? result : [...result].map(([key, value]) => `${key} ${value}`);
