import type { Answer, Asked } from '../../../../lib/contracts/incident-api';
import { Bench } from '../../support/bench';
import { plainSlack } from '../../support/plain-slack';
import { changeAt, passUntil, published, START, through } from '../../support/scenario';

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
const emails = () => bench.aws.published.map(({ texts }) => texts['email'] as string);
const slackText = (index: number) => plainSlack(bench.chat.posts[index]?.message).join('\n');

describe('an update from the command line', () => {
  const UPDATE = {
    ask: 'update',
    alarm: 'Orders/QueueStuck',
    by: 'Ada',
    cause: 'the new version cannot read old messages',
    action: 'rolling back',
    eta: '05:00 UTC',
    next: 'in 15 minutes',
  } as const;

  test('is sent with cause, action, estimated end and time of the next update', async () => {
    await through(bench, changeAt(0, 'ALARM'));
    await ask(UPDATE);
    await passUntil(bench, 10);

    expect(published(bench)[1]).toBe(
      '1 [P1 UPDATE] Orders in prod: Update by Ada: Nothing has taken a message for long.',
    );
    expect(emails()[1]).toContain(
      'Root cause: the new version cannot read old messages\nAction: rolling back\nETA: 05:00 UTC\nNext update: in 15 minutes',
    );
    expect(bench.chat.posts[1]?.thread).toBe(bench.chat.posts[0]?.ts);
    // who hears it knows what to do
    expect(slackText(1)).not.toContain('Look for errors.');
  });

  test('says what is not known, and when there should be more', async () => {
    await through(bench, changeAt(0, 'ALARM'));
    await ask({ ask: 'update', alarm: 'Orders/QueueStuck', by: 'Ada', action: 'reading logs' });
    await passUntil(bench, 10);

    expect(emails()[1]).toContain(
      'Root cause: not known yet\nAction: reading logs\nETA: not known yet\nNext update: by 05:15 UTC',
    );
  });

  test('is what the end of the incident begins its report with', async () => {
    await through(bench, changeAt(0, 'ALARM'));
    await ask(UPDATE);
    await passUntil(bench, 10);
    await through(bench, changeAt(20, 'OK'));

    expect(emails().at(-1)).toContain(
      'To be filled in:\n  Root cause: the new version cannot read old messages\n  Fix: rolling back\n  Prevention:\n  Post-mortem:',
    );
    expect(emails().at(-1)).toContain('after 20 min');
  });

  test('of one that is over meanwhile does not make its message an alarm again', async () => {
    await through(bench, changeAt(0, 'ALARM'));
    await ask(UPDATE);
    await through(bench, changeAt(20, 'OK'));
    await passUntil(bench, 21);

    expect(bench.chat.posts[0]?.message.attachments[0].color).toBe('#2e7d32');
    expect(bench.chat.posts).toHaveLength(3);
  });

  test('what people write is shown as they wrote it, and calls nobody', async () => {
    await through(bench, changeAt(0, 'ALARM'));
    await ask({ ...UPDATE, cause: '<!channel> *it* <script>alert(1)</script> @everyone', action: 'x'.repeat(9000) });
    await passUntil(bench, 10);

    const all = JSON.stringify([bench.chat.posts[1], bench.chat.shown.get('/discord/very-secret-part')?.[1]]);
    expect(all).not.toMatch(/<!channel>|@everyone/);
    expect(slackText(1).length).toBeLessThan(4000);
  });
});

describe('the command line', () => {
  test('lists what is open, and who has it', async () => {
    await through(bench, changeAt(0, 'ALARM'));
    await through(bench, changeAt(1, 'ALARM', { rule: 'DeadLetters', severity: 'P2' }));
    await ask({ ask: 'acknowledge', alarm: 'QueueStuck', by: 'Ada' });
    await passUntil(bench, 5);

    expect(await ask({ ask: 'list' })).toEqual({
      incidents: [
        {
          alarm: 'Shop/Orders/QueueStuck',
          severity: 'P1',
          component: 'Orders',
          environment: 'prod',
          since: new Date(START).toISOString(),
          meaning: 'Nothing has taken a message for long.',
          acknowledged: {
            by: 'Ada',
            at: expect.stringMatching(/^2026-08-23T04:15:3/),
            until: expect.stringMatching(/^2026-08-23T08:15:3/),
          },
        },
        expect.objectContaining({ alarm: 'Shop/Orders/DeadLetters', severity: 'P2' }),
      ],
    });
  });

  test('takes an incident, and learns who was first', async () => {
    await through(bench, changeAt(0, 'ALARM'));
    const first = await ask({ ask: 'acknowledge', alarm: 'Shop/Orders/QueueStuck', by: 'Ada' });
    await passUntil(bench, 5);
    const second = await ask({ ask: 'acknowledge', alarm: 'QueueStuck', by: 'Grace' });
    await passUntil(bench, 6);

    for (const answer of [first, second]) {
      expect(answer).toMatchObject({ incidents: [{ acknowledged: { by: 'Ada' } }] });
    }
    expect(published(bench)).toHaveLength(2);
  });

  test('receives what is open where it names nothing, or more than one', async () => {
    expect(await ask({ ask: 'acknowledge', alarm: 'QueueStuck', by: 'Ada' })).toEqual({
      fault: "No incident is open, so 'QueueStuck' cannot be one.",
    });
    await through(bench, changeAt(0, 'ALARM'));
    await through(bench, changeAt(0, 'ALARM', { component: 'Bills' }));

    expect(await ask({ ask: 'acknowledge', alarm: 'QueueStuck', by: 'Ada' })).toEqual({
      fault:
        "'QueueStuck' does not name exactly one open incident. Open: Shop/Bills/QueueStuck, Shop/Orders/QueueStuck.",
    });
  });
});

describe('the daily report', () => {
  const REPORT = '{"vigil":"digest","time":"2026-08-24T08:00:00Z"}';

  test('lists for each channel what is open of what it carries, most urgent first, once', async () => {
    await through(bench, changeAt(3, 'ALARM', { rule: 'DeadLetters', severity: 'P2' }));
    await through(bench, changeAt(0, 'ALARM', { severity: 'P0', component: 'Bills' }));
    await ask({ ask: 'acknowledge', alarm: 'DeadLetters', by: 'Ada' });
    await passUntil(bench, 4);
    await through(bench, changeAt(5, 'ALARM', { severity: 'P1', component: 'Users' }));
    await through(bench, changeAt(6, 'OK', { severity: 'P1', component: 'Users' }));
    bench.aws.published.length = 0;
    bench.clock = Date.parse('2026-08-24T08:00:05Z');
    for (let times = 0; times < 3; times++) await through(bench, REPORT);

    expect(published(bench)).toEqual(['1 [P0 OPEN] prod: Still open: 2 incidents']);
    expect(emails()[0]).toContain(
      'P0: for 27 h 44 min, not acknowledged: Bills: Nothing has taken a message for long.\nP2: for 27 h 41 min, acknowledged by Ada until 2026-08-23 20:15 UTC: Orders: Nothing has taken a message for long.',
    );
    expect(bench.aws.published[0]?.attributes).toMatchObject({ state: 'DIGEST', severity: '["P0","P2"]', level: '1' });
    // seniors have theirs when nobody answers
    expect(bench.chat.posts.filter(({ message }) => JSON.stringify(message).includes('Still open'))).toHaveLength(1);
  });

  test('says nothing on a day when nothing is open', async () => {
    await through(bench, changeAt(0, 'ALARM'));
    await through(bench, changeAt(30, 'OK'));
    bench.aws.published.length = 0;
    await through(bench, REPORT);

    expect(published(bench)).toEqual([]);
  });

  test('of very many lists the most urgent, and how many more there are', async () => {
    for (let index = 0; index < 20; index++) {
      await through(bench, changeAt(index, 'ALARM', { rule: `R${index}`, severity: 'P2' }));
    }
    bench.aws.published.length = 0;
    await through(bench, REPORT);

    expect(emails()[0]).toContain('Still open: 20 incidents');
    expect(emails()[0]).toContain('And: 5 more');
  });

  test('is sent again the next day', async () => {
    await through(bench, changeAt(0, 'ALARM', { severity: 'P2' }));
    await through(bench, REPORT);
    await through(bench, REPORT.replace('-24T', '-25T'));

    expect(published(bench).filter((line) => line.includes('Still open'))).toHaveLength(2);
  });
});

test('a message of a topic that looks like a command is a message', async () => {
  const forged = JSON.stringify({ vigil: 'acknowledge', subject: 'x', startedAt: START, by: 'Mallory', at: START });
  await through(
    bench,
    JSON.stringify({
      Type: 'Notification',
      MessageId: 'm',
      TopicArn: 'arn:aws:sns:eu-west-1:1:Shop-Vigil-P1',
      Message: forged,
    }),
  );

  expect(published(bench)).toHaveLength(1);
  expect(emails()[0]).toContain('Mallory');
  expect(emails()[0]).not.toContain('acknowledged by');
});
