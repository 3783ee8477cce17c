import type { CatalogueStep, MetricDeclarations } from './catalogue';
import { Unit } from './unit';

/** What every operation publishes without being asked. */
export const OPERATION_METRICS = {
  OperationCount: { unit: Unit.COUNT, dimensions: ['Operation'] },
  OperationDuration: { unit: Unit.MILLISECONDS, dimensions: ['Operation'] },
  Operation2XX: { unit: Unit.COUNT, dimensions: ['Operation'] },
  Operation3XX: { unit: Unit.COUNT, dimensions: ['Operation'] },
  Operation4XX: { unit: Unit.COUNT, dimensions: ['Operation'] },
  Operation5XX: { unit: Unit.COUNT, dimensions: ['Operation'] },
  BatchRecords: { unit: Unit.COUNT, dimensions: ['Operation'] },
  BatchFailures: { unit: Unit.COUNT, dimensions: ['Operation'] },
  UnhandledErrors: { unit: Unit.COUNT, dimensions: ['ErrorClass'] },
  ColdStarts: { unit: Unit.COUNT },
  DroppedValues: { unit: Unit.COUNT },
} as const satisfies MetricDeclarations;

/** Members that a record has beside its metrics and dimensions. */
export const RECORD_PROPERTIES = [
  'requestId',
  'traceId',
  'correlationId',
  'callerId',
  'trigger',
  'status',
  'errorClass',
  'headers',
  'properties',
] as const;

export const stepOf = (name: string): CatalogueStep => ({
  name,
  succeeded: `${name}Succeeded`,
  failed: `${name}Failed`,
  duration: `${name}Duration`,
});

export const stepMetrics = ({ succeeded, failed, duration }: CatalogueStep): MetricDeclarations => ({
  [succeeded]: { unit: Unit.COUNT },
  [failed]: { unit: Unit.COUNT },
  [duration]: { unit: Unit.MILLISECONDS },
});
