import type { HealthAws } from '../../../../lambda/functions/health-checker/health-aws';
import { LoopbackAws } from '../../support/loopback-aws';
import { BAD, checkNamed, GOOD, Rounds, type Run } from './rounds';

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

/** What people are shown in the end: when the alarm is in ALARM, and what the notifier is asked for. */
async function shownIf(killed: { readonly minute: number; readonly call: number; readonly when: 'before' | 'after' }) {
  aws.clear();
  const checks = [checkNamed('shop', { cooldownSeconds: 0 }), checkNamed('other')];
  const rounds = new Rounds({ aws, checks, runAt: (name, minute) => (name === 'shop' ? COURSE(name, minute) : GOOD) });
  const alive = rounds.setting;
  let hasDied = false;
  const alarm: number[] = [];
  for (let minute = 0; minute < END; minute++) {
    rounds.lines.length = 0;
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

test.each([
  ['in which the alert begins', 5],
  ['in which it changes', 8],
  ['in which an error is over', 19],
  ['in which the alert ends', 22],
])(
  'a function that is ended at each of its calls in the round %s: nothing is lost, nothing is sent twice',
  async (_, minute) => {
    const undisturbed = await shownIf({ minute: -1, call: 0, when: 'before' });
    expect(undisturbed.changes).toHaveLength(2);
    expect(undisturbed.kinds.length).toBeGreaterThanOrEqual(2);

    for (const when of ['before', 'after'] as const) {
      let call = 1;
      for (; call < 20; call++) {
        const { hasDied, changes, kinds } = await shownIf({ minute, call, when });

        expect({ when, call, kinds }).toEqual({ when, call, kinds: undisturbed.kinds });
        // a minute late at most, for the function did not run in one
        expect(changes.map((change) => change.split(' ')[1])).toEqual(['1', '0']);
        changes.forEach((change, index) => {
          const late = Number(change.split(' ')[0]) - Number(undisturbed.changes[index]?.split(' ')[0]);
          expect(late).toBeGreaterThanOrEqual(0);
          expect(late).toBeLessThanOrEqual(1);
        });
        if (!hasDied) break;
      }
      // the table, two rows
      expect(call).toBeGreaterThan(3);
    }
  },
);
