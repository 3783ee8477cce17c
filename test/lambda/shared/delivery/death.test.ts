import { Bench, CHANNELS } from '../../support/bench';
import { type Death, mortal } from '../../support/mortal';
import { bySns, change, trigger } from '../../support/payloads/payload';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

const ALARM = bySns(
  'm',
  change('Shop/Orders/QueueStuck', { Trigger: trigger('AWS/SQS', 'Age', { QueueName: 'q' }) }),
).body;
const HOURS_MS = 3_600_000;

/** What one channel has shown of the alarm. */
const shownBy: Record<string, () => number> = {
  hook: () => bench.chat.shown.get('/services/T000/B000/very-secret-part')?.length ?? 0,
  bot: () => bench.chat.posts.length,
  discord: () => bench.chat.shown.get('/discord/very-secret-part')?.length ?? 0,
  webhook: () => bench.chat.shown.get('/webhook/very-secret-part')?.length ?? 0,
  alerts: () => bench.aws.published.length,
};

/** A function that is ended, and another that gets the message when the queue shows it again. */
async function survive(id: string, death: Death): Promise<{ died: boolean }> {
  const channels = CHANNELS.filter((channel) => channel.id === id);
  let died: Promise<void> = Promise.resolve();
  bench.through = (surroundings) => {
    const doomed = mortal(surroundings, death);
    died = doomed.died;
    return doomed.surroundings;
  };
  const notifier = bench.notifier(channels, { graphsBucket: 'graphs' });
  const ended = await Promise.race([bench.deliver(notifier, ALARM).then(() => false), died.then(() => true)]);
  bench.through = (surroundings) => surroundings;
  bench.clock += HOURS_MS;
  for (let deliveries = 2; deliveries <= 6; deliveries++) {
    const { done } = await bench.deliver(bench.notifier(channels), ALARM, deliveries);
    if (done) return { died: ended };
  }
  throw new Error('The message never left the queue.');
}

/** Where the end of a request cannot be found out, a person has to be told that it is in doubt. */
const CAN_TELL: Record<string, boolean> = { bot: true, webhook: true };

describe.each(CHANNELS.map(({ id }) => id))('%s', (id) => {
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
