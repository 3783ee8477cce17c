import { createHmac } from 'node:crypto';
import { Bench, CHANNELS } from '../../support/bench';
import { bySns, OK } from '../../support/payloads/payload';
import { ALARM, alarm, firstTimes, HOOK, ONCE, only, RECOVERY, shownIn } from '../../support/stuck-queue';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

test('an alarm reaches every channel', async () => {
  expect(await bench.deliver(bench.notifier(), ALARM)).toEqual({ done: true });

  expect(shownIn(bench)).toEqual(ONCE);
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

  expect(shownIn(bench)).toEqual({ hook: 0, bot: 0, discord: 0, webhook: 0, alerts: 1 });
});

describe('once', () => {
  test('however often it is delivered, by however many functions at once', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => bench.deliver(bench.notifier(), ALARM)));
    for (let again = 0; again < 3; again++) await bench.deliver(bench.notifier(), ALARM);

    expect(outcomes.some(({ done }) => done)).toBe(true);
    expect(shownIn(bench)).toEqual(ONCE);
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
    expect(shownIn(bench)).toMatchObject({ hook: 2, alerts: 2 });
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
      firstTimes(bench, 1, '/api/chat.update', { status: 200, body: JSON.stringify({ ok: false, error }) });

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

    expect(shownIn(bench)).toEqual(ONCE);
    expect(bench.chat.uploads).toEqual([]);
  });
});

describe('a heartbeat', () => {
  const HEARTBEAT = bySns('h', '{"vigil":"heartbeat"}').body;

  test('is seen by nobody', async () => {
    expect(await bench.deliver(bench.notifier(), HEARTBEAT)).toEqual({ done: true });
    expect(shownIn(bench)).toEqual({ hook: 0, bot: 0, discord: 0, webhook: 0, alerts: 0 });
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
