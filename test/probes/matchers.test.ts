import type { ContentAge, Matcher } from '../../lib/contracts/health-checks';
import { runCheck } from '../../lib/probes/run-check';
import { dependencies, httpCheck } from './support/checks';
import { closeServers, httpServer } from './support/servers';

let port: number;
let answer: { status: number; body: string };

beforeAll(async () => {
  port = await httpServer((_, response) => response.writeHead(answer.status).end(answer.body));
});
afterAll(closeServers);

async function messages(matcher: Matcher | readonly Matcher[], body: unknown, changes = {}, status = 200) {
  answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
  const check = httpCheck(`http://127.0.0.1:${port}/`, { matchers: [matcher].flat() as Matcher[] });
  const { violations, content } = await runCheck(check, dependencies(changes));
  return { texts: violations.map(({ code, message }) => `${code}: ${message}`), content };
}
const texts = async (matcher: Matcher | readonly Matcher[], body: unknown, status = 200) =>
  (await messages(matcher, body, {}, status)).texts;

const sample = { status: 'ok', price: 1.28, items: [{ id: 1 }], nested: { deep: true } };

describe('types', () => {
  const flat: Matcher = { matcher: 'types', response: sample, recursive: false };
  const deep: Matcher = { ...flat, recursive: true };

  test('other values of the same types match, also integers, with more keys', async () => {
    expect(await texts(deep, { status: '', price: 2, items: [], nested: { deep: false }, more: null })).toEqual([]);
  });

  test.each([
    [
      { ...sample, price: '1.28' },
      'types: the answer has other types than expected: price is a text instead of a number',
    ],
    [{ ...sample, price: null }, 'types: the answer has other types than expected: price is null instead of a number'],
    [{ status: 'ok', price: 1, items: [] }, 'types: the answer has other types than expected: nested is missing'],
    [[], 'types: the answer has other types than expected: the whole is a list instead of an object'],
    ['<html>', 'types: the answer has other types than expected: it is not JSON'],
  ])('%j', async (body, message) => {
    expect(await texts(flat, body)).toEqual([message]);
  });

  test('what is inside counts only where that is asked for', async () => {
    const body = { ...sample, items: [{ id: 1 }, { id: 'two' }] };

    expect(await texts(flat, body)).toEqual([]);
    expect(await texts(deep, body)).toEqual([
      'types: the answer has other types than expected: items[1].id is a text instead of a number',
    ]);
  });
});

test.each([
  [sample, []],
  [{ ...sample, price: 1.29 }, ['exact: the answer differs from what is expected: price has another value']],
  [{ ...sample, more: 1 }, ['exact: the answer differs from what is expected: the whole has more keys than expected']],
  [{ ...sample, items: [] }, ['exact: the answer differs from what is expected: items has 0 elements instead of 1']],
  [
    { ...sample, items: [{ id: 2 }] },
    ['exact: the answer differs from what is expected: items[0].id has another value'],
  ],
])('exact: %j', async (body, expected) => {
  expect(await texts({ matcher: 'exact', response: sample }, body)).toEqual(expected);
});

test.each([
  [[], false],
  [{}, false],
  ['', false],
  ['null', false],
  [[0], true],
  [{ a: null }, true],
  ['text', true],
])('non_empty: %j: %s', async (body, isFine) => {
  expect(await texts({ matcher: 'non_empty' }, body)).toEqual(isFine ? [] : ['non_empty: the answer is empty']);
});

test('contains', async () => {
  const matcher: Matcher = { matcher: 'contains', response: 'in stock' };

  expect(await texts(matcher, 'it is in stock')).toEqual([]);
  expect(await texts(matcher, 'sold out')).toEqual(['contains: the answer lacks an expected text']);
});

test('json_schema names the clause that is violated', async () => {
  const response = { type: 'object', properties: { price: { type: 'number', exclusiveMinimum: 0 } } };
  const matcher: Matcher = { matcher: 'json_schema', response };

  expect(await texts(matcher, { price: 1 })).toEqual([]);
  expect(await texts(matcher, { price: 0 })).toEqual([
    'json_schema: the answer does not match its JSON Schema: #/properties/price/exclusiveMinimum',
  ]);
});

test('all but the certificate require 2XX first, which is then the only violation', async () => {
  const matchers: Matcher[] = [{ matcher: 'exact', response: { error: true } }, { matcher: 'non_empty' }];

  expect(await texts(matchers, { error: true }, 500)).toEqual(['status: the status is not 2XX: 500']);
});

test('stale: an answer that is the same for longer than the limit', async () => {
  // GIVEN runs a minute apart
  const matcher: Matcher = { matcher: 'stale', staleSeconds: 120 };
  let content: ContentAge | undefined;
  const run = async (minute: number, body: string, status = 200) => {
    const result = await messages(matcher, body, { now: () => minute * 60_000, content: () => content }, status);
    content = result.content ?? content;
    return result.texts;
  };
  const stale = (seconds: number) => [`stale: the answer has not changed for too long: ${seconds} s, of at most 120 s`];

  // THEN
  expect(await run(0, 'a')).toEqual([]);
  expect(await run(2, 'a')).toEqual([]);
  expect(await run(3, 'a')).toEqual(stale(180));
  // an error is no new content
  expect(await run(4, 'error', 500)).toEqual(['status: the status is not 2XX: 500']);
  expect(await run(5, 'a')).toEqual(stale(300));
  expect(await run(6, 'b')).toEqual([]);
});

describe('custom', () => {
  const custom = (verdict: unknown) =>
    messages({ matcher: 'custom', name: 'cheap' }, { price: 7 }, { matchers: { cheap: verdict } });

  test('is given the answer', async () => {
    const seen: unknown[] = [];
    await custom((given: { json: unknown; status: number }) => seen.push(given.status, given.json) > 0);

    expect(seen).toEqual([200, { price: 7 }]);
  });

  test.each([
    ['true', () => true, []],
    ['false', async () => false, ['custom: a custom matcher rejects the answer: cheap']],
    ['a reason', () => 'too\nhigh', ['custom: a custom matcher rejects the answer: cheap: too high']],
    [
      'an error, whose text may be a secret',
      () => {
        throw new TypeError('s3cret');
      },
      ['custom: a custom matcher rejects the answer: cheap threw TypeError'],
    ],
    ['nothing of that name', undefined, ['custom: a custom matcher rejects the answer: there is no matcher cheap']],
  ])('%s', async (_, verdict, expected) => {
    expect((await custom(verdict)).texts).toEqual(expected);
  });

  test('one that never ends is ended by the time limit', async () => {
    answer = { status: 200, body: '{}' };
    const check = httpCheck(`http://127.0.0.1:${port}/`, {
      matchers: [{ matcher: 'custom', name: 'slow' }],
      timeoutMs: 300,
    });
    const never = () => new Promise<boolean>(() => {});

    expect((await runCheck(check, dependencies({ matchers: { slow: never } }))).violations).toMatchObject([
      { code: 'timeout' },
    ]);
  });
});
