// What a resource publishes in a rehearsal: what its metrics read where nothing is wrong, and what a failure makes of them.

export type MadeMetric =
  /** Counts what arrives, `times` as often; or how much of it fails, is refused or is throttled. Never: a count that stays zero. */
  | { readonly is: 'requests' | 'failures' | 'refusals' | 'throttles' | 'never'; readonly times: number }
  /** One value for each request: of milliseconds, unless `times` makes another unit of them. */
  | { readonly is: 'duration'; readonly median: number; readonly times: number }
  /** In use, between the quietest and the busiest time of the day; under pressure, `worst`. */
  | { readonly is: 'gauge'; readonly quiet: number; readonly busy: number; readonly worst: number }
  /** One number as long as it works, another when most fails. */
  | { readonly is: 'state'; readonly working: number; readonly down: number }
  /** The percentage of requests that succeed. */
  | { readonly is: 'success' }
  /** 1 for each request that succeeds and 0 for each that fails, of which there always is a share. */
  | { readonly is: 'share'; readonly failing: number }
  /** What waits for a consumer: `usual`, and `perMinute` more for each minute that nothing is taken. */
  | { readonly is: 'waiting'; readonly usual: number; readonly perMinute: number };

/** What a resource type publishes, by the name of the metric. */
export interface MadeData {
  /** Requests a minute at the busiest time of the day. @default 60 */
  readonly arrivals?: number;
  readonly metrics: Readonly<Record<string, MadeMetric>>;
}

const counted =
  (is: 'requests' | 'failures' | 'refusals' | 'throttles' | 'never') =>
  (times = 1): MadeMetric => ({ is, times });

export const requests = counted('requests');
export const failures = counted('failures');
export const refusals = counted('refusals');
export const throttles = counted('throttles');
export const never = counted('never');
export const duration = (median: number, times = 1): MadeMetric => ({ is: 'duration', median, times });
export const gauge = (quiet: number, busy: number, worst: number): MadeMetric => ({ is: 'gauge', quiet, busy, worst });
export const state = (working: number, down: number): MadeMetric => ({ is: 'state', working, down });
export const share = (failing: number): MadeMetric => ({ is: 'share', failing });
export const success = (): MadeMetric => ({ is: 'success' });
export const waiting = (usual: number, perMinute: number): MadeMetric => ({ is: 'waiting', usual, perMinute });

/** What can go wrong in a rehearsal, by what a failure changes. */
const FAILURES: Readonly<Record<MadeMetric['is'], readonly string[]>> = {
  requests: ['quiet-night', 'spike'],
  failures: ['bad-deployment'],
  refusals: [],
  throttles: ['throttled'],
  never: [],
  duration: ['slow-dependency'],
  gauge: ['overloaded'],
  state: ['down'],
  success: ['bad-deployment'],
  share: ['sign-ins-fail'],
  waiting: ['stuck-consumer'],
};

/** The ids of the failures that change made data. */
export const failuresOf = ({ metrics }: MadeData): string[] => [
  ...new Set([...Object.values(metrics).flatMap(({ is }) => FAILURES[is]), 'metric-stops']),
];
