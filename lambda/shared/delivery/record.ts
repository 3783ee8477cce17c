import { reasonOf, Transient } from '../failure';
import type { DeliveryContext } from './delivery-context';
import { LONGEST_DELAY_MS } from './redelivery';
import type { Failed } from './retry';

/** If this cannot be recorded, a repetition is in doubt, and asks the channel. */
export async function recordSent(context: DeliveryContext): Promise<void> {
  await context.ledger.settle(context).catch((problem) => context.warn('A delivery could not be recorded', problem));
}

/** There was nothing to send. */
export async function recordSkipped(reason: string, context: DeliveryContext): Promise<void> {
  context.skipped(reason);
  await context.ledger
    .skip(context, reason)
    .catch((problem) => context.warn('A delivery could not be recorded', problem));
}

/**
 * What is given up becomes a dead letter; what may still succeed is released for a later delivery.
 *
 * @throws Transient if it may still succeed
 */
export async function recordFailure({ failure, isFinal, isDoubtful }: Failed, context: DeliveryContext): Promise<void> {
  const { ledger, deadLetter, warn, now, backoffMs } = context;
  const reason = reasonOf(failure);
  const askedMs = failure instanceof Transient ? (failure.retryAfterMs ?? 0) : 0;
  const redeliverAfterMs = Math.min(LONGEST_DELAY_MS, Math.max(backoffMs, askedMs));
  const release = () => ledger.release(context, { isDoubtful, reason, notBefore: now() + redeliverAfterMs });
  if (!isFinal) {
    await release();
    throw new Transient(reason, { redeliverAfterMs });
  }
  try {
    await deadLetter(reason);
  } catch (problem) {
    await release();
    throw problem;
  }
  await ledger.giveUp(context, reason).catch((problem) => warn('A dead letter could not be recorded', problem));
}
