import { Bench, CHANNELS } from '../../support/bench';
import { arnOf, bySns, change, described, OK, reasonOf, trigger } from '../../support/payloads/payload';
import { plainSlack } from '../../support/plain-slack';
import { passUntil, published, through } from '../../support/scenario';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.startWithoutConnections();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

const HOOK = '/services/T000/B000/very-secret-part';
const START = Date.parse('2026-08-23T04:15:30Z');
const at = (minutes: number) => new Date(START + minutes * 60_000);
const COMPOSITE = 'Shop/Orders/Failing';
const STUCK = 'Shop/Orders/QueueStuck';
const ERRORS = 'Shop/Orders/Worker.ConsumerErrors';
const LOST = 'Shop/Orders/EventsLost';
const CHILDREN = [STUCK, ERRORS, LOST];

interface About {
  readonly why: string;
  readonly step: string;
  readonly severity: string;
  readonly value: string;
  readonly dimensions: Record<string, string>;
}
const ABOUT: Record<string, About> = {
  [STUCK]: {
    why: 'Messages wait, and none is processed.',
    step: 'Look for errors of the consumer.',
    severity: 'P1',
    value: '1260.0',
    dimensions: { QueueName: 'Shop-Orders-9Z8Y' },
  },
  [ERRORS]: {
    why: 'Most invocations of the consumer fail.',
    step: 'Read the newest errors in its log.',
    severity: 'P1',
    value: '950.0',
    dimensions: { FunctionName: 'Shop-Worker-1A2B' },
  },
  [LOST]: {
    why: 'Events are lost.',
    step: 'Stop the producer.',
    severity: 'P0',
    value: '3000.0',
    dimensions: { RuleName: 'placed' },
  },
};

const descriptionOf = (name: string): string => {
  const { why, step, severity } = ABOUT[name] as About;
  return described(name.replace(/^.*[/.]/, ''), why, [step], { severity, unit: 'seconds' });
};

/** What `DescribeAlarms` says of an alarm in ALARM. */
function inAlarm(name: string, minutes = 0): void {
  const { value, dimensions } = ABOUT[name] as About;
  bench.aws.described.set(name, {
    AlarmArn: arnOf(name),
    AlarmDescription: descriptionOf(name),
    StateReason: reasonOf([value], 'greater than', 900),
    StateTransitionedTimestamp: at(minutes).getTime() / 1000,
    ...trigger('AWS/SQS', 'Age', {}, { Threshold: 900 }),
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: 'Maximum',
  });
  bench.aws.alarms.delete(name);
}
const fine = (...names: string[]) => {
  for (const name of names) bench.aws.alarms.set(name, { state: 'OK', at: START });
};

function composite(minutes: number, fields: Record<string, unknown> = {}): string {
  const { Trigger: _none, ...message } = change(COMPOSITE, {
    AlarmRule: CHILDREN.map((name) => `ALARM("${name}")`).join(' OR '),
    AlarmDescription: described('Failing', 'Orders fails.', ['See below.'], { severity: 'P0' }),
    StateChangeTime: at(minutes).toISOString(),
    NewStateReason: `${arnOf(STUCK)} transitioned to ALARM at Sunday 23 August, 2026 04:15:30 UTC`,
    TriggeringChildren: [{ Arn: arnOf(STUCK), State: { Value: 'ALARM', Timestamp: at(minutes).toISOString() } }],
    ...fields,
  });
  return bySns('composite', message, { severity: 'P0' }).body;
}

/** What an alarm of the composite reports, on the topic for such alarms. */
function report(name: string, minutes: number, fields: Record<string, unknown> = {}): string {
  const { value, dimensions } = ABOUT[name] as About;
  const message = change(name, {
    AlarmDescription: descriptionOf(name),
    NewStateReason: reasonOf([value], 'greater than', 900),
    Trigger: trigger('AWS/SQS', 'Age', dimensions, { Threshold: 900 }),
    ...fields,
    StateChangeTime: at(minutes).toISOString(),
  });
  return bySns(`child-${name}-${minutes}`, message, { severity: 'children' }).body;
}

const told = async (...bodies: string[]) => {
  for (const body of bodies) {
    for (let count = 1; count < 5; count++) if ((await bench.deliver(bench.incidents(), body, count)).done) break;
  }
};
const subjects = () => bench.aws.published.map(({ subject }) => subject);
/** Which messages of the hook call somebody. */
const mentioned = () =>
  (bench.chat.shown.get(HOOK) ?? []).map((message: unknown) => JSON.stringify(message).includes('usergroup'));
const email = (index = -1) => bench.aws.published.at(index)?.texts['email'] ?? '';
const sms = (index = -1) => bench.aws.published.at(index)?.texts['sms'] ?? '';

describe('the message of a composite', () => {
  test('is that of its alarm in ALARM: sentence, value, steps, runbook and graph', async () => {
    inAlarm(STUCK);
    fine(ERRORS, LOST);

    await told(composite(0));

    expect(subjects()).toEqual(['[P1] Orders in prod: Messages wait, and none is processed.']);
    expect(email()).toContain('Age (Maximum): 21 min (limit 15 min over 5 minutes)');
    expect(email()).toContain('QueueName: Shop-Orders-9Z8Y');
    expect(email()).toContain('1. Look for errors of the consumer.');
    expect(email()).toContain('Runbook: https://wiki.example.com/runbooks/queuestuck');
    expect(sms()).toContain(
      'P1 ALARM Orders in prod: Messages wait, and none is processed. 21 min (limit 15 min), 04:15 UTC',
    );
    expect(bench.aws.calls).toContain('DescribeAlarms');
  });

  test('begins with the worst of several, and has the others with what to do about them', async () => {
    inAlarm(STUCK);
    inAlarm(LOST, 1);
    fine(ERRORS);

    await told(composite(1));

    expect(subjects()).toEqual(['[P0] Orders in prod, rule placed: Events are lost.']);
    const [title, , ...details] = plainSlack(bench.chat.posts[0]?.message);
    expect(title).toContain('[P0] Orders in prod, rule placed: Events are lost.');
    expect(details.join('\n')).toContain(
      'Also in ALARM*\nP1 QueueStuck: Messages wait, and none is processed. 21 min (limit 15 min), since 04:15 UTC  ·  Runbook',
    );
    expect(details.join('\n')).toContain('1. Look for errors of the consumer.');
  });

  test('has the graph of each of its alarms in ALARM', async () => {
    inAlarm(STUCK);
    inAlarm(LOST, 1);
    fine(ERRORS);

    for (let count = 1; count < 5; count++) {
      const notifier = bench.notifier(CHANNELS, { graphsBucket: 'graphs' });
      if ((await bench.deliver(notifier, composite(1), count)).done) break;
    }

    const [message] = bench.chat.shown.get(HOOK) ?? [];
    const images = message.attachments[0].blocks.filter(({ type }: { type: string }) => type === 'image');
    expect(images.map(({ title }: { title: { text: string } }) => title.text)).toEqual([LOST, STUCK]);
    expect(new Set(images.map(({ image_url }: { image_url: string }) => image_url.split('?')[0])).size).toBe(2);
    const [discord] = bench.chat.shown.get('/discord/very-secret-part') ?? [];
    expect(discord.embeds.map(({ image }: { image?: object }) => image !== undefined)).toEqual([true, true]);
    expect(bench.chat.uploads.map(({ bytes }) => bytes)).toEqual(['PNG', 'PNG']);
  });

  test('names its alarms where they cannot be looked up', async () => {
    bench.aws.fault = (action) =>
      action === 'DescribeAlarms' ? { status: 400, type: 'ThrottlingException' } : undefined;

    await told(composite(0));

    expect(subjects()).toEqual(['[P0] Orders in prod: Orders fails: QueueStuck']);
    expect(bench.aws.deadLetters).toEqual([]);
  });

  test('looks nothing up that its alarms have reported', async () => {
    await told(report(STUCK, 0), composite(0));

    expect(bench.aws.calls).not.toContain('DescribeAlarms');
    expect(subjects()).toEqual(['[P1] Orders in prod: Messages wait, and none is processed.']);
  });
});

describe('an alarm of a composite', () => {
  test('sends nothing itself, before its composite or after it', async () => {
    inAlarm(STUCK);
    fine(ERRORS, LOST);

    await told(report(STUCK, 0), composite(0), report(STUCK, 0), report(ERRORS, -1, OK));

    expect(subjects()).toHaveLength(1);
    expect(bench.chat.posts).toHaveLength(1);
  });

  test('that joins the incident is sent once, in the thread and in the message, and calls nobody', async () => {
    inAlarm(STUCK);
    fine(ERRORS, LOST);
    await told(composite(0));

    await told(report(ERRORS, 60), report(ERRORS, 60), report(ERRORS, 70, OK), report(ERRORS, 80));

    expect(subjects().slice(1)).toEqual([
      '[P1 UPDATE] Orders in prod, function Shop-Worker-1A2B: Also in ALARM: Most invocations of the co...',
    ]);
    expect(email()).toContain('1. Read the newest errors in its log.');
    const [main, thread] = bench.chat.posts;
    expect(thread?.thread).toBe(main?.ts);
    expect(mentioned()).toEqual([true, false]);
    // and is in the message of the incident
    const [title, , ...details] = plainSlack(main?.message);
    expect(title).toContain('Messages wait, and none is processed.');
    expect(details.join('\n')).toContain('P1 Worker.ConsumerErrors: Most invocations of the consumer fail. 15.8 min');
  });

  test('that makes it worse alerts again', async () => {
    inAlarm(STUCK);
    fine(ERRORS, LOST);
    await told(composite(0));

    await told(report(LOST, 60));

    expect(subjects()[1]).toBe('[P0 RAISED] Orders in prod, rule placed: Now P0: Events are lost.');
    expect(bench.aws.published[1]?.attributes['severity']).toBe('P0');
    expect(mentioned()).toEqual([true, true]);
  });

  test('that makes it worse calls the next level as soon as its own severity asks for', async () => {
    inAlarm(STUCK);
    fine(ERRORS, LOST);
    bench.clock = START + 2000;
    await through(bench, composite(0));
    bench.clock = START + 20 * 60_000;
    await through(bench, report(LOST, 20));
    await passUntil(bench, 36);

    expect(published(bench).filter((line) => line.startsWith('2 '))).toEqual([
      expect.stringMatching(/^2 \[P0 L2\] Orders in prod.*.*: Not acknowledged for /),
    ]);
  });

  test('is part of an incident whose recovery reaches all who know of it', async () => {
    inAlarm(STUCK);
    fine(ERRORS, LOST);
    await told(
      composite(0),
      report(LOST, 60),
      report(LOST, 70, OK),
      composite(80, { ...OK, StateChangeTime: at(80).toISOString() }),
    );

    expect(bench.aws.published.map(({ attributes }) => attributes['severity'])).toEqual(['P1', 'P0', 'P0']);
    expect(subjects()[2]).toBe('[P0 OK] Orders in prod: Recovered: Messages wait, and none is processed.');
    expect(email()).toContain('Alarms: QueueStuck, EventsLost');
  });

  test('of an incident that is over is part of the next one', async () => {
    inAlarm(STUCK);
    fine(ERRORS, LOST);
    const over = composite(10, { ...OK, StateChangeTime: at(10).toISOString() });
    await told(composite(0), over, report(ERRORS, 20), composite(20));

    expect(subjects()).toHaveLength(3);
    expect(email()).toContain('Most invocations of the consumer fail.');
  });
});

test('vigil ack finds the composite by the alarm that it carries', async () => {
  inAlarm(STUCK);
  fine(ERRORS, LOST);
  await told(composite(0), report(ERRORS, 5));

  const answer = await bench.answers().handle({ ask: 'acknowledge', alarm: 'QueueStuck', by: 'Ada' });
  const other = await bench.answers().handle({ ask: 'acknowledge', alarm: 'Worker.ConsumerErrors', by: 'Ada' });

  expect(answer).toMatchObject({ incidents: [{ alarm: COMPOSITE, acknowledged: { by: 'Ada' } }] });
  expect(other).toMatchObject({ incidents: [{ alarm: COMPOSITE }] });
});

test('channels other than the bot get the same, each once', async () => {
  inAlarm(STUCK);
  fine(ERRORS, LOST);
  await told(composite(0), report(ERRORS, 60));

  expect(bench.chat.shown.get(HOOK)).toHaveLength(2);
  expect(bench.chat.shown.get('/webhook/very-secret-part')).toHaveLength(2);
});
