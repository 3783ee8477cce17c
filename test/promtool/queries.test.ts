import fc from 'fast-check';
import { parsePromQl } from '../../lib/prometheus/promql/parse';
import { printPromQl } from '../../lib/prometheus/promql/print';
import { parseSeries } from '../../lib/prometheus/testing/series-notation';
import { queryCase } from '../prometheus/generated';
import { QUERIES, SERIES } from '../prometheus/known-queries';
import { isSame, type Query, type Result, resultOf } from '../prometheus/results';
import { promtool } from './promtool';

const COUNT = Number(process.env['PROMTOOL_CASES'] ?? 600);

/** What promtool evaluates queries to: it prints what it got where nothing was expected. @param step seconds */
function resultsOfPromtool(queries: readonly Query[], step: number): Result[] {
  const tests = queries.map(({ interval, series, query, time }, index) => ({
    interval: `${interval}s`,
    input_series: series,
    promql_expr_test: [{ expr: `${query} # ${index}`, eval_time: `${time}s` }],
  }));
  const file = JSON.stringify({ rule_files: [], evaluation_interval: `${step}s`, tests });
  const { output } = promtool(['test', 'rules', 'tests.yml'], { 'tests.yml': file });
  const results: Result[] = queries.map(() => new Map());
  for (const block of output.split(/^ {4}expr: /m).slice(1)) {
    const index = Number(/# (\d+)"/.exec(block)?.[1]);
    const got = /got: (.*)/.exec(block)?.[1];
    const samples = [...(got ?? '').matchAll(/(\{[^}]*\}) (\S+?)(?:,|$)/g)];
    results[index] =
      got === undefined
        ? 'refused'
        : new Map(
            samples.map(([, labels = '', value = '']) => [
              parseSeries(labels).key,
              Number(value.replace('Inf', 'Infinity')),
            ]),
          );
  }
  return results;
}

/** Those whose results differ, as they are printed in a failure. */
function differences(queries: readonly Query[], step: number) {
  const theirs = resultsOfPromtool(queries, step);
  const different = queries.flatMap((each, index) => {
    const [one, other] = [resultOf(each, step), theirs[index] as Result];
    return isSame(one, other) ? [] : [{ ...each, ours: shown(one), theirs: shown(other) }];
  });
  return { different, answered: theirs.filter((result) => result !== 'refused' && result.size > 0).length };
}

const shown = (result: Result): unknown =>
  result === 'refused' ? result : [...result].map(([key, value]) => `${key} ${value}`);

test('the queries that are written down are evaluated as promtool does', () => {
  const series = Object.entries(SERIES).map(([name, values]) => ({ series: name, values }));
  const queries = QUERIES.map(([query, minutes]) => ({ series, interval: 60, query, time: minutes * 60 }));

  expect(differences(queries, 60).different).toEqual([]);
});

test(`${COUNT} generated queries are evaluated as promtool does, also as they are printed`, () => {
  // GIVEN
  const queries = fc.sample(queryCase, { numRuns: COUNT, seed: Number(process.env['SEED'] ?? 42) });

  // WHEN
  const { different, answered } = differences(queries, 10);

  // THEN
  expect(different.slice(0, 5)).toEqual([]);
  expect(answered).toBeGreaterThan(COUNT / 3);
  for (const each of queries) {
    const { expression } = parsePromQl(each.query);
    const printed = expression === undefined ? '' : printPromQl(expression);
    expect([printed, isSame(resultOf({ ...each, query: printed }, 10), resultOf(each, 10))]).toEqual([printed, true]);
  }
});
