import type { Channel, Delivery } from '../channels/channel';
import { deduplicate } from './deduplicate';
import type { DeliveryContext } from './delivery-context';
import { recordFailure, recordSent } from './record';
import { sendWithRetries } from './retry';

/**
 * Sends a change to one channel, once: claims it, prepares the message, tries to send it, and records what became of it. Returns
 * when it has been sent or given up; what may still succeed is thrown, for a later delivery.
 *
 * @throws Transient
 */
export async function deliver(
  channel: Channel,
  prepare: () => Promise<Delivery>,
  context: DeliveryContext,
): Promise<void> {
  const claim = await deduplicate(context);
  if (claim === 'settled') return;
  const outcome = await sendWithRetries(channel, prepare, claim === 'doubtful', context);
  if (outcome.delivery === undefined) return recordFailure(outcome, context);
  await recordSent(context);
  await channel.embellish?.(outcome.delivery).catch((problem) => context.warn('A graph could not be added', problem));
}
