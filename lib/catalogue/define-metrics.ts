import { alarmOf, listOf } from './alarm';
import type {
  CatalogueDeclaration,
  CatalogueMetric,
  MetricDeclaration,
  MetricDeclarations,
  MetricsCatalogue,
} from './catalogue';
import { errorsOf } from './declaration-errors';
import { OPERATION_METRICS, stepMetrics, stepOf } from './own-metrics';
import { MICROSECONDS } from './unit';

/**
 * Declares the metrics of an application once, for its handlers and its stack.
 *
 * @throws Error with all mistakes, each with its path: names that are reserved or used twice, and what CloudWatch would reject
 *
 * @example
 * export const invoicing = defineMetrics({
 *   namespace: 'Invoicing',
 *   dimensions: { Service: 'invoices' },
 *   steps: ['CreateCustomer'],
 *   metrics: {
 *     DbQueryDuration: { unit: Unit.MILLISECONDS, dimensions: ['QueryName'] },
 *     DbConnectFailure: { unit: Unit.COUNT, alarm: { above: 3, within: 'PT5M', severity: 'P1' } },
 *   },
 * });
 */
export function defineMetrics<
  const Step extends string = never,
  const Metrics extends MetricDeclarations = Record<never, never>,
>(declaration: CatalogueDeclaration<Step, Metrics>): MetricsCatalogue<Step, Metrics> {
  const errors = errorsOf(declaration);
  if (errors.length > 0) {
    throw new Error(['The declaration of metrics has errors:', ...errors.map((error) => `  ${error}`)].join('\n'));
  }
  const { namespace, dimensions = {}, steps = [], metrics = {} } = declaration;
  const shared = Object.keys(dimensions);
  const catalogueSteps = steps.map(stepOf);
  const declared = [metrics, ...catalogueSteps.map(stepMetrics), OPERATION_METRICS].flatMap(
    (some: MetricDeclarations) => Object.entries(some),
  );
  return {
    namespace,
    dimensions: { ...dimensions },
    steps: catalogueSteps,
    metrics: declared.map(([name, metric]) => metricOf(name, metric, shared)),
  };
}

function metricOf(name: string, declaration: MetricDeclaration, shared: readonly string[]): CatalogueMetric {
  const { unit, kind = MICROSECONDS[unit] ? 'duration' : 'counter', dimensions = [], alarm } = declaration;
  return {
    name,
    unit,
    kind,
    dimensions: [...dimensions],
    dimensionSets: dimensions.length > 0 ? [[...shared], [...shared, ...dimensions]] : [[...shared]],
    alarms: listOf(alarm).map((one) => alarmOf(one, kind)),
  };
}
