import { afterRun, type CheckState } from '../../../../lambda/shared/health/check-state';
import { CheckStore } from '../../../../lambda/shared/health/check-store';
import { targetOf } from '../../../../lambda/shared/health/check-target';
import type { CheckNotice } from '../../../../lib/contracts/health-checker';
import type { CheckResult, HealthCheck } from '../../../../lib/contracts/health-checks';
import { httpCheck } from '../../../probes/support/checks';
import { Bench, CHANNELS } from '../../support/bench';
import { arnOf, bySns, change, described, OK, trigger } from '../../support/payloads/payload';
import { plainSlack } from '../../support/plain-slack';

const ALARM = 'Shop/HealthChecks/portal.HealthCheckFailing';
const CHECKER = 'Shop-Vigil-HealthChecks';
const RULES = { cooldownSeconds: 600, errorThreshold: 0.5, consecutiveFailures: 3, latencyLimitMs: 500 };

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

const message = (fields: object = {}) =>
  bySns(
    'm',
    change(ALARM, {
      AlarmDescription: described('HealthCheckFailing', 'The health check fails.', ['Run it yourself.'], {
        component: 'HealthChecks',
      }),
      Trigger: trigger('HealthChecks', 'HealthCheckViolations', { Checker: CHECKER, Check: 'portal' }),
      ...fields,
    }),
  ).body;

/** The table has the state after some runs. */
async function stateAfter(...results: readonly Partial<CheckResult>[]): Promise<void> {
  let state: CheckState | undefined;
  results.forEach((result, index) => {
    const at = bench.clock + index * 60_000;
    const run = { name: 'portal', at, ok: true, latencyMs: 100, violations: [], ...result };
    state = afterRun(state, RULES, run, at).state;
  });
  const store = new CheckStore({ ...bench.aws.direct(), deleteItem: async () => {} });
  await store.write({
    name: 'portal',
    target: 'GET https://portal.example.com/',
    addedAt: 0,
    unsent: [],
    state,
    version: undefined,
  });
}

const FAILED = { ok: false, status: 503, violations: [{ code: 'status' as const, message: 'HTTP 503.' }] };
const notice = (kind: CheckNotice['kind'], text: string, at = 1): string =>
  JSON.stringify({ vigil: 'healthCheck', checker: CHECKER, check: 'portal', kind, at, alarm: arnOf(ALARM), text });

const channels = () => CHANNELS.filter(({ id }) => id === 'bot');
const deliver = (body: string) => bench.deliver(bench.notifier(channels()), body);
const titles = (): string[] =>
  bench.chat.posts.map(({ message: post }) => plainSlack(post)[0]?.replaceAll('*', '') as string);

test('the alert says what is wrong, and its recovery what was', async () => {
  // GIVEN three failures
  await stateAfter(FAILED, FAILED, FAILED);

  // WHEN
  await deliver(message());
  bench.aws.clear();
  bench.aws.secrets.set('slack-bot', 'xoxb-secret-token');
  await stateAfter(FAILED, FAILED, FAILED, {}, {}, {});
  await deliver(message(OK));

  // THEN
  expect(titles()).toEqual([
    '[P1] HealthChecks in prod, check portal: Failing: HTTP 503. The last 3 runs failed. (eu-west-1, 123456789012)',
    '[P1 OK] HealthChecks in prod, check portal: Recovered: no longer failing. Before: HTTP 503. The last 3 runs failed. (eu-west-1, 123456789012)',
  ]);
});

test('without a state, and where the table cannot be read, the alert is as the alarm has it', async () => {
  bench.aws.fault = (action, call) =>
    action === 'GetItem' && call.TableName === `${CHECKER}-checks`
      ? { status: 400, type: 'AccessDeniedException' }
      : undefined;

  await deliver(message());

  expect(titles()).toEqual([
    '[P1] HealthChecks in prod, check portal: The health check fails. (eu-west-1, 123456789012)',
  ]);
  expect(bench.logs.map(({ message: text }) => text)).toContain('The alert does not say what is wrong with the check');
});

test('a change of an open alert is sent once, also where it is asked for twice', async () => {
  await stateAfter(FAILED, FAILED, FAILED);
  await deliver(message());

  await deliver(notice('changed', 'Slow: The average latency is 900 ms. No longer failing.'));
  await deliver(notice('changed', 'Slow: The average latency is 900 ms. No longer failing.'));
  bench.clock += 7_200_000;
  await deliver(notice('reminder', 'Slow: The average latency is 900 ms. For 2 h.', 2));

  expect(titles().slice(1)).toEqual([
    '[P1 CHANGED] HealthChecks in prod, check portal: Changed: Slow: The average latency is 900 ms. No longer failing. (eu-west-1, 123456789012)',
    '[P1 REMINDER] HealthChecks in prod, check portal: Still so: Slow: The average latency is 900 ms. For 2 h. (eu-west-1, 123456789012)',
  ]);
});

test.each([
  ['no alert is open', async () => {}],
  [
    'the alarm is muted',
    async () => {
      await deliver(message());
      bench.aws.muted.add(ALARM);
    },
  ],
  [
    'it has ended',
    async () => {
      await deliver(message());
      await deliver(message(OK));
    },
  ],
])('a change is not sent while %s', async (_, prepare) => {
  await prepare();
  const before = bench.chat.posts.length;

  const { done } = await deliver(notice('changed', 'Slow.'));

  expect(done).toBe(true);
  expect(bench.chat.posts).toHaveLength(before);
});

test('a notice on a topic is a message like any other', async () => {
  await deliver(bySns('m', notice('changed', 'Slow.')).body);

  expect(titles()).toEqual([expect.stringMatching(/^\[P1\] A message that is no alarm/)]);
});

test('with incidents, a change is sent as well', async () => {
  await stateAfter(FAILED, FAILED, FAILED);
  const incidents = () => bench.incidents(channels());
  await bench.deliver(incidents(), message());

  await bench.deliver(incidents(), notice('changed', 'Slow.'));

  expect(titles()[1]).toMatch(/^\[P1 CHANGED\]/);
});

describe('what is checked', () => {
  test.each<[string, Partial<HealthCheck>, string | undefined]>([
    [
      'a URL, without its query string',
      { url: 'https://api.example.com/orders?key=s3cret' } as never,
      'GET https://api.example.com/orders',
    ],
    ['a port', { type: 'tcp', host: 'db.example.com', port: 5432 } as never, 'tcp://db.example.com:5432'],
    ['a function', { type: 'function', function: 'orders-health' } as never, 'orders-health'],
    ['a heartbeat', { type: 'heartbeat', maxAgeSeconds: 60 } as never, undefined],
    [
      'what its name says already',
      { name: 'GET https://a.example.com/', url: 'https://a.example.com/' } as never,
      undefined,
    ],
  ])('%s', (_, changes, target) => {
    expect(targetOf({ ...httpCheck('https://a.example.com/'), ...changes } as HealthCheck)).toBe(target);
  });

  test('is in the alert', async () => {
    await stateAfter(FAILED, FAILED, FAILED);

    await deliver(message());

    expect(plainSlack(bench.chat.posts.at(-1)?.message).join('\n')).toContain(
      'Checked: GET https://portal.example.com/',
    );
    expect(titles().at(-1)).not.toContain('https:');
  });
});
