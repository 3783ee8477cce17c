import type { ChannelSettings } from '../../../lib/contracts/channels';
import type { NotifierConfiguration } from '../../../lib/contracts/function-environments';
import type { Incident } from '../alerts/alert';
import { channelOf } from '../channels/all-channels';
import type { Channel, ChannelDependencies } from '../channels/channel';
import { renderings } from '../channels/load-renderings';
import { reasonOf } from '../failure';
import type { DeadLetters } from './dead-letters';
import { deliver } from './deliver';
import type { Dependencies } from './dependencies';
import { Graphs } from './graph';
import type { Notification } from './incident-tracker';
import { Ledger } from './ledger';
import { Pacer } from './pacer';
import type { LazySummaries } from './summary-request';

/** One message of the queue. */
export interface Received {
  readonly body: string;
  /** When the function has to have ended, in milliseconds since 1970. */
  readonly end: number;
  /** The only channel that a redriven dead letter is for; undefined: all. */
  readonly only?: string;
  /** A dead letter that somebody moved back to the queue. */
  readonly isRedriven: boolean;
  /** Whether SQS will not deliver the message again. */
  readonly isLast: boolean;
  /** How often SQS has delivered the message, this time included. */
  readonly deliveries: number;
  readonly backoffMs: number;
}

/** A message, and the notification that it asks for. */
export interface Pending extends Received {
  readonly notification: Notification;
  readonly log: Dependencies['log'];
}

/** Time left for recording the outcome. */
const RESERVE_MS = 8000;
const LONGEST_REQUEST_MS = 5000;
/** The clock of the table's entries and that of the function's end may differ. */
const CLOCKS_DIFFER_MS = 5000;

/** Sends one notification to several channels at the same time, so that a slow channel does not delay the others. */
export class FanOut {
  readonly #ledger: Ledger;
  readonly #pacer: Pacer;

  public constructor(
    private readonly configuration: Pick<NotifierConfiguration, 'graphsBucket' | 'slackApi'>,
    private readonly around: Dependencies,
    private readonly channelDependencies: ChannelDependencies,
    private readonly summaries: LazySummaries,
    private readonly deadLetters: DeadLetters,
  ) {
    this.#ledger = new Ledger(around.aws, around.now, around.random);
    this.#pacer = new Pacer(around.aws, around.now);
  }

  /** Returns the channels that it was sent to, and the errors of those that a later delivery tries again. */
  public async send(
    channels: readonly ChannelSettings[],
    message: Pending,
  ): Promise<{ readonly sent: readonly string[]; readonly failures: readonly unknown[] }> {
    const { now, aws } = this.around;
    const { notification, body, end, deliveries, isRedriven, isLast, backoffMs, log } = message;
    const { alert } = notification;
    const graphs = new Graphs(aws, alert, this.configuration.graphsBucket, (problem) =>
      log('warn', 'The message goes without a graph', { problem: reasonOf(problem) }),
    );
    const timeline = kept(async () => notification.incident ?? this.channelDependencies.incidents.record(alert));
    timeline().catch(() => {});
    const prepared = async () => ({
      alert,
      incident: await timeline().catch((failure) => unknownIncident(failure, isLast)),
      pictureLinks: () => graphs.links(),
      pictures: () => graphs.pictures(),
      timeoutMs: () => Math.min(LONGEST_REQUEST_MS, end - RESERVE_MS - now()),
    });
    const ready = channels.map((settings) => ({
      settings,
      channel: channelOf(settings, { ...this.channelDependencies, slackApi: this.configuration.slackApi }),
    }));
    const loaded = this.#load(ready);
    const outcomes = await Promise.allSettled(
      ready.map(({ settings, channel }) =>
        deliver(channel, prepared, {
          ...this.around,
          alert,
          change: alert.id,
          channelId: settings.id,
          ledger: this.#ledger,
          pacer: this.#pacer,
          summaries: this.summaries,
          backoffMs,
          deadline: end - RESERVE_MS,
          claimedUntil: end + CLOCKS_DIFFER_MS,
          isRedriven,
          deliveries,
          isFirst: deliveries === 1 && !isRedriven,
          isLast,
          deadLetter: async (reason) => {
            log('error', 'Not delivered: moved to the dead-letter queue', { channel: settings.id, reason });
            await this.deadLetters.add(body, settings.id, reason);
          },
          skipped: (reason) => log('info', 'Nothing to send', { channel: settings.id, reason }),
          warn: (what, problem) => log('warn', what, { channel: settings.id, problem: reasonOf(problem) }),
        }),
      ),
    );
    await loaded;
    const sent = channels.flatMap(({ id }, index) => {
      const outcome = outcomes[index];
      return outcome?.status === 'fulfilled' && outcome.value ? id : [];
    });
    return { sent, failures: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : [])) };
  }

  /** What is needed to send is loaded while the first requests are under way. An error is that of whoever needs it. */
  async #load(ready: readonly Ready[]): Promise<void> {
    // before that, the SDK looks for files of its configuration
    for (let turns = 0; turns < 2; turns++) await new Promise((resolve) => setImmediate(resolve));
    try {
      for (const { settings } of ready)
        if ('secret' in settings) this.channelDependencies.secrets.warm(settings.secret);
      for (const { channel } of ready) channel.load?.();
      renderings();
    } catch {}
  }
}

interface Ready {
  readonly settings: ChannelSettings;
  readonly channel: Channel;
}

/** Runs once for all callers, and again after an error. */
function kept<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work().catch((problem) => {
      result = undefined;
      throw problem;
    });
    return result;
  };
}

/** At the last delivery, a message without its timeline is better than none. */
export function unknownIncident(failure: unknown, isLast: boolean): Incident {
  if (isLast) return { isLate: false, isUnknown: true as const };
  throw failure;
}
