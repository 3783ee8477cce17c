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

/**
 * Why something failed, for logs, the table and dead letters, in codes and our own words: the text of any other error may quote what
 * a server answered, and with it a secret. Of such an error it has the name and where it was thrown.
 */
export function reasonOf(failure: unknown): string {
  if (failure instanceof Permanent || failure instanceof Transient) return failure.message;
  if (!(failure instanceof Error)) return 'An error of the function: what was thrown is no error';
  const { name, stack = '' } = failure;
  const thrownAt = /^\s+at (?:.*[/\\])?([\w.-]+:\d+:\d+)\)?$/m.exec(stack)?.[1];
  return `An error of the function: ${CODE.test(name) ? name : 'Error'}${thrownAt === undefined ? '' : ` at ${thrownAt}`}`;
}

/** What is no word may be a secret. */
const CODE = /^[A-Za-z][\w.]{0,79}$/;
