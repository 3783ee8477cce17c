import type { Channel, Delivery } from '../channels/channel';
import { Permanent, Transient } from '../failure';
import type { Ledger } from './ledger';

/** What one delivery has to keep to. */
export interface Terms {
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
  readonly isRevived: boolean;
  /** There will be no other delivery of the message. */
  readonly isLast: boolean;
  readonly bury: (reason: string) => Promise<void>;
  readonly warn: (what: string, problem: unknown) => void;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;
/** An attempt that has less time than this is none. */
const SHORTEST_ATTEMPT_MS = 500;
const ENDED = 'An earlier delivery was ended while it was sending, so this may have been shown already.';

/**
 * Tells one channel, once: claims the change, and prepares the delivery meanwhile. Returns when it has been told or given up; what may still succeed is thrown, for a later delivery.
 *
 * @throws Transient
 */
export async function deliver(
  channel: Channel,
  change: string,
  prepared: () => Promise<Delivery>,
  terms: Terms,
): Promise<void> {
  const { ledger, channelId, claimedUntil } = terms;
  let isDoubtful: boolean;
  try {
    const claim = await ledger.claim(change, channelId, claimedUntil, terms.isRevived);
    if (claim === 'settled') return;
    isDoubtful = claim === 'doubtful';
  } catch (failure) {
    if (!terms.isLast && !(failure instanceof Permanent)) throw failure;
    return terms.bury(reasonOf(failure));
  }

  const release = (failure: unknown) => ledger.release(change, channelId, claimedUntil, isDoubtful, reasonOf(failure));
  const giveUp = async (failure: unknown): Promise<void> => {
    try {
      await terms.bury(reasonOf(failure));
    } catch (problem) {
      await release(failure);
      throw problem;
    }
    await ledger
      .giveUp(change, channelId, claimedUntil, reasonOf(failure))
      .catch((problem) => terms.warn('A dead letter could not be written down', problem));
  };

  let delivery: Delivery;
  for (let attempt = 0; ; attempt++) {
    let isShowing = false;
    try {
      delivery = await prepared();
      if (!isDoubtful || !(await wasShown(channel, delivery))) {
        isDoubtful = false;
        isShowing = true;
        await channel.show(delivery);
      }
      break;
    } catch (failure) {
      if (failure instanceof Permanent) return giveUp(failure);
      if (isShowing && isUnanswered(failure) && channel.wasShown !== undefined) isDoubtful = true;
      const wait = (failure as Transient).retryAfterMs ?? jittered(attempt, terms.random);
      if (failure instanceof Transient && terms.now() + wait + SHORTEST_ATTEMPT_MS < terms.deadline) {
        await terms.sleep(wait);
        continue;
      }
      if (terms.isLast) return giveUp(failure);
      await release(failure);
      throw failure;
    }
  }

  // it is shown; if this cannot be written down, a repetition will be in doubt, and ask
  await ledger
    .settle(change, channelId, claimedUntil)
    .catch((problem) => terms.warn('A delivery could not be written down', problem));
  await channel.embellish?.(delivery).catch((problem) => terms.warn('A graph could not be added', problem));
}

async function wasShown(channel: Channel, delivery: Delivery): Promise<boolean> {
  if (channel.wasShown === undefined) throw new Permanent(ENDED);
  return channel.wasShown(delivery);
}

const isUnanswered = (failure: unknown): boolean => failure instanceof Transient && failure.isUnanswered;

/** The full width of each wait, so that those who failed together do not return together. */
const jittered = (attempt: number, random: () => number): number =>
  random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);

const reasonOf = (failure: unknown): string =>
  failure instanceof Permanent || failure instanceof Transient
    ? failure.message
    : `A fault of the notifier: ${failure}`;
