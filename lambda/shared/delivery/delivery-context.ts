import type { Alert } from '../alerts/alert';
import type { Claimed, Ledger } from './ledger';
import type { Pacer } from './pacer';
import type { LazySummaries } from './summary-request';

/** One change on its way to one channel, and what its delivery has to keep to. */
export interface DeliveryContext extends Claimed {
  readonly alert: Alert;
  readonly ledger: Ledger;
  readonly pacer: Pacer;
  readonly summaries: LazySummaries;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  /** When trying has to end, in milliseconds since 1970. */
  readonly deadline: number;
  /** How long what failed waits for the next delivery, unless the other side asks for more. */
  readonly backoffMs: number;
  /** A dead letter that somebody has moved back. */
  readonly isRedriven: boolean;
  /** How often the message was delivered, this time included. */
  readonly deliveries: number;
  /** There was no other delivery of the message. */
  readonly isFirst: boolean;
  /** There will be no other delivery of the message. */
  readonly isLast: boolean;
  readonly deadLetter: (reason: string) => Promise<void>;
  /** Says why there was nothing to send. */
  readonly skipped: (reason: string) => void;
  readonly warn: (what: string, problem: unknown) => void;
}
