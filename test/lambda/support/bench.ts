import { setImmediate } from 'node:timers/promises';
import type { SQSRecord } from 'aws-lambda';
import { IncidentApi } from '../../../lambda/functions/incident-api/incident-api';
import { IncidentResponse } from '../../../lambda/functions/incident-notifier/incident-response';
import { type IncidentAws, incidentAwsBySdk } from '../../../lambda/shared/aws/incident-aws';
import type { Dependencies } from '../../../lambda/shared/delivery/dependencies';
import { QueueConsumer } from '../../../lambda/shared/delivery/queue-consumer';
import { fetchByNode } from '../../../lambda/shared/http/fetch';
import type { Fetch } from '../../../lambda/shared/http/post';
import type { ChannelSettings } from '../../../lib/contracts/channels';
import type { NotifierConfiguration } from '../../../lib/contracts/function-environments';
import { LoopbackAws } from './loopback-aws';
import { LoopbackChat } from './loopback-chat';
import { LoopbackOnCall } from './loopback-on-call';

const ALL = ['P0', 'P1', 'P2'] as ChannelSettings['severities'];
export const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:Shop-Vigil-alerts';
export const MOST_DELIVERIES = 5;
export const ANSWERS = 'https://answers.lambda-url.eu-west-1.on.aws/';

/** One channel of each kind. */
export const CHANNELS: readonly ChannelSettings[] = [
  { id: 'hook', kind: 'slack', secret: 'slack-hook', severities: ALL, mention: 'S0123ABCD' },
  { id: 'bot', kind: 'slackBot', secret: 'slack-bot', channel: 'C0123', severities: ALL },
  { id: 'discord', kind: 'discord', secret: 'discord', severities: ALL },
  { id: 'webhook', kind: 'webhook', secret: 'webhook', severities: ALL },
  { id: 'alerts', kind: 'alertsTopic', topicArn: TOPIC, severities: ALL },
];

/** Services for on-call and Teams. The address of an API is that of the bench. */
export const ON_CALL: readonly ChannelSettings[] = [
  { id: 'pagerDuty', kind: 'pagerDuty', secret: 'pager-duty', api: '', severities: ALL },
  { id: 'opsgenie', kind: 'opsgenie', secret: 'opsgenie', api: '', severities: ALL },
  { id: 'teams', kind: 'teams', secret: 'teams', severities: ALL },
];
export const ROUTING_KEY = 'R0SecretSecretSecretSecretSecret';

export interface Outcome {
  /** The message has left the queue. */
  readonly done: boolean;
}

/** The notifier between real servers on loopback, with a clock that its own waits move on. */
export class Bench {
  public clock = Date.parse('2026-08-23T04:15:32Z');
  public readonly waits: number[] = [];
  public readonly logs: { level: string; message: string; fields: object }[] = [];
  public remainingMs = 30_000;
  /** When messages are sent; undefined: when what they are about happens, or now. */
  public sentAt?: number;
  /** Stands between the notifier and AWS or the web. */
  public through = (surroundings: Dependencies): Dependencies => surroundings;
  readonly #sdk: IncidentAws;

  private constructor(
    public readonly aws: LoopbackAws,
    public readonly chat: LoopbackChat,
    public readonly onCall: LoopbackOnCall,
    private readonly isConnected: boolean,
  ) {
    const place = { group: 'timers', roleArn: 'arn:role', queueArn: 'arn:queue', deadLettersArn: 'arn:dead' };
    this.#sdk = incidentAwsBySdk('table', place);
  }

  public static start(): Promise<Bench> {
    return Bench.#start(true);
  }

  /** Without connections between, for tests that are about something else: the SDK and HTTP take most of the time. */
  public static startWithoutConnections(): Promise<Bench> {
    return Bench.#start(false);
  }

  static async #start(isConnected: boolean): Promise<Bench> {
    const servers = await Promise.all([LoopbackAws.start(), LoopbackChat.start(), LoopbackOnCall.start()]);
    const bench = new Bench(...servers, isConnected);
    bench.clear();
    return bench;
  }

  public async stop(): Promise<void> {
    // a notifier whose message was sent before has yet to load code: after the test, this would end it with an error
    await setImmediate();
    await Promise.all([this.aws.stop(), this.chat.stop(), this.onCall.stop()]);
  }

  public clear(): void {
    this.aws.clear();
    this.chat.clear();
    this.onCall.clear();
    this.waits.length = 0;
    this.logs.length = 0;
    this.remainingMs = 30_000;
    this.sentAt = undefined;
    this.through = (surroundings) => surroundings;
    const { url } = this.chat;
    this.aws.secrets.set('slack-hook', `${url}/services/T000/B000/very-secret-part`);
    this.aws.secrets.set('slack-bot', JSON.stringify({ token: 'xoxb-secret-token' }));
    this.aws.secrets.set('discord', JSON.stringify({ url: `${url}/discord/very-secret-part` }));
    const signingKey = `whsec_${Buffer.from('very-secret-key').toString('base64')}`;
    this.aws.secrets.set('key', 'k'.repeat(64));
    this.aws.secrets.set('pager-duty', JSON.stringify({ routingKey: ROUTING_KEY }));
    this.aws.secrets.set('opsgenie', 'very-secret-api-key');
    this.aws.secrets.set('teams', `${this.onCall.url}/workflows/very-secret-part`);
    this.aws.secrets.set('webhook', JSON.stringify({ url: `${url}/webhook/very-secret-part`, signingKey }));
  }

  /** A notifier as a new sandbox has it, where incidents are not followed up. */
  public notifier(channels = CHANNELS, configuration: Partial<NotifierConfiguration> = {}): QueueConsumer {
    return this.#notifier(channels, configuration, false);
  }

  /** The same where they are. */
  public incidents(channels = CHANNELS): QueueConsumer {
    return this.#notifier(channels, {}, true);
  }

  /** Where people answer. */
  public answers(): IncidentApi {
    const { aws, now, log } = this.through(this.#surroundings);
    return new IncidentApi(
      { key: 'key', commandsUrl: `${this.aws.url}/commands` },
      { aws: aws as IncidentAws, now, log },
    );
  }

  get #direct(): { readonly aws: IncidentAws; readonly fetch: Fetch } {
    const [chat, onCall] = [this.chat.direct(), this.onCall.direct()];
    return {
      aws: { ...this.#sdk, ...this.aws.direct() },
      fetch: (url, options) => (url.startsWith(this.chat.url) ? chat : onCall)(url, options),
    };
  }

  get #surroundings(): Dependencies & { readonly aws: IncidentAws } {
    const { aws, fetch } = this.isConnected ? { aws: this.#sdk, fetch: fetchByNode } : this.#direct;
    return {
      aws,
      fetch,
      now: () => this.clock,
      // waiting takes no time here, but the clock tells it
      sleep: async (milliseconds) => {
        this.waits.push(milliseconds);
        this.clock += milliseconds;
      },
      random: Math.random,
      log: (level, message, fields) => this.logs.push({ level, message, fields }),
    };
  }

  #notifier(
    described: readonly ChannelSettings[],
    configuration: Partial<NotifierConfiguration>,
    isFollowed: boolean,
  ): QueueConsumer {
    const channels = described.map((channel) => ('api' in channel ? { ...channel, api: this.onCall.url } : channel));
    const around = this.through(this.#surroundings);
    const followUps = new IncidentResponse({ answersUrl: ANSWERS, key: 'key', account: '123456789012' }, channels, {
      ...around,
      aws: around.aws as IncidentAws,
    });
    return new QueueConsumer(
      {
        channels,
        tableName: 'table',
        queueUrls: {
          alarms: `${this.aws.url}/alarms`,
          urgent: `${this.aws.url}/urgent`,
          commands: `${this.aws.url}/commands`,
        },
        deadLettersUrl: `${this.aws.url}/dead-letters`,
        mostDeliveries: MOST_DELIVERIES,
        slackApi: `${this.chat.url}/api`,
        ...configuration,
      },
      around,
      isFollowed ? followUps : undefined,
    );
  }

  /** Hands a message to a notifier, for the n-th time. */
  public async deliver(
    notifier: QueueConsumer,
    body: string,
    deliveries = 1,
    channel?: string,
    remainingMs?: () => number,
    queue = body.startsWith('{"vigil":') ? 'commands' : 'alarms',
  ): Promise<Outcome> {
    const end = this.clock + this.remainingMs;
    const { batchItemFailures } = await notifier.handle(
      { Records: [recordOf(body, deliveries, channel, queue, this.sentAt ?? sentAfter(body, this.clock))] },
      remainingMs ?? (() => end - this.clock),
    );
    const done = batchItemFailures.length === 0;
    // until the queue shows it again
    if (!done) this.clock += 1000 * (this.aws.delays.at(-1) ?? 0);
    return { done };
  }
}

/** Tests need not move the clock to when an alarm changes. */
export function sentAfter(body: string, clock: number): number {
  const times = [...body.matchAll(/\d{4}-\d\d-\d\dT[\d:.]+/g)].map(([text]) => Date.parse(`${text}Z`));
  return Math.max(clock, ...times.filter(Number.isFinite));
}

export function recordOf(
  body: string,
  deliveries: number,
  channel: string | undefined,
  queue: string,
  sentAt: number,
): SQSRecord {
  return {
    messageId: 'message-1',
    receiptHandle: 'receipt',
    body,
    attributes: {
      ApproximateReceiveCount: `${deliveries}`,
      SentTimestamp: `${sentAt}`,
      SenderId: 'x',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: channel === undefined ? {} : { vigilChannel: { stringValue: channel, dataType: 'String' } },
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-west-1:123456789012:${queue}`,
    awsRegion: 'eu-west-1',
  };
}
