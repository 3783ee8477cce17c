import { written } from '../../../../lambda/shared/incidents/command';
import { identity } from '../../../../lambda/shared/parsing/parse-message';
import { Bench } from '../../support/bench';
import { type Death, mortal } from '../../support/mortal';
import { arnOf } from '../../support/payloads/payload';
import { changeAt, LEVELS, MINUTE, START, through } from '../../support/scenario';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.startWithoutConnections();
});
afterAll(() => bench.stop());

const HOUR_MS = 60 * MINUTE;
const ALARM = changeAt(0, 'ALARM');
const subject = identity(arnOf('Shop/Orders/QueueStuck'));
const said = { subject, startedAt: START, by: 'Ada', at: START + 5 * MINUTE };

interface Case {
  readonly before: readonly string[];
  /** What Ada has done before that, one after the other. */
  readonly actions?: readonly ('acknowledge' | 'release')[];
  readonly body: string;
  readonly timers: number;
}

/** Every third call, another one for each message; the gate has all. */
const STEP = process.env['RUNS'] === 'all' ? 1 : 3;

/** What a function is ended with: what came before, its message, and how many timers there are when all is done. */
const MESSAGES: Record<string, Case> = {
  'an alarm': { before: [], body: ALARM, timers: 1 },
  'an escalation': {
    before: [ALARM],
    body: written({ vigil: 'escalate', subject, startedAt: START, level: 2 }),
    timers: 2,
  },
  'an acknowledgement': {
    before: [ALARM],
    actions: ['acknowledge'],
    body: written({ vigil: 'acknowledge', ...said }),
    timers: 2,
  },
  'a release': {
    before: [ALARM],
    actions: ['acknowledge', 'release'],
    body: written({ vigil: 'release', ...said }),
    timers: 2,
  },
  'an acknowledgement that expires': {
    before: [ALARM],
    actions: ['acknowledge'],
    body: written({ vigil: 'expire', ...said }),
    timers: 2,
  },
  'an update': { before: [ALARM], body: written({ vigil: 'update', ...said, cause: 'x' }), timers: 1 },
  'a report': { before: [ALARM], body: written({ vigil: 'digest', time: '2026-08-24T08:00:00Z' }), timers: 1 },
  'a recovery': { before: [ALARM], body: changeAt(20, 'OK'), timers: 1 },
};

/** How many messages each channel shows. */
const shown = (): Record<string, number> => ({
  hook: bench.chat.shown.get('/services/T000/B000/very-secret-part')?.length ?? 0,
  discord: bench.chat.shown.get('/discord/very-secret-part')?.length ?? 0,
  webhook: bench.chat.shown.get('/webhook/very-secret-part')?.length ?? 0,
  bot: bench.chat.posts.filter(({ message }) => message.channel === 'C0123').length,
  seniors: bench.chat.posts.filter(({ message }) => message.channel === 'C0SENIORS').length,
  alerts: bench.aws.published.filter(({ attributes }) => attributes['level'] === '1').length,
  'alerts-2': bench.aws.published.filter(({ attributes }) => attributes['level'] === '2').length,
});

/** A function that is ended, and others that get the message when the queue shows it again. */
async function survive(body: string, death: Death): Promise<boolean> {
  let died: Promise<void> = Promise.resolve();
  bench.through = (surroundings) => {
    const doomed = mortal(surroundings, death);
    died = doomed.died;
    return doomed.surroundings;
  };
  const notifier = bench.incidents(LEVELS);
  const ended = await Promise.race([bench.deliver(notifier, body).then(() => false), died.then(() => true)]);
  bench.through = (surroundings) => surroundings;
  bench.clock += HOUR_MS;
  if (ended) await through(bench, body, 2);
  return ended;
}

describe.each(Object.entries(MESSAGES).map(([name, each], index) => ({ name, index, ...each })))(
  '$name',
  ({ index, before, actions = [], body, timers }) => {
    test.each(['before', 'after'] as const)(
      'ended %s each call: no channel is left out, and no chat has it twice',
      async (when) => {
        let calls = index % STEP;
        const levels = body.includes('"escalate"') ? [1, 2] : [1];
        const concerned = LEVELS.filter(({ level = 1 }) => levels.includes(level)).map(({ id }) => id);
        for (; calls < 80; calls += STEP) {
          bench.clear();
          bench.clock = START + 2000;
          for (const earlier of before) await through(bench, earlier);
          bench.clock = said.at;
          for (const action of actions) await bench.answers().handle({ ask: action, alarm: 'QueueStuck', by: said.by });
          if (body.includes('"expire"')) bench.clock += 5 * HOUR_MS;
          if (body.includes('"escalate"')) bench.clock = START + HOUR_MS;
          const already = shown();

          const died = await survive(body, { call: calls + 1, when });

          const now = shown();
          const dead = bench.aws.deadLetters.map(({ channel }) => channel);
          const wrong = concerned.filter((id) => {
            const more = (now[id] as number) - (already[id] as number);
            // e-mail and SMS of P1 rather come twice than never
            const most = id.startsWith('alerts') ? 2 : 1;
            return more > most || (more === 0 && !dead.includes(id));
          });
          expect({ call: calls + 1, wrong, timers: bench.aws.timers.length }).toEqual({
            call: calls + 1,
            wrong: [],
            timers,
          });
          for (const { reason } of bench.aws.deadLetters) expect(reason).toMatch(/may have been shown already/);
          if (!died) break;
        }

        expect(calls).toBeGreaterThanOrEqual(10);
        expect(calls).toBeLessThan(80);
      },
    );
  },
);
