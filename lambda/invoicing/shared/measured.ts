import type { MetricsCatalogue } from '../../../lib/catalogue';
import type { Operation } from '../../runtime';
import { metricsIn } from './metrics';
import { setting } from './setting';

export const metrics = metricsIn(setting('ENVIRONMENT'));

/** What a handler measures and logs with. */
export type Measured =
  typeof metrics extends MetricsCatalogue<infer Steps, infer Metrics> ? Operation<Steps, Metrics> : never;
