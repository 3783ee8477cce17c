import { evaluatePromQl } from '../evaluation/evaluate';
import { type Element, EvaluationError } from '../evaluation/value';
import { Labels } from '../labels';
import type { RuleGroup } from '../rules/rule';
import { RuleRun } from '../rules/run-rules';
import type { Position } from '../rules/yaml-text';
import { SeriesStore } from '../series';
import type { AlertExpectation, QueryExpectation, UnitTest, UnitTests } from './unit-tests';

/** An expectation that did not hold. */
export interface UnitFailure {
  readonly position: Position;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
}

const MOST_EVALUATIONS = 100_000;

/** Runs a test as promtool 2.42 does: rules are evaluated at each evaluation interval, whatever the interval of their group. */
export function runUnitTest(test: UnitTest, groups: readonly RuleGroup[], file: UnitTests): readonly UnitFailure[] {
  const { evaluationInterval, groupOrder } = file;
  const rankOf = ({ name }: RuleGroup): number => groupOrder.indexOf(name);
  const ordered = [...groups].sort((one, other) => rankOf(one) - rankOf(other));
  const end = Math.max(0, ...[...test.alerts, ...test.queries].map(({ time }) => time));
  const stopped = (message: string): UnitFailure[] => [
    { position: test.position, message, expected: 'an evaluation', got: message },
  ];
  if (end / evaluationInterval > MOST_EVALUATIONS)
    return stopped(`the test takes more than ${MOST_EVALUATIONS.toLocaleString('en')} evaluations`);
  const last = Math.floor(end / evaluationInterval) * evaluationInterval;
  const store = storeOf(test, last);
  const { externalLabels, externalUrl } = test;
  const run = new RuleRun(ordered, store, { interval: evaluationInterval, externalLabels, externalUrl });
  const failures: UnitFailure[] = [];
  for (let time = 0; time <= last; time += evaluationInterval) {
    try {
      run.evaluate(time);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      return stopped(`${error.message} (after ${time / 1000} s)`);
    }
    const due = test.alerts.filter((each) => each.time >= time && each.time < time + evaluationInterval);
    failures.push(...due.flatMap((each) => alertFailures(each, run)));
  }
  failures.push(...test.queries.flatMap((each) => queryFailures(each, store, evaluationInterval)));
  return failures;
}

/** promtool loads no sample after its last evaluation. */
function storeOf({ series, interval }: UnitTest, last: number): SeriesStore {
  const store = new SeriesStore();
  for (const { labels, values } of series) {
    values.forEach((value, index) => {
      const time = index * interval;
      if (value !== undefined && time <= last) store.append(labels, { time, value });
    });
  }
  return store;
}

function alertFailures({ alert, expected, position, time }: AlertExpectation, run: RuleRun): UnitFailure[] {
  const textOf = ({ labels, annotations }: { labels: Labels; annotations: Labels }): string =>
    `${labels} ${annotations}`;
  const firing = run.alerts(alert).filter(({ state }) => state === 'firing');
  return compared(expected.map(textOf), firing.map(textOf), (want, got) => ({
    position,
    message: `after ${time / 1000} s, ${alert} was expected as ${want}, not as ${got}.`,
    expected: want,
    got,
  }));
}

function queryFailures(
  { text, expression, expected, position, time }: QueryExpectation,
  store: SeriesStore,
  interval: number,
) {
  const textOf = ({ labels, value }: Element): string => `${labels} ${Object.is(value, -0) ? 0 : value}`;
  try {
    const value = evaluatePromQl(expression, time, store, { interval });
    if (typeof value === 'string') throw new EvaluationError('the query returns a string');
    const elements = typeof value === 'number' ? [{ labels: Labels.none, value }] : value;
    return compared(expected.map(textOf), elements.map(textOf), (want, got) => ({
      position,
      message: `after ${time / 1000} s, ${text} was expected to return ${want}, not ${got}.`,
      expected: want,
      got,
    }));
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return [{ position, message: `${text}: ${error.message}`, expected: 'a value', got: error.message }];
  }
}

function compared(
  expected: readonly string[],
  got: readonly string[],
  failure: (expected: string, got: string) => UnitFailure,
): UnitFailure[] {
  const textOf = (each: readonly string[]): string => (each.length === 0 ? 'nothing' : [...each].sort().join(', '));
  const [want, have] = [textOf(expected), textOf(got)];
  return want === have ? [] : [failure(want, have)];
}
