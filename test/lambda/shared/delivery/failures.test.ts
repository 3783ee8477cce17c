import { Bench, MOST_DELIVERIES } from '../../support/bench';
import type { ChatFault } from '../../support/loopback-server';
import { described } from '../../support/payloads/payload';
import { ALARM, alarm, firstTimes, HOOK, ONCE, only, RECOVERY, shownIn, TEST } from '../../support/stuck-queue';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

describe('faults that pass', () => {
  test.each<[string, ChatFault]>([
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '1' } }],
    ['500', { status: 500 }],
    ['503', { status: 503, body: 'service unavailable' }],
    ['408', { status: 408 }],
    ['reset', 'reset'],
  ])('%s, twice: it is sent within the same invocation', async (_, fault) => {
    firstTimes(bench, 2, '/services', fault);

    expect(await bench.deliver(bench.notifier(), ALARM)).toEqual({ done: true });
    expect(shownIn(bench)).toEqual(ONCE);
  });

  test('Retry-After is obeyed', async () => {
    firstTimes(bench, 1, '/services', { status: 429, headers: { 'retry-after': '2' } });

    await bench.deliver(bench.notifier(only('hook')), ALARM);

    expect(bench.waits).toEqual([2000]);
  });

  test("Discord's is in its answer, in fractions of a second", async () => {
    firstTimes(bench, 1, '/discord', { status: 429, body: '{"message":"rate limited","retry_after":1.5}' });

    await bench.deliver(bench.notifier(only('discord')), ALARM);

    expect(bench.waits).toEqual([1500]);
  });

  test('one that asks for more time than a function waits comes back after it, and nobody is notified twice meanwhile', async () => {
    firstTimes(bench, 1, '/services', { status: 429, headers: { 'retry-after': '300' } });

    expect(await bench.deliver(bench.notifier(), ALARM)).toEqual({ done: false });
    expect(bench.waits).toEqual([]);
    expect(bench.aws.delays).toEqual([300]);
    expect(shownIn(bench)).toEqual({ ...ONCE, hook: 0 });

    expect(await bench.deliver(bench.notifier(), ALARM, 2)).toEqual({ done: true });
    expect(shownIn(bench)).toEqual(ONCE);
  });

  test('a server that never answers holds up nobody else, and is tried again', async () => {
    bench.remainingMs = 8_600;
    firstTimes(bench, 9, '/services', 'hang');

    expect(await bench.deliver(bench.notifier(), ALARM)).toEqual({ done: false });
    expect(shownIn(bench)).toEqual({ ...ONCE, hook: 0 });

    bench.chat.fault = () => undefined;
    expect(await bench.deliver(bench.notifier(), ALARM, 2)).toEqual({ done: true });
    expect(shownIn(bench)).toEqual(ONCE);
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

    expect(shownIn(bench)).toEqual({ ...ONCE, hook: 0 });
    expect(bench.aws.deadLetters).toEqual([{ body: ALARM, channel: 'hook', reason: expect.stringMatching(reason) }]);
  });

  test('meanwhile the table says why, and at last that it was sent', async () => {
    firstTimes(bench, 9, '/services', { status: 503, headers: { 'retry-after': '300' } });
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
    expect(shownIn(bench)).toEqual({ hook: 0, bot: 0, discord: 0, webhook: 0, alerts: 0 });

    bench.aws.fault = () => undefined;
    expect(await bench.deliver(bench.notifier(), ALARM, 2)).toEqual({ done: true });
    expect(shownIn(bench)).toEqual(ONCE);
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
    firstTimes(bench, 9, '/services', fault);

    expect(await bench.deliver(bench.notifier(), ALARM)).toEqual({ done: true });

    expect(shownIn(bench)).toEqual({ ...ONCE, hook: 0 });
    expect(bench.aws.deadLetters).toEqual([
      { body: ALARM, channel: 'hook', reason: expect.stringMatching(/^HTTP \d+/) },
    ]);
  });

  test('the table says why', async () => {
    firstTimes(bench, 9, '/services', { status: 404, body: 'no_service' });

    await bench.deliver(bench.notifier(only('hook')), TEST);

    expect(bench.aws.entriesOf('change#test-12345678-ALARM')).toEqual({
      hook: expect.objectContaining({ state: 'dead', reason: 'HTTP 404 no_service' }),
    });
  });

  test('a secret that is missing', async () => {
    bench.aws.secrets.delete('slack-hook');

    await bench.deliver(bench.notifier(), ALARM);

    expect(shownIn(bench)).toEqual({ ...ONCE, hook: 0 });
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
    firstTimes(bench, 1, HOOK, { status: 404, body: 'no_service' });

    await bench.deliver(notifier, RECOVERY);

    expect(bench.chat.shown.get('/services/new')).toHaveLength(1);
    expect(bench.aws.deadLetters).toEqual([]);
  });

  test('an address that was replaced is used within half a minute, also if the old one still works', async () => {
    const notifier = bench.notifier(only('hook'));
    const start = bench.clock;
    await bench.deliver(notifier, ALARM);
    bench.aws.secrets.set('slack-hook', `${bench.chat.url}/services/new`);

    bench.clock = start + 30_000;
    await bench.deliver(notifier, RECOVERY);

    expect(shownIn(bench).hook).toBe(1);
    expect(bench.chat.shown.get('/services/new')).toHaveLength(1);
  });

  test('a token that was replaced is used', async () => {
    const notifier = bench.notifier(only('bot'));
    bench.aws.secrets.set('slack-bot', 'xoxb-old');
    await bench.deliver(notifier, alarm({ StateChangeTime: '2026-08-23T01:00:00Z' }));
    bench.aws.deadLetters.length = 0;
    // what is read now is kept for half a minute
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
    firstTimes(bench, 1, '/webhook', { status: 401, body: 'bad signature' });

    await bench.deliver(notifier, RECOVERY);

    expect(shownIn(bench)).toMatchObject({ webhook: 2 });
    expect(bench.aws.calls.filter((call) => call === 'GetSecretValue')).toHaveLength(2);
  });

  test('a dead letter that is moved back goes to its channel alone', async () => {
    firstTimes(bench, 9, '/services', { status: 404 });
    await bench.deliver(bench.notifier(), ALARM);
    bench.chat.fault = () => undefined;
    // delivered once more by SNS, it stays dead
    await bench.deliver(bench.notifier(), ALARM);
    expect(shownIn(bench).hook).toBe(0);

    await bench.deliver(bench.notifier(), ALARM, 1, 'hook');
    await bench.deliver(bench.notifier(), ALARM, 1, 'hook');

    expect(shownIn(bench)).toEqual(ONCE);
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
    firstTimes(bench, 1, path, 'resetAfter');

    expect(await bench.deliver(bench.notifier(only(channel)), ALARM)).toEqual({ done: true });

    expect(shownIn(bench)).toMatchObject({ [channel]: 1 });
    // and the thread is found again
    await bench.deliver(bench.notifier(only(channel)), RECOVERY);
    if (channel === 'bot') expect(bench.chat.posts[1]?.thread).toBe(bench.chat.posts[0]?.ts);
  });

  test('bot: also in a channel where much is said', async () => {
    for (let index = 0; index < 150; index++) {
      const metadata = { event_payload: { id: `other-${index}` } };
      bench.chat.posts.push({ ts: `${1_787_000_000 + index}.000100`, message: { metadata } });
    }
    firstTimes(bench, 1, '/api/chat.postMessage', 'resetAfter');

    expect(await bench.deliver(bench.notifier(only('bot')), ALARM)).toEqual({ done: true });
    expect(shownIn(bench).bot).toBe(151);
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
    expect(shownIn(bench)).toMatchObject({ alerts: 1 });
    expect(bench.aws.deadLetters).toEqual([]);
  });
});
