import { Bench, CHANNELS, ON_CALL } from '../../support/bench';
import { type Death, mortal } from '../../support/mortal';
import { arnOf, bySns, change, described, OK, trigger } from '../../support/payloads/payload';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.startWithoutConnections();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

const ALARM = bySns(
  'm',
  change('Shop/Orders/QueueStuck', { Trigger: trigger('AWS/SQS', 'Age', { QueueName: 'q' }) }),
).body;
const HOURS_MS = 3_600_000;
const ALL = [...CHANNELS, ...ON_CALL];

const COMPOSITE = bySns(
  'composite',
  change('Shop/Orders/Failing', {
    AlarmRule: 'ALARM("Shop/Orders/QueueStuck")',
    AlarmDescription: described('Failing', 'Orders fails.', []),
    NewStateReason: `${arnOf('Shop/Orders/QueueStuck')} transitioned to ALARM`,
    TriggeringChildren: [{ Arn: arnOf('Shop/Orders/QueueStuck'), State: { Value: 'ALARM' } }],
  }),
).body;
const CONTRIBUTOR = bySns(
  'contributor',
  change('Shop/Partners/Down', {
    AlarmContributorId: 'c1',
    AlarmContributorAttributes: { Partner: 'acme' },
    Trigger: trigger('Shop', 'Up', {}),
  }),
).body;
const CHILD = bySns(
  'child',
  change('Shop/Orders/EventsLost', {
    AlarmDescription: described('EventsLost', 'Events are lost.', ['Look.']),
    Trigger: trigger('AWS/Events', 'Lost', { RuleName: 'placed' }),
    StateChangeTime: '2026-08-23T04:20:30.123+0000',
  }),
  { severity: 'children' },
).body;
const RECOVERY = bySns(
  'ok',
  change('Shop/Orders/QueueStuck', { ...OK, Trigger: trigger('AWS/SQS', 'Age', { QueueName: 'q' }) }),
).body;

/** What one channel has shown of the alarm. */
const shownBy: Record<string, () => number> = {
  hook: () => bench.chat.shown.get('/services/T000/B000/very-secret-part')?.length ?? 0,
  bot: () => bench.chat.posts.length,
  discord: () => bench.chat.shown.get('/discord/very-secret-part')?.length ?? 0,
  webhook: () => bench.chat.shown.get('/webhook/very-secret-part')?.length ?? 0,
  alerts: () => bench.aws.published.length,
  teams: () => bench.onCall.cards.length,
  pagerDuty: () => bench.onCall.pagerDuty.length,
  opsgenie: () => bench.onCall.opsgenie.length,
};

/** A function that is ended, and another that gets the message when the queue shows it again. */
async function survive(id: string, death: Death, body = ALARM): Promise<{ died: boolean }> {
  const channels = ALL.filter((channel) => channel.id === id);
  let died: Promise<void> = Promise.resolve();
  bench.through = (surroundings) => {
    const doomed = mortal(surroundings, death);
    died = doomed.died;
    return doomed.surroundings;
  };
  const notifier = bench.notifier(channels, { graphsBucket: 'graphs' });
  const ended = await Promise.race([bench.deliver(notifier, body).then(() => false), died.then(() => true)]);
  bench.through = (surroundings) => surroundings;
  bench.clock += HOURS_MS;
  for (let deliveries = 2; deliveries <= 6; deliveries++) {
    const { done } = await bench.deliver(bench.notifier(channels), body, deliveries);
    if (done) return { died: ended };
  }
  throw new Error('The message never left the queue.');
}

/** Where the end of a request cannot be found out, a person has to be told that it is in doubt. */
const CAN_TELL: Record<string, boolean> = { bot: true, webhook: true, pagerDuty: true, opsgenie: true };

describe.each(ALL.map(({ id }) => id))('%s', (id) => {
  test.each(['before', 'after'] as const)('ended %s each call that it makes: not lost, not twice', async (when) => {
    let calls = 0;
    for (; calls < 40; calls++) {
      bench.clear();
      const { died } = await survive(id, { call: calls + 1, when });
      const shown = shownBy[id]?.() ?? 0;
      const dead = bench.aws.deadLetters.length;

      // e-mail and SMS of P1 rather come twice than never
      expect({ call: calls + 1, shown: shown <= (id === 'alerts' ? 2 : 1), told: shown + dead >= 1 }).toEqual({
        call: calls + 1,
        shown: true,
        told: true,
      });
      if (CAN_TELL[id]) expect({ call: calls + 1, shown, dead }).toEqual({ call: calls + 1, shown: 1, dead: 0 });
      for (const { reason } of bench.aws.deadLetters) expect(reason).toMatch(/may have been shown already/);
      if (!died) break;
    }

    expect(calls).toBeGreaterThanOrEqual(5);
  });
});

/** Each as it is sent to a channel that can be asked, with what has been sent before, and how many messages there are then. */
const ROWS: readonly (readonly [
  what: string,
  body: string,
  before: readonly string[],
  shown: Record<string, number>,
])[] = [
  ['a composite', COMPOSITE, [], { bot: 1, pagerDuty: 1 }],
  ['an alarm that joins the incident of its composite', CHILD, [COMPOSITE], { bot: 2, pagerDuty: 1 }],
  ['one of several time series', CONTRIBUTOR, [], { bot: 1, pagerDuty: 1 }],
  ['an ALARM after its OK', ALARM, [RECOVERY], { bot: 2, pagerDuty: 0 }],
];

describe.each(ROWS)('%s', (_, body, before, expected) => {
  test.each(['bot', 'pagerDuty'])('%s: ended after each call that it makes: not lost, not twice', async (id) => {
    let calls = 0;
    for (; calls < 40; calls++) {
      bench.clear();
      for (const name of ['QueueStuck', 'EventsLost']) {
        bench.aws.alarms.set(`Shop/Orders/${name}`, { state: 'OK', at: 0 });
      }
      const channels = ALL.filter((channel) => channel.id === id);
      for (const earlier of before) await bench.deliver(bench.notifier(channels), earlier);
      const { died } = await survive(id, { call: calls + 1, when: 'after' }, body);

      // what arrives late and may stand in a thread that is not known any more is left to a person
      const inDoubt = bench.aws.deadLetters.filter(({ reason }) => /may have been shown already/.test(reason)).length;
      const shown = shownBy[id]?.() ?? 0;
      expect({ call: calls + 1, total: shown + inDoubt, dead: bench.aws.deadLetters.length }).toEqual({
        call: calls + 1,
        total: expected[id],
        dead: inDoubt,
      });
      if (!died) break;
    }

    expect(calls).toBeGreaterThanOrEqual(3);
  });
});
