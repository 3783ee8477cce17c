import type { Answer, Asked } from '../../../../lib/contracts/incident-api';
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
const NAME = 'Shop/Orders/QueueStuck';
const HOUR = 60;
const subjects = () => published(bench).slice(1);
const emails = () => bench.aws.published.map(({ texts }) => texts['email'] as string);
const linkIn = (index = 0) => new URL(/https:\/\/answers\S+/.exec(emails()[index] as string)?.[0] as string);
const ask = async (asked: Asked) => (await bench.answers().handle(asked)) as Answer;

/** Sends the form of the page behind a link. */
async function press(by: string, { hidden = {}, link = linkIn() }: { hidden?: object; link?: URL } = {}) {
  const page = await bench.answers().handle({
    requestContext: { http: { method: 'POST', sourceIp: '198.51.100.7', userAgent: 'Phone\n\u001b[31m' } },
    rawQueryString: link.search.slice(1),
    body: new URLSearchParams({ by, ...hidden }).toString(),
    isBase64Encoded: false,
  });
  return page as { statusCode: number; body: string };
}
/** The page behind a link, as a browser opens it. */
async function open(link = linkIn()) {
  const page = await bench.answers().handle({
    requestContext: { http: { method: 'GET' } },
    rawQueryString: link.search.slice(1),
    isBase64Encoded: false,
  });
  return page as { statusCode: number; body: string };
}
/** Sends the form of a page that was opened: it may be open for long. */
const submit = ({ body }: { body: string }, by: string) =>
  press(by, {
    hidden: Object.fromEntries([...body.matchAll(/name="(\w+)" value="(\w+)"/g)].map(([, ...field]) => field)),
  });
const release = async (by: string) => submit(await open(), by);
const later = (minutes: number) => {
  bench.clock = START + minutes * MINUTE;
};

describe('of all who acknowledge an incident', () => {
  test('at once, exactly one has it; the others learn who, and since when', async () => {
    await through(bench, ALARM);
    const names = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Donald'];
    const pages = await Promise.all(names.map((by) => press(by)));
    await passUntil(bench, 10);

    const [first] = names.filter((_, index) => pages[index]?.statusCode === 200);
    expect(pages.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409, 409, 409]);
    for (const { body } of pages.filter(({ statusCode }) => statusCode === 409)) {
      expect(body).toContain(`${first} acknowledged this incident at 2026-08-23 04:15 UTC`);
    }
    expect(subjects()).toEqual([expect.stringContaining(`[P1 ACK] Orders in prod: Acknowledged by ${first}:`)]);
  });

  test('one by the link and one on the command line, the same holds', async () => {
    await through(bench, ALARM);
    await press('Ada');
    const second = await ask({ ask: 'acknowledge', alarm: NAME, by: 'Grace' });
    await passUntil(bench, 10);

    expect(second).toMatchObject({ incidents: [{ acknowledged: { by: 'Ada', at: '2026-08-23T04:15:32.123Z' } }] });
    expect(subjects()).toHaveLength(1);
  });

  test('one whose notification could not be sent sends it by acknowledging again', async () => {
    await through(bench, ALARM);
    bench.aws.fault = (action) => (action === 'SendMessage' ? { status: 500, type: 'InternalError' } : undefined);
    expect((await press('Ada')).statusCode).toBe(503);
    bench.aws.fault = () => undefined;
    later(1);

    expect((await press('Ada')).statusCode).toBe(200);
    await passUntil(bench, 10);
    expect(subjects()).toHaveLength(1);
  });

  test('one whose notification was lost is known to all within the hour', async () => {
    await through(bench, ALARM);
    await press('Ada');
    bench.aws.queued.length = 0;

    await through(bench, '{"vigil":"check"}');
    await through(bench, '{"vigil":"check"}');

    expect(subjects()).toEqual([expect.stringContaining('Acknowledged by Ada')]);
    await passUntil(bench, 241);
    expect(subjects()[1]).toContain('Acknowledgement by Ada has expired');
  });

  test('the log has who, when and from where, without control characters', async () => {
    await through(bench, ALARM);
    await press('Ada');
    await ask({ ask: 'release', alarm: NAME, by: 'Grace', from: 'vigil on build-7, access key AKIAEXAMPLE' });

    const entries = bench.logs.filter(({ message }) => /^(Acknowledged|Released)$/.test(message));
    expect(entries.map(({ fields }) => fields)).toEqual([
      expect.objectContaining({
        alarm: NAME,
        by: 'Ada',
        at: '2026-08-23T04:15:32.123Z',
        sourceIp: '198.51.100.7',
        userAgent: 'Phone [31m',
      }),
      expect.objectContaining({ alarm: NAME, by: 'Grace', commandLine: 'vigil on build-7, access key AKIAEXAMPLE' }),
    ]);
  });
});

describe('an acknowledgement', () => {
  test.each([
    ['P0', 1],
    ['P1', 4],
  ])('of %s expires after %i h: everybody is called again, then the next level', async (severity, hours) => {
    await through(bench, changeAt(0, 'ALARM', { severity }));
    await press('Ada');
    await passUntil(bench, hours * HOUR - 1);
    expect(subjects()).toHaveLength(1);

    await passUntil(bench, hours * HOUR + 1);
    expect(subjects().slice(1)).toEqual([
      `1 [${severity} OPEN] Orders in prod: Acknowledgement by Ada has expired: Nothing has taken a message for long.`,
    ]);
    const hook = bench.chat.shown.get('/services/T000/B000/very-secret-part')?.at(-1);
    expect(JSON.stringify(hook)).toContain('S0123ABCD');
    expect(plainSlack(hook).join('\n')).toMatch(/Assigned: nobody yet\nStatus: open\nIf not acknowledged: level 2 is/);

    await passUntil(bench, hours * HOUR + hours * 15 + 1);
    expect(subjects()[2]).toMatch(new RegExp(`\\[${severity} L2\\] Orders in prod: Not acknowledged for`));
  });

  test('can be made again after that, by a link that is fresh', async () => {
    await through(bench, ALARM);
    await press('Ada');
    await passUntil(bench, 4 * HOUR + 1);

    expect((await press('Grace', { link: linkIn(2) })).body).toContain('Thank you, Grace.');
    await passUntil(bench, 7 * HOUR);
    expect(subjects().at(-1)).toContain('Acknowledged by Grace');
  });

  test('is renewed by an update', async () => {
    await through(bench, ALARM);
    await press('Ada');
    await passUntil(bench, 3 * HOUR);
    await ask({ ask: 'update', alarm: NAME, by: 'Ada', action: 'reading logs' });
    await passUntil(bench, 6.9 * HOUR);
    expect(subjects().some((line) => line.includes('expired'))).toBe(false);

    await passUntil(bench, 7.1 * HOUR);
    expect(subjects().at(-1)).toContain('Acknowledgement by Ada has expired');
  });

  test('of an incident that is over does not expire, nor does that of an alarm that was renamed', async () => {
    await through(bench, ALARM);
    await press('Ada');
    await passUntil(bench, HOUR);
    bench.aws.alarms.set(NAME, 'deleted');
    await passUntil(bench, 20 * HOUR);

    expect(subjects().slice(1)).toEqual([expect.stringContaining('[P1 OK]')]);
  });

  test('that has expired is no obstacle, even before everybody is notified of that', async () => {
    await through(bench, ALARM);
    await press('Ada');
    later(4 * HOUR + 0.1);
    expect((await open()).body).toContain('Acknowledge this incident');
    expect((await press('Grace')).statusCode).toBe(200);

    await passUntil(bench, 5 * HOUR);
    expect(subjects()).toEqual([expect.stringContaining('Acknowledged by Grace')]);
  });

  test('that has expired is not notified any more once somebody else has acknowledged', async () => {
    await through(bench, ALARM);
    await press('Ada');
    await passUntil(bench, HOUR);
    const expiry = bench.aws.timers.find(({ body }) => body.includes('"expire"'))?.body as string;
    bench.clock = START + (4 * HOUR + 1) * MINUTE;
    bench.aws.fault = (action) => (action === 'Publish' ? { status: 503, type: 'ServiceUnavailable' } : undefined);
    await bench.deliver(bench.incidents(LEVELS), expiry, 1);
    bench.aws.fault = () => undefined;
    later(4 * HOUR + 2);
    await press('Grace');

    await through(bench, expiry, 2);
    expect(subjects().filter((line) => line.includes('expired'))).toEqual([]);
  });

  test('expires once, whatever fails while it is sent', async () => {
    await through(bench, ALARM);
    await press('Ada');
    await passUntil(bench, HOUR);
    let failures = 3;
    bench.aws.fault = (action) =>
      action === 'Publish' && failures-- > 0 ? { status: 503, type: 'ServiceUnavailable' } : undefined;
    await passUntil(bench, 4.5 * HOUR);

    expect(subjects().filter((line) => line.includes('expired'))).toHaveLength(1);
    expect(bench.chat.shown.get('/discord/very-secret-part')).toHaveLength(3);
  });

  test('can be released by the link: everybody is called, and the next level after a response time', async () => {
    await through(bench, ALARM);
    await press('Ada');
    await passUntil(bench, 100);

    expect((await release('Grace')).body).toContain('The incident is open again.');
    await passUntil(bench, 159);
    expect(subjects().slice(1)).toEqual([
      '1 [P1 OPEN] Orders in prod: Released by Grace: Nothing has taken a message for long.',
    ]);
    await passUntil(bench, 161);
    expect(subjects().slice(2).sort()).toEqual([
      expect.stringMatching(/^1 .P1 L2. Orders in prod: Not acknowledged for 1 h:/),
      expect.stringMatching(/^2 .P1 L2. /),
    ]);
    await passUntil(bench, 241);
    expect(subjects().filter((line) => line.includes('expired'))).toEqual([]);
  });

  test('that is released just before the next level is due gives everybody the response time again', async () => {
    await through(bench, ALARM);
    await press('Ada');
    await passUntil(bench, 55);
    await release('Ada');

    await passUntil(bench, 114);
    expect(subjects().filter((line) => line.includes('L2'))).toEqual([]);
    await passUntil(bench, 116);
    expect(subjects().filter((line) => line.includes('L2'))).toHaveLength(2);
  });

  test('that is released is notified within the hour, also where the command is lost', async () => {
    await through(bench, ALARM);
    await press('Ada');
    await passUntil(bench, 100);
    await release('Ada');
    bench.aws.queued.length = 0;

    await through(bench, '{"vigil":"check"}');
    await through(bench, '{"vigil":"check"}');
    expect(subjects().slice(1)).toEqual([expect.stringContaining('Released by Ada')]);
    await passUntil(bench, 161);
    expect(subjects().filter((line) => line.includes('L2'))).toHaveLength(2);
  });

  test('of somebody else is not released by a page that was opened before', async () => {
    await through(bench, ALARM);
    await press('Ada');
    const page = await open();
    await release('Ada');
    later(2);
    await press('Grace');

    expect(await submit(page, 'Edsger')).toMatchObject({
      statusCode: 409,
      body: expect.stringContaining('Grace acknowledged this incident'),
    });
    expect(await ask({ ask: 'list' })).toMatchObject({ incidents: [{ acknowledged: { by: 'Grace' } }] });
  });

  test('can be released on the command line, and is somebody else’s then', async () => {
    await through(bench, ALARM);
    await press('Ada');
    expect(await ask({ ask: 'release', alarm: 'QueueStuck', by: 'Ada' })).toMatchObject({
      incidents: [{ alarm: NAME }],
    });
    await ask({ ask: 'acknowledge', alarm: 'QueueStuck', by: 'Grace' });

    expect(await ask({ ask: 'list' })).toMatchObject({ incidents: [{ acknowledged: { by: 'Grace' } }] });
  });

  test('that nobody made cannot be released', async () => {
    await through(bench, ALARM);

    expect(await ask({ ask: 'release', alarm: 'QueueStuck', by: 'Ada' })).toEqual({
      fault: `Nobody has acknowledged ${NAME}: there is nothing to release.`,
    });
    const page = await press('Ada', { hidden: { action: 'release' } });
    expect([page.statusCode, page.body]).toEqual([400, expect.stringContaining('Nobody has it')]);
    expect(bench.aws.queued).toEqual([]);
  });
});

describe('links', () => {
  test('of a message are valid for three days from then, however old the incident is', async () => {
    await through(bench, changeAt(0, 'ALARM', { severity: 'P2' }));
    later(73 * HOUR);
    await through(bench, changeAt(73 * HOUR, 'ALARM', { severity: 'P2' }));

    later(144 * HOUR);
    expect((await press('Ada', { link: linkIn(1) })).statusCode).toBe(200);
    expect((await press('Ada', { link: linkIn(0) })).statusCode).toBe(410);
  });

  test('of a new key work at once, and wrong signatures do not have the key read each time', async () => {
    await through(bench, ALARM);
    const api = bench.answers();
    const opened = (link: URL) =>
      api.handle({
        requestContext: { http: { method: 'GET' } },
        rawQueryString: link.search.slice(1),
        isBase64Encoded: false,
      });
    await opened(linkIn());
    bench.aws.secrets.set('key', 'n'.repeat(64));
    await through(bench, changeAt(1, 'ALARM', { component: 'Bills' }));

    expect(await opened(linkIn(1))).toMatchObject({ statusCode: 200 });
    expect(await opened(linkIn(0))).toMatchObject({ statusCode: 403 });
    bench.aws.calls.length = 0;
    for (let times = 0; times < 100; times++) expect(await opened(linkIn(0))).toMatchObject({ statusCode: 403 });
    expect(bench.aws.calls.filter((action) => action === 'GetSecretValue')).toHaveLength(0);
    later(1);
    for (let times = 0; times < 100; times++) await opened(linkIn(0));
    // because half a minute is over, and because the signature was wrong
    expect(bench.aws.calls.filter((action) => action === 'GetSecretValue')).toHaveLength(2);
  });
});

describe('an alarm that was renamed or deleted', () => {
  test('closes its incident within the hour, also where nobody is escalated to', async () => {
    await through(bench, changeAt(0, 'ALARM', { severity: 'P2' }));
    bench.aws.alarms.set(NAME, 'deleted');
    await through(bench, '{"vigil":"check"}');
    await passUntil(bench, 10);

    expect(subjects()).toEqual([expect.stringContaining('[P2 OK]')]);
    expect(await ask({ ask: 'list' })).toEqual({ incidents: [] });
  });

  test('and one that goes on is left as it is', async () => {
    await through(bench, changeAt(0, 'ALARM', { severity: 'P2' }));
    await through(bench, '{"vigil":"check"}');
    await passUntil(bench, 10);

    expect(subjects()).toEqual([]);
  });
});

describe('a clock that is a year ahead', () => {
  const YEAR = 365 * 24 * HOUR;

  test('neither keeps the incident open nor makes what follows late', async () => {
    // GIVEN an ALARM of next year, which is sent now
    bench.sentAt = START + 2000;
    await through(bench, changeAt(YEAR, 'ALARM'));
    bench.sentAt = undefined;

    // WHEN
    await through(bench, changeAt(1, 'OK'));
    later(20);
    await through(bench, changeAt(20, 'ALARM'));
    await passUntil(bench, 81);

    // THEN
    expect(emails().join('\n')).not.toContain('arrived late');
    expect(emails()[0]).toContain('In ALARM since 2026-08-23 04:15 UTC');
    expect(subjects().filter((line) => line.includes('L2'))).toHaveLength(2);
  });

  test('sends each change once, however often it arrives', async () => {
    bench.sentAt = START + 2000;
    await through(bench, changeAt(YEAR, 'ALARM'));
    bench.sentAt = START + 5000;
    await through(bench, changeAt(YEAR, 'ALARM'));

    expect(published(bench)).toHaveLength(1);
  });
});
