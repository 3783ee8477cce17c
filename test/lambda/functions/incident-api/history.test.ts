import type { Answer, Asked } from '../../../../lib/contracts/incident-api';
import type { IncidentHistory, PastIncident } from '../../../../lib/contracts/incident-history';
import { Bench } from '../../support/bench';
import { changeAt, LEVELS, MINUTE, passUntil, START, through } from '../../support/scenario';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.startWithoutConnections();
});
beforeEach(() => {
  bench.clear();
  bench.clock = START + 2000;
});
afterAll(() => bench.stop());

const ask = async (asked: Asked) => (await bench.answers().handle(asked)) as Answer;
const minute = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();
const historyOf = async (alarm: string, since?: string) =>
  ((await ask({ ask: 'history', alarm, since })) as { history: IncidentHistory }).history;
const past = async (since = minute(-60)) =>
  ((await ask({ ask: 'past', since })) as { past: readonly PastIncident[] }).past;

/** An incident that nobody answers for 15 minutes, that Ada takes, updates and releases, and that ends an hour later. */
async function eventful(): Promise<void> {
  await through(bench, changeAt(0, 'ALARM', { severity: 'P0' }));
  await passUntil(bench, 16);
  await ask({ ask: 'acknowledge', alarm: 'QueueStuck', by: 'Ada' });
  await passUntil(bench, 20);
  await ask({ ask: 'update', alarm: 'QueueStuck', by: 'Ada', cause: 'a bad deployment', action: 'rolling back' });
  await passUntil(bench, 24);
  await ask({ ask: 'release', alarm: 'QueueStuck', by: 'Ada' });
  await passUntil(bench, 25);
  bench.clock = START + 60 * MINUTE;
  await through(bench, changeAt(60, 'OK'));
}

describe('the history of an incident', () => {
  test('has what happened, who did what, and the messages about it, in order', async () => {
    await eventful();

    const { moments } = await historyOf('Orders/QueueStuck');

    expect(
      moments.map(({ at, kind, by, level, update }) => [at.slice(11, 16), kind, by ?? level ?? '', update]),
    ).toEqual([
      ['04:15', 'ALARM', '', undefined],
      ['04:30', 'escalated', 2, undefined],
      ['04:31', 'acknowledged', 'Ada', undefined],
      ['04:35', 'updated', 'Ada', { cause: 'a bad deployment', action: 'rolling back' }],
      ['04:39', 'released', 'Ada', undefined],
      ['05:15', 'OK', '', undefined],
    ]);
    const ofFirstLevel = LEVELS.filter(({ level = 1 }) => level === 1).map(({ id }) => id);
    expect(moments[0]?.messages.map(({ channel }) => channel).sort()).toEqual([...ofFirstLevel].sort());
    // each was sent to somebody
    for (const { kind, messages } of moments) {
      expect([kind, messages.filter(({ state }) => state === 'sent').length]).not.toEqual([kind, 0]);
    }
  });

  test('has how long it took, and what the alarm says', async () => {
    await eventful();

    expect(await historyOf('Orders/QueueStuck')).toMatchObject({
      alarm: 'Shop/Orders/QueueStuck',
      severity: 'P0',
      component: 'Orders',
      environment: 'prod',
      meaning: 'Nothing has taken a message for long.',
      since: minute(0),
      until: minute(60),
      notifiedAt: expect.stringMatching(/^2026-08-23T04:15:3/),
      acknowledgedAt: expect.stringMatching(/^2026-08-23T04:31:/),
      graph: { end: minute(75), metrics: [expect.arrayContaining(['AWS/SQS'])] },
    });
  });

  test('says when an acknowledgement expired, with its messages', async () => {
    await through(bench, changeAt(0, 'ALARM'));
    await ask({ ask: 'acknowledge', alarm: 'QueueStuck', by: 'Ada' });
    await passUntil(bench, 241);

    const { moments } = await historyOf('QueueStuck');

    const expired = moments.find(({ kind }) => kind === 'expired');
    expect(expired).toMatchObject({ by: 'Ada' });
    expect(expired?.messages).not.toHaveLength(0);
  });

  test('is kept when the alarm has its next incident', async () => {
    await eventful();
    bench.clock = START + 300 * MINUTE;
    await through(bench, changeAt(300, 'ALARM'));

    expect(await historyOf('QueueStuck')).toMatchObject({ since: minute(300), until: undefined });
    const first = await historyOf('QueueStuck', '2026-08-23T04:1');
    expect(first).toMatchObject({ since: minute(0), until: minute(60) });
    expect(first.moments.map(({ kind }) => kind)).toContain('updated');
    expect(first.moments.map(({ at }) => at)).not.toContain(minute(300));
  });

  test.each([
    ['a name that no incident has', 'Missing', undefined, "No incident of 'Missing' began in the last 90 days."],
    [
      'a time at which none began',
      'QueueStuck',
      '2026-08-22',
      `No incident of 'QueueStuck' began at 2026-08-22. They began at ${minute(0)}.`,
    ],
    [
      'an ending that two alarms have',
      'DeadLetters',
      undefined,
      "'DeadLetters' does not name exactly one alarm. Incidents: Shop/Invoices/DeadLetters, Shop/Orders/DeadLetters.",
    ],
  ])('%s is refused', async (_, alarm, since, fault) => {
    await through(bench, changeAt(0, 'ALARM'));
    await through(bench, changeAt(0, 'ALARM', { rule: 'DeadLetters' }));
    await through(bench, changeAt(0, 'ALARM', { rule: 'DeadLetters', component: 'Invoices' }));

    expect(await ask({ ask: 'history', alarm, since })).toEqual({ fault });
  });
});

describe('past incidents', () => {
  test('are all that began since a time, open or not, the newest first', async () => {
    await eventful();
    bench.clock = START + 300 * MINUTE;
    await through(bench, changeAt(290, 'ALARM', { rule: 'DeadLetters', severity: 'P2' }));
    await through(bench, changeAt(300, 'ALARM'));

    expect((await past()).map(({ alarm, since, until }) => [alarm, since, until])).toEqual([
      ['Shop/Orders/QueueStuck', minute(300), undefined],
      ['Shop/Orders/DeadLetters', minute(290), undefined],
      ['Shop/Orders/QueueStuck', minute(0), minute(60)],
    ]);
    expect(await past(minute(295))).toHaveLength(1);
  });

  test('cross the end of a month', async () => {
    await eventful();
    bench.clock = START + 20 * 24 * 60 * MINUTE;

    expect(await past()).toMatchObject([{ since: minute(0) }]);
  });

  test('a test of the routes is none', async () => {
    await through(bench, changeAt(0, 'ALARM', { test: 'test-12345678' }));

    expect(await past()).toEqual([]);
  });
});

test('what is delivered twice is in the history once', async () => {
  await through(bench, changeAt(0, 'ALARM', { severity: 'P0' }));
  await passUntil(bench, 14);
  const timer = bench.aws.timers.find(({ body }) => body.includes('escalate'));
  await passUntil(bench, 16);
  await ask({ ask: 'update', alarm: 'QueueStuck', by: 'Ada', action: 'rolling back' });
  const update = bench.aws.queued[0] as string;
  await passUntil(bench, 17);
  await through(bench, update);
  await through(bench, timer?.body as string);

  const kinds = (await historyOf('QueueStuck')).moments.map(({ kind }) => kind);

  expect(kinds).toEqual(['ALARM', 'escalated', 'updated']);
});
