import type { Alert } from '../alerts/alert';
import { isBrief } from '../alerts/note';
import type { Channel } from '../channels/channel';
import { reasonOf, Transient } from '../failure';
import type { DeliveryContext } from './delivery-context';
import { type Claim, EARLY_MS } from './ledger';
import type { Turn } from './pacer';

/** A function does not wait longer: the message comes back at its turn. */
const LONGEST_WAIT_MS = 2000;

/** Asks when a change may be sent. Asked at its first delivery, while it is claimed: nearly always it can be. */
export const askForTurn = ({ pace }: Channel, { alert, channelId, pacer }: DeliveryContext): Promise<Turn> =>
  pacer.turn(channelId, pace, isUrgent(alert));

/** What has turns before all others. */
export const isUrgent = (alert: Alert): boolean => alert.severity === 'P0' || isNeverSummarised(alert);

/** Reports, and what people say. */
const isNeverSummarised = isBrief;

/**
 * Waits for the turn of a change that has been claimed.
 *
 * @param asked its turn, if it was asked for already
 * @returns false if it has become part of a summary, and is settled
 * @throws Transient if its turn comes later
 */
export async function waitForTurn(
  channel: Channel,
  claim: Claim,
  context: DeliveryContext,
  asked: Promise<Turn> | undefined,
): Promise<boolean> {
  const { alert, channelId, summaries, ledger, now, sleep, isLast } = context;
  // what was begun or has waited is not put off again
  if (claim.status === 'doubtful') return true;
  const turn = claim.turn ?? (await (asked ?? askForTurn(channel, context)));
  if (turn === 'summarised') {
    if (isNeverSummarised(alert)) return true;
    try {
      await summaries().add(channelId, alert, channel.pace.isBySeverity);
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
    throw new Transient(reason, { redeliverAfterMs: waitMs - EARLY_MS });
  }
  if (waitMs > 0) await sleep(Math.min(waitMs, LONGEST_WAIT_MS));
  return true;
}
