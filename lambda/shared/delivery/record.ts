import { reasonOf, Transient } from '../failure';
import type { DeliveryContext } from './delivery-context';
import { LONGEST_DELAY_MS } from './redelivery';
import type { Failed } from './retry';
import { isUrgent } from './turn';

/** If this cannot be recorded, a repetition is in doubt, and asks the channel. */
export async function recordSent(context: DeliveryContext): Promise<void> {
  await context.ledger.settle(context).catch((problem) => context.warn('A delivery could not be recorded', problem));
}

/** Deliveries of an urgent message after which a pause that a channel asks for is an error like others. */
const MOST_TURNS = 4;

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
export async function recordFailure(
  { failure, turn, isFinal, isDoubtful }: Failed,
  context: DeliveryContext,
): Promise<void> {
  const { ledger, deadLetter, warn, now, backoffMs, deliveries } = context;
  const reason = reasonOf(failure);
  const askedMs = failure instanceof Transient ? (failure.retryAfterMs ?? 0) : 0;
  // what is urgent comes back at its turn; everything else, and what is refused again and again, as if it had failed
  const hasTurn = turn !== undefined && isUrgent(context.alert) && deliveries <= MOST_TURNS;
  const waitMs = hasTurn ? Math.max(turn - now(), askedMs) : Math.max(backoffMs, askedMs);
  const redeliverAfterMs = Math.min(LONGEST_DELAY_MS, waitMs);
  const release = () => ledger.release(context, { isDoubtful, reason, notBefore: now() + redeliverAfterMs, hasTurn });
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
