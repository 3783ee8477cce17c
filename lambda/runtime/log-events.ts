/** A call of a partner's interface. */
export interface PartnerOperationEvent {
  readonly event: 'partner-operation';
  /** What was asked of it. `operation` is that of the handler, in every line. */
  readonly action: string;
  readonly partner: string;
  readonly success: boolean;
  readonly durationMs?: number;
}

/** A job was given to somebody at a partner, or was not. */
export interface AssignmentEvent {
  readonly event: 'assignment';
  readonly jobId: string;
  readonly partner: string;
  readonly success: boolean;
  readonly userId?: string;
  readonly durationMs?: number;
}

/** The data of a customer was synchronised with a partner, or was not. */
export interface SyncEvent {
  readonly event: 'sync';
  readonly partner: string;
  readonly customerId: string;
  readonly success: boolean;
  readonly durationMs?: number;
  /** How many in a row have failed by now. */
  readonly consecutiveFailures?: number;
}

/** Data went through one stage of its processing, or did not. */
export interface DataProcessingEvent {
  readonly event: 'data-processing';
  readonly stage: string;
  readonly success: boolean;
  readonly durationMs?: number;
}

/** Something failed that is none of the others. */
export interface ErrorEvent {
  readonly event: 'error';
  /** With its stack and its cause. */
  readonly error: unknown;
}

/** How long something took. */
export interface PerformanceEvent {
  readonly event: 'performance';
  readonly action: string;
  readonly durationMs: number;
}

/** What happens in most applications, each with fields of fixed names, so that one saved query finds it in all of them. */
export type LogEvent = (
  | PartnerOperationEvent
  | AssignmentEvent
  | SyncEvent
  | DataProcessingEvent
  | ErrorEvent
  | PerformanceEvent
) & {
  /** Ids and sizes that make it found; never whole payloads. */
  readonly context?: Readonly<Record<string, string | number | boolean>>;
};

/** An operation has a log; a record of metrics alone has none. */
export interface EventRecorder {
  readonly log?: { event(event: LogEvent): void };
}
