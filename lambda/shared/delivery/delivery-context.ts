import { Permanent, Transient } from '../failure';
import type { Ledger } from './ledger';

/** One change on its way to one channel, and what its delivery has to keep to. */
export interface DeliveryContext {
  /** The id of the change. */
  readonly change: string;
  readonly channelId: string;
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  /** When trying has to end, in milliseconds since 1970. */
  readonly deadline: number;
  /** When this function has certainly ended. */
  readonly claimedUntil: number;
  /** A dead letter that somebody has moved back. */
  readonly isRedriven: boolean;
  /** There will be no other delivery of the message. */
  readonly isLast: boolean;
  readonly deadLetter: (reason: string) => Promise<void>;
  readonly warn: (what: string, problem: unknown) => void;
}

export const reasonOf = (failure: unknown): string =>
  failure instanceof Permanent || failure instanceof Transient
    ? failure.message
    : `A fault of the notifier: ${failure}`;
