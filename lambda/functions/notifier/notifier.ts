import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Alert } from './alert';
import type { Aws } from './aws';
import type { Means } from './channels/channel';
import { open } from './channels/open';
import type { ChannelSettings, Configuration } from './configuration';
import { deliver } from './deliver';
import { Transient } from './failure';
import { Graph } from './graph';
import type { Fetch } from './http';
import { Incidents } from './incidents';
import { Ledger } from './ledger';
import { unwrap } from './reading/envelope';
import { read } from './reading/read';
import { Secrets } from './secrets';

/** The world around the notifier. */
export interface Surroundings {
  readonly aws: Aws;
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, fields: object) => void;
}

/** One message while it is told. */
interface MessageInHand {
  readonly alert: Alert;
  readonly body: string;
  /** When the function has to have ended, in milliseconds since 1970. */
  readonly end: number;
  readonly isRevived: boolean;
  readonly isLast: boolean;
  readonly log: Surroundings['log'];
}

/** Kept for writing down what happened. */
const RESERVE_MS = 8000;
const LONGEST_REQUEST_MS = 5000;
/** The clock of the table's entries and that of the function's end may differ. */
const CLOCKS_DIFFER_MS = 5000;
/** The longest that SQS hides a message, less what it was hidden already. */
const LONGEST_DELAY_SECONDS = 3600;
const REASON = 'vigilReason';
const LONGEST_REASON = 1000;
const CHANNEL = 'vigilChannel';

export class Notifier {
  readonly #means: Means;
  readonly #ledger: Ledger;

  public constructor(
    private readonly configuration: Configuration,
    private readonly around: Surroundings,
  ) {
    const { aws, fetch, now } = around;
    this.#means = { aws, fetch, now, secrets: new Secrets(aws, now), incidents: new Incidents(aws, now) };
    this.#ledger = new Ledger(aws, now, around.random);
  }

  /** Messages that could not be told to everybody yet come back, each alone. */
  public async handle({ Records }: Pick<SQSEvent, 'Records'>, remainingMs: () => number): Promise<SQSBatchResponse> {
    const outcomes = await Promise.allSettled(Records.map((record) => this.#notify(record, remainingMs)));
    const batchItemFailures = outcomes.flatMap((outcome, index) =>
      outcome.status === 'fulfilled' ? [] : [{ itemIdentifier: Records[index]?.messageId as string }],
    );
    return { batchItemFailures };
  }

  async #notify(record: SQSRecord, remainingMs: () => number): Promise<void> {
    const { now, log } = this.around;
    const startedAt = now();
    const end = startedAt + remainingMs();
    const deliveries = Number(record.attributes.ApproximateReceiveCount);
    if (isHeartbeat(record.body)) return this.#beat(record, deliveries);
    const fallback = { id: record.messageId, sentAt: Number(record.attributes.SentTimestamp) || startedAt };
    const alert = read(record.body, fallback);
    const only = record.messageAttributes[CHANNEL]?.stringValue;
    const channels = this.configuration.channels.filter(({ id, severities }) =>
      only === undefined ? severities.includes(alert.severity) : id === only,
    );
    const told = { alert: alert.id, alarm: alert.name, state: alert.state, severity: alert.severity, deliveries };
    if (channels.length === 0) return log('info', 'No channel carries this severity', told);

    const isLast = deliveries >= this.configuration.mostDeliveries;
    const failures = await this.#tell(channels, {
      alert,
      body: record.body,
      end,
      isRevived: only !== undefined,
      isLast,
      log: (level, message, fields) => log(level, message, { ...told, ...fields }),
    });
    if (failures.length === 0) return log('info', 'Told', { ...told, channels: channels.map(({ id }) => id) });
    log('warn', 'Not everybody could be told yet', { ...told, reasons: failures.map((failure) => `${failure}`) });
    await this.#delay(record, deliveries, failures);
    throw failures[0];
  }

  /** Tells all channels side by side, so that none waits for another, and returns why some could not be told yet. */
  async #tell(channels: readonly ChannelSettings[], message: MessageInHand): Promise<unknown[]> {
    const { now, aws } = this.around;
    const { alert, body, end, isRevived, isLast, log } = message;
    const graph = new Graph(aws, alert, this.configuration.graphsBucket, (problem) =>
      log('warn', 'The message goes without a graph', { problem: `${problem}` }),
    );
    // all that takes time begins now
    const course = kept(() => this.#means.incidents.record(alert));
    course().catch(() => {});
    for (const channel of channels) if ('secret' in channel) this.#means.secrets.warm(channel.secret);
    const prepared = async () => ({
      alert,
      incident: await course().catch((failure) => unknownCourse(failure, isLast)),
      picture: () => graph.link(),
      pictureBytes: () => graph.picture(),
      timeoutMs: () => Math.min(LONGEST_REQUEST_MS, end - RESERVE_MS - now()),
    });
    const outcomes = await Promise.allSettled(
      channels.map((settings) =>
        deliver(open(settings, this.#means, this.configuration.slackApi), alert.id, prepared, {
          ...this.around,
          channelId: settings.id,
          ledger: this.#ledger,
          deadline: end - RESERVE_MS,
          claimedUntil: end + CLOCKS_DIFFER_MS,
          isRevived,
          isLast,
          bury: async (reason) => {
            log('error', 'Given up', { channel: settings.id, reason });
            await this.#bury(body, settings.id, reason);
          },
          warn: (what, problem) => log('warn', what, { channel: settings.id, problem: `${problem}` }),
        }),
      ),
    );
    return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  }

  #bury(body: string, channel: string, reason: string): Promise<void> {
    const attributes = { [CHANNEL]: channel, [REASON]: reason.slice(0, LONGEST_REASON) };
    return this.around.aws.sendMessage(this.configuration.deadLettersUrl, body, attributes);
  }

  /** Nobody sees a heartbeat; what alerts need must be there all the same, or it becomes a dead letter. */
  async #beat(record: SQSRecord, deliveries: number): Promise<void> {
    const { aws, log } = this.around;
    const secrets = this.configuration.channels.flatMap((channel) => ('secret' in channel ? channel.secret : []));
    try {
      await aws.getItem({ pk: 'heartbeat', sk: 'heartbeat' });
      await Promise.all(secrets.map((secret) => aws.secret(secret)));
      log('info', 'Heartbeat', {});
    } catch (failure) {
      if (failure instanceof Transient && deliveries < this.configuration.mostDeliveries) throw failure;
      log('error', 'Heartbeat', { reason: `${failure}` });
      await this.#bury(record.body, 'heartbeat', `${failure}`);
    }
  }

  /** As long as the other side asked for, else longer each time. */
  async #delay({ receiptHandle }: SQSRecord, deliveries: number, failures: readonly unknown[]): Promise<void> {
    const asked = failures.map((failure) => (failure instanceof Transient ? (failure.retryAfterMs ?? 0) : 0));
    const jittered = (0.5 + this.around.random() / 2) * 10 * 2 ** deliveries;
    const seconds = Math.min(LONGEST_DELAY_SECONDS, Math.ceil(Math.max(jittered, ...asked.map((ms) => ms / 1000))));
    try {
      await this.around.aws.delayMessage(this.configuration.queueUrl, receiptHandle, seconds);
    } catch (problem) {
      // it comes back when the queue shows it again
      this.around.log('warn', 'The message could not be delayed', { problem: `${problem}` });
    }
  }
}

/** As the schedule sends it. */
const isHeartbeat = (body: string): boolean => unwrap(body).message === '{"vigil":"heartbeat"}';

/** Does something once for all who ask, and again if it failed. */
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

/** At the last delivery, a message without its history is better than none. */
function unknownCourse(failure: unknown, isLast: boolean) {
  if (isLast) return { isLate: false, isUnknown: true as const };
  throw failure;
}
