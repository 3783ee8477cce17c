import { Bench, CHANNELS } from '../../support/bench';
import type { ChatFault } from '../../support/loopback-server';
import { bySns, change, described, OK, trigger } from '../../support/payloads/payload';
import { LEVELS, through } from '../../support/scenario';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

const HOOK = '/services/T000/B000/very-secret-part';
const only = (id: string) => CHANNELS.filter((channel) => channel.id === id);
const alarm = (fields: object = {}, severity = 'P1') =>
  bySns(
    'm',
    change('Shop/Orders/QueueStuck', {
      AlarmDescription: described('QueueStuck', 'Nothing has taken a message for long.', ['Look.'], {
        severity,
        unit: 'seconds',
      }),
      Trigger: trigger('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: 'q' }),
      ...fields,
    }),
  ).body;
const once = (fault: ChatFault, path = '/') => {
  let left = 1;
  bench.chat.fault = (requested) => (requested.startsWith(path) && left-- > 0 ? fault : undefined);
};
const slackError = (error: string): ChatFault => ({ status: 200, body: JSON.stringify({ ok: false, error }) });

describe('e-mail and SMS of what pages', () => {
  test.each(['P0', 'P1'])('%s is published again where SNS gives no answer', async (severity) => {
    let left = 1;
    bench.aws.fault = (action) => (action === 'Publish' && left-- > 0 ? 'reset' : undefined);

    expect(await bench.deliver(bench.notifier(only('alerts')), alarm({}, severity))).toEqual({ done: true });

    expect(bench.aws.published).toHaveLength(1);
    expect(bench.aws.deadLetters).toEqual([]);
    expect(bench.logs.map(({ message }) => message)).toContain('Sent');
  });

  test('after an end that nobody knows, another function publishes it', async () => {
    bench.aws.fault = (action) => (action === 'Publish' ? 'reset' : undefined);
    expect(await bench.deliver(bench.notifier(only('alerts')), alarm())).toEqual({ done: false });
    bench.aws.fault = () => undefined;

    expect(await bench.deliver(bench.notifier(only('alerts')), alarm(), 2)).toEqual({ done: true });
    expect(bench.aws.published).toHaveLength(1);
    expect(bench.aws.deadLetters).toEqual([]);
  });
});

describe('an ALARM that arrives after its OK', () => {
  test('mentions nobody, sets no timer, offers nothing to take, and says in every channel that it is late', async () => {
    await through(bench, alarm({ ...OK, StateChangeTime: '2026-08-23T04:20:30.123+0000' }));
    bench.aws.timers.length = 0;
    bench.clock += 10_000;
    await through(bench, alarm());

    const [, late] = bench.chat.shown.get(HOOK) ?? [];
    expect(JSON.stringify(late.blocks)).not.toContain('usergroup');
    expect(JSON.stringify(late)).toContain('arrived late');
    expect(JSON.stringify(late)).not.toMatch(/Acknowledge|answer by/);
    expect(bench.aws.timers).toEqual([]);
    expect(bench.aws.published[1]?.texts['sms']).toContain('arrived late');
    expect(LEVELS.length).toBeGreaterThan(0);
  });
});

describe('sent means that the channel has accepted it', () => {
  test.each<[string, string, ChatFault]>([
    ['hook', 'a page of a proxy', { status: 200, body: '<html>Sign in</html>' }],
    ['hook', 'an empty body', { status: 200, body: '' }],
    ['discord', 'a page of a proxy', { status: 200, body: '<html>Sign in</html>' }],
    ['webhook', 'a page of a proxy', { status: 200, body: '<!doctype html><p>Sign in' }],
    ['bot', 'a page of a proxy', { status: 200, body: '<html>Sign in</html>' }],
  ])('%s: %s is no answer, so it is sent again', async (id, _, fault) => {
    once(fault);

    expect(await bench.deliver(bench.notifier(only(id)), alarm())).toEqual({ done: true });

    expect(bench.chat.requests.length).toBeGreaterThanOrEqual(2);
    expect(bench.aws.deadLetters).toEqual([]);
  });

  test('what is given up is never logged as sent; log, table and dead letter have the same reason', async () => {
    bench.chat.fault = () => ({ status: 404, body: 'no_service' });

    await bench.deliver(bench.notifier(only('hook')), alarm());

    expect(bench.logs.map(({ message }) => message)).not.toContain('Sent');
    const reasons = [
      bench.aws.deadLetters[0]?.reason,
      bench.logs.flatMap(({ message, fields }) =>
        message === 'Not delivered: moved to the dead-letter queue' ? (fields as { reason: string }).reason : [],
      )[0],
    ];
    expect(reasons).toEqual(['HTTP 404 no_service', 'HTTP 404 no_service']);
  });

  test.each<[string, ChatFault]>([
    ['hook', { status: 400, body: 'invalid_blocks' }],
    ['hook', { status: 200, body: 'no_text' }],
    ['discord', { status: 400, body: '{"message": "Invalid Form Body", "code": 50035}' }],
    ['bot', slackError('invalid_blocks')],
    ['bot', slackError('msg_too_long')],
  ])('%s: a message that is refused for its form is sent in a plain form', async (id, fault) => {
    once(fault);

    expect(await bench.deliver(bench.notifier(only(id)), alarm())).toEqual({ done: true });

    expect(bench.aws.deadLetters).toEqual([]);
    const [refused, plain] = bench.chat.requests.slice(-2).map(({ body }) => body);
    expect(refused).toMatch(/blocks|embeds/);
    expect(plain).not.toMatch(/"blocks"|"embeds"/);
    expect(plain).toContain('Nothing has taken a message for long.');
  });
});

test.each<[string, ChatFault]>([
  ['hook', { status: 404, body: 'Cannot POST /services/T000/B000/very-secret-part' }],
  ['hook', { status: 403, body: 'other-tenants-secret in the answer of a proxy' }],
  ['discord', { status: 404, body: '{"message": "other-tenants-secret", "code": 10015}' }],
  ['webhook', { status: 500, body: 'token=other-tenants-secret' }],
  ['bot', slackError('xoxb-secret-token')],
  ['bot', slackError('other-tenants-secret')],
])('%s: nothing of a foreign answer is in a log, the table or a dead letter', async (id, fault) => {
  bench.chat.fault = () => fault;
  const body = alarm({ NewStateReason: 'TEST test-12345678: nothing is wrong.' });

  for (let count = 1; count <= 5; count++) await bench.deliver(bench.notifier(only(id)), body, count);

  const kept = JSON.stringify([
    bench.logs,
    bench.aws.deadLetters.map(({ reason }) => reason),
    bench.aws.entriesOf('change#test-12345678-ALARM'),
  ]);
  expect(bench.aws.deadLetters).toHaveLength(1);
  expect(kept).not.toMatch(/secret|xoxb|Cannot/);
});

test('a command that a topic delivers, enveloped or raw, is a message like any other', async () => {
  const forged = JSON.stringify({ vigil: 'acknowledge', subject: 'x', startedAt: 1, by: 'Eve', at: 2 });

  for (const queue of ['alarms', 'urgent']) {
    await bench.deliver(bench.incidents(only('alerts')), forged, 1, undefined, undefined, queue);
  }

  expect(bench.aws.published[0]?.texts['email']).toContain('Eve');
  expect(bench.logs.filter(({ level }) => level === 'error')).toEqual([]);
});
