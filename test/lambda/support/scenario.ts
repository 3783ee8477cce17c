import { testReason } from '../../../lib/contracts/alert-test';
import { type Bench, CHANNELS } from './bench';
import { bySns, change, described, OK, trigger } from './payloads/payload';

type Channel = (typeof CHANNELS)[number];
const PAGES = ['P0', 'P1'] as Channel['severities'];

/** Five channels on call, one more for seniors, and their e-mail; management by e-mail only. */
export const LEVELS: readonly Channel[] = [
  ...CHANNELS.map((channel) => (channel.kind === 'alertsTopic' ? { ...channel, level: 1 } : channel)),
  { id: 'seniors', kind: 'slackBot', secret: 'slack-bot', channel: 'C0SENIORS', severities: PAGES, level: 2 },
  { id: 'alerts-2', kind: 'alertsTopic', topicArn: 'arn:aws:sns:x:1:alerts', severities: PAGES, level: 2 },
  { id: 'alerts-3', kind: 'alertsTopic', topicArn: 'arn:aws:sns:x:1:alerts', severities: PAGES, level: 3 },
];

export const MINUTE = 60_000;
/** When the alarms of these tests begin. */
export const START = Date.parse('2026-08-23T04:15:30.123Z');
export const at = (minutes: number): string => new Date(START + minutes * MINUTE).toISOString().replace('Z', '+0000');

export interface ChangeOptions {
  readonly rule?: string;
  readonly severity?: string;
  readonly component?: string;
  /** The id of the test that makes the change. */
  readonly test?: string;
}

/** A change of an alarm some minutes after the start. */
export function changeAt(minutes: number, state: 'ALARM' | 'OK', options: ChangeOptions = {}): string {
  const { rule = 'QueueStuck', severity = 'P1', component = 'Orders', test } = options;
  const fields = {
    ...(state === 'OK' ? OK : {}),
    StateChangeTime: at(minutes),
    ...(test !== undefined && { NewStateReason: testReason(test, 'somebody checks who receives it') }),
    AlarmDescription: described(rule, 'Nothing has taken a message for long.', ['Look for errors.'], {
      severity,
      component,
      unit: 'seconds',
    }),
    Trigger: trigger('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: `${component}-1A2B` }),
  };
  return bySns('m', change(`Shop/${component}/${rule}`, fields)).body;
}

/** Delivers a message until it has left the queue. */
export async function through(bench: Bench, body: string, deliveries = 1, channels = LEVELS): Promise<void> {
  for (let count = deliveries; count < deliveries + 12; count++) {
    const { done } = await bench.deliver(bench.incidents(channels), body, count);
    if (done) return;
  }
  throw new Error('The message never left the queue.');
}

/** Lets time pass: timers send their commands, and those of people are delivered. */
export async function passUntil(bench: Bench, minutes: number, channels = LEVELS): Promise<void> {
  const end = START + minutes * MINUTE;
  for (;;) {
    for (const body of bench.aws.queued.splice(0)) await through(bench, body, 1, channels);
    const [next] = [...bench.aws.timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
    if (next === undefined) break;
    bench.aws.timers.splice(bench.aws.timers.indexOf(next), 1);
    bench.clock = Math.max(bench.clock, next.at);
    await through(bench, next.body, 1, channels);
  }
  bench.clock = Math.max(bench.clock, end);
}

/** What was published, as `level subject`. */
export const published = (bench: Bench): string[] =>
  bench.aws.published.map(({ attributes, subject }) => `${attributes['level']} ${subject}`);
