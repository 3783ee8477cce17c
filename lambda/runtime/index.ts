export type { CustomMatcher, MatchedAnswer } from '../../lib/contracts/health-checks';
export { type Database, database } from './database';
export {
  type ComponentReport,
  type HealthAnswer,
  type HealthOptions,
  type HealthReport,
  healthEndpoint,
} from './health';
export {
  applicationHealth,
  type ComponentHealth,
  databaseHealth,
  type HealthCheck,
  type HealthStatus,
  type PartnerUsers,
  partnersHealth,
  partnerUsersHealth,
  queueHealth,
} from './health-checks';
export { heartbeat } from './health-heartbeat';
export type {
  AssignmentEvent,
  DataProcessingEvent,
  ErrorEvent,
  LogEvent,
  PartnerOperationEvent,
  PerformanceEvent,
  SyncEvent,
} from './log-events';
export type { LogFields, Logger } from './logger';
export { type Metrics, metricsEmitter } from './metrics-emitter';
export { type Operation, type OperationOptions, operation } from './operation';
export type { InvocationContext } from './operation-record';
export { type Partner, partner } from './partner';
export { type PartnerProbesOptions, type ProbesAnswer, partnerProbes } from './partner-probes';
export { processing } from './processing';
export {
  type RecordSync,
  type SyncedCustomer,
  type SyncHistory,
  type SyncStates,
  type SyncTable,
  syncStates,
} from './sync-states';
export type { Span, Tracer } from './tracer';
export type { Measurements } from './typed';
