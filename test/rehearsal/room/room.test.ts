import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../../lib/rehearsal/assembly/assembly';
import type { Assembly } from '../../../lib/rehearsal/assembly/model';
import { Room } from '../../../lib/rehearsal/room/room';
import { readTestFile } from '../../../lib/rehearsal/testing/read-test-file';
import { runTest } from '../../../lib/rehearsal/testing/run-test';
import { YamlSource } from '../../../lib/rehearsal/testing/yaml-source';
import { folderOfApp } from '../../bin/run-app';
import { httpCheck } from '../../probes/support/checks';

const MINUTE = 60;
const STUCK = 'CreatedInvoices: stuck consumer';
const PAGE = 'invoicing-prod/CreatedInvoices/Failing';

let assembly: Assembly;
let folder: string;

beforeAll(async () => {
  folder = await folderOfApp('prod');
  assembly = readAssembly(join(folder, 'cdk.out'));
});

/** With the alarms of one component, and the data that they read. */
function opened(component = 'CreatedInvoices', changes: Partial<Assembly> = {}): Room {
  const alarms = assembly.alarms.filter((alarm) => alarm.component === component);
  return new Room({ ...assembly, alarms, dashboards: [], ...changes }, { title: 'invoicing' });
}

// what the notifier loads for its next message
afterAll(() => new Promise((resolve) => setImmediate(resolve)));

async function forward(room: Room, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) await room.reach(room.now + MINUTE);
}

const stateOf = (room: Room, name: string) => room.statuses().find((status) => status.name === name);

test('nothing is wrong as long as nothing is broken, and nobody is notified', async () => {
  const room = new Room(assembly, { title: 'invoicing' });

  await room.reach(room.now + 2 * 3600);

  expect(room.statuses().length).toBeGreaterThan(40);
  expect(room.statuses().filter(({ state }) => state !== 'OK')).toEqual([]);
  expect(room.outbox()).toEqual({ sent: [], more: 0, problems: [] });
});

describe('a health check', () => {
  const FAILING = 'invoicing-prod/HealthChecks/health.HealthCheckFailing';
  const stateAfter = async (room: Room, minutes: number) => {
    await forward(room, minutes);
    return stateOf(room, FAILING)?.state;
  };
  const textsOf = (room: Room) => room.outbox().sent.map(({ content }) => JSON.stringify(content));

  test('fires with the third run that fails, says why, and recovers', async () => {
    // GIVEN
    const room = opened('HealthChecks');

    // WHEN
    expect(room.breakNamed('health: health check fails')).toBe(true);

    // THEN
    expect(await stateAfter(room, 2)).toBe('OK');
    expect(await stateAfter(room, 2)).toBe('ALARM');
    await forward(room, 10);
    expect(textsOf(room)[0]).toContain('503. The last 3 runs failed.');
    expect(textsOf(room).join()).not.toContain('HealthChecksStopped');
    // AND
    room.fix(0);
    expect(await stateAfter(room, 10)).toBe('OK');
    expect(textsOf(room).join()).toContain('Recovered');
  });

  test('is slow by the limit of its file', async () => {
    const deployed = assembly.healthCheckers[0] as (typeof assembly.healthCheckers)[0];
    const checks = [httpCheck('https://api.example.com/health', { name: 'health', latencyLimitMs: 2000 })];
    const room = opened('HealthChecks', { healthCheckers: [{ ...deployed, checks }] });

    expect(room.breakNamed('health: slow dependency')).toBe(true);

    expect(await stateAfter(room, 10)).toBe('ALARM');
    expect(textsOf(room)[0]).toContain('above the limit of 2000 ms');
  });

  test('that changes while its alert is open, and lasts: the notifier says so, and reminds', async () => {
    // GIVEN
    const deployed = assembly.healthCheckers[0] as (typeof assembly.healthCheckers)[0];
    const settings = { name: 'health', latencyLimitMs: 2000, cooldownSeconds: 0, reminderSeconds: 1800 };
    const checks = [httpCheck('https://api.example.com/health', settings)];
    const room = opened('HealthChecks', { healthCheckers: [{ ...deployed, checks }] });
    room.breakNamed('health: slow dependency');
    expect(await stateAfter(room, 12)).toBe('ALARM');

    // WHEN
    room.breakNamed('health: health check fails');
    await forward(room, 40);

    // THEN
    const texts = textsOf(room).join('\n');
    expect(texts).toMatch(/CHANGED.*Failing: the status is not 2XX: 503/);
    expect(texts).toMatch(/REMINDER.*Still so: .*Failing/);
  });

  test('of all checks together: one alarm if nothing is published', async () => {
    const room = opened('HealthChecks');
    expect(room.breakNamed('invoicing-prod-Vigil-HealthChecks: metrics stop')).toBe(true);

    expect(await stateAfter(room, 20)).toBe('OK');

    const alarms = room.statuses().flatMap(({ name, state }) => (state === 'ALARM' ? [name] : []));
    expect(alarms).toEqual(['invoicing-prod/HealthChecks/HealthChecksStopped']);
  });
});

test.each([
  ['Api', 'NoTraffic', 30],
  ['CreatedInvoices', 'NoMessages', 120],
])('%s: no traffic is noticed by %s', async (component, rule, minutes) => {
  const room = opened(component);
  expect(room.breakNamed(`${component}: no traffic`)).toBe(true);

  await forward(room, minutes);

  expect(stateOf(room, `invoicing-prod/${component}/${rule}`)?.state).toBe('ALARM');
});

describe('a consumer that is stuck', () => {
  let room: Room;
  let opening: number;
  beforeAll(async () => {
    room = opened();
    opening = room.now;
    expect(room.breakNamed(STUCK)).toBe(true);
    await forward(room, 30);
    room.fix(0);
    await forward(room, 60);
  });

  test('pages once, and says when it is over', () => {
    const { sent, problems } = room.outbox();

    expect(problems).toEqual([]);
    expect(sent.map(({ to, time, content }) => [to, content.is, time > opening + 30 * MINUTE])).toEqual([
      ['Slack invoicing/prod/slack-alerts', 'slack', true],
      ['+447700900123', 'sms', true],
      ['oncall@example.com', 'email', true],
      ['Slack invoicing/prod/slack-alerts', 'slack', false],
      ['+447700900123', 'sms', false],
      ['oncall@example.com', 'email', false],
    ]);
  });

  test('everybody gets the text of the notifier', () => {
    const [slack, sms, email] = room.outbox().sent.slice(-3);

    expect(JSON.stringify(slack?.content)).toContain(
      '[P1] CreatedInvoices in prod: Messages wait, and none is processed.',
    );
    expect(sms?.content).toMatchObject({ is: 'sms', text: expect.stringMatching(/^P1 ALARM CreatedInvoices in prod/) });
    expect(email?.content).toMatchObject({ subject: expect.stringMatching(/^\[P1\] CreatedInvoices in prod/) });
  });

  test('the summary says how soon it was noticed', () => {
    const { injected } = room.moment();
    const page = room.alarm(stateOf(room, PAGE)?.id as number, 3 * 3600);

    expect(injected).toEqual([
      {
        ...{ id: 0, name: 'stuck consumer', component: 'CreatedInvoices', resource: 'CreatedInvoices' },
        ...{ from: opening, to: opening + 30 * MINUTE },
        detectedAt: opening + 7 * MINUTE,
        alertedAt: opening + 7 * MINUTE,
      },
    ]);
    expect(page?.changes.map(({ to }) => to)).toEqual(['OK', 'ALARM', 'OK']);
    expect(page?.changes[1]?.time).toBe(opening + 7 * MINUTE);
  });

  test('the saved test passes, with the alarm at the same minute', () => {
    const file = join(folder, 'alarms.test.yaml');
    writeFileSync(file, room.savedTest());
    const content = readTestFile(new YamlSource('alarms.test.yaml', folder));
    const [saved] = content.tests;

    expect(content.tests).toHaveLength(1);
    expect(runTest(saved as NonNullable<typeof saved>, assembly).failures).toEqual([]);
    const page = saved?.expect.find(({ alarm }) => alarm === PAGE);
    expect(page?.states.map(({ after, state }) => [(saved?.start ?? 0) + after, state])).toEqual([
      [opening + 7 * MINUTE, 'ALARM'],
      [expect.any(Number), 'OK'],
    ]);
    expect(page?.alerts).toEqual({ P1: 1 });
  });
});

test('an incident is taken by its link, and nobody else is called', async () => {
  const room = opened();
  room.breakNamed(STUCK);
  await forward(room, 10);
  const email = room.outbox().sent.find(({ content }) => content.is === 'email')?.content as { text: string };
  const rawQueryString = /https:\/\/answers\.invalid\/\?(\S+)/.exec(email.text)?.[1] as string;
  const request = (method: string, body?: string) =>
    room.acknowledge({ rawQueryString, body, isBase64Encoded: false, requestContext: { http: { method } } });

  const question = await request('GET');
  const answer = await request('POST', 'by=Ada');
  await forward(room, 90);

  expect(question?.body).toContain('Acknowledge this incident');
  expect(answer?.body).toContain('Thank you, Ada');
  expect(JSON.stringify(room.outbox().sent)).toContain('Ada');
  expect(room.outbox().sent.filter(({ to }) => to === '+447700900124')).toEqual([]);
});

test('an incident that nobody takes is escalated', async () => {
  const room = opened();
  room.breakNamed(STUCK);

  await forward(room, 90);

  expect(room.outbox().sent.filter(({ to }) => to === '+447700900124')).not.toEqual([]);
});

test('the same is made again, minute by minute or at once', async () => {
  const [one, other] = [opened('Api'), opened('Api')];
  for (const room of [one, other]) room.breakNamed('Api: bad deployment');

  await forward(one, 45);
  await other.reach(other.now + 45 * MINUTE);

  expect(other.statuses()).toEqual(one.statuses());
  expect(other.outbox()).toEqual(one.outbox());
  expect(one.statuses().some(({ state }) => state === 'ALARM')).toBe(true);
});

test('what cannot be broken is not', () => {
  const room = opened();

  expect(room.breakNamed('CreatedInvoices: earthquake')).toBe(false);
  expect(room.break('x', 'spike')).toBe(false);
});
