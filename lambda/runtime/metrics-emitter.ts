import type { MetricDeclarations, MetricsCatalogue } from '../../lib/catalogue';
import { emitterOf } from './emitter';
import { MetricsRecord } from './metrics-record';
import type { Measurements } from './typed';

/** Values that are published together. */
export interface Metrics<Step extends string, Declared extends MetricDeclarations>
  extends Measurements<Step, Declared> {
  /** Publishes what has been measured since the last time, if anything. */
  write(): void;
}

/**
 * Metrics alone, for code that is no handler of Lambda. Begin a record for each unit of work, so that those at the same time stay
 * apart.
 *
 * @example
 * const begin = metricsEmitter(invoicing);
 * const metrics = begin();
 * metrics.count('DbConnectFailure');
 * metrics.write();
 */
export function metricsEmitter<Step extends string, Declared extends MetricDeclarations>(
  catalogue: MetricsCatalogue<Step, Declared>,
): () => Metrics<Step, Declared> {
  const emitter = emitterOf(catalogue);
  return () => new MetricsRecord(emitter) as Metrics<Step, Declared>;
}
