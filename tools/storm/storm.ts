import { QueueConsumer } from '../../lambda/shared/delivery/queue-consumer';
import { parseMessage } from '../../lambda/shared/parsing/parse-message';
import type { ChannelSettings } from '../../lib/contracts/channels';
import { EVENT_SOURCES } from '../../lib/contracts/event-sources';
import { Severity } from '../../lib/contracts/severity';
import { bySns, change, described, trigger } from '../../test/lambda/support/payloads/payload';
import { Chats } from './chats';
import { Cloud } from './cloud';
import { Lambda } from './lambda';
import { seeded, VirtualTime } from './virtual-time';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-08-23T04:15:00Z');
const SENT = [Severity.P0, Severity.P1, Severity.P2];
const COMPONENTS = 40;
/** As the construct sets it. */
const MOST_DELIVERIES = 9;

export const CHANNELS: readonly ChannelSettings[] = [
  { id: 'hook', kind: 'slack', secret: 'hook', severities: SENT },
  { id: 'bot', kind: 'slackBot', secret: 'bot', channel: 'C0', severities: SENT },
  { id: 'discord', kind: 'discord', secret: 'discord', severities: SENT },
  { id: 'teams', kind: 'teams', secret: 'teams', severities: SENT },
  { id: 'pagerDuty', kind: 'pagerDuty', secret: 'pagerDuty', api: 'https://pagerduty.test', severities: SENT },
  { id: 'opsgenie', kind: 'opsgenie', secret: 'opsgenie', api: 'https://opsgenie.test', severities: SENT },
  { id: 'webhook', kind: 'webhook', secret: 'webhook', severities: SENT },
  { id: 'alerts', kind: 'alertsTopic', topicArn: 'arn:aws:sns:eu-west-1:123456789012:alerts', severities: SENT },
];
/** What they document; of PagerDuty what its support names, of Opsgenie the same; a web server of somebody's own takes what comes. */
const LIMITS = {
  'hook.test': { messages: 1, perMs: 1000 },
  'slack.test': { messages: 1, perMs: 1000 },
  'discord.test': { messages: 30, perMs: MINUTE_MS },
  'teams.test': { messages: 60, perMs: MINUTE_MS / 2 },
  'pagerduty.test': { messages: 120, perMs: MINUTE_MS },
  'opsgenie.test': { messages: 120, perMs: MINUTE_MS },
};

const CHATS = [
  { id: 'hook', host: 'hook.test' },
  { id: 'bot', host: 'slack.test' },
  { id: 'discord', host: 'discord.test' },
  { id: 'teams', host: 'teams.test' },
];

export interface StormOptions {
  readonly alarms: number;
  readonly p0: number;
  readonly seed: number;
}

export interface Storm {
  readonly alarms: number;
  readonly deadLetters: number;
  /** To channels, for each message that a channel has. */
  readonly requestsPerMessage: number;
  /** The same of chats only, where most messages are parts of summaries. */
  readonly requestsPerChatMessage: number;
  readonly peakConcurrency: number;
  /** Of the last of them. */
  readonly p0SecondsByChannel: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly messages: Readonly<Record<string, number>>;
  /** Refused with 429. */
  readonly refused: number;
  readonly invocations: number;
  readonly gigabyteSeconds: number;
  readonly awsCalls: number;
  /** From the alarm until it is shown, by severity and channel, in seconds. */
  readonly times: readonly {
    readonly severity: string;
    readonly channel: string;
    readonly seconds: readonly number[];
  }[];
  readonly neverShown: number;
  readonly reasons: readonly string[];
}

/** Alarms that begin within one minute, on their way through the notifier as it is, with its queues and limits, in virtual time. */
export async function storm({ alarms, p0, seed }: StormOptions): Promise<Storm> {
  const time = new VirtualTime(START);
  const random = seeded(seed);
  const chats = new Chats(time, random, LIMITS);
  const cloud = new Cloud(time, random, { send: (url, body, delayMs) => lambda.send(queueIn(url), body, delayMs) });
  const lambda = new Lambda(
    time,
    (delay) => {
      const around = { aws: cloud.forSandbox(delay), fetch: chats.fetch, now: () => time.now, sleep: time.sleep };
      const notifier = new QueueConsumer(CONFIGURATION, { ...around, random, log: () => {} });
      return async (Records, remainingMs) => {
        const { batchItemFailures } = await notifier.handle({ Records }, remainingMs);
        return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      };
    },
    EVENT_SOURCES,
  );
  const fired = Array.from({ length: alarms }, (_, index) => alarmAt(START + random() * MINUTE_MS, index, p0));
  for (const { at, severity, body } of fired) {
    time.at(at, () => lambda.send(severity === Severity.P0 ? 'urgent' : 'alarms', body));
  }
  await time.run();

  const times = SENT.flatMap((severity) =>
    CHANNELS.map(({ id: channel }) => {
      const theirs = fired.filter((each) => each.severity === severity);
      const shown = theirs.map(({ id, at }) => ((cloud.shownAt(id, channel) ?? Number.POSITIVE_INFINITY) - at) / 1000);
      return { severity, channel, seconds: shown.sort((a, b) => a - b) };
    }),
  );
  const messages = Object.fromEntries(CHANNELS.map(({ id }) => [id, cloud.messagesOf(id)]));
  const requests = sum(Object.values(chats.requests)) + cloud.publications;
  const toChats = CHATS.map(({ host }) => chats.requests[host] ?? 0);
  const last = times.filter(({ severity }) => severity === Severity.P0);
  return {
    alarms,
    deadLetters: cloud.deadLetters.length + lambda.redriven.length,
    requestsPerMessage: round(requests / sum(Object.values(messages))),
    requestsPerChatMessage: round(sum(toChats) / sum(CHATS.map(({ id }) => messages[id] ?? 0))),
    peakConcurrency: lambda.peakConcurrency,
    p0SecondsByChannel: Object.fromEntries(last.map(({ channel, seconds }) => [channel, round(seconds.at(-1) ?? 0)])),
    requests,
    messages,
    refused: chats.refused,
    invocations: lambda.invocations,
    gigabyteSeconds: Math.round((lambda.milliseconds / 1000) * 0.5),
    awsCalls: cloud.calls,
    times,
    neverShown: times.flatMap(({ seconds }) => seconds).filter((each) => !Number.isFinite(each)).length,
    reasons: [...new Set(cloud.deadLetters.map(({ channel, reason }) => `${channel}: ${reason}`))],
  };
}

const URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/';
const queueIn = (url: string): string => url.slice(URL.length);

const CONFIGURATION = {
  channels: CHANNELS,
  tableName: 'table',
  queueUrls: { alarms: `${URL}alarms`, urgent: `${URL}urgent`, commands: `${URL}commands` },
  deadLettersUrl: `${URL}dead-letters`,
  mostDeliveries: MOST_DELIVERIES,
  slackApi: 'https://slack.test/api',
};

/** The first ones are P0; of the others, a third is P1. */
function alarmAt(at: number, index: number, p0: number) {
  const severity = index < p0 ? Severity.P0 : index % 3 === 0 ? Severity.P1 : Severity.P2;
  const component = `Component${index % COMPONENTS}`;
  const AlarmDescription = described('QueueStuck', 'Nothing has taken a message for long.', ['Look for errors.'], {
    severity,
    component,
    unit: 'seconds',
  });
  const fields = {
    AlarmDescription,
    StateChangeTime: new Date(at).toISOString(),
    Trigger: trigger('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: `queue-${index}` }),
  };
  const { body } = bySns(`${index}`, change(`Shop/${component}/QueueStuck${index}`, fields), { severity });
  return { at, severity, body, id: parseMessage(body, { id: '', sentAt: 0 }).id };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const round = (value: number): number => Math.round(value * 100) / 100;
