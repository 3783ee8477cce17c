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
export { HEALTH_METRICS } from './health-metrics';
export { type PartnerMetrics, PROCESSING_METRICS, partnerMetrics } from './partner-metrics';
export { Unit } from './unit';
