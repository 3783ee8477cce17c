import type { SummaryRequest } from '../../../lib/contracts/messages';
import { EXPIRES_AT, summaryOf } from '../../../lib/contracts/notifier-table';
import type { Alert } from '../alerts/alert';
import type { Aws } from '../aws/aws';
import { WINDOW_MS, windowAt } from './pacer';
import { type Entry, entryOf, summaryAlert } from './summary-text';

/** After the end of a window, until whoever is adding to it has ended. */
const GRACE_MS = 5000;
const KEPT_SECONDS = 30 * 24 * 3600;
/** Windows that one function remembers. */
const MOST_KNOWN = 100;

/**
 * What would flood a channel, in one message: each alert is kept in the table until the end of its window, when a message of the
 * notifier's own queue asks for all of them.
 */
export class Summaries {
  /** Those that this function has asked for. */
  readonly #requested = new Map<string, Promise<void>>();

  public constructor(
    private readonly aws: Pick<Aws, 'putItem' | 'itemsOf' | 'sendMessage'>,
    private readonly queueUrl: string,
    private readonly now: () => number,
  ) {}

  /** Adds an alert to the summary of this window; adding it again changes nothing. */
  public async add(channel: string, alert: Alert, isBySeverity = false): Promise<void> {
    const window = windowAt(this.now());
    const request = { vigil: 'summary', channel, window, ...(isBySeverity && { severity: alert.severity }) } as const;
    await this.#request(request);
    const expiry = Math.floor(this.now() / 1000) + KEPT_SECONDS;
    const key = { pk: summaryOf(request), sk: alert.id };
    await this.aws.putItem({ ...key, entry: JSON.stringify(entryOf(alert)), [EXPIRES_AT]: expiry }, undefined);
    // it may have been sent meanwhile: better in two summaries than in none
    if (this.now() > endOf(window) + GRACE_MS / 2) await this.add(channel, alert, isBySeverity);
  }

  /** The message that was asked for. */
  public async find(request: SummaryRequest): Promise<Alert> {
    const items = await this.aws.itemsOf(summaryOf(request));
    const entries = items.map(({ entry }): Entry => JSON.parse(String(entry)));
    return summaryAlert(request, endOf(request.window), entries);
  }

  /** Whoever adds sees to it that the summary is asked for. Asked for by many, it is sent once. */
  #request(request: SummaryRequest): Promise<void> {
    const name = summaryOf(request);
    const known = this.#requested.get(name);
    if (known !== undefined) return known;
    const seconds = Math.ceil((endOf(request.window) + GRACE_MS - this.now()) / 1000);
    const requested = this.aws.sendMessage(this.queueUrl, JSON.stringify(request), {}, seconds);
    if (this.#requested.size > MOST_KNOWN) this.#requested.clear();
    this.#requested.set(name, requested);
    requested.catch(() => this.#requested.delete(name));
    return requested;
  }
}

const endOf = (window: number): number => (window + 1) * WINDOW_MS;
