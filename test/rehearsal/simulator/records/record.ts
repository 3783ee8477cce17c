/** What AWS was seen to do, and what the simulator makes of the same. */
export interface Record {
  readonly id: string;
  readonly area: Area;
  readonly what: string;
  /** Captured from AWS itself, documented by AWS, said by two sources, or by one. */
  readonly source: 'native' | 'documented' | 'two' | 'one';
  readonly aws: unknown;
  readonly simulator: () => unknown;
}

export type Area =
  | 'state'
  | 'reason'
  | 'reason data'
  | 'time'
  | 'statistic'
  | 'unit'
  | 'percentile'
  | 'math'
  | 'composite rule'
  | 'composite'
  | 'sns'
  | 'event'
  | 'missing data'
  | 'action'
  | 'contributor'
  | 'admission';
