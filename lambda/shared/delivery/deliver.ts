import type { Channel, Delivery } from '../channels/channel';
import { deduplicate } from './deduplicate';
import type { DeliveryContext } from './delivery-context';
import { recordFailure, recordSent, recordSkipped } from './record';
import { sendWithRetries } from './retry';
import { askForTurn, waitForTurn } from './turn';

/**
 * Sends a change to one channel, once: claims it, waits for its turn, prepares the message, tries to send it, and records the
 * outcome. What may still succeed is thrown, for a later delivery.
 *
 * @returns whether this delivery has sent it: not if an earlier one has, if it is part of a summary, or given up
 * @throws Transient
 */
export async function deliver(
  channel: Channel,
  prepare: () => Promise<Delivery>,
  context: DeliveryContext,
): Promise<boolean> {
  const turn = context.isFirst ? askForTurn(channel, context) : undefined;
  // no request is left to itself: Lambda stops the function when it has returned
  const claim = await deduplicate(context).finally(() => turn);
  if (claim.status === 'settled' || !(await waitForTurn(channel, claim, context, turn))) return false;
  const outcome = await sendWithRetries(channel, prepare, claim.status === 'doubtful', context);
  if (outcome.delivery === undefined) {
    await recordFailure(outcome, context);
    return false;
  }
  if (outcome.unneeded !== undefined) {
    await recordSkipped(outcome.unneeded, context);
    return false;
  }
  await recordSent(context);
  await channel.embellish?.(outcome.delivery).catch((problem) => context.warn('A graph could not be added', problem));
  return true;
}
