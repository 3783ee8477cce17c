import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { linkTo, targetIn } from '../../../../lambda/shared/incidents/acknowledge-link';
import { ANSWERS, Bench } from '../../support/bench';
import { changeAt, MINUTE, passUntil, START, through } from '../../support/scenario';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
beforeEach(async () => {
  bench.clear();
  bench.clock = START + 2000;
});
afterAll(() => bench.stop());

interface Page {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}
const KEY = 'k'.repeat(64);
const ask = async (query: string, method = 'GET', body?: string, isBase64Encoded = false) =>
  (await bench.answers().handle({
    requestContext: { http: { method } },
    rawQueryString: query,
    body,
    isBase64Encoded,
  })) as Page;
const linkIn = (): URL => {
  const email = bench.aws.published[0]?.texts['email'] as string;
  return new URL(/https:\/\/answers\S+/.exec(email)?.[0] as string);
};
const queryOf = () => linkIn().search.slice(1);

test('looking at the link asks who takes it, and takes nothing', async () => {
  await through(bench, changeAt(0, 'ALARM'));
  for (const method of ['GET', 'HEAD', 'GET']) {
    const { statusCode, body } = await ask(queryOf(), method);
    expect(statusCode).toBe(200);
    expect(body).toContain('[P1] Orders in prod: Nothing has taken a message for long.');
    expect(body).toContain('<form method="post">');
  }

  expect(bench.aws.queued).toEqual([]);
});

test('the page allows nothing but its own style and its own form', async () => {
  await through(bench, changeAt(0, 'ALARM'));
  const { headers, body } = await ask(queryOf());

  const style = /<style>(.*)<\/style>/s.exec(body)?.[1] as string;
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  expect(headers).toMatchObject({
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  expect(Object.keys(headers)).not.toContain('location');
  expect(body.length).toBeLessThan(3000);
  expect(body).not.toMatch(/<script|https?:/);
});

test('a browser sends its form encoded, and is thanked by name, without its markup', async () => {
  await through(bench, changeAt(0, 'ALARM'));
  const form = Buffer.from(new URLSearchParams({ by: ' <b onclick="x">\nAda & "co"' }).toString()).toString('base64');

  const { statusCode, body } = await ask(queryOf(), 'POST', form, true);

  expect(statusCode).toBe(200);
  expect(body).toContain('Thank you, &lt;b onclick=&quot;x&quot;&gt; Ada &amp; &quot;co&quot;.');
  expect(bench.aws.queued.map((text) => JSON.parse(text))).toEqual([
    expect.objectContaining({ vigil: 'acknowledge', startedAt: START, by: '<b onclick="x"> Ada & "co"' }),
  ]);
});

test.each([
  ['no name', ''],
  ['an empty one', 'by=++'],
  ['no form', '%%%'],
])('%s is asked again', async (_, body) => {
  await through(bench, changeAt(0, 'ALARM'));
  const page = await ask(queryOf(), 'POST', body);

  expect(page.statusCode).toBe(400);
  expect(page.body).toContain('Write your name');
  expect(bench.aws.queued).toEqual([]);
});

test('a name can be long, and what follows it longer', async () => {
  await through(bench, changeAt(0, 'ALARM'));
  await ask(queryOf(), 'POST', `by=${'a'.repeat(1_000_000)}`);

  expect(JSON.parse(bench.aws.queued[0] as string).by).toHaveLength(60);
});

test('a link is for one incident, one purpose and three days', async () => {
  await through(bench, changeAt(0, 'ALARM'));
  const query = new URLSearchParams(queryOf());
  const changed = (name: string, value: string) => {
    const other = new URLSearchParams(query);
    other.set(name, value);
    return ask(other.toString(), 'POST', 'by=Mallory');
  };

  expect((await changed('incident', 'x'.repeat(32))).statusCode).toBe(403);
  expect((await changed('since', `${START + 1}`)).statusCode).toBe(403);
  expect((await changed('until', `${START * 2}`)).statusCode).toBe(403);
  expect((await changed('signature', '')).statusCode).toBe(403);
  expect((await changed('signature', 'ü'.repeat(43))).statusCode).toBe(403);
  expect((await ask('', 'POST', 'by=Mallory')).statusCode).toBe(403);
  expect((await ask(query.toString(), 'PUT')).statusCode).toBe(405);
  bench.clock = START + 73 * 60 * MINUTE;
  expect((await ask(query.toString(), 'POST', 'by=Mallory')).statusCode).toBe(410);
  expect(bench.aws.queued).toEqual([]);
});

test('one that is over has nothing to take', async () => {
  await through(bench, changeAt(0, 'ALARM'));
  const query = queryOf();
  await through(bench, changeAt(20, 'OK'));
  await passUntil(bench, 21);

  expect((await ask(query, 'POST', 'by=Ada')).body).toContain('The incident has ended');
  expect(bench.aws.queued).toEqual([]);
});

test('what cannot be read or said is a page that says so', async () => {
  await through(bench, changeAt(0, 'ALARM'));
  const query = queryOf();
  bench.aws.fault = (action) => (action === 'SendMessage' ? { status: 500, type: 'InternalError' } : undefined);

  const { statusCode, body } = await ask(query, 'POST', 'by=Ada');

  expect(statusCode).toBe(503);
  expect(body).toContain('Try again in a moment');
  expect(body).not.toContain('InternalError');
});

test('no signature is right but the one of the key', () => {
  const now = START;
  const right = new URL(linkTo(ANSWERS, KEY, { subject: 's'.repeat(32), startedAt: START }, now)).searchParams;
  expect(targetIn(right, KEY, now)).toEqual({ subject: 's'.repeat(32), startedAt: START });
  expect(targetIn(right, `${KEY}x`, now)).toBe('forged');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ maxLength: 40 }), (signature, incident) => {
      const query = new URLSearchParams({ incident, since: `${START}`, until: `${START * 2}`, signature });
      expect(targetIn(query, KEY, now)).toBe('forged');
    }),
  );
});
