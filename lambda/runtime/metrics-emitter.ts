import type { MetricDeclarations, MetricsCatalogue } from '../../lib/catalogue';
import { emitterOf } from './emitter';
import { MetricsRecord } from './metrics-record';
import type { Measurements } from './typed';

/** A record of values that are published together. */
export interface Metrics<Step extends string, Declared extends MetricDeclarations>
  extends Measurements<Step, Declared> {
  /** Publishes the values measured since the last call, if any. */
  write(): void;
}

/**
 * Metrics without an operation, for code that is not a Lambda handler. Begin a record for each unit of work, so that concurrent units
 * do not mix.
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
