import { Bench } from '../../support/bench';
import { plainSlack } from '../../support/plain-slack';
import { changeAt, LEVELS, MINUTE, passUntil, published, START, through } from '../../support/scenario';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.startWithoutConnections();
});
beforeEach(() => {
  bench.clear();
  bench.clock = START + 2000;
});
afterAll(() => bench.stop());

const ALARM = changeAt(0, 'ALARM');
const slack = (channel: string) => bench.chat.posts.filter(({ message }) => message.channel === channel);
const textOf = (index: number, channel = 'C0123') => plainSlack(slack(channel)[index]?.message).join('\n');
const linkIn = (): string =>
  /https:\/\/answers\S+/.exec(bench.aws.published[0]?.texts['email'] as string)?.[0] as string;

/** Presses the button behind the link of the first message. */
async function take(by: string, link = linkIn()) {
  const page = await bench.answers().handle({
    requestContext: { http: { method: 'POST' } },
    rawQueryString: new URL(link).search.slice(1),
    body: new URLSearchParams({ by }).toString(),
    isBase64Encoded: false,
  });
  return page as { statusCode: number; body: string };
}

describe('an incident that nobody answers', () => {
  test('notifies the next level after the response time, and the one after that as much later', async () => {
    // WHEN
    await through(bench, ALARM);
    await passUntil(bench, 59);
    const first = published(bench);
    await passUntil(bench, 61);
    const second = published(bench).slice(first.length);
    await passUntil(bench, 600);
    const third = published(bench).slice(first.length + second.length);

    // THEN
    expect(first).toEqual(['1 [P1] Orders in prod: Nothing has taken a message for long.']);
    const escalated = (level: number, time: string) =>
      `[P1 L${level}] Orders in prod: Not acknowledged for ${time}: Nothing has taken a message for long.`;
    expect(second.sort()).toEqual([1, 2].map((level) => `${level} ${escalated(2, '1 h')}`));
    expect(third.sort()).toEqual([1, 2, 3].map((level) => `${level} ${escalated(3, '2 h')}`));
    expect(slack('C0SENIORS')).toHaveLength(2);
    expect(bench.aws.timers).toEqual([]);
    expect(bench.aws.deadLetters).toEqual([]);
  });

  test('says in its first message who has acknowledged it, and which level is notified next and when', async () => {
    await through(bench, ALARM);

    const lines = textOf(0);
    expect(lines).toContain(
      'Assigned: nobody yet\nStatus: open\nIf not acknowledged: level 2 is notified at 05:15 UTC',
    );
    expect(lines).toContain('Acknowledge');
  });

  test('says to the next level what the first has received, with what to do', async () => {
    await through(bench, ALARM);
    await passUntil(bench, 61);

    const lines = textOf(0, 'C0SENIORS');
    expect(lines).toContain('[P1 L2] Orders in prod: Not acknowledged for 1 h');
    expect(lines).toContain('In ALARM since 2026-08-23 04:15 UTC');
    expect(lines).toContain('Look for errors.');
    // and changes the message of the first
    expect(textOf(0)).toContain('Status: open, level 2 notified');
  });

  test.each([
    ['P0', 15],
    ['P1', 60],
  ])('of %s has %i minutes', async (severity, minutes) => {
    await through(bench, changeAt(0, 'ALARM', { severity }));

    expect(bench.aws.timers.map(({ at }) => at)).toEqual([Math.ceil((START + minutes * MINUTE) / 1000) * 1000]);
  });

  test('of a severity that no higher level carries stays where it is', async () => {
    await through(bench, changeAt(0, 'ALARM', { severity: 'P2' }));

    expect(bench.aws.timers).toEqual([]);
    expect(textOf(0)).not.toContain('If not acknowledged');
  });
});

describe('what ends it', () => {
  test('recovery: no other level is notified, and those that were are notified of the end', async () => {
    await through(bench, ALARM);
    await passUntil(bench, 61);
    await through(bench, changeAt(70, 'OK'));
    await passUntil(bench, 1000);

    const ends = published(bench).filter((line) => line.includes('Recovered'));
    expect(ends.map((line) => line.slice(0, 9))).toEqual(['1 [P1 OK]', '2 [P1 OK]']);
    expect(published(bench).filter((line) => line.includes('L3'))).toEqual([]);
    expect(bench.aws.published.at(-1)?.texts['email']).toMatch(/after 1 h 10 min/);
  });

  test('acknowledgement: all channels say who has acknowledged it, and no other level is notified', async () => {
    await through(bench, ALARM);
    bench.clock = START + 5 * MINUTE;
    expect((await take('Ada Lovelace')).body).toContain('Thank you, Ada Lovelace.');
    await passUntil(bench, 240);

    expect(published(bench).slice(1)).toEqual([
      '1 [P1 ACK] Orders in prod: Acknowledged by Ada Lovelace: Nothing has taken a message for long.',
    ]);
    const [main, story] = slack('C0123');
    expect(story?.thread).toBe(main?.ts);
    expect(main?.message.attachments[0].color).toBe('#1d6fb8');
    expect(textOf(0)).toContain('Assigned: Ada Lovelace, since 2026-08-23 04:20 UTC\nStatus: acknowledged');
    expect(textOf(0)).not.toContain('Acknowledge ');
    expect(textOf(0)).toContain('Release ');
    expect(textOf(1)).toContain('Status: acknowledged after 5 min');
  });

  test('the second who takes it learns who was first', async () => {
    await through(bench, ALARM);
    await take('Ada');
    await take('Grace');
    await passUntil(bench, 10);

    expect((await take('Grace')).body).toContain('Ada acknowledged this incident at');
    expect(published(bench).filter((line) => line.includes('ACK'))).toEqual([
      '1 [P1 ACK] Orders in prod: Acknowledged by Ada: Nothing has taken a message for long.',
    ]);
  });

  test('the next incident of the same alarm begins anew', async () => {
    await through(bench, ALARM);
    await take('Ada');
    await passUntil(bench, 20);
    await through(bench, changeAt(30, 'OK'));
    await through(bench, changeAt(60, 'ALARM'));
    await passUntil(bench, 121);

    expect(published(bench).filter((line) => line.includes('L2'))).toHaveLength(2);
    expect((await take('Ada')).body).toContain('The incident has ended');
  });
});

describe('several alarms of one component', () => {
  const OTHER = { rule: 'DeadLetters', severity: 'P1' };

  test('that nobody answers call the next level once', async () => {
    await through(bench, ALARM);
    await through(bench, changeAt(1, 'ALARM', OTHER));
    await passUntil(bench, 115);

    expect(published(bench).filter((line) => line.includes('L2'))).toHaveLength(2);
  });

  test('are as quiet as the one that somebody has, until that one is over', async () => {
    await through(bench, ALARM);
    await through(bench, changeAt(1, 'ALARM', OTHER));
    await take('Ada');
    await passUntil(bench, 70);
    expect(published(bench).filter((line) => line.includes('L2'))).toEqual([]);

    await through(bench, changeAt(80, 'OK'));
    await passUntil(bench, 130);
    expect(published(bench).filter((line) => line.includes('L2'))).toHaveLength(2);
  });

  test('of another component are not', async () => {
    await through(bench, ALARM);
    await through(bench, changeAt(1, 'ALARM', { component: 'Bills' }));
    await passUntil(bench, 70);

    expect(published(bench).filter((line) => line.includes('L2'))).toHaveLength(4);
  });
});

describe('a flapping alarm', () => {
  const flap = async (count: number, everyMinutes: number) => {
    for (let index = 0; index < count; index++) {
      bench.clock = START + index * everyMinutes * MINUTE + 2000;
      await through(bench, changeAt(index * everyMinutes, index % 2 === 0 ? 'ALARM' : 'OK'));
    }
  };

  test('is sent with the third change in ten minutes, and then once when it has not changed for ten', async () => {
    await flap(9, 2);
    const before = published(bench);
    await passUntil(bench, 27);

    expect(before).toHaveLength(3);
    expect(bench.aws.published[2]?.texts['email']).toContain(
      'Flapping: 3 changes in 4 min; further changes are sent together, after 10 min without one',
    );
    expect(published(bench)).toHaveLength(4);
    expect(bench.aws.published[3]?.texts['email']).toContain('Flapping: 9 changes in 16 min, then 10 min without one');
    // one message, one thread
    expect(slack('C0123').filter(({ thread }) => thread === undefined)).toHaveLength(1);
  });

  test('that nobody acknowledges is one incident: the next level is notified an hour after it began', async () => {
    await flap(9, 2);
    await passUntil(bench, 61);

    expect(published(bench).filter((line) => line.includes('L2'))[0]).toContain('Not acknowledged for 1 h');
  });

  test('tests are sent at once, however often somebody tests', async () => {
    for (let minutes = 0; minutes < 6; minutes++) {
      bench.clock = START + minutes * MINUTE + 2000;
      await through(bench, changeAt(minutes, minutes % 2 === 0 ? 'ALARM' : 'OK', { test: `test-1234567${minutes}` }));
    }

    expect(published(bench)).toHaveLength(6);
  });

  test('slower changes are each sent', async () => {
    await flap(5, 6);

    expect(published(bench)).toHaveLength(5);
  });
});

test('a link that cannot be signed leaves the message without it', async () => {
  bench.aws.secrets.delete('key');

  await through(bench, ALARM);

  expect(published(bench)).toHaveLength(1);
  expect(bench.aws.published[0]?.texts['email']).not.toContain('Acknowledge');
  expect(bench.aws.timers).toHaveLength(1);
});

test('a timer that cannot be set is set later, and nobody is notified twice', async () => {
  let times = 0;
  bench.aws.fault = (action) =>
    action === 'CreateSchedule' && times++ < 4 ? { status: 429, type: 'ThrottlingException' } : undefined;

  await through(bench, ALARM);

  expect(published(bench)).toHaveLength(1);
  expect(bench.aws.timers).toHaveLength(1);
});

test('one that can never be set is a dead letter, which sets it when it is moved back', async () => {
  bench.aws.fault = (action) =>
    action === 'CreateSchedule' ? { status: 403, type: 'AccessDeniedException' } : undefined;
  await through(bench, ALARM);
  expect(bench.aws.deadLetters).toEqual([
    { body: ALARM, channel: 'nextLevel', reason: expect.stringMatching(/CreateSchedule: AccessDenied/) },
  ]);

  bench.aws.fault = () => undefined;
  await bench.deliver(bench.incidents(LEVELS), ALARM, 1, 'nextLevel');

  expect(bench.aws.timers).toHaveLength(1);
  expect(published(bench)).toHaveLength(1);
});
