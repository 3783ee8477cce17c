import type { HealthAws } from '../../../../lambda/functions/health-checker/health-aws';
import { Heartbeats } from '../../../../lambda/functions/health-checker/heartbeats';
import { Secrets } from '../../../../lambda/shared/secrets';
import { LoopbackAws } from '../../support/loopback-aws';
import { BAD, checkNamed, GOOD, MINUTE, Rounds, type Run, START } from './rounds';

let aws: LoopbackAws;
beforeAll(async () => {
  aws = await LoopbackAws.start();
});
afterAll(() => aws.stop());

const never = <T>(): Promise<T> => new Promise(() => {});

/** What a function calls until it is ended at its n-th call: before it leaves, or after its answer was sent. */
function mortal(call: number, when: 'before' | 'after') {
  let calls = 0;
  let die = () => {};
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const through = (alive: HealthAws): HealthAws => {
    const methods = Object.entries(alive).map(([name, method]) => [
      name,
      async (...input: unknown[]) => {
        calls += 1;
        if (calls > call) return never();
        if (calls < call) return method(...input);
        if (when === 'after') await method(...input);
        die();
        return never();
      },
    ]);
    return Object.fromEntries(methods);
  };
  return { through, died };
}

/** Errors, then also slow, then neither: an alert that begins, changes twice and ends. */
const COURSE = (_: string, minute: number): Run => {
  if (minute < 3) return GOOD;
  if (minute < 8) return BAD;
  if (minute < 16) return { ...BAD, latencyMs: 6000 };
  return GOOD;
};
const END = 32;

interface Death {
  readonly minute: number;
  /** From 1; the function lives if it makes fewer. */
  readonly call: number;
  readonly when: 'before' | 'after';
}
const NEVER: Death = { minute: -1, call: 0, when: 'before' };

const requests = () =>
  new Rounds({
    aws,
    checks: [checkNamed('shop', { cooldownSeconds: 0 }), checkNamed('other')],
    runAt: (name, minute) => (name === 'shop' ? COURSE(name, minute) : GOOD),
  });

/** What people are shown in the end: when the alarm is in ALARM, and what the notifier is asked for. */
async function shownIf(killed: Death, roundsOf = requests, before: (minute: number) => void = () => {}) {
  aws.clear();
  const rounds = roundsOf();
  const alive = rounds.setting;
  let hasDied = false;
  const alarm: number[] = [];
  for (let minute = 0; minute < END; minute++) {
    rounds.lines.length = 0;
    before(minute);
    if (minute === killed.minute) {
      const { through, died } = mortal(killed.call, killed.when);
      rounds.setting = { ...alive, through };
      hasDied = await Promise.race([rounds.run(minute).then(() => false), died.then(() => true)]);
      rounds.setting = alive;
    } else {
      await rounds.run(minute);
    }
    const seen = rounds.violations();
    // without a datapoint the alarm keeps its state
    alarm.push(seen.length === 0 ? (alarm.at(-1) ?? 0) : Number(Math.max(...seen) > 0));
  }
  const changes = alarm.flatMap((state, minute) => (state === (alarm[minute - 1] ?? 0) ? [] : `${minute} ${state}`));
  const kinds = rounds.notices.map((notice) =>
    notice
      .replace(/The last \d+ runs failed|is \d+ ms/g, '')
      .split(' ')
      .slice(2)
      .join(' '),
  );
  return { hasDied, changes, kinds };
}

/** Ends the function at each of its calls in one round, and compares what is shown with what is without that. */
async function expectNothingLost(
  minute: number,
  shown: (killed: Death) => ReturnType<typeof shownIf>,
): Promise<number> {
  const undisturbed = await shown(NEVER);
  expect(undisturbed.changes).toHaveLength(2);

  let calls = 0;
  for (const when of ['before', 'after'] as const) {
    for (let call = 1; call < 20; call++) {
      const { hasDied, changes, kinds } = await shown({ minute, call, when });

      expect({ when, call, kinds }).toEqual({ when, call, kinds: undisturbed.kinds });
      // a minute late at most, for the function did not run in one
      expect(changes.map((change) => change.split(' ')[1])).toEqual(['1', '0']);
      changes.forEach((change, index) => {
        const late = Number(change.split(' ')[0]) - Number(undisturbed.changes[index]?.split(' ')[0]);
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(1);
      });
      if (!hasDied) break;
      calls = Math.max(calls, call);
    }
  }
  return calls;
}

test.each([
  ['in which the alert begins', 5],
  ['in which it changes', 8],
  ['in which an error is over', 19],
  ['in which the alert ends', 22],
])(
  'a function that is ended at each of its calls in the round %s: nothing is lost, nothing is sent twice',
  async (_, minute) => {
    const { kinds } = await shownIf(NEVER);
    expect(kinds.length).toBeGreaterThanOrEqual(2);

    // the table, two rows
    expect(await expectNothingLost(minute, shownIf)).toBeGreaterThanOrEqual(3);
  },
);

test.each([
  ['that finds a heartbeat in a log', 6],
  ['in which heartbeats have been silent for too long', 16],
  ['in which they are back', 24],
])('and so in the round %s', async (_, minute) => {
  // GIVEN a job that writes a line each minute, but for some
  const shown = (killed: Death) =>
    shownIf(
      killed,
      () =>
        new Rounds({
          aws,
          checks: [checkNamed('shop', { type: 'heartbeat', maxAgeSeconds: 300, cooldownSeconds: 0 })],
          runs: 'heartbeat',
        }),
      (now) => {
        if (now <= 10 || now >= 24) aws.logged.set('shop', START + now * MINUTE);
      },
    );
  aws.logged.clear();

  // THEN when it is kept, so that the next rounds need not ask the log: the table, heartbeats, the log, the heartbeat, the row
  expect(await expectNothingLost(minute, shown)).toBeGreaterThanOrEqual(4);
});

test('a heartbeat that arrives while the function is ended is noted once the job calls again', async () => {
  const urls = { url: 'https://heartbeats.example.com/', key: 'key' };
  const checks = [checkNamed('nightly', { type: 'heartbeat', maxAgeSeconds: 300 })];
  const around = (through = (alive: HealthAws) => alive) => {
    const direct = through({ ...aws.direct(), invoke: async () => ({ body: '' }) });
    const secrets = new Secrets(direct, () => START);
    return new Heartbeats('Shop', checks, { aws: direct, secrets, now: () => START, log: () => {} }, urls);
  };
  let deaths = 0;
  for (const when of ['before', 'after'] as const) {
    for (let call = 1, hasDied = true; hasDied; call++) {
      // GIVEN
      aws.clear();
      aws.secrets.set('key', 'k'.repeat(64));
      const request = {
        rawQueryString: new URL(await around().urlOf('nightly')).search.slice(1),
        requestContext: {},
      };

      // WHEN
      const { through, died } = mortal(call, when);
      hasDied = await Promise.race([
        around(through)
          .receive(request)
          .then(() => false),
        died.then(() => true),
      ]);
      expect(await around().receive(request)).toMatchObject({ statusCode: 200 });

      // THEN
      expect(await around().newest('nightly')).toBe(START);
      if (hasDied) deaths += 1;
    }
  }
  // the secret and the item
  expect(deaths).toBe(4);
});
