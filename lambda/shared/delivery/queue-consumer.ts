import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ChannelSettings } from '../../../lib/contracts/channels';
import type { NotifierConfiguration } from '../../../lib/contracts/function-environments';
import { DEAD_LETTER, DEAD_LETTER_CHANNELS } from '../../../lib/contracts/messages';
import type { Alert, Incident } from '../alerts/alert';
import type { ChannelDependencies } from '../channels/channel';
import { Permanent, reasonOf, Transient } from '../failure';
import { checkNoticeIn, type LazyCheckAlerts, lazyCheckAlerts } from '../health/check-notice';
import { CompositeIncidents } from '../incidents/composite-incident';
import { IncidentStore } from '../incidents/incident-store';
import { parseMessage } from '../parsing/parse-message';
import { Secrets } from '../secrets';
import { DeadLetters } from './dead-letters';
import type { Dependencies } from './dependencies';
import { FanOut, type Received, unknownIncident } from './fan-out';
import { checkHeartbeat, isHeartbeat } from './heartbeat';
import type { IncidentTracker, Notification } from './incident-tracker';
import { Intake } from './intake';
import { backoffAfter, redeliveryDelay } from './redelivery';
import { type LazySummaries, lazySummaries, summaryRequestIn } from './summary-request';

/** Processes the messages of the notifier's queues. */
export class QueueConsumer {
  readonly #channelDependencies: ChannelDependencies;
  readonly #fanOut: FanOut;
  readonly #summaries: LazySummaries;
  readonly #deadLetters: DeadLetters;
  readonly #intake: Intake;
  readonly #checks: LazyCheckAlerts;

  public constructor(
    private readonly configuration: NotifierConfiguration,
    private readonly around: Dependencies,
    private readonly tracker?: IncidentTracker,
  ) {
    const { aws, fetch, now } = around;
    this.#channelDependencies = {
      aws,
      fetch,
      now,
      secrets: new Secrets(aws, now),
      incidents: new IncidentStore(aws, now),
    };
    this.#summaries = lazySummaries(aws, configuration.queueUrls.commands, now);
    this.#deadLetters = new DeadLetters(configuration.deadLettersUrl, aws);
    this.#fanOut = new FanOut(configuration, around, this.#channelDependencies, this.#summaries, this.#deadLetters);
    const { incidents } = this.#channelDependencies;
    const composites = new CompositeIncidents(aws, incidents, (problem) =>
      around.log('warn', 'The alarms of a composite could not be looked up', { problem: reasonOf(problem) }),
    );
    this.#checks = lazyCheckAlerts(aws, incidents, around.log);
    this.#intake = new Intake(incidents, composites, this.#checks, tracker, (text, fields) =>
      around.log('info', text, fields),
    );
  }

  /** Messages that were not sent to all channels are delivered again, each alone. */
  public async handle({ Records }: Pick<SQSEvent, 'Records'>, remainingMs: () => number): Promise<SQSBatchResponse> {
    const outcomes = await Promise.allSettled(Records.map((record) => this.#process(record, remainingMs)));
    const batchItemFailures = outcomes.flatMap((outcome, index) =>
      outcome.status === 'fulfilled' ? [] : [{ itemIdentifier: Records[index]?.messageId as string }],
    );
    return { batchItemFailures };
  }

  async #process(record: SQSRecord, remainingMs: () => number): Promise<void> {
    const { now, log, random } = this.around;
    const startedAt = now();
    const queueUrl = this.#queueOf(record);
    const deliveries = Number(record.attributes.ApproximateReceiveCount);
    if (isHeartbeat(record.body)) return this.#heartbeat(record, deliveries);
    const only = record.messageAttributes[DEAD_LETTER.channel]?.stringValue;
    const message = {
      body: record.body,
      end: startedAt + remainingMs(),
      only: only === DEAD_LETTER_CHANNELS.all ? undefined : only,
      isRedriven: only !== undefined,
      isLast: deliveries >= this.configuration.mostDeliveries,
      deliveries,
      backoffMs: backoffAfter(deliveries, random),
    };
    const failures: unknown[] = [];
    try {
      // from another queue, what looks like a command is a message like any other
      const isOwn = queueUrl === this.configuration.queueUrls.commands;
      const own = isOwn ? await this.#commanded(record.body) : undefined;
      const fallback = { id: record.messageId, sentAt: Number(record.attributes.SentTimestamp) || startedAt };
      for (const notification of own ??
        (await this.#notificationsOf(parseMessage(record.body, fallback), message.isLast))) {
        failures.push(...(await this.#send(notification, message)));
      }
    } catch (failure) {
      if (message.isLast || failure instanceof Permanent)
        return this.#giveUp(record.body, DEAD_LETTER_CHANNELS.all, failure);
      failures.push(failure);
    }
    if (failures.length === 0) return;
    const reasons = failures.map(reasonOf);
    log('info', 'Not sent to all channels yet', { message: record.messageId, deliveries, reasons });
    await this.#delay(record, queueUrl, redeliveryDelay(failures, message.backoffMs));
    throw failures[0];
  }

  /** At the last delivery, the alert as it arrived is better than none. */
  async #notificationsOf(alert: Alert, isLast: boolean): Promise<readonly Notification[]> {
    try {
      return await this.#intake.notificationsOf(alert);
    } catch (failure) {
      if (isLast) return [{ alert }];
      throw failure;
    }
  }

  /** The queue that a message came from. */
  #queueOf({ eventSourceARN }: SQSRecord): string {
    const { alarms, urgent, commands } = this.configuration.queueUrls;
    const name = eventSourceARN.split(':').at(-1);
    return [urgent, commands].find((url) => url.endsWith(`/${name}`)) ?? alarms;
  }

  /** The notifications of a command; undefined if the message is none. */
  async #commanded(body: string): Promise<readonly Notification[] | undefined> {
    const notice = checkNoticeIn(body);
    if (notice !== undefined) return this.#described(await this.#checks().notificationsOf(notice));
    const request = summaryRequestIn(body);
    if (request === undefined) return this.tracker?.notificationsOf(body);
    const alert = await this.#summaries().find(request);
    return [{ alert, incident: { isLate: false }, channels: [request.channel] }];
  }

  /** With links to acknowledge, where incidents are handled. */
  #described(notifications: readonly Notification[]): Promise<readonly Notification[]> {
    const { tracker } = this;
    return Promise.all(
      notifications.map(async ({ alert, incident, ...same }) => ({
        ...same,
        alert,
        incident: incident && tracker ? await tracker.describe(alert, incident) : incident,
      })),
    );
  }

  /** Sends a notification to its channels, and returns the errors of those that a later delivery tries again. */
  async #send(notification: Notification, received: Received): Promise<readonly unknown[]> {
    const { alert } = notification;
    const { only, deliveries, isLast, body } = received;
    const about = { alert: alert.id, alarm: alert.name, state: alert.state, severity: alert.severity, deliveries };
    const log: Dependencies['log'] = (level, text, fields) => this.around.log(level, text, { ...about, ...fields });
    const { tracker } = this;
    // without a tracker, all channels are of the first level, and the timeline is read while others begin
    const incident = notification.incident ?? (tracker && (await this.#incidentOf(tracker, notification, isLast)));
    if (incident !== undefined && notification.incident === undefined && tracker?.waits(alert, incident) && !isLast) {
      log('info', 'The alarm is flapping: its changes are sent together', {});
      await tracker.postpone(alert);
      return [];
    }
    const concerned = ({ id, severities, level = 1 }: ChannelSettings) =>
      notification.channels?.includes(id) ?? (severities.includes(alert.severity) && level <= (incident?.level ?? 1));
    const channels = this.configuration.channels.filter(
      (channel) => concerned(channel) && (only === undefined || only === channel.id),
    );
    const pending = { ...received, notification: { ...notification, incident }, log };
    const { sent, failures } = await this.#fanOut.send(channels, pending);
    if (channels.length === 0) log('info', 'No channel carries this severity', {});
    if (sent.length > 0) log('info', 'Sent', { channels: sent });
    if (tracker === undefined || incident === undefined) return failures;
    try {
      await tracker.watch(alert, incident);
    } catch (failure) {
      if (!isLast) return [...failures, failure];
      await this.#giveUp(body, DEAD_LETTER_CHANNELS.escalation, failure);
    }
    return failures;
  }

  async #incidentOf(tracker: IncidentTracker, { alert }: Notification, isLast: boolean): Promise<Incident> {
    try {
      return await tracker.describe(alert, await this.#channelDependencies.incidents.record(alert));
    } catch (failure) {
      return unknownIncident(failure, isLast);
    }
  }

  async #giveUp(body: string, channel: string, failure: unknown): Promise<void> {
    this.around.log('error', 'Not delivered: moved to the dead-letter queue', { channel, reason: reasonOf(failure) });
    await this.#deadLetters.add(body, channel, reasonOf(failure));
  }

  async #heartbeat(record: SQSRecord, deliveries: number): Promise<void> {
    const { aws, log } = this.around;
    try {
      await checkHeartbeat(aws, this.configuration);
      log('info', 'Heartbeat', {});
    } catch (failure) {
      if (failure instanceof Transient && deliveries < this.configuration.mostDeliveries) throw failure;
      log('error', 'Heartbeat', { reason: reasonOf(failure) });
      await this.#deadLetters.add(record.body, DEAD_LETTER_CHANNELS.heartbeat, reasonOf(failure));
    }
  }

  async #delay({ receiptHandle }: SQSRecord, queueUrl: string, seconds: number): Promise<void> {
    try {
      await this.around.aws.delayMessage(queueUrl, receiptHandle, seconds);
    } catch (problem) {
      // it comes back when the queue shows it again
      this.around.log('warn', 'The message could not be delayed', { problem: reasonOf(problem) });
    }
  }
}
