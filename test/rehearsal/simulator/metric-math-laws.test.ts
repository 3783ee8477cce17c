import fc from 'fast-check';
import { type Gappy, type Slow, SlowMath, type Tree, written } from '../../support/evaluator/slow-math';
import { math, PERIOD } from './formulas';
import { runs } from './worlds';

describe('two interpreters', () => {
  const LENGTH = 6;
  const number = fc.oneof(fc.integer({ min: -5, max: 20 }), fc.constantFrom(0, 0.5, 1.25));
  const metrics = fc.record({
    m1: fc.array(fc.option(number, { nil: undefined, freq: 2 }), { minLength: LENGTH, maxLength: LENGTH }),
    m2: fc.array(fc.option(number, { nil: undefined, freq: 2 }), { minLength: LENGTH, maxLength: LENGTH }),
  });
  const OPERATORS = ['+', '-', '*', '/', '^', '==', '!=', '<', '>', '<=', '>=', 'AND', 'OR', '&&', '||'];
  const call = (name: fc.Arbitrary<string>, ...args: fc.Arbitrary<Tree>[]): fc.Arbitrary<Tree> =>
    fc.record({ call: name, args: fc.tuple(...args) });
  const { series } = fc.letrec<{ scalar: Tree; series: Tree; list: Tree }>((tie) => {
    const operator = fc.constantFrom(...OPERATORS);
    const operation = (left: fc.Arbitrary<Tree>, right: fc.Arbitrary<Tree>) => fc.record({ operator, left, right });
    const word = (...words: string[]): fc.Arbitrary<Tree> => fc.record({ word: fc.constantFrom(...words) });
    const [S, TS, L] = [tie('scalar'), tie('series'), tie('list')];
    const aggregates = fc.constantFrom('SUM', 'AVG', 'MIN', 'MAX', 'STDDEV', 'DATAPOINT_COUNT');
    const around = fc.constantFrom('DIFF', 'DIFF_TIME', 'RATE', 'RUNNING_SUM');
    const point = fc.constantFrom('ABS', 'CEIL', 'FLOOR', 'LOG', 'LOG10');
    const depth = { maxDepth: 4, depthSize: 'small' } as const;
    return {
      scalar: fc.oneof(depth, fc.record({ number: number.map(Math.abs) }), call(aggregates, TS), operation(S, S)),
      series: fc.oneof(
        depth,
        fc.record({ metric: fc.constantFrom('m1', 'm2') }),
        operation(TS, TS),
        operation(TS, S),
        operation(S, TS),
        fc.record({ minus: TS }),
        call(fc.constantFrom('IF'), TS, TS, TS),
        call(fc.constantFrom('IF'), TS, S, TS),
        call(fc.constantFrom('IF'), TS, TS, S),
        call(fc.constantFrom('IF'), S, TS, TS),
        call(fc.constantFrom('IF'), TS, TS),
        call(point, TS),
        call(around, TS),
        call(aggregates, L),
        call(fc.constantFrom('FILL'), TS, fc.oneof(S, TS, word('REPEAT', 'LINEAR'))),
        call(fc.constantFrom('TIME_SERIES'), S),
        call(fc.constantFrom('FIRST', 'LAST'), L),
      ),
      list: fc.oneof(
        depth,
        fc.record({ array: fc.array(TS, { minLength: 1, maxLength: 3 }) }),
        operation(L, TS),
        operation(L, S),
        operation(S, L),
        fc.record({ minus: L }),
        call(point, L),
        call(around, L),
      ),
    };
  });

  // (m1 >= (1 / MAX((m1 * 0)))), of which one point is -0
  const EITHER_ZERO: Tree = {
    operator: '>=',
    left: { metric: 'm1' },
    right: {
      operator: '/',
      left: { number: 1 },
      right: { call: 'MAX', args: [{ operator: '*', left: { metric: 'm1' }, right: { number: 0 } }] },
    },
  };

  test('say the same of generated expressions on series with gaps', () => {
    fc.assert(
      fc.property(series, metrics, (tree, values) => {
        const expression = written(tree);
        const found = math(expression, values) as Gappy;
        const expected = new SlowMath(values, LENGTH, PERIOD).value(tree) as Slow & { series: Gappy };
        const differs = found.findIndex((value, index) => !isSame(value, expected.series[index]));
        if (differs >= 0) throw new Error(`${expression}: ${found}, not ${expected.series}`);
      }),
      { numRuns: runs(100_000), examples: [[EITHER_ZERO, { m1: [1, 1, 1, 1, 1, -5], m2: [] }]] },
    );
  });
});

/** Sums may be added up in another order. */
function isSame(one: number | undefined, other: number | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one === other || Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
}
