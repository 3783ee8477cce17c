import { isBrief } from '../alerts/note';
import type { Channel } from '../channels/channel';
import { reasonOf, Transient } from '../failure';
import type { DeliveryContext } from './delivery-context';
import type { Claim } from './ledger';

/** A function does not wait longer: the message comes back at its turn. */
const LONGEST_WAIT_MS = 2000;

/**
 * Waits for the turn of a change that has been claimed.
 *
 * @returns false if it has become part of a summary, and is settled
 * @throws Transient if its turn comes later
 */
export async function waitForTurn({ pace }: Channel, claim: Claim, context: DeliveryContext): Promise<boolean> {
  const { alert, channelId, pacer, summaries, ledger, now, sleep, isLast } = context;
  // what was begun or has waited is not put off again
  if (claim !== 'free') return true;
  // reports, and what people say
  const isNeverSummarised = isBrief(alert);
  const turn = await pacer.turn(channelId, pace, alert.severity === 'P0' || isNeverSummarised);
  if (turn === 'summarised') {
    if (isNeverSummarised) return true;
    try {
      await summaries().add(channelId, alert, pace.isBySeverity);
    } catch (failure) {
      if (isLast) return true;
      await ledger.release(context, { reason: reasonOf(failure) });
      throw failure;
    }
    await ledger.settle(context, 'Part of a summary.');
    return false;
  }
  const waitMs = turn - now();
  if (waitMs > LONGEST_WAIT_MS && !isLast) {
    const reason = 'Its turn comes later.';
    await ledger.release(context, { reason, notBefore: turn, hasTurn: true });
    throw new Transient(reason, { redeliverAfterMs: waitMs });
  }
  if (waitMs > 0) await sleep(Math.min(waitMs, LONGEST_WAIT_MS));
  return true;
}
