import type { Manners } from '../evaluator/slow-math';

/** How this CloudWatch behaves where AWS's documentation leaves it open. Nothing here is shared with the simulator. */
export interface Behaviour extends Manners {
  /** How many periods are retrieved for an alarm on a metric, and on metric math. */
  readonly metricRange: (of: number, seconds: number) => number;
  readonly mathRange: (of: number, seconds: number) => number;
  /** Metric math is evaluated a minute later, when data have arrived. */
  readonly waits: boolean;
  readonly mixedLogic: 'accepted' | 'refused';
  /** Over which periods the samples of a percentile are counted. */
  readonly lowSamples: 'all' | 'newest';
  readonly young: 'INSUFFICIENT_DATA' | 'OK';
  readonly multiDayMinute: number;
  /** One datapoint within the threshold does not keep an old breach from alarming, as the literal sentence of the guide has it. */
  readonly ignoresWithin: boolean;
  readonly suppression: 'documented' | 'none' | 'without extension';
  readonly mixedPeriods: 'refused' | 'shortest' | 'longest';
}

const observedRange = (of: number, seconds: number): number =>
  of + (seconds < 60 ? Math.ceil(60 / seconds) : Math.max(2, Math.ceil(300 / seconds)));

/** As the simulator of this project expects it. */
export const EXPECTED: Behaviour = {
  ...{ averageGaps: 'zero', operandGaps: 'zero', falseGaps: 'gap', emptyFill: 'filled' },
  metricRange: observedRange,
  mathRange: observedRange,
  waits: true,
  mixedLogic: 'accepted',
  lowSamples: 'all',
  young: 'INSUFFICIENT_DATA',
  multiDayMinute: 3,
  ignoresWithin: false,
  suppression: 'documented',
  mixedPeriods: 'shortest',
};
