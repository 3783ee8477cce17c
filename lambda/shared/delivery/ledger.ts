import { type DeliveryState, deliveryKey, EXPIRES_AT, type Key } from '../../../lib/contracts/notifier-table';
import type { Aws } from '../aws/aws';
import type { Item } from '../aws/items';
import { Transient } from '../failure';

/**
 * What is known of a channel and a change when somebody is about to send it:
 * - `free`: it has not been sent, and now nobody else will;
 * - `doubtful`: somebody began and was ended; it may have been shown;
 * - `settled`: it was shown, or given up.
 */
export type Claim = 'free' | 'doubtful' | 'settled';

const DAY = 24 * 3600;
/** Longer than a dead letter is kept. */
const KEPT_SECONDS = 30 * DAY;
const LONGEST_REASON = 1000;

/**
 * Who has been told what, and why not. An entry is written before the first request leaves, so that of many deliveries of one
 * change, however they overlap, one sends. `vigil alert-test` reads it.
 */
export class Ledger {
  public constructor(
    private readonly aws: Aws,
    private readonly now: () => number,
    private readonly random: () => number,
  ) {}

  /**
   * @param until when this delivery will certainly have ended, in milliseconds since 1970
   * @param redriven also what was given up is sent: somebody has moved its dead letter back
   * @throws Transient while another delivery is under way
   */
  public async claim(change: string, channel: string, until: number, redriven: boolean): Promise<Claim> {
    const key = deliveryKey(change, channel);
    const by = `${this.random()}`;
    const entry = { ...this.#entry(key, 'sending', until), by };
    if (await this.aws.putItem(entry, undefined)) return 'free';
    const other = await this.aws.getItem(key);
    // written by the first try of a request that was repeated
    if (other?.['by'] === by) return 'free';
    const state = other?.['state'] as DeliveryState | undefined;
    if (state === 'sent' || (state === 'dead' && !redriven)) return 'settled';
    if (state === 'sending' && Number(other?.['until']) > this.now()) {
      throw new Transient('Another delivery is under way.');
    }
    const replaced = other && { state: other['state'] ?? '', until: other['until'] ?? 0 };
    if (!(await this.aws.putItem(entry, replaced)) && (await this.aws.getItem(key))?.['by'] !== by) {
      throw new Transient('Another delivery is under way.');
    }
    return state === 'sending' ? 'doubtful' : 'free';
  }

  /** It was shown. */
  public async settle(change: string, channel: string, claimedUntil: number): Promise<void> {
    await this.#replace(deliveryKey(change, channel), claimedUntil, 'sent');
  }

  /** It was given up. */
  public async giveUp(change: string, channel: string, claimedUntil: number, reason: string): Promise<void> {
    await this.#replace(deliveryKey(change, channel), claimedUntil, 'dead', reason);
  }

  /** A later delivery may try again; if in doubt, it has to find out first what was shown. */
  public async release(
    change: string,
    channel: string,
    claimedUntil: number,
    inDoubt: boolean,
    reason: string,
  ): Promise<void> {
    await this.#replace(deliveryKey(change, channel), claimedUntil, inDoubt ? 'sending' : 'waiting', reason);
  }

  /** Only the claim of this delivery, so that nobody else's entry is lost. */
  async #replace(key: Key, claimedUntil: number, state: DeliveryState, reason?: string): Promise<void> {
    const entry = { ...this.#entry(key, state, 0), ...(reason && { reason: reason.slice(0, LONGEST_REASON) }) };
    await this.aws.putItem(entry, { state: 'sending', until: claimedUntil });
  }

  #entry(key: Key, state: DeliveryState, until: number): Item & Key {
    return { ...key, state, until, [EXPIRES_AT]: Math.floor(this.now() / 1000) + KEPT_SECONDS };
  }
}
