import type { Channel, Delivery } from '../channels/channel';
import { Permanent, Transient } from '../failure';
import type { DeliveryContext } from './delivery-context';
import { isUrgent } from './turn';

/** What was sent, that it is none for the channel and why, or why it was not sent. */
export type Outcome =
  | { readonly delivery: Delivery; readonly unneeded?: string }
  | (Failed & { readonly delivery?: undefined });

export interface Failed {
  readonly failure: unknown;
  /** No later delivery would do better, or there is none. */
  readonly isFinal: boolean;
  /** When the channel takes it, if it has asked for a pause; in milliseconds since 1970. */
  readonly turn?: number;
  /** It may have been sent all the same. */
  readonly isDoubtful: boolean;
}

const FIRST_WAIT_MS = 250;
/** Of all waits of one delivery together: whatever takes longer frees the function, and comes back. */
const LONGEST_WAIT_MS = 2000;
/** An attempt that has less time than this is none. */
const SHORTEST_ATTEMPT_MS = 500;
const ENDED = 'An earlier delivery was ended while it was sending, so this may have been shown already.';

/**
 * Tries to send until it succeeds, cannot succeed, or the time is over.
 *
 * @param isDoubtful an earlier attempt may have been sent: the channel is asked before another one
 */
export async function sendWithRetries(
  channel: Channel,
  prepare: () => Promise<Delivery>,
  isDoubtful: boolean,
  { alert, now, sleep, random, deadline, isLast, pacer, channelId }: DeliveryContext,
): Promise<Outcome> {
  let inDoubt = isDoubtful;
  let waited = 0;
  for (let attempt = 0; ; attempt++) {
    let isSending = false;
    try {
      const delivery = await prepare();
      const unneeded = inDoubt ? undefined : channel.unneeded?.(delivery);
      if (unneeded !== undefined) return { delivery, unneeded };
      if (!inDoubt || !(await wasShown(channel, delivery))) {
        inDoubt = false;
        isSending = true;
        await channel.show(delivery);
      }
      return { delivery };
    } catch (failure) {
      if (failure instanceof Permanent) return { failure, isFinal: true, isDoubtful: inDoubt };
      const mayBeSent = failure instanceof Transient && failure.isUnanswered;
      if (isSending && mayBeSent && channel.wasShown !== undefined) inDoubt = true;
      const { retryAfterMs = 0 } = failure as Transient;
      const { pace } = channel;
      const isAsked = retryAfterMs > 0;
      const turn = isAsked ? await pacer.pause(channelId, pace, isUrgent(alert), now() + retryAfterMs) : undefined;
      // whatever the other side says, it is never asked again at once
      const wait = Math.max((turn ?? 0) - now(), jittered(attempt, random));
      waited += wait;
      const isTooLong = waited > LONGEST_WAIT_MS || now() + wait + SHORTEST_ATTEMPT_MS >= deadline;
      if (!(failure instanceof Transient) || isTooLong) return { failure, turn, isFinal: isLast, isDoubtful: inDoubt };
      await sleep(wait);
    }
  }
}

async function wasShown(channel: Channel, delivery: Delivery): Promise<boolean> {
  if (channel.wasShown === undefined) throw new Permanent(ENDED);
  return channel.wasShown(delivery);
}

/** Half of each wait is random, so that those who failed together do not return together. */
const jittered = (attempt: number, random: () => number): number => (0.5 + random() / 2) * FIRST_WAIT_MS * 2 ** attempt;
