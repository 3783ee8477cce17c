import { EXPIRES_AT, paceKey } from '../../../lib/contracts/notifier-table';
import type { Aws } from '../aws/aws';
import type { Item } from '../aws/items';

/** How often a channel takes messages. */
export interface Pace {
  /** Between two messages, in milliseconds; 0: as fast as they come. */
  readonly intervalMs: number;
  /** In one window; what exceeds it is summarised. Undefined: nothing is summarised, whoever reads it is a program. */
  readonly most?: number;
  /** Those who read it have subscribed to severities: each has summaries of its own. */
  readonly isBySeverity?: true;
}

/** When a message may be sent, in milliseconds since 1970, or that it becomes part of a summary. */
export type Turn = number | 'summarised';

/** Summaries are sent at the end of each window in which there was too much. */
export const WINDOW_MS = 30_000;
/** P0 has turns of its own, of which there are more, before all others. */
const URGENT_TIMES = 3;
/** The first of a window are as close to each other as the channel takes them. */
const BURST = 3;
const MOST_TRIES = 5;
const KEPT_SECONDS = 24 * 3600;

/** What the table holds of a channel's pace. */
interface State {
  readonly window: number;
  /** Messages sent by themselves in this window: of P0, and of all others. */
  readonly urgentCount: number;
  readonly otherCount: number;
  /** When the next one may be sent. */
  readonly urgentAt: number;
  readonly otherAt: number;
  readonly version: number;
}

/**
 * Paces messages, so that a channel receives no more than it accepts, and people no more than they can read. All functions share
 * one record for each channel; where that cannot be read or written, messages go out without a turn.
 */
export class Pacer {
  /** One function asks for one turn at a time: it would only be in its own way. */
  readonly #last = new Map<string, Promise<unknown>>();
  /** The windows, by channel and urgency, in which everything else is summarised. */
  readonly #full = new Map<string, number>();
  /** What the table had last, by channel. Where it has something else now, a write finds that out. */
  readonly #known = new Map<string, Item | undefined>();

  public constructor(
    private readonly aws: Pick<Aws, 'putItem'>,
    private readonly now: () => number,
  ) {}

  public turn(channel: string, pace: Pace, isUrgent: boolean): Promise<Turn> {
    if (this.#full.get(`${channel} ${isUrgent}`) === windowAt(this.now())) return Promise.resolve('summarised');
    return this.#oneByOne(channel, () => this.#take(channel, pace, isUrgent));
  }

  /**
   * The channel asked for a pause: nobody takes a turn before its end.
   *
   * @returns the turn of the message that was refused, in milliseconds since 1970: what is urgent at once, others one after the other
   */
  public async pause(channel: string, pace: Pace, isUrgent: boolean, until: number): Promise<number> {
    const { intervalMs } = pace;
    let turn = until;
    await this.#oneByOne(channel, () =>
      this.#change(channel, (state) => {
        const { urgentAt, otherAt } = state;
        if (isUrgent) {
          const next = until + intervalMs;
          return { ...state, urgentAt: Math.max(urgentAt, next), otherAt: Math.max(otherAt, next) };
        }
        // where nobody waits for a turn, the last one was that of the message itself
        turn = otherAt - spacingOf(pace) > this.now() ? Math.max(otherAt, until) : until;
        return { ...state, urgentAt: Math.max(urgentAt, until), otherAt: turn + intervalMs };
      }),
    ).catch(() => {});
    return turn;
  }

  async #take(channel: string, pace: Pace, isUrgent: boolean): Promise<Turn> {
    const { intervalMs, most } = pace;
    const now = this.now();
    let turn: Turn = now;
    const isTaken = await this.#change(channel, (state) => {
      const { urgentCount, otherCount, urgentAt, otherAt } = state;
      if (most !== undefined && (isUrgent ? urgentCount >= most * URGENT_TIMES : otherCount >= most)) {
        turn = 'summarised';
        return undefined;
      }
      if (!isUrgent) {
        turn = Math.max(now, otherAt);
        const spacing = otherCount + 1 < BURST ? intervalMs : spacingOf(pace);
        return { ...state, otherCount: otherCount + 1, otherAt: turn + spacing };
      }
      const earliest = Math.max(now, urgentAt);
      turn = between(earliest, otherAt, pace);
      const next = turn + intervalMs;
      const others = most === undefined ? Math.max(now, otherAt) + intervalMs : Math.max(otherAt, next);
      return { ...state, urgentCount: urgentCount + 1, urgentAt: next, otherAt: others };
    }).catch(() => true);
    // where so many want a turn at once, there is too much of it
    if (!isTaken) turn = isUrgent || most === undefined ? now : 'summarised';
    if (turn === 'summarised') this.#full.set(`${channel} ${isUrgent}`, windowAt(now));
    return turn;
  }

  /** @returns false if others changed it each time */
  async #change(channel: string, work: (state: State) => State | undefined): Promise<boolean> {
    const key = paceKey(channel);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const item = this.#known.get(channel);
      const changed = work(stateIn(item, windowAt(this.now())));
      if (changed === undefined) return true;
      const next = { ...key, ...changed, version: changed.version + 1, [EXPIRES_AT]: this.#expiry() };
      const { isWritten, found } = await this.aws.putItem(next, item && { version: changed.version });
      this.#known.set(channel, isWritten ? next : found);
      if (isWritten) return true;
    }
    return false;
  }

  #expiry(): number {
    return Math.floor(this.now() / 1000) + KEPT_SECONDS;
  }

  #oneByOne<T>(channel: string, work: () => Promise<T>): Promise<T> {
    const result = (this.#last.get(channel) ?? Promise.resolve()).then(work);
    this.#last.set(
      channel,
      result.catch(() => {}),
    );
    return result;
  }
}

/** What people read is spread over the window, so that there is room for what is urgent. */
const spacingOf = ({ intervalMs, most }: Pace): number =>
  most === undefined ? intervalMs : Math.max(intervalMs, WINDOW_MS / most);

/**
 * When what is urgent may be sent: between two of the others, which have turns already, if there is room.
 *
 * @param next the next turn of the others
 */
function between(earliest: number, next: number, pace: Pace): number {
  const spacing = spacingOf(pace);
  const { intervalMs } = pace;
  const last = next - spacing;
  if (spacing < 2 * intervalMs || earliest >= last + intervalMs) return earliest;
  // the one before it, the one after it
  const before = last - spacing * Math.ceil((last - earliest) / spacing);
  const turn = Math.max(earliest, before + intervalMs);
  return turn <= before + spacing - intervalMs ? turn : before + spacing + intervalMs;
}

export const windowAt = (time: number): number => Math.floor(time / WINDOW_MS);

function stateIn(item: Item = {}, window: number): State {
  const figure = (name: keyof State) => Number(item[name] ?? 0);
  const isCurrent = figure('window') === window;
  return {
    window,
    urgentCount: isCurrent ? figure('urgentCount') : 0,
    otherCount: isCurrent ? figure('otherCount') : 0,
    urgentAt: figure('urgentAt'),
    otherAt: figure('otherAt'),
    version: figure('version'),
  };
}
