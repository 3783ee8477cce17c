/** What a line shows. Lines with one meaning have one family of colours on every dashboard. */
export type Meaning =
  | 'error'
  | 'clientError'
  | 'throttle'
  | 'traffic'
  | 'success'
  | 'p50'
  | 'p90'
  | 'p95'
  | 'p99'
  | 'backlog'
  | 'usage'
  | 'remaining';

/** For as many lines of one meaning as a graph may have. None is too light for a white page or too dark for a dark one. */
export const COLOURS: Readonly<Record<Meaning, readonly [string, string, string, string]>> = {
  error: ['#d62728', '#ff7a75', '#a8324a', '#ff9ea2'],
  clientError: ['#ff7f0e', '#ffb26b', '#c65f00', '#d9965b'],
  throttle: ['#9467bd', '#c09be0', '#7b4fd6', '#b07aa1'],
  traffic: ['#1f77b4', '#6baed6', '#3f5fb5', '#8fa8d9'],
  success: ['#2ca02c', '#7bc96f', '#1d8a5b', '#a0c55f'],
  p50: ['#8ab6c1', '#c2a878', '#9a9ad0', '#7fb58f'],
  p90: ['#17becf', '#8fe0e6', '#6f9fd8', '#58c99a'],
  p95: ['#0f8f9c', '#74cfd6', '#5a7fbf', '#3fae7a'],
  p99: ['#e377c2', '#c94f9f', '#f0a3d6', '#b0578f'],
  backlog: ['#8c564b', '#b98679', '#a5672f', '#c9a08f'],
  usage: ['#b8a000', '#e0c34a', '#8c8a3a', '#c98f4a'],
  remaining: ['#7f7f7f', '#b0a56f', '#5f8f8a', '#a58fb0'],
};

/** Lines of one meaning in a graph: more could not be distinguished. */
export const LINES_OF_ONE_COLOUR = 4;

/** Of thresholds: of what pages, and of what opens a ticket or is dashboard only. */
export const THRESHOLD_COLOURS = { pages: '#d62728', others: '#ff7f0e' } as const;
