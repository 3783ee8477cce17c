import { type DeliveryState, deliveryKey, EXPIRES_AT, type Key } from '../../../lib/contracts/notifier-table';
import type { Aws } from '../aws/aws';
import type { Item } from '../aws/items';
import { Transient } from '../failure';

/**
 * What is known of a channel and a change when somebody is about to send it:
 * - `free`: it has not been sent, and now nobody else will;
 * - `due`: the same, and it has waited for its turn;
 * - `doubtful`: somebody began and was ended; it may have been shown;
 * - `settled`: it was shown, skipped, or given up.
 */
export interface Claim {
  readonly status: 'free' | 'due' | 'doubtful' | 'settled';
  /** Of what is due, in milliseconds since 1970. */
  readonly turn?: number;
}

/** A change on its way to a channel, claimed until the delivery has certainly ended: in milliseconds since 1970. */
export interface Claimed {
  readonly change: string;
  readonly channelId: string;
  readonly claimedUntil: number;
}

/** Why and for how long a change waits. */
export interface Release {
  readonly reason: string;
  /** It may have been shown: whoever tries again has to find out first. */
  readonly isDoubtful?: boolean;
  /** In milliseconds since 1970. */
  readonly notBefore?: number;
  /** Then it is sent, whoever else waits. */
  readonly hasTurn?: boolean;
}

const DAY = 24 * 3600;
/** Longer than a dead letter is kept. */
const KEPT_SECONDS = 30 * DAY;
const LONGEST_REASON = 1000;
/** Queues count in seconds: what waits comes back in the second before its turn. */
export const EARLY_MS = 1000;

/**
 * Who has been sent what, and why not. An entry is written before the first request leaves, so that of many deliveries of one
 * change, however they overlap, one sends. `vigil alert-test` reads it.
 */
export class Ledger {
  public constructor(
    private readonly aws: Pick<Aws, 'putItem'>,
    private readonly now: () => number,
    private readonly random: () => number,
  ) {}

  /**
   * @param isRedriven also what was given up is sent: somebody has moved its dead letter back
   * @param isLast also what should wait is sent: there is no later delivery
   * @throws Transient while another delivery is under way, and before its time
   */
  public async claim(
    { change, channelId, claimedUntil }: Claimed,
    { isRedriven, isLast }: { readonly isRedriven: boolean; readonly isLast: boolean },
  ): Promise<Claim> {
    const key = deliveryKey(change, channelId);
    const by = `${this.random()}`;
    const entry = { ...this.#entry(key, 'sending', claimedUntil), by };
    const { isWritten, found: other } = await this.aws.putItem(entry, undefined);
    if (isWritten) return { status: 'free' };
    // written by the first try of a request that was repeated
    if (other?.['by'] === by) return { status: 'free' };
    const state = other?.['state'] as DeliveryState | undefined;
    if (state === 'sent' || state === 'skipped' || (state === 'dead' && !isRedriven)) return { status: 'settled' };
    if (state === 'sending' && Number(other?.['until']) > this.now()) {
      throw new Transient('Another delivery is under way.');
    }
    const turn = Number(other?.['notBefore'] ?? 0);
    const waitMs = turn - this.now();
    if (waitMs > EARLY_MS && !isLast) throw new Transient(String(other?.['reason']), { redeliverAfterMs: waitMs });
    const replaced = other && { state: other['state'] ?? '', until: other['until'] ?? 0 };
    const second = await this.aws.putItem(entry, replaced);
    if (!second.isWritten && second.found?.['by'] !== by) throw new Transient('Another delivery is under way.');
    if (state === 'sending') return { status: 'doubtful' };
    return other?.['hasTurn'] ? { status: 'due', turn } : { status: 'free' };
  }

  /**
   * It was shown.
   *
   * @param reason how, if not by itself
   */
  public async settle(claimed: Claimed, reason?: string): Promise<void> {
    await this.#replace(claimed, 'sent', { reason });
  }

  /** There was nothing to send. */
  public async skip(claimed: Claimed, reason: string): Promise<void> {
    await this.#replace(claimed, 'skipped', { reason });
  }

  /** It was given up. */
  public async giveUp(claimed: Claimed, reason: string): Promise<void> {
    await this.#replace(claimed, 'dead', { reason });
  }

  /** A later delivery may try again. */
  public async release(claimed: Claimed, { isDoubtful, reason, notBefore, hasTurn }: Release): Promise<void> {
    const more = { reason, notBefore, hasTurn: hasTurn ? 1 : undefined };
    await this.#replace(claimed, isDoubtful ? 'sending' : 'waiting', more);
  }

  /** Only the claim of this delivery, so that nobody else's entry is lost. */
  async #replace(
    { change, channelId, claimedUntil }: Claimed,
    state: DeliveryState,
    { reason, ...more }: { reason?: string; notBefore?: number; hasTurn?: number },
  ): Promise<void> {
    const all = { ...more, reason: reason?.slice(0, LONGEST_REASON) };
    const known = Object.entries(all).filter(([, value]) => value !== undefined) as [string, string | number][];
    const entry = { ...this.#entry(deliveryKey(change, channelId), state, 0), ...Object.fromEntries(known) };
    await this.aws.putItem(entry, { state: 'sending', until: claimedUntil });
  }

  #entry(key: Key, state: DeliveryState, until: number): Item & Key {
    return { ...key, state, until, at: this.now(), [EXPIRES_AT]: Math.floor(this.now() / 1000) + KEPT_SECONDS };
  }
}
