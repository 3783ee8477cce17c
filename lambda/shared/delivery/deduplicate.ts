import { Permanent, reasonOf } from '../failure';
import type { DeliveryContext } from './delivery-context';
import type { Claim } from './ledger';

/**
 * Claims a change for a channel, so that of all deliveries of it only one sends. One that can never be claimed is a dead letter, and
 * settled.
 *
 * @throws Transient
 */
export async function deduplicate(context: DeliveryContext): Promise<Claim> {
  const { ledger, isLast, deadLetter } = context;
  try {
    return await ledger.claim(context, context);
  } catch (failure) {
    if (!isLast && !(failure instanceof Permanent)) throw failure;
    await deadLetter(reasonOf(failure));
    return { status: 'settled' };
  }
}
