import type { Alert, Incident } from './alert';
import type { Aws } from './aws';
import { Transient } from './failure';

const KEPT_SECONDS = 90 * 24 * 3600;
const MOST_TRIES = 5;

/** Where an alarm's message stands in a channel that can change it. */
export interface Thread {
  readonly id: string;
  readonly startedAt: number;
}

/** The course of each alarm, whatever order its changes arrive in. */
export class Incidents {
  public constructor(
    private readonly aws: Aws,
    private readonly now: () => number,
  ) {}

  /** Adds a change to the course of its alarm; adding it again changes nothing. */
  public async record({ subject, state, changedAt }: Alert): Promise<Incident> {
    if (state === 'MESSAGE') return { isLate: false };
    const key = { pk: `incident#${subject}`, sk: 'course' };
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const known = await this.aws.getItem(key);
      const startedAt = known?.['startedAt'] === undefined ? undefined : Number(known['startedAt']);
      const newest = known === undefined ? Number.NEGATIVE_INFINITY : Number(known['changedAt']);
      if (newest >= changedAt) return { startedAt, isLate: newest > changedAt };
      const isOngoing = known !== undefined && known['state'] !== 'OK' && startedAt !== undefined;
      const start = state === 'ALARM' && !isOngoing ? changedAt : known?.['state'] === 'OK' ? undefined : startedAt;
      const item = { ...key, state, changedAt, ...(start !== undefined && { startedAt: start }), ...this.#expiry() };
      if (await this.aws.putItem(item, known && { changedAt: newest })) return { startedAt: start, isLate: false };
    }
    throw new Transient('Many changes of one alarm arrive at once.');
  }

  public async thread(subject: string, channel: string): Promise<Thread | undefined> {
    const item = await this.aws.getItem({ pk: `incident#${subject}`, sk: `thread#${channel}` });
    return item && { id: String(item['thread']), startedAt: Number(item['startedAt']) };
  }

  public async keepThread(subject: string, channel: string, { id, startedAt }: Thread): Promise<void> {
    const key = { pk: `incident#${subject}`, sk: `thread#${channel}` };
    const known = await this.aws.getItem(key);
    await this.aws.putItem(
      { ...key, thread: id, startedAt, ...this.#expiry() },
      known && { startedAt: known['startedAt'] ?? 0 },
    );
  }

  #expiry() {
    return { expiresAt: Math.floor(this.now() / 1000) + KEPT_SECONDS };
  }
}
