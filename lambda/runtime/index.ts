export { type Database, database } from './database';
export type { LogFields, Logger } from './logger';
export { type Metrics, metricsEmitter } from './metrics-emitter';
export { type InvocationContext, type Operation, type OperationOptions, operation } from './operation';
export type { Measurements } from './typed';
