import { compile, type Inputs } from '../../../lib/rehearsal/simulator/math/program';
import type { Query } from '../../../lib/rehearsal/simulator/model';
import { readingNamed } from '../../../lib/rehearsal/simulator/other-readings';
import type { Gappy } from '../../support/evaluator/slow-math';
import { METRIC } from './worlds';

// Metric math on series that are written down.

export const PERIOD = 60;

export const queriesFor = (
  metrics: Readonly<Record<string, Gappy>>,
  expressions: Readonly<Record<string, string>>,
): Query[] => [
  ...Object.keys(metrics).map((id) => ({ id, metric: { ...METRIC, statistic: 'Sum' }, returned: false })),
  ...Object.entries(expressions).map(([id, expression]) => ({ id, expression, returned: id === 'e' })),
];

const inputsOf = (metrics: Readonly<Record<string, Gappy>>, start = 0, band?: readonly [Gappy, Gappy]): Inputs => ({
  length: Math.max(0, ...Object.values(metrics).map(({ length }) => length)),
  periodSeconds: PERIOD,
  startOf: (index) => start + index * PERIOD,
  metric: (id) => series(metrics[id] as Gappy),
  insights: () => [],
  band: () => band && [series(band[0]), series(band[1])],
});

const series = (values: Gappy): Float64Array => Float64Array.from(values, (value) => value ?? Number.NaN);

interface Around {
  readonly start?: number;
  readonly more?: Readonly<Record<string, string>>;
  readonly band?: readonly [upper: Gappy, lower: Gappy];
  /** By name. */
  readonly reading?: string;
}

/** What the expression comes to over the metrics. */
export function math(
  expression: string,
  metrics: Readonly<Record<string, Gappy>>,
  { start, more, band, reading = 'default' }: Around = {},
) {
  const program = compile(queriesFor(metrics, { e: expression, ...more }), ['e'], readingNamed(reading));
  return gappy(program.evaluate('e', inputsOf(metrics, start, band)));
}

/** A fault of any number is written out, so that gaps can be compared. */
function gappy(value: ReturnType<ReturnType<typeof compile>['evaluate']>): Gappy | readonly Gappy[] | number {
  const points = (series: Float64Array): Gappy => Array.from(series, (each) => (Number.isNaN(each) ? undefined : each));
  if (typeof value === 'number') return value;
  return value instanceof Float64Array ? points(value) : value.map(points);
}
