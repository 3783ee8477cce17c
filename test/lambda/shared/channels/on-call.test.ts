import type { Asked } from '../../../../lib/contracts/incident-api';
import { Bench, ON_CALL } from '../../support/bench';
import { arnOf, bySns, change, described, OK, trigger } from '../../support/payloads/payload';
import { changeAt, passUntil, START, through as throughLevels } from '../../support/scenario';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
beforeEach(() => {
  bench.clear();
  bench.clock = START + 2000;
});
afterEach(() => expect(bench.onCall.problems).toEqual([]));
afterAll(() => bench.stop());

// biome-ignore lint/suspicious/noExplicitAny: payloads are what they are
type Json = any;

const through = (body: string) => throughLevels(bench, body, 1, ON_CALL);
const pass = (minutes: number) => passUntil(bench, minutes, ON_CALL);
const ask = (asked: Asked) => bench.answers().handle(asked);
const only = (id: string) => ON_CALL.filter((channel) => channel.id === id);
const services = () => ({ pagerDuty: bench.onCall.pagerDuty, opsgenie: bench.onCall.opsgenie });
/** The states of their alerts, in the order in which they paged. */
const states = () =>
  Object.fromEntries(Object.entries(services()).map(([name, alerts]) => [name, alerts.map(({ state }) => state)]));
const both = (...expected: string[]) => ({ pagerDuty: expected, opsgenie: expected });
const cardText = (card: Json): string =>
  card.body
    .flatMap((each: Json) => each.items ?? [each])
    .map(({ inlines }: Json) => inlines.map(({ text }: Json) => text).join(''))
    .join('\n');
const reasonOf = (change: string, channel: string) =>
  Object.entries(bench.aws.entriesOf(`change#${change}`)).find(([id]) => id === channel)?.[1]?.['reason'];

describe('an incident', () => {
  test('is one alert in PagerDuty and in Opsgenie, with all that a message says', async () => {
    await through(changeAt(0, 'ALARM'));

    const [pagerDuty] = bench.onCall.pagerDuty;
    expect(pagerDuty?.opened).toMatchObject({
      event_action: 'trigger',
      client: 'Vigil',
      links: expect.arrayContaining([{ text: 'Runbook', href: 'https://wiki.example.com/runbooks/queuestuck' }]),
      payload: {
        summary: '[P1] Orders in prod: Nothing has taken a message for long. (eu-west-1, 123456789012)',
        source: 'queue Orders-1A2B, eu-west-1, 123456789012',
        severity: 'error',
        timestamp: '2026-08-23T04:15:30.123Z',
        component: 'Orders',
        group: 'prod',
        class: 'QueueStuck',
        custom_details: {
          State: 'ALARM',
          Severity: 'P1',
          When: 'In ALARM since 2026-08-23 04:15 UTC; answer by 05:15 UTC',
          Measured: expect.stringContaining('QueueName: Orders-1A2B'),
          Reason: expect.stringContaining('was greater than the threshold'),
          'What to do first': '1. Look for errors.',
        },
      },
    });
    const [opsgenie] = bench.onCall.opsgenie;
    expect(opsgenie?.opened).toMatchObject({
      message: '[P1] Orders in prod: Nothing has taken a message for long. (eu-west-1, 123456789012)',
      priority: 'P2',
      entity: 'queue Orders-1A2B',
      tags: ['P1', 'prod', 'Orders', 'QueueStuck'],
      description: expect.stringMatching(/In ALARM since .*was greater than the threshold/s),
      details: { State: 'ALARM', Runbook: 'https://wiki.example.com/runbooks/queuestuck' },
    });
    expect(opsgenie?.key).toBe(pagerDuty?.key);
  });

  test('is acknowledged there when somebody acknowledges it, and closed when it recovers', async () => {
    await through(changeAt(0, 'ALARM'));
    expect(states()).toEqual(both('open'));

    await ask({ ask: 'acknowledge', alarm: 'Orders/QueueStuck', by: 'Ada' });
    await pass(5);
    expect(states()).toEqual(both('acknowledged'));
    expect(bench.onCall.opsgenie[0]?.later[0]).toMatchObject({ user: 'Ada', source: 'Vigil' });

    await through(changeAt(20, 'OK'));
    expect(states()).toEqual(both('closed'));
    expect(bench.onCall.opsgenie[0]?.later.at(-1).note).toContain('after 20 min');
  });

  test('that is released or whose acknowledgement expires pages again, each time as a new alert, until it recovers', async () => {
    await through(changeAt(0, 'ALARM'));
    await ask({ ask: 'acknowledge', alarm: 'Orders/QueueStuck', by: 'Ada' });
    await pass(5);
    await ask({ ask: 'release', alarm: 'Orders/QueueStuck', by: 'Ada' });
    await pass(10);

    expect(states()).toEqual(both('closed', 'open'));
    expect(bench.onCall.pagerDuty[1]?.opened.payload.summary).toContain('Released by Ada');
    expect(bench.onCall.opsgenie[1]?.opened.message).toContain('Released by Ada');

    await ask({ ask: 'acknowledge', alarm: 'Orders/QueueStuck', by: 'Grace' });
    await pass(15);
    expect(states()).toEqual(both('closed', 'acknowledged'));
    await pass(24 * 60);
    expect(states()).toEqual(both('closed', 'closed', 'open'));
    expect(bench.onCall.pagerDuty[2]?.opened.payload.summary).toContain('Acknowledgement by Grace has expired');

    await through(changeAt(25 * 60, 'OK'));
    expect(states()).toEqual(both('closed', 'closed', 'closed'));
  });

  test('that somebody has closed there is opened again by no news, and by no escalation of what it was notified of', async () => {
    const levels = [...ON_CALL, ...ON_CALL.map((channel) => ({ ...channel, id: `${channel.id}-2`, level: 2 }))];
    await throughLevels(bench, changeAt(0, 'ALARM'), 1, levels);
    for (const alerts of Object.values(services())) for (const alert of alerts) alert.state = 'closed';

    await ask({ ask: 'update', alarm: 'Orders/QueueStuck', by: 'Ada', cause: 'a bad release' });
    await passUntil(bench, 5, levels);
    expect(states()).toEqual(both('closed'));

    // both levels have the same keys there, so what opens one is the second level's
    await passUntil(bench, 61, levels);
    expect(states()).toEqual(both('closed', 'open'));
    // that of the first level
    expect(bench.onCall.changes.at(-1).payload.summary).toContain('Not acknowledged for 1 h');
  });

  test('that comes again is a new alert', async () => {
    for (const [minutes, state] of [
      [0, 'ALARM'],
      [30, 'OK'],
      [60, 'ALARM'],
    ] as const) {
      await through(changeAt(minutes, state));
    }

    expect(states()).toEqual(both('closed', 'open'));
  });

  test('what people find out is added to it, and no report opens one', async () => {
    await through(changeAt(0, 'ALARM'));
    await ask({ ask: 'update', alarm: 'Orders/QueueStuck', by: 'Ada', cause: 'a bad release', action: 'rolling back' });
    await pass(5);
    await through(JSON.stringify({ vigil: 'digest', time: new Date(START + 600_000).toISOString() }));

    expect(states()).toEqual(both('open'));
    expect(bench.onCall.changes[0].payload.custom_details['Root cause']).toBe('a bad release');
    expect(bench.onCall.opsgenie[0]?.later[0].note).toContain('Root cause: a bad release');
  });

  test('that nobody acknowledges is raised in what the next level has', async () => {
    const second = ON_CALL.map((channel) => (channel.id === 'pagerDuty' ? { ...channel, level: 2 } : channel));
    await throughLevels(bench, changeAt(0, 'ALARM'), 1, second);
    expect(states()).toEqual({ pagerDuty: [], opsgenie: ['open'] });

    await passUntil(bench, 61, second);

    expect(states()).toEqual(both('open'));
    expect(bench.onCall.pagerDuty[0]?.opened.payload.summary).toContain('Not acknowledged for');
  });

  test.each([
    ['P0', 'critical', 'P1'],
    ['P1', 'error', 'P2'],
    ['P2', 'warning', 'P3'],
  ])('%s is %s in PagerDuty and %s in Opsgenie', async (severity, pagerDuty, opsgenie) => {
    await through(changeAt(0, 'ALARM', { severity }));

    expect(bench.onCall.pagerDuty[0]?.opened.payload.severity).toBe(pagerDuty);
    expect(bench.onCall.opsgenie[0]?.opened.priority).toBe(opsgenie);
  });
});

describe('an incident that becomes worse', () => {
  const NAMES = ['QueueStuck', 'EventsLost'];
  const member = (name: string, severity: string, minutes: number, state = 'ALARM') =>
    bySns(
      name,
      change(`Shop/Orders/${name}`, {
        ...(state === 'OK' ? OK : {}),
        AlarmDescription: described(name, `${name} is wrong.`, ['Look.'], { severity }),
        Trigger: trigger('AWS/SQS', 'Age', { QueueName: 'orders' }),
        StateChangeTime: new Date(START + minutes * 60_000).toISOString(),
      }),
      { severity: 'children' },
    ).body;
  const composite = (minutes: number, fields: object = {}) =>
    bySns(
      'composite',
      change('Shop/Orders/Failing', {
        AlarmRule: NAMES.map((name) => `ALARM("Shop/Orders/${name}")`).join(' OR '),
        AlarmDescription: described('Failing', 'Orders fails.', [], { severity: 'P0' }),
        StateChangeTime: new Date(START + minutes * 60_000).toISOString(),
        NewStateReason: `${arnOf('Shop/Orders/QueueStuck')} transitioned to ALARM`,
        TriggeringChildren: [{ Arn: arnOf('Shop/Orders/QueueStuck'), State: { Value: 'ALARM' } }],
        ...fields,
      }),
      { severity: 'P0' },
    ).body;

  test('is a new alert, also after somebody has acknowledged it, and its recovery closes all', async () => {
    for (const body of [member('QueueStuck', 'P1', 0), composite(0)]) await through(body);
    await ask({ ask: 'acknowledge', alarm: 'Orders/QueueStuck', by: 'Ada' });
    await pass(1);
    expect(states()).toEqual(both('acknowledged'));

    await through(member('EventsLost', 'P0', 5));

    expect(states()).toEqual(both('closed', 'open'));
    expect(bench.onCall.pagerDuty[1]?.opened.payload).toMatchObject({
      severity: 'critical',
      summary: expect.stringMatching(/^\[P0 RAISED] Orders in prod: Now P0: EventsLost is wrong\./),
    });
    expect(bench.onCall.opsgenie[1]?.opened.priority).toBe('P1');

    await through(composite(20, { ...OK, StateChangeTime: new Date(START + 20 * 60_000).toISOString() }));
    expect(states()).toEqual(both('closed', 'closed'));
  });

  test('another alarm of the same severity is news of the same alert', async () => {
    for (const body of [member('QueueStuck', 'P1', 0), composite(0), member('EventsLost', 'P1', 5)])
      await through(body);

    expect(states()).toEqual(both('open'));
    expect(bench.onCall.changes[0].payload.summary).toContain('Also in ALARM: EventsLost is wrong.');
    expect(bench.onCall.opsgenie[0]?.later[0].note).toContain('Also in ALARM: EventsLost is wrong.');
  });
});

describe('whatever order changes arrive in', () => {
  test('an ALARM that arrives after its OK pages nobody, and the record says so', async () => {
    await through(changeAt(20, 'OK', { test: 'test-87654321' }));
    await through(changeAt(0, 'ALARM', { test: 'test-87654321' }));

    expect(states()).toEqual(both());
    expect(bench.onCall.cards).toHaveLength(2);
    expect(cardText(bench.onCall.cards[1])).toContain('arrived late');
    expect(reasonOf('test-87654321-ALARM', 'pagerDuty')).toBe('It has ended: nobody is paged.');
    expect(bench.logs.map(({ message }) => message)).toContain('Nothing to send');
  });

  test('an OK that arrives when it is in alarm again leaves the alert open', async () => {
    for (const [minutes, state] of [
      [0, 'ALARM'],
      [40, 'ALARM'],
      [20, 'OK'],
    ] as const) {
      await through(changeAt(minutes, state));
    }

    expect(states()).toEqual(both('open'));
  });

  test('what is sent twice is one alert', async () => {
    for (const id of ['pagerDuty', 'opsgenie']) {
      let left = 1;
      bench.onCall.fault = () => (left-- > 0 ? 'resetAfter' : undefined);
      expect(await bench.deliver(bench.notifier(only(id)), changeAt(0, 'ALARM'))).toEqual({ done: true });
    }

    expect(states()).toEqual(both('open'));
    expect(bench.aws.deadLetters).toEqual([]);
  });
});

test('Teams has a card for each change', async () => {
  await through(changeAt(0, 'ALARM'));
  await through(changeAt(20, 'OK'));

  const [alarm, ok] = bench.onCall.cards;
  expect(cardText(alarm)).toMatch(
    /^\[P1] Orders in prod: Nothing has taken a message for long\. \(eu-west-1, 123456789012\)\nIn ALARM since 2026-08-23 04:15 UTC; answer by 05:15 UTC\n.*\nQueueName: Orders-1A2B\n/,
  );
  expect(cardText(alarm)).toContain('What to do first\n1. Look for errors.');
  expect(alarm.body[0].style).toBe('attention');
  expect(alarm.actions.map(({ title }: Json) => title)).toEqual(['Acknowledge', 'Runbook', 'Dashboard', 'Alarm']);
  expect(cardText(ok)).toContain('OK since 2026-08-23 04:35 UTC, after 20 min');
  expect(ok.body[0].style).toBe('good');
});
