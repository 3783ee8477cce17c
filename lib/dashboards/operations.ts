import type { Dimensions } from '../alarms/alarm-properties';

/** One operation of an HTTP API: verb and route. */
export interface Operation {
  /** Such as `POST /orders`. */
  readonly name: string;
  readonly namespaceMetrics: OperationMetrics;
  readonly dimensions: Dimensions;
}

/** What API Gateway calls the metrics of an operation: the two kinds of API differ. */
export interface OperationMetrics {
  readonly serverErrors: string;
  readonly clientErrors: string;
}
