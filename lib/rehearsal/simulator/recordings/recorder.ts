import type { MetricStore } from '../metric-store';

/** What takes the samples of a recording: the store of a simulation, or a list. */
export type Recorder = Pick<MetricStore, 'record'>;
