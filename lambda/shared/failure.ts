/** A delivery that will not succeed however often it is tried. The message is its reason, without any secret. */
export class Permanent extends Error {
  public constructor(
    reason: string,
    /** The name of AWS's error, if it is one. */
    public readonly errorName?: string,
    /** The other side refuses the form of the message: a plain one may do. */
    public readonly isForm = false,
  ) {
    super(reason);
  }
}

export interface TransientOptions {
  /** How long the other side asks to wait. */
  readonly retryAfterMs?: number;
  /** There was no answer: the request may have been carried out all the same. */
  readonly isUnanswered?: boolean;
  /** When the message is to be delivered again; undefined: as its number of deliveries says. */
  readonly redeliverAfterMs?: number;
  /** The name of AWS's error, if it is one. */
  readonly errorName?: string;
}

/** A delivery that may succeed later. */
export class Transient extends Error {
  public readonly retryAfterMs?: number;
  public readonly isUnanswered: boolean;
  public readonly redeliverAfterMs?: number;
  public readonly errorName?: string;

  public constructor(reason: string, options: TransientOptions = {}) {
    super(reason);
    this.retryAfterMs = options.retryAfterMs;
    this.isUnanswered = options.isUnanswered ?? false;
    this.redeliverAfterMs = options.redeliverAfterMs;
    this.errorName = options.errorName;
  }
}
