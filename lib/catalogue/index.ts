export type {
  AlarmDeclaration,
  Catalogue,
  CatalogueAlarm,
  CatalogueDeclaration,
  CatalogueMetric,
  CatalogueStep,
  MetricDeclaration,
  MetricDeclarations,
  MetricKind,
  MetricsCatalogue,
  MissingData,
} from './catalogue';
export { DATABASE_METRICS } from './database-metrics';
export { defineMetrics } from './define-metrics';
export { Unit } from './unit';
