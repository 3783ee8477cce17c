import { type DeliveryContext, reasonOf } from './delivery-context';
import type { Failed } from './retry';

/** If this cannot be recorded, a repetition is in doubt, and asks the channel. */
export async function recordSent({ ledger, change, channelId, claimedUntil, warn }: DeliveryContext): Promise<void> {
  await ledger
    .settle(change, channelId, claimedUntil)
    .catch((problem) => warn('A delivery could not be written down', problem));
}

/**
 * What is given up becomes a dead letter; what may still succeed is released for a later delivery.
 *
 * @throws the failure, if it may still succeed
 */
export async function recordFailure(
  { failure, isFinal, isDoubtful }: Failed,
  { ledger, change, channelId, claimedUntil, deadLetter, warn }: DeliveryContext,
): Promise<void> {
  const reason = reasonOf(failure);
  const release = () => ledger.release(change, channelId, claimedUntil, isDoubtful, reason);
  if (!isFinal) {
    await release();
    throw failure;
  }
  try {
    await deadLetter(reason);
  } catch (problem) {
    await release();
    throw problem;
  }
  await ledger
    .giveUp(change, channelId, claimedUntil, reason)
    .catch((problem) => warn('A dead letter could not be written down', problem));
}
