import type { Aws, Item, Key } from './aws';
import { Transient } from './failure';

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

/**
 * Who has been told what. An entry says that a channel is being told, has been, or could not be: it is written before the first
 * request leaves, so that of many deliveries of one change, however they overlap, one sends.
 */
export class Ledger {
  public constructor(
    private readonly aws: Aws,
    private readonly now: () => number,
    private readonly random: () => number,
  ) {}

  /**
   * @param until when this delivery will certainly have ended, in milliseconds since 1970
   * @param revive also what was given up is sent: somebody has moved its dead letter back
   * @throws Transient while another delivery is under way
   */
  public async claim(change: string, channel: string, until: number, revive: boolean): Promise<Claim> {
    const key = keyOf(change, channel);
    const by = `${this.random()}`;
    const entry = { ...this.#entry(key, 'sending', until), by };
    if (await this.aws.putItem(entry, undefined)) return 'free';
    const other = await this.aws.getItem(key);
    // written by the first try of a request that was repeated
    if (other?.['by'] === by) return 'free';
    // released just now
    if (other === undefined) throw new Transient('Another delivery has just let go of it.');
    if (other['state'] === 'sent' || (other['state'] === 'dead' && !revive)) return 'settled';
    if (other['state'] === 'sending' && Number(other['until']) > this.now()) {
      throw new Transient('Another delivery is under way.');
    }
    const taken = await this.aws.putItem(entry, { state: other['state'] ?? '', until: other['until'] ?? 0 });
    if (!taken) throw new Transient('Another delivery is under way.');
    return other['state'] === 'dead' ? 'free' : 'doubtful';
  }

  /** It was shown, or given up. */
  public async settle(change: string, channel: string, state: 'sent' | 'dead', claimedUntil: number): Promise<void> {
    const entry = this.#entry(keyOf(change, channel), state, claimedUntil);
    await this.aws.putItem(entry, { state: 'sending', until: claimedUntil });
  }

  /** A later delivery may try again; if in doubt, it has to find out first what was shown. */
  public async release(change: string, channel: string, claimedUntil: number, inDoubt: boolean): Promise<void> {
    const key = keyOf(change, channel);
    if (!inDoubt) await this.aws.deleteItem(key);
    else await this.aws.putItem(this.#entry(key, 'sending', 0), { state: 'sending', until: claimedUntil });
  }

  #entry(key: Key, state: string, until: number): Item & Key {
    return { ...key, state, until, expiresAt: Math.floor(this.now() / 1000) + KEPT_SECONDS };
  }
}

const keyOf = (change: string, channel: string): Key => ({ pk: `change#${change}`, sk: channel });
