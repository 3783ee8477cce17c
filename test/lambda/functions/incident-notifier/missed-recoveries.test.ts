import { Bench } from '../../support/bench';
import { changeAt, MINUTE, passUntil, published, START, through } from '../../support/scenario';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.startWithoutConnections();
});
beforeEach(() => {
  bench.clear();
  bench.clock = START + 2000;
});
afterAll(() => bench.stop());

const NAME = 'Shop/Orders/QueueStuck';
const REPORT = '{"vigil":"digest","time":"2026-08-24T08:00:00Z"}';
const told = () => published(bench).slice(1);
const acknowledge = (alarm: string) => bench.answers().handle({ ask: 'acknowledge', alarm, by: 'Ada' });

describe('an alarm that recovers while it is muted', () => {
  test('notifies nobody else: its recovery is sent instead', async () => {
    // GIVEN
    await through(bench, changeAt(0, 'ALARM'));
    bench.aws.alarms.set(NAME, { state: 'OK', at: START + 20 * MINUTE });

    // WHEN
    await passUntil(bench, 300);

    // THEN
    expect(told()).toEqual(['1 [P1 OK] Orders in prod: Recovered: Nothing has taken a message for long.']);
    expect(bench.aws.published[1]?.texts['email']).toMatch(/after 20 min[\s\S]*It is OK\./);
    expect(bench.aws.timers).toEqual([]);
  });

  test('is sent to all, whatever fails first', async () => {
    await through(bench, changeAt(0, 'ALARM'));
    bench.aws.alarms.set(NAME, { state: 'OK', at: START + 20 * MINUTE });
    let failures = 3;
    bench.aws.fault = (action) =>
      action === 'Publish' && failures-- > 0 ? { status: 503, type: 'ServiceUnavailable' } : undefined;

    await passUntil(bench, 300);

    expect(told()).toHaveLength(1);
    expect(bench.chat.shown.get('/discord/very-secret-part')).toHaveLength(2);
  });

  test('is sent once, where its message only came late', async () => {
    await through(bench, changeAt(0, 'ALARM'));
    bench.aws.alarms.set(NAME, { state: 'OK', at: START + 59 * MINUTE });
    await passUntil(bench, 60.5);
    await through(bench, changeAt(59, 'OK'));

    await passUntil(bench, 300);

    expect(told()).toHaveLength(1);
  });

  test('does not keep others of its component quiet that somebody would have to be called for', async () => {
    // GIVEN somebody has one that is over, as nobody was told
    await through(bench, changeAt(0, 'ALARM'));
    await through(bench, changeAt(1, 'ALARM', { rule: 'DeadLetters' }));
    await acknowledge('QueueStuck');
    await passUntil(bench, 2);
    bench.aws.alarms.set(NAME, { state: 'OK', at: START + 20 * MINUTE });

    // WHEN
    await passUntil(bench, 64);

    // THEN
    expect(published(bench).filter((line) => line.includes('L2'))).toHaveLength(2);
    expect(published(bench).filter((line) => line.includes('Recovered'))).toHaveLength(1);
  });

  test('is not in the daily report', async () => {
    await through(bench, changeAt(0, 'ALARM', { severity: 'P2' }));
    bench.aws.alarms.set(NAME, { state: 'OK', at: START + 20 * MINUTE });
    bench.clock = Date.parse('2026-08-24T08:00:05Z');
    await through(bench, REPORT);
    await passUntil(bench, 28 * 60);

    expect(told()).toEqual([expect.stringContaining('[P2 OK]')]);
  });
});

test('an alarm that has been deleted calls nobody else', async () => {
  await through(bench, changeAt(0, 'ALARM'));
  bench.aws.alarms.set(NAME, 'deleted');

  await passUntil(bench, 300);

  expect(told()).toEqual([expect.stringContaining('Recovered')]);
  expect(bench.aws.published[1]?.texts['email']).toContain('The alarm does not exist any more.');
});

test('one of another account cannot be looked at, and calls as before', async () => {
  await through(bench, changeAt(0, 'ALARM').replaceAll('123456789012', '210987654321'));
  bench.aws.alarms.set(NAME, 'deleted');

  await passUntil(bench, 61);

  expect(told()).toHaveLength(2);
  expect(bench.aws.calls).not.toContain('DescribeAlarms');
});

test('where the states may not be read, the next level is notified', async () => {
  await through(bench, changeAt(0, 'ALARM'));
  bench.aws.alarms.set(NAME, { state: 'OK', at: START });
  bench.aws.fault = (action) =>
    action === 'DescribeAlarms' ? { status: 403, type: 'AccessDeniedException' } : undefined;

  await passUntil(bench, 61);

  expect(told().sort()).toEqual([1, 2].map((level) => expect.stringMatching(`^${level} .P1 L2`)));
  expect(bench.logs.map(({ message }) => message)).toContain('The states of alarms could not be read');
});
