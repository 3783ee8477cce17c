import type { WebRequest } from '../../../../lambda/functions/incident-api/incident-api';
import type { PageResponse } from '../../../../lambda/functions/incident-api/page';
import type { AlarmState } from '../../../../lambda/shared/aws/incident-aws';
import { labelOf } from '../../../contracts/channels';
import type { Assembly, Subscription } from '../../assembly/model';
import type { SnsMessage } from '../../simulator/sns-message';
import { stableId } from '../../simulator/stable-id';
import type { HealthChecks } from '../traffic/health-checks';
import type { Content, Sent } from './message';
import { type Queued, RehearsedNotifier } from './notifier';
import { admits, contentFor, contentOfAlarm, isFirstOk } from './subscribers';

/** Where messages of topics go, and what everybody received. */
export class Outbox {
  readonly #sent: (Sent & { content: Content })[] = [];
  readonly #problems: string[] = [];
  /** By the queues that they read. */
  readonly #notifiers = new Map<string, RehearsedNotifier>();
  readonly #queued: Queued[] = [];
  /** Where a message that was changed stands. */
  readonly #changeable = new Map<string, Sent & { content: Content }>();

  public constructor(
    private readonly assembly: Assembly,
    private readonly stateOf: (alarm: string) => AlarmState | undefined,
    private readonly healthChecks: HealthChecks,
  ) {
    const known = new Map<string, RehearsedNotifier>();
    for (const declared of assembly.notifiers) {
      const id = `${declared.stack} ${declared.logicalId}`;
      try {
        const notifier: RehearsedNotifier = known.get(id) ?? this.#notifierOf(declared);
        known.set(id, notifier);
        this.#notifiers.set(declared.queueArn, notifier);
      } catch (error) {
        this.#problems.push(`${declared.logicalId} sends nothing here: ${(error as Error).message}`);
      }
    }
  }

  /** In order of time. */
  public get sent(): readonly Sent[] {
    return this.#sent;
  }

  /** What was not delivered, and why. */
  public get problems(): readonly string[] {
    return this.#problems;
  }

  /** Delivers messages of topics, and all that is due up to a time. */
  public async deliver(messages: readonly SnsMessage[], until: number): Promise<void> {
    for (const message of messages) {
      await this.#work(message.time);
      for (const subscription of this.#subscriptionsTo(message.topicArn)) this.#hand(message, subscription);
    }
    await this.#work(until);
  }

  /** Has the notifier send what changed while alerts of health checks are open. */
  public askForChanges(): void {
    for (const { commandsUrl, notice } of this.healthChecks.takeAsked()) {
      const notifier = [...this.#notifiers.values()].find((each) => each.commandsUrl === commandsUrl);
      if (notifier === undefined) continue;
      const body = JSON.stringify(notice);
      this.#queued.push({ at: notice.at / 1000, notifier, queueUrl: commandsUrl, body, deliveries: 1 });
    }
  }

  /** The page behind an acknowledge link. */
  public async answer(request: WebRequest, now: number): Promise<PageResponse | undefined> {
    for (const notifier of new Set(this.#notifiers.values())) {
      const page = await notifier.answer(request, now);
      // a link of another function is not valid for this one
      if (page !== undefined && page.statusCode !== 403) return page;
    }
    return undefined;
  }

  async #work(until: number): Promise<void> {
    for (;;) {
      this.#queued.sort((one, other) => one.at - other.at);
      const [first] = this.#queued;
      if (first === undefined || first.at > until) return;
      this.#queued.shift();
      await first.notifier.process(first);
    }
  }

  #notifierOf(declared: Assembly['notifiers'][number]): RehearsedNotifier {
    const notifier: RehearsedNotifier = new RehearsedNotifier(declared, {
      queue: (message) => this.#queued.push(message),
      deadLetter: (reason) => this.#problems.push(`A message became a dead letter: ${reason}`),
      stateOf: this.stateOf,
      itemOf: (tableName, key) => this.healthChecks.itemOf(tableName, key),
      publish: (publication) => {
        for (const subscription of this.#subscriptionsTo(publication.topicArn)) {
          if (!admits(subscription, publication)) continue;
          this.#add(notifier.nowMs / 1000, subscription.endpoint, contentFor(subscription.protocol, publication));
        }
      },
      receive: (channelId, content, replaces, key) => {
        const channel = declared.channels.find(({ id }) => id === channelId);
        const earlier = replaces === undefined ? undefined : this.#changeable.get(replaces);
        if (earlier !== undefined) earlier.content = content;
        else {
          const added = this.#add(
            notifier.nowMs / 1000,
            `${labelOf(channel?.kind ?? '')} ${channel?.target ?? ''}`.trim(),
            content,
          );
          if (key !== undefined) this.#changeable.set(key, added);
        }
      },
    });
    return notifier;
  }

  #subscriptionsTo(topicArn: string): Subscription[] {
    return this.assembly.subscriptions.filter((each) => each.topicArn === topicArn);
  }

  #hand(message: SnsMessage, { protocol, endpoint, leavesOutFirstOk }: Subscription): void {
    const notifier = this.#notifiers.get(endpoint);
    const queueUrl = notifier?.queueNamed(endpoint);
    if (notifier !== undefined && queueUrl !== undefined) {
      this.#queued.push({ at: message.time, notifier, queueUrl, body: envelope(message), deliveries: 1 });
      return;
    }
    if (leavesOutFirstOk && isFirstOk(message)) return;
    this.#add(message.time, endpoint, contentOfAlarm(protocol, message));
  }

  #add(time: number, to: string, content: Content): Sent & { content: Content } {
    const sent = { time, to, content };
    this.#sent.push(sent);
    return sent;
  }
}

/** As SNS puts it into a queue. */
const envelope = ({ time, topicArn, subject, message }: SnsMessage): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: stableId(`${topicArn} ${time} ${message}`, 32),
    TopicArn: topicArn,
    Subject: subject,
    Message: message,
    Timestamp: new Date(time * 1000).toISOString(),
  });
