import type { CatalogueStep, MetricDeclarations } from './catalogue';

/** The metrics that every operation publishes. */
export const OPERATION_METRICS = {
  OperationCount: { unit: 'Count', dimensions: ['Operation'] },
  OperationDuration: { unit: 'Milliseconds', dimensions: ['Operation'] },
  Operation2XX: { unit: 'Count', dimensions: ['Operation'] },
  Operation3XX: { unit: 'Count', dimensions: ['Operation'] },
  Operation4XX: { unit: 'Count', dimensions: ['Operation'] },
  Operation5XX: { unit: 'Count', dimensions: ['Operation'] },
  BatchRecords: { unit: 'Count', dimensions: ['Operation'] },
  BatchFailures: { unit: 'Count', dimensions: ['Operation'] },
  UnhandledErrors: { unit: 'Count', dimensions: ['ErrorClass'] },
  ColdStarts: { unit: 'Count' },
  DroppedValues: { unit: 'Count' },
} as const satisfies MetricDeclarations;

/** Members that a record has beside its metrics and dimensions. */
export const RECORD_PROPERTIES = [
  'requestId',
  'traceId',
  'correlationId',
  'callerId',
  'trigger',
  'status',
  'properties',
] as const;

export const stepOf = (name: string): CatalogueStep => ({
  name,
  succeeded: `${name}Succeeded`,
  failed: `${name}Failed`,
  duration: `${name}Duration`,
});

export const stepMetrics = ({ succeeded, failed, duration }: CatalogueStep): MetricDeclarations => ({
  [succeeded]: { unit: 'Count' },
  [failed]: { unit: 'Count' },
  [duration]: { unit: 'Milliseconds' },
});
