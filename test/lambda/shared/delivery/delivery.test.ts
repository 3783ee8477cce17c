import { createHmac } from 'node:crypto';
import { Bench, CHANNELS, MOST_DELIVERIES } from '../../support/bench';
import type { ChatFault } from '../../support/loopback-server';
import { bySns, change, described, OK, trigger } from '../../support/payloads/payload';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

const alarm = (fields: Record<string, unknown> = {}) =>
  bySns(
    'm',
    change('Shop/Orders/QueueStuck', {
      AlarmDescription: described('QueueStuck', 'Nothing has taken a message for long.', ['Look for errors.'], {
        unit: 'seconds',
      }),
      Trigger: trigger('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: 'Shop-Orders-1A2B' }),
      ...fields,
    }),
  ).body;
const ALARM = alarm();
const RECOVERY = alarm(OK);
const TEST = alarm({ NewStateReason: 'TEST test-12345678: nothing is wrong.' });
const HOOK = '/services/T000/B000/very-secret-part';

/** How often each channel shows a message. */
const shown = () => ({
  hook: bench.chat.shown.get(HOOK)?.length ?? 0,
  bot: bench.chat.posts.length,
  discord: bench.chat.shown.get('/discord/very-secret-part')?.length ?? 0,
  webhook: bench.chat.shown.get('/webhook/very-secret-part')?.length ?? 0,
  alerts: bench.aws.published.length,
});
const ONCE = { hook: 1, bot: 1, discord: 1, webhook: 1, alerts: 1 };
const only = (id: string) => CHANNELS.filter((channel) => channel.id === id);
const firstTimes = (count: number, path: string, fault: ChatFault) => {
  let left = count;
  bench.chat.fault = (requested) => (requested.startsWith(path) && left-- > 0 ? fault : undefined);
};

test('an alarm reaches every channel', async () => {
  expect(await bench.deliver(bench.notifier(), ALARM)).toEqual({ done: true });

  expect(shown()).toEqual(ONCE);
  expect(bench.aws.deadLetters).toEqual([]);
  const [publication] = bench.aws.published;
  expect(publication?.subject).toBe('[P1] Orders in prod: Nothing has taken a message for long.');
  expect(publication?.attributes).toEqual({ severity: 'P1', state: 'ALARM', environment: 'prod', component: 'Orders' });
  expect(Object.keys(publication?.texts ?? {})).toEqual(['default', 'email', 'sms']);
  expect(bench.chat.shown.get(HOOK)?.[0].blocks[0].elements[0].elements[0]).toEqual({
    type: 'usergroup',
    usergroup_id: 'S0123ABCD',
  });
});

test('a webhook is signed as Standard Webhooks describes', async () => {
  await bench.deliver(bench.notifier(only('webhook')), ALARM);

  const [{ headers, body }] = bench.chat.requests as [(typeof bench.chat.requests)[number]];
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  expect(headers['webhook-signature']).toBe(
    `v1,${createHmac('sha256', 'very-secret-key').update(signed).digest('base64')}`,
  );
  expect(JSON.parse(body)).toMatchObject({
    version: '1.0',
    state: 'ALARM',
    severity: 'P1',
    component: 'Orders',
    measurement: { value: 7 },
  });
});

test('channels get the severities that they carry', async () => {
  const channels = CHANNELS.map((channel) =>
    channel.id === 'alerts' ? channel : { ...channel, severities: ['P0'] as typeof channel.severities },
  );

  await bench.deliver(bench.notifier(channels), ALARM);

  expect(shown()).toEqual({ hook: 0, bot: 0, discord: 0, webhook: 0, alerts: 1 });
});

describe('once', () => {
  test('however often it is delivered, by however many functions at once', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => bench.deliver(bench.notifier(), ALARM)));
    for (let again = 0; again < 3; again++) await bench.deliver(bench.notifier(), ALARM);

    expect(outcomes.some(({ done }) => done)).toBe(true);
    expect(shown()).toEqual(ONCE);
    expect(bench.aws.deadLetters).toEqual([]);
  });

  test('recovery is a change of its own, with how long it took', async () => {
    await bench.deliver(bench.notifier(), ALARM);
    await bench.deliver(bench.notifier(), RECOVERY);

    expect(bench.aws.published[1]?.texts['sms']).toMatch(/0 s \(limit 5 s\), after 12 min/);
    expect(bench.aws.published[1]?.texts['email']).toMatch(/OK since 2026-08-23 04:27 UTC, after 12 min/);
  });

  test('an alarm that arrives after its recovery says so', async () => {
    await bench.deliver(bench.notifier(), RECOVERY);
    await bench.deliver(bench.notifier(), ALARM);

    expect(bench.aws.published.map(({ texts }) => /arrived late/.test(texts['email'] as string))).toEqual([
      false,
      true,
    ]);
    expect(shown()).toMatchObject({ hook: 2, alerts: 2 });
  });
});

describe("Slack by a bot's token", () => {
  test('one message for an incident, which is updated, and its timeline in the thread', async () => {
    await bench.deliver(bench.notifier(), ALARM);
    await bench.deliver(bench.notifier(), RECOVERY);

    const [main, ...story] = bench.chat.posts;
    expect(main?.thread).toBeUndefined();
    expect(main?.message.attachments[0].color).toBe('#2e7d32');
    expect(story.map(({ thread }) => thread)).toEqual([main?.ts]);
    // the next incident has its own
    await bench.deliver(bench.notifier(), alarm({ StateChangeTime: '2026-08-23T09:00:00.000+0000' }));
    expect(bench.chat.posts[2]?.thread).toBeUndefined();
  });

  test('what is late leaves the message as it is', async () => {
    await bench.deliver(bench.notifier(only('bot')), ALARM);
    await bench.deliver(bench.notifier(only('bot')), alarm({ ...OK, StateChangeTime: '2026-08-23T04:50:00.000+0000' }));
    await bench.deliver(bench.notifier(only('bot')), alarm({ StateChangeTime: '2026-08-23T04:40:00.000+0000' }));

    expect(bench.chat.posts[0]?.message.attachments[0].color).toBe('#2e7d32');
    expect(bench.chat.posts).toHaveLength(3);
  });

  test.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])(
    '%s: the message stays as it is, and its thread has the news',
    async (error) => {
      await bench.deliver(bench.notifier(only('bot')), ALARM);
      firstTimes(1, '/api/chat.update', { status: 200, body: JSON.stringify({ ok: false, error }) });

      expect(await bench.deliver(bench.notifier(only('bot')), RECOVERY)).toEqual({ done: true });

      expect(bench.chat.posts.map(({ thread }) => thread)).toEqual([undefined, bench.chat.posts[0]?.ts]);
      expect(bench.aws.deadLetters).toEqual([]);
    },
  );

  test('the graph goes into the thread, and as a link to the hooks', async () => {
    await bench.deliver(bench.notifier(CHANNELS, { graphsBucket: 'graphs' }), ALARM);

    expect(bench.chat.uploads).toEqual([{ thread: bench.chat.posts[0]?.ts, bytes: 'PNG' }]);
    const picture = bench.chat.shown
      .get(HOOK)?.[0]
      .attachments[0].blocks.find(({ type }: { type: string }) => type === 'image');
    expect(picture.image_url).toMatch(/X-Amz-Expires=3600/);
    expect([...bench.aws.pictures.values()].map(String)).toEqual(['PNG']);
    // drawn once for all of them
    expect(bench.aws.calls.filter((call) => call === 'GetMetricWidgetImage')).toHaveLength(1);
  });

  test('without a graph, the message still goes', async () => {
    bench.aws.fault = (action) =>
      action === 'GetMetricWidgetImage' ? { status: 500, type: 'InternalServiceError' } : undefined;

    await bench.deliver(bench.notifier(CHANNELS, { graphsBucket: 'graphs' }), ALARM);

    expect(shown()).toEqual(ONCE);
    expect(bench.chat.uploads).toEqual([]);
  });
});

describe('faults that pass', () => {
  test.each<[string, ChatFault]>([
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '1' } }],
    ['500', { status: 500 }],
    ['503', { status: 503, body: 'service unavailable' }],
    ['408', { status: 408 }],
    ['reset', 'reset'],
  ])('%s, twice: it is sent within the same invocation', async (_, fault) => {
    firstTimes(2, '/services', fault);

    expect(await bench.deliver(bench.notifier(), ALARM)).toEqual({ done: true });
    expect(shown()).toEqual(ONCE);
  });

  test('Retry-After is obeyed', async () => {
    firstTimes(1, '/services', { status: 429, headers: { 'retry-after': '2' } });

    await bench.deliver(bench.notifier(only('hook')), ALARM);

    expect(bench.waits).toEqual([2000]);
  });

  test("Discord's is in its answer, in fractions of a second", async () => {
    firstTimes(1, '/discord', { status: 429, body: '{"message":"rate limited","retry_after":1.5}' });

    await bench.deliver(bench.notifier(only('discord')), ALARM);

    expect(bench.waits).toEqual([1500]);
  });

  test('one that asks for more time than a function waits comes back after it, and nobody is notified twice meanwhile', async () => {
    firstTimes(1, '/services', { status: 429, headers: { 'retry-after': '300' } });

    expect(await bench.deliver(bench.notifier(), ALARM)).toEqual({ done: false });
    expect(bench.waits).toEqual([]);
    expect(bench.aws.delays).toEqual([300]);
    expect(shown()).toEqual({ ...ONCE, hook: 0 });

    expect(await bench.deliver(bench.notifier(), ALARM, 2)).toEqual({ done: true });
    expect(shown()).toEqual(ONCE);
  });

  test('a server that never answers holds up nobody else, and is tried again', async () => {
    bench.remainingMs = 8_600;
    firstTimes(9, '/services', 'hang');

    expect(await bench.deliver(bench.notifier(), ALARM)).toEqual({ done: false });
    expect(shown()).toEqual({ ...ONCE, hook: 0 });

    bench.chat.fault = () => undefined;
    expect(await bench.deliver(bench.notifier(), ALARM, 2)).toEqual({ done: true });
    expect(shown()).toEqual(ONCE);
  });

  test.each([
    ['no such host', 'https://no-such-host.invalid/very-secret-part', /ENOTFOUND|EAI_AGAIN|no answer in time/],
    ['nobody there', 'http://127.0.0.1:1/very-secret-part', /ECONNREFUSED|bad port/],
    ['no TLS', 'https://127.0.0.1:PORT/very-secret-part', /SSL|TLS|EPROTO|ECONNRESET/i],
  ])('%s: at last a dead letter that says why, and no secret', async (_, url, reason) => {
    bench.remainingMs = 8600;
    bench.aws.secrets.set('slack-hook', url.replace('PORT', new URL(bench.chat.url).port));

    for (let deliveries = 1; deliveries <= MOST_DELIVERIES; deliveries++)
      await bench.deliver(bench.notifier(), ALARM, deliveries);

    expect(shown()).toEqual({ ...ONCE, hook: 0 });
    expect(bench.aws.deadLetters).toEqual([{ body: ALARM, channel: 'hook', reason: expect.stringMatching(reason) }]);
  });

  test('meanwhile the table says why, and at last that it was sent', async () => {
    firstTimes(9, '/services', { status: 503, headers: { 'retry-after': '300' } });
    await bench.deliver(bench.notifier(only('hook')), TEST);
    expect(bench.aws.entriesOf('change#test-12345678-ALARM')).toEqual({
      hook: expect.objectContaining({ state: 'waiting', reason: 'HTTP 503' }),
    });

    bench.chat.fault = () => undefined;
    await bench.deliver(bench.notifier(only('hook')), TEST, 2);
    expect(bench.aws.entriesOf('change#test-12345678-ALARM')['hook']).toMatchObject({ state: 'sent' });
  });

  test('a table that is throttled delays, and is not shown twice', async () => {
    bench.aws.fault = (action) => (action === 'PutItem' ? { status: 400, type: 'ThrottlingException' } : undefined);
    expect(await bench.deliver(bench.notifier(), ALARM)).toEqual({ done: false });
    expect(shown()).toEqual({ hook: 0, bot: 0, discord: 0, webhook: 0, alerts: 0 });

    bench.aws.fault = () => undefined;
    expect(await bench.deliver(bench.notifier(), ALARM, 2)).toEqual({ done: true });
    expect(shown()).toEqual(ONCE);
  });
});

describe('faults that stay', () => {
  test.each<[string, ChatFault]>([
    ['400', { status: 400, body: 'invalid_payload' }],
    ['403', { status: 403, body: 'action_prohibited' }],
    ['404 that names its address', { status: 404, body: `Cannot POST ${HOOK}` }],
    ['410', { status: 410, body: 'channel_is_archived' }],
    ['a redirect', { status: 302, headers: { location: 'https://example.com' } }],
  ])('%s: a dead letter with the reason, and the others get theirs', async (_, fault) => {
    firstTimes(9, '/services', fault);

    expect(await bench.deliver(bench.notifier(), ALARM)).toEqual({ done: true });

    expect(shown()).toEqual({ ...ONCE, hook: 0 });
    expect(bench.aws.deadLetters).toEqual([
      { body: ALARM, channel: 'hook', reason: expect.stringMatching(/^HTTP \d+/) },
    ]);
  });

  test('the table says why', async () => {
    firstTimes(9, '/services', { status: 404, body: 'no_service' });

    await bench.deliver(bench.notifier(only('hook')), TEST);

    expect(bench.aws.entriesOf('change#test-12345678-ALARM')).toEqual({
      hook: expect.objectContaining({ state: 'dead', reason: 'HTTP 404 no_service' }),
    });
  });

  test('a secret that is missing', async () => {
    bench.aws.secrets.delete('slack-hook');

    await bench.deliver(bench.notifier(), ALARM);

    expect(shown()).toEqual({ ...ONCE, hook: 0 });
    expect(bench.aws.deadLetters[0]?.reason).toMatch(/GetSecretValue: ResourceNotFoundException/);
  });

  test.each([
    ['webhook', JSON.stringify({ url: 'http://127.0.0.1/' }), /The secret has no 'signingKey'/],
    ['slack-hook', 'not an address at all', /The secret holds no web address/],
    ['slack-hook', '', /The secret has no 'url'/],
    ['slack-hook', 'ftp://127.0.0.1/', /The secret holds no web address/],
    ['slack-bot', JSON.stringify({ token: 'xoxb\nx' }), /The secret holds characters that cannot be sent/],
    ['slack-bot', 'xoxb-wrong-secret', /invalid_auth/],
  ])('%s: a secret that is wrong', async (secret, value, reason) => {
    bench.aws.secrets.set(secret, value);

    await bench.deliver(bench.notifier(), ALARM);

    expect(bench.aws.deadLetters.map(({ reason: each }) => each)).toEqual([expect.stringMatching(reason)]);
  });

  test('an address that was replaced is used', async () => {
    const notifier = bench.notifier(only('hook'));
    await bench.deliver(notifier, ALARM);
    bench.aws.secrets.set('slack-hook', `${bench.chat.url}/services/new`);
    firstTimes(1, HOOK, { status: 404, body: 'no_service' });

    await bench.deliver(notifier, RECOVERY);

    expect(bench.chat.shown.get('/services/new')).toHaveLength(1);
    expect(bench.aws.deadLetters).toEqual([]);
  });

  test('a token that was replaced is used', async () => {
    const notifier = bench.notifier(only('bot'));
    bench.aws.secrets.set('slack-bot', 'xoxb-old');
    await bench.deliver(notifier, alarm({ StateChangeTime: '2026-08-23T01:00:00Z' }));
    bench.aws.deadLetters.length = 0;
    // what is read now is kept for some minutes
    await bench.deliver(notifier, alarm({ StateChangeTime: '2026-08-23T02:00:00Z' }));
    bench.aws.secrets.set('slack-bot', 'xoxb-secret-token');
    bench.aws.deadLetters.length = 0;

    await bench.deliver(notifier, ALARM);

    expect(bench.chat.posts).toHaveLength(1);
    expect(bench.aws.deadLetters).toEqual([]);
  });

  test('a signing key that was replaced is used', async () => {
    const notifier = bench.notifier(only('webhook'));
    await bench.deliver(notifier, ALARM);
    firstTimes(1, '/webhook', { status: 401, body: 'bad signature' });

    await bench.deliver(notifier, RECOVERY);

    expect(shown()).toMatchObject({ webhook: 2 });
    expect(bench.aws.calls.filter((call) => call === 'GetSecretValue')).toHaveLength(2);
  });

  test('a dead letter that is moved back goes to its channel alone', async () => {
    firstTimes(9, '/services', { status: 404 });
    await bench.deliver(bench.notifier(), ALARM);
    bench.chat.fault = () => undefined;
    // delivered once more by SNS, it stays dead
    await bench.deliver(bench.notifier(), ALARM);
    expect(shown().hook).toBe(0);

    await bench.deliver(bench.notifier(), ALARM, 1, 'hook');
    await bench.deliver(bench.notifier(), ALARM, 1, 'hook');

    expect(shown()).toEqual(ONCE);
  });

  test('no secret is in a log or a dead letter, whatever fails', async () => {
    const echo = (path: string) =>
      `Cannot POST ${path}${path.startsWith('/api') ? ' with Bearer xoxb-secret-token' : ''}`;
    const faults: ((path: string) => ChatFault)[] = [
      () => 'reset',
      (path) => ({ status: 500, body: echo(path) }),
      (path) => ({ status: 404, body: echo(path) }),
    ];
    for (const [index, fault] of faults.entries()) {
      bench.chat.fault = fault;
      const body = alarm({ StateChangeTime: `2026-08-23T0${index}:00:00Z` });
      for (let deliveries = 1; deliveries <= MOST_DELIVERIES; deliveries++) {
        await bench.deliver(bench.notifier(), body, deliveries);
      }
    }

    expect(bench.aws.deadLetters.length).toBeGreaterThanOrEqual(12);
    expect(JSON.stringify([bench.logs, bench.aws.deadLetters])).not.toMatch(/very-secret|xoxb/);
  });
});

describe('requests whose end nobody knows', () => {
  test.each(['bot', 'webhook'])('%s: whether it was shown is found out', async (channel) => {
    const path = channel === 'bot' ? '/api/chat.postMessage' : '/webhook';
    firstTimes(1, path, 'resetAfter');

    expect(await bench.deliver(bench.notifier(only(channel)), ALARM)).toEqual({ done: true });

    expect(shown()).toMatchObject({ [channel]: 1 });
    // and the thread is found again
    await bench.deliver(bench.notifier(only(channel)), RECOVERY);
    if (channel === 'bot') expect(bench.chat.posts[1]?.thread).toBe(bench.chat.posts[0]?.ts);
  });

  test('bot: also in a channel where much is said', async () => {
    for (let index = 0; index < 150; index++) {
      const metadata = { event_payload: { id: `other-${index}` } };
      bench.chat.posts.push({ ts: `${1_787_000_000 + index}.000100`, message: { metadata } });
    }
    firstTimes(1, '/api/chat.postMessage', 'resetAfter');

    expect(await bench.deliver(bench.notifier(only('bot')), ALARM)).toEqual({ done: true });
    expect(shown().bot).toBe(151);
    expect(bench.aws.deadLetters).toEqual([]);
  });

  test('alerts: a topic cannot be asked, so that a ticket is in doubt becomes a dead letter', async () => {
    bench.aws.fault = (action) => (action === 'Publish' ? 'reset' : undefined);

    const ticket = alarm({
      AlarmDescription: described('QueueSlow', 'Messages wait.', ['Look.'], { severity: 'P2' }),
    });

    expect(await bench.deliver(bench.notifier(only('alerts')), ticket)).toEqual({ done: true });
    expect(bench.aws.calls.filter((call) => call === 'Publish')).toHaveLength(1);
    expect(bench.aws.deadLetters).toEqual([
      { body: ticket, channel: 'alerts', reason: 'SNS gave no answer, so this may have been shown already.' },
    ]);
  });

  test('alerts: no connection is used twice, for one that was kept while the function slept may be dead', async () => {
    const notifier = bench.notifier(only('alerts'));
    await bench.deliver(notifier, ALARM);
    await bench.deliver(notifier, RECOVERY);

    const publications = bench.aws.connections.filter((each) => each.startsWith('Publish'));
    expect(publications).toHaveLength(2);
    expect(new Set(publications).size).toBe(2);
  });

  test('alerts: what failed before it was published is published once it can be', async () => {
    let left = 3;
    bench.aws.fault = (action) => (action === 'GetItem' && left-- > 0 ? 'reset' : undefined);

    expect(await bench.deliver(bench.notifier(only('alerts')), ALARM)).toEqual({ done: true });
    expect(shown()).toMatchObject({ alerts: 1 });
    expect(bench.aws.deadLetters).toEqual([]);
  });
});

describe('a heartbeat', () => {
  const HEARTBEAT = bySns('h', '{"vigil":"heartbeat"}').body;

  test('is seen by nobody', async () => {
    expect(await bench.deliver(bench.notifier(), HEARTBEAT)).toEqual({ done: true });
    expect(shown()).toEqual({ hook: 0, bot: 0, discord: 0, webhook: 0, alerts: 0 });
    expect(bench.aws.deadLetters).toEqual([]);
  });

  test('finds out that a secret is missing, before an alert needs it', async () => {
    bench.aws.secrets.delete('slack-bot');

    expect(await bench.deliver(bench.notifier(), HEARTBEAT)).toEqual({ done: true });
    expect(bench.aws.deadLetters).toEqual([
      { body: HEARTBEAT, channel: 'heartbeat', reason: expect.stringMatching(/ResourceNotFoundException/) },
    ]);
  });

  test('comes back while the table is throttled', async () => {
    bench.aws.fault = (action) => (action === 'GetItem' ? { status: 400, type: 'ThrottlingException' } : undefined);

    expect(await bench.deliver(bench.notifier(), HEARTBEAT)).toEqual({ done: false });
  });
});
