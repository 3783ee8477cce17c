/** What `vigil verify` asks of CloudWatch, and nothing more. Every call throws {@link CloudWatchError}. */
export interface CloudWatch {
  putMetricData(points: readonly PublishedPoint[]): Promise<void>;
  putMetricAlarm(input: AlarmInput): Promise<void>;
  putCompositeAlarm(input: CompositeInput): Promise<void>;
  /** All alarms whose names begin so. */
  describeAlarms(prefix: string): Promise<LiveAlarm[]>;
  /** The changes of an alarm's state, the oldest first. */
  stateChanges(alarm: Pick<LiveAlarm, 'name' | 'kind'>): Promise<LiveChange[]>;
  /** At most 100, of which one is a composite. */
  deleteAlarms(names: readonly string[]): Promise<void>;
}

/** Parameters of PutMetricAlarm. */
export type AlarmInput = Readonly<Record<string, unknown>> & { readonly AlarmName: string };
/** Parameters of PutCompositeAlarm. */
export type CompositeInput = AlarmInput & { readonly AlarmRule: string };

/** In the namespace of the command. Times are seconds since 1970. */
export interface PublishedPoint {
  readonly metric: string;
  readonly time: number;
  readonly value: number;
  readonly samples: number;
  /** Kept by the second, for periods under a minute. */
  readonly isHighResolution: boolean;
}

export type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface LiveAlarm {
  readonly name: string;
  readonly kind: 'metric' | 'composite';
  readonly description: string;
  /** By the clock of AWS. */
  readonly createdAt?: number;
  readonly state: State;
  readonly reason: string;
  /** Of a composite: what suppresses its actions. */
  readonly suppressedBy?: string;
}

export interface LiveChange {
  readonly time: number;
  readonly to: State;
  readonly reason: string;
  readonly reasonData?: string;
}

/** Why CloudWatch did not do something. */
export class CloudWatchError extends Error {
  /**
   * @param kind `refused`: the input is wrong; `denied`: the credentials may not; `busy`: later it may work; `unreadable`: the answer is
   *   none that is documented; `failed`: anything else
   * @param code as AWS names it, such as `ValidationError`
   */
  public constructor(
    public readonly kind: 'refused' | 'denied' | 'busy' | 'unreadable' | 'failed',
    public readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'CloudWatchError';
  }
}

/** Time, so that tests need not wait. */
export interface Clock {
  /** Seconds since 1970. */
  now(): number;
  /** Ends early, without an error, if the run is to end. */
  sleep(seconds: number, end?: AbortSignal): Promise<void>;
}
