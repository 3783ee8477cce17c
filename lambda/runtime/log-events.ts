/** A call of a partner's API. */
export interface PartnerOperationEvent {
  readonly event: 'partner-operation';
  /** The called action. `operation`, in every line, is that of the handler. */
  readonly action: string;
  readonly partner: string;
  readonly success: boolean;
  readonly durationMs?: number;
}

/** A job was assigned to a user of a partner, or the assignment failed. */
export interface AssignmentEvent {
  readonly event: 'assignment';
  readonly jobId: string;
  readonly partner: string;
  readonly success: boolean;
  readonly userId?: string;
  readonly durationMs?: number;
}

/** A customer was synchronised with a partner, or the synchronisation failed. */
export interface SyncEvent {
  readonly event: 'sync';
  readonly partner: string;
  readonly customerId: string;
  readonly success: boolean;
  readonly durationMs?: number;
  /** The number of consecutive failures. */
  readonly consecutiveFailures?: number;
}

/** One stage of data processing succeeded or failed. */
export interface DataProcessingEvent {
  readonly event: 'data-processing';
  readonly stage: string;
  readonly success: boolean;
  readonly durationMs?: number;
}

/** Any other error. */
export interface ErrorEvent {
  readonly event: 'error';
  /** With its stack and its cause. */
  readonly error: unknown;
}

/** A duration. */
export interface PerformanceEvent {
  readonly event: 'performance';
  readonly action: string;
  readonly durationMs: number;
}

/** Typed events of most applications. Their fixed field names let one saved query serve all applications. */
export type LogEvent = (
  | PartnerOperationEvent
  | AssignmentEvent
  | SyncEvent
  | DataProcessingEvent
  | ErrorEvent
  | PerformanceEvent
) & {
  /** Ids and sizes to search for; never whole payloads. */
  readonly context?: Readonly<Record<string, string | number | boolean>>;
};

/** An operation has a log; a record of metrics alone has none. */
export interface EventRecorder {
  readonly log?: { event(event: LogEvent): void };
}
