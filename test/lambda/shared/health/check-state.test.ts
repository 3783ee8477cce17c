import fc from 'fast-check';
import { afterRun, type CheckMessage, type CheckState, kindsOf } from '../../../../lambda/shared/health/check-state';
import type { CheckResult, CheckSettings, ViolationCode } from '../../../../lib/contracts/health-checks';
import { SETTINGS } from './settings';

const MINUTE = 60_000;
const HOUR = 60;
const START = Date.parse('2026-11-02T00:00:00Z');
const THREE_DAYS = 3 * 24 * HOUR;

type Run = Partial<CheckResult>;
const GOOD: Run = { ok: true, violations: [], latencyMs: 100, status: 200 };
const failing = (code: ViolationCode, message: string, more: Run = {}): Run => ({
  ok: false,
  violations: [{ code, message }],
  latencyMs: 20,
  status: undefined,
  ...more,
});
const HTTP_503 = failing('status', 'HTTP 503.', { status: 503 });
const TIMEOUT = failing('timeout', 'No answer within 10000 ms.', { latencyMs: 10_000 });
const REFUSED = failing('refused', 'The connection was refused.');

/** The messages of so many minutes, with a run in each. */
function simulate(
  runAt: (minute: number) => Run,
  { minutes = THREE_DAYS, ...changed }: Partial<CheckSettings> & { minutes?: number } = {},
): { messages: CheckMessage[]; state: CheckState } {
  const messages: CheckMessage[] = [];
  let state: CheckState | undefined;
  for (let minute = 0; minute < minutes; minute++) {
    const at = START + minute * MINUTE;
    const result = { name: 'shop', at, ...GOOD, ...runAt(minute) } as CheckResult;
    const after = afterRun(state, { ...SETTINGS, ...changed }, result, at);
    state = after.state;
    if (after.message !== undefined) messages.push(after.message);
  }
  return { messages, state: state as CheckState };
}

/** `480 begun error`: the minute, what, and what is wrong then. */
const lines = (messages: readonly CheckMessage[]): string[] =>
  messages.map(({ at, kind, violations, over }) =>
    [(at - START) / MINUTE, kind, ...kindsOf(violations), ...over.map((each) => `-${each}`)].join(' '),
  );

const between =
  (from: number, to: number, run: Run, otherwise: Run = GOOD) =>
  (minute: number) =>
    minute >= from && minute < to ? run : otherwise;

describe('three days, with a run each minute', () => {
  test('nothing wrong: no message', () => {
    expect(simulate(() => GOOD).messages).toEqual([]);
  });

  test.each([
    ['a wrong status', HTTP_503],
    ['a wrong type', failing('types', 'price: a number was expected.', { status: 200 })],
    ['a refused connection', REFUSED],
    ['an unknown name', failing('dns', 'The name cannot be resolved.')],
  ])('%s for two hours: one alert with the third failure, one recovery', (_, run) => {
    const { messages } = simulate(between(1000, 1120, run));

    // 4 of 7 good runs end it
    expect(lines(messages)).toEqual(['1002 begun error', '1123 ended -error']);
  });

  test('a service that is down from its first run is alerted on with the third, not with the seventh', () => {
    expect(lines(simulate(between(0, THREE_DAYS, REFUSED)).messages)).toEqual(['2 begun error']);
  });

  test('a service that hangs is in error, and slow from its seventh latency on', () => {
    const { messages } = simulate(between(1000, 1060, TIMEOUT));

    // one time-out of seven is an average of 1,514 ms
    expect(lines(messages)).toEqual([
      '1000 begun latency',
      '1002 changed error latency',
      '1063 changed latency -error',
      '1066 ended -latency',
    ]);
  });

  test('a service that hangs from its first run: an error at once, latency when there are seven', () => {
    expect(lines(simulate(() => TIMEOUT, { minutes: 60 }).messages)).toEqual([
      '2 begun error',
      '6 changed error latency',
    ]);
  });

  test('a slow service: the average of seven has to be above the limit, not equal', () => {
    const slow = (latencyMs: number) => lines(simulate(between(1000, 1100, { ...GOOD, latencyMs })).messages);

    expect(slow(500)).toEqual([]);
    // (6 x 520 + 100) / 7 = 460; seven of them are 520
    expect(slow(520)).toEqual(['1006 begun latency', '1100 ended -latency']);
    expect(slow(3000)).toEqual(['1000 begun latency', '1106 ended -latency']);
  });

  test('errors without an answer say nothing of latency', () => {
    const { state } = simulate((minute) => (minute % 2 === 0 ? REFUSED : { ...GOOD, latencyMs: 300 }), { minutes: 20 });

    expect(state.latencies).toEqual([300, 300, 300, 300, 300, 300, 300]);
  });

  test('error rate: 3 of 7 is fine, 4 of 7 is not', () => {
    const pattern = (text: string) => (minute: number) => (text[(minute - 1000) % 7] === 'x' ? HTTP_503 : GOOD);

    expect(lines(simulate((minute) => (minute < 1000 ? GOOD : pattern('x.x.x..')(minute))).messages)).toEqual([]);
    expect(lines(simulate((minute) => (minute < 1000 ? GOOD : pattern('x.x.x.x')(minute))).messages)).toEqual([
      '1006 begun error',
    ]);
  });

  test('a single failure, every hour of three days, alerts nobody', () => {
    expect(
      simulate((minute) => (minute % HOUR === 0 ? TIMEOUT : GOOD), { latencyLimitMs: undefined }).messages,
    ).toEqual([]);
  });

  test('stale is proven by one run, ends with one, and stays while nothing is known', () => {
    const stale = failing('stale', 'The answer has not changed for 16 minutes.', { status: 200, latencyMs: 100 });
    const { messages } = simulate((minute) => {
      if (minute < 1000 || minute >= 1100) return GOOD;
      return minute >= 1050 && minute < 1060 ? REFUSED : stale;
    });

    expect(lines(messages)).toEqual([
      '1000 begun stale',
      '1052 changed stale error',
      '1063 changed stale -error',
      '1100 ended -stale',
    ]);
    expect(messages[0]?.violations.stale?.reason).toBe('The answer has not changed for 16 minutes.');
  });

  test.each([
    ['certificate_days', 'certificate'],
    ['domain_days', 'domain'],
    ['heartbeat', 'heartbeat'],
  ] as const)('%s is alerted on at once, once', (code, kind) => {
    expect(lines(simulate(between(1000, 2000, failing(code, 'soon'))).messages)).toEqual([
      `1000 begun ${kind}`,
      `2000 ended -${kind}`,
    ]);
  });

  test('flapping: after a recovery the same violation is silent for the cooldown, and alerted on then if it is still there', () => {
    const outages = [
      [1000, 1003],
      [1010, 1013],
      [1030, 1040],
    ] as const;
    const { messages } = simulate(
      (minute) => {
        const isDown = outages.some(([from, to]) => minute >= from && minute < to);
        return isDown ? HTTP_503 : GOOD;
      },
      { cooldownSeconds: 30 * 60 },
    );

    expect(lines(messages)).toEqual(['1002 begun error', '1003 ended -error', '1032 begun error', '1043 ended -error']);
  });

  test('a violation that begins within its cooldown and stays is alerted on when that is over', () => {
    const { messages } = simulate(
      (minute) => between(1000, 1003, HTTP_503, between(1010, 1200, HTTP_503)(minute))(minute),
      {
        cooldownSeconds: 3600,
      },
    );

    expect(lines(messages)).toEqual(['1002 begun error', '1003 ended -error', '1062 begun error', '1203 ended -error']);
    // since when it is so is not forgotten
    expect(messages[2]?.violations.error?.since).toBe(START + 1012 * MINUTE);
  });

  test('no recovery while something is wrong that the cooldown silenced', () => {
    const stale = failing('stale', 'stale', { status: 200, latencyMs: 100 });
    const slow = { ...stale, latencyMs: 4000 };
    const { messages } = simulate(
      (minute) => {
        if (minute >= 1000 && minute < 1005) return stale;
        if (minute >= 1010 && minute < 1020) return slow;
        if (minute >= 1020 && minute < 1030) return stale;
        return GOOD;
      },
      { cooldownSeconds: 3600 },
    );

    expect(lines(messages)).toEqual([
      '1000 begun stale',
      '1005 ended -stale',
      // it names both
      '1010 begun latency stale',
      '1026 changed stale -latency',
      '1030 ended -stale',
    ]);
  });

  test('reminders come only where they are asked for, and at that pace', () => {
    const down = between(1000, 1000 + 5 * HOUR, REFUSED);

    expect(lines(simulate(down).messages)).toHaveLength(2);
    expect(lines(simulate(down, { reminderSeconds: 7200 }).messages)).toEqual([
      '1002 begun error',
      '1122 reminder error',
      '1242 reminder error',
      '1303 ended -error',
    ]);
  });

  test('reasons name the newest error and how many runs failed', () => {
    const [begun] = simulate(between(1000, 1100, HTTP_503)).messages;
    const slow = simulate(between(1000, 1100, { ...GOOD, latencyMs: 3000 })).messages[0];

    expect(begun?.violations.error?.reason).toBe('HTTP 503. The last 3 runs failed.');
    expect(slow?.violations.latency?.reason).toBe(
      'The average latency of the last 7 runs is 514 ms, above the limit of 500 ms.',
    );
  });
});

describe('whatever runs there are', () => {
  const RUN = fc.constantFrom<Run>(
    GOOD,
    GOOD,
    { ...GOOD, latencyMs: 2000 },
    HTTP_503,
    TIMEOUT,
    REFUSED,
    failing('stale', 'stale', { status: 200 }),
    failing('certificate_days', 'soon', { status: 200 }),
  );
  /** Failures last. */
  const RUNS = fc
    .array(fc.tuple(RUN, fc.integer({ min: 1, max: 20 })), { maxLength: 25 })
    .map((parts) => parts.flatMap(([run, times]) => Array.from({ length: times }, () => run)));
  const COOLDOWN = fc.constantFrom(0, 300, 3600);

  test('an alert begins, changes and ends in this order, and names what is wrong then', () => {
    fc.assert(
      fc.property(RUNS, COOLDOWN, (runs, cooldownSeconds) => {
        const { messages } = simulate((minute) => runs[minute] as Run, { minutes: runs.length, cooldownSeconds });
        let isOpen = false;
        for (const { kind, violations } of messages) {
          expect(isOpen).toBe(kind !== 'begun');
          isOpen = kind !== 'ended';
          expect(kindsOf(violations).length > 0).toBe(isOpen);
        }
      }),
    );
  });

  test('after seven good runs every alert has ended', () => {
    fc.assert(
      fc.property(RUNS, COOLDOWN, (runs, cooldownSeconds) => {
        const all = [...runs, ...Array.from({ length: 7 }, () => GOOD)];
        const { messages, state } = simulate((minute) => all[minute] as Run, { minutes: all.length, cooldownSeconds });

        expect(state.alert).toBeUndefined();
        expect(messages.filter(({ kind }) => kind === 'begun')).toHaveLength(
          messages.filter(({ kind }) => kind === 'ended').length,
        );
      }),
    );
  });

  test('no message says the same as the one before it', () => {
    fc.assert(
      fc.property(RUNS, COOLDOWN, (runs, cooldownSeconds) => {
        const { messages } = simulate((minute) => runs[minute] as Run, { minutes: runs.length, cooldownSeconds });
        const named = messages.map(({ violations }) => kindsOf(violations).sort().join());

        expect(named.filter((each, index) => each === named[index - 1])).toEqual([]);
      }),
    );
  });

  test('two alerts begin with the same violation only after its cooldown, and none is silent for longer', () => {
    fc.assert(
      fc.property(RUNS, COOLDOWN, (runs, cooldownSeconds) => {
        let state: CheckState | undefined;
        runs.forEach((run, minute) => {
          const at = START + minute * MINUTE;
          const before = state;
          const result = { name: 'shop', at, ...GOOD, ...run } as CheckResult;
          const after = afterRun(state, { ...SETTINGS, cooldownSeconds }, result, at);
          state = after.state;
          const cooledDown = (kind: keyof CheckState['namedAt']) =>
            at - (before?.namedAt[kind] ?? 0) >= cooldownSeconds * 1000;
          const open = kindsOf(state.violations);
          if (after.message?.kind === 'begun') expect(open.some(cooledDown)).toBe(true);
          for (const kind of open) {
            if (state.alert?.named.includes(kind) !== true) expect(cooledDown(kind)).toBe(false);
          }
        });
      }),
    );
  });
});
