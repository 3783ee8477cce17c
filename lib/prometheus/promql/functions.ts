import type { ValueType } from './expression';

/** A function of PromQL: what it takes and returns. */
export interface Signature {
  readonly args: readonly ValueType[];
  /** How many of the last arguments may be left out. */
  readonly optional?: number;
  /** The last argument may be given any number of times, also not at all. */
  readonly repeats?: true;
  readonly returns: ValueType;
}

const each = (names: string, signature: Signature): Record<string, Signature> =>
  Object.fromEntries(names.split(' ').map((name) => [name, signature]));

/** The functions of Prometheus 2.42 that are evaluated: https://prometheus.io/docs/prometheus/2.42/querying/functions/ */
export const FUNCTIONS: Readonly<Record<string, Signature>> = {
  ...each(
    'abs ceil exp floor ln log2 log10 sgn sqrt sort sort_desc timestamp deg rad ' +
      'acos acosh asin asinh atan atanh cos cosh sin sinh tan tanh absent',
    { args: ['vector'], returns: 'vector' },
  ),
  ...each('day_of_month day_of_week day_of_year days_in_month hour minute month year', {
    args: ['vector'],
    optional: 1,
    returns: 'vector',
  }),
  ...each(
    'rate increase delta irate idelta deriv changes resets absent_over_time avg_over_time count_over_time last_over_time ' +
      'max_over_time min_over_time present_over_time stddev_over_time stdvar_over_time sum_over_time',
    { args: ['matrix'], returns: 'vector' },
  ),
  clamp: { args: ['vector', 'scalar', 'scalar'], returns: 'vector' },
  ...each('clamp_min clamp_max', { args: ['vector', 'scalar'], returns: 'vector' }),
  round: { args: ['vector', 'scalar'], optional: 1, returns: 'vector' },
  histogram_quantile: { args: ['scalar', 'vector'], returns: 'vector' },
  quantile_over_time: { args: ['scalar', 'matrix'], returns: 'vector' },
  predict_linear: { args: ['matrix', 'scalar'], returns: 'vector' },
  label_replace: { args: ['vector', 'string', 'string', 'string', 'string'], returns: 'vector' },
  label_join: { args: ['vector', 'string', 'string', 'string'], repeats: true, returns: 'vector' },
  scalar: { args: ['vector'], returns: 'scalar' },
  vector: { args: ['scalar'], returns: 'vector' },
  ...each('time pi', { args: [], returns: 'scalar' }),
};

/** Aggregation operators; the type of the parameter of those that have one. */
export const AGGREGATIONS: Readonly<Record<string, ValueType | undefined>> = {
  sum: undefined,
  avg: undefined,
  min: undefined,
  max: undefined,
  count: undefined,
  group: undefined,
  stddev: undefined,
  stdvar: undefined,
  topk: 'scalar',
  bottomk: 'scalar',
  quantile: 'scalar',
  count_values: 'string',
};
