import fc from 'fast-check';
import { ConditionError } from '../../../lib/probes/conditions/condition';
import { type Facts, holds } from '../../../lib/probes/conditions/evaluate';
import { matchesGlob } from '../../../lib/probes/conditions/glob';
import { parseCondition, parseReference } from '../../../lib/probes/conditions/parse';

const HOUR = 3_600_000;
const FACTS: Facts = { responseTimeMs: 120, isConnected: true, status: 200 };
const verdict = (condition: string, facts: Partial<Facts> = {}) =>
  holds(parseCondition(condition), { ...FACTS, ...facts });
const body = (value: unknown) => ({ body: typeof value === 'string' ? value : JSON.stringify(value) });

/** Conditions as Gatus documents them, with a value that passes and one that fails. */
const DOCUMENTED: readonly (readonly [condition: string, passes: Partial<Facts>, fails: Partial<Facts>])[] = [
  ['[STATUS] == 200', { status: 200 }, { status: 201 }],
  ['[STATUS] < 300', { status: 299 }, { status: 301 }],
  ['[STATUS] <= 299', { status: 299 }, { status: 300 }],
  ['[STATUS] > 400', { status: 404 }, { status: 400 }],
  ['[STATUS] == any(200, 429)', { status: 429 }, { status: 400 }],
  ['[STATUS] == pat(4*)', { status: 404 }, { status: 200 }],
  ['[CONNECTED] == true', { isConnected: true }, { isConnected: false }],
  ['[RESPONSE_TIME] < 500', { responseTimeMs: 300 }, { responseTimeMs: 500 }],
  ['[RESPONSE_TIME] < 1s', { responseTimeMs: 999 }, { responseTimeMs: 1001 }],
  ['[IP] == 127.0.0.1', { address: '127.0.0.1' }, { address: '0.0.0.0' }],
  ['[IP] == pat(192.168.*)', { address: '192.168.0.7' }, { address: '10.0.0.7' }],
  ['[BODY] == 1', body('1'), body('{}')],
  ['[BODY].user.name == john', body({ user: { name: 'john' } }), body({ user: {} })],
  ['[BODY].data[0].id == 1', body({ data: [{ id: 1 }] }), body({ data: [] })],
  ['[BODY].age == [BODY].id', body({ age: 1, id: 1 }), body({ age: 1, id: 2 })],
  ['len([BODY].data) < 5', body({ data: [{ id: 1 }] }), body({ data: [1, 2, 3, 4, 5] })],
  ['len([BODY].name) == 8', body({ name: 'john.doe' }), body({ name: 'bob' })],
  ['len([BODY]) == 3', body([1, 2, 3]), body([1])],
  ['has([BODY].errors) == false', body({ name: 'john.doe' }), body({ errors: [] })],
  ['has([BODY].users) == true', body({ users: [] }), body({})],
  ['[BODY].name == pat(john*)', body({ name: 'john.doe' }), body({ name: 'bob' })],
  ['[BODY].id == any(1, 2)', body({ id: 2 }), body({ id: 5 })],
  ['[BODY].data == pat(*Whatever*)', body({ data: ['hello', 'Whatever'] }), body({ data: ['hello'] })],
  ['[BODY] == pat(*<div id="user">john.doe</div>*)', body('<p><div id="user">john.doe</div>'), body('<p>')],
  ['[CERTIFICATE_EXPIRATION] > 48h', { certificateMs: 49 * HOUR }, { certificateMs: 24 * HOUR }],
  ['[DOMAIN_EXPIRATION] > 720h', { domainMs: 4000 * HOUR }, { domainMs: 24 * HOUR }],
  ['[DNS_RCODE] == NOERROR', { responseCode: 'NOERROR' }, { responseCode: 'NXDOMAIN' }],
  ['[BODY].price != [BODY].old', body({ price: 1, old: 2 }), body({ price: 1, old: 1 })],
  ['[BODY].data == 15', body({ data: '0xF' }), body({ data: '0x10' })],
  ['[CONTEXT].id == [BODY].id', { ...body({ id: 7 }), context: { id: 7 } }, { ...body({ id: 7 }), context: { id: 8 } }],
  ['any(200, 429) == [STATUS]', { status: 429 }, { status: 500 }],
];

test.each(DOCUMENTED)('%s', (condition, passes, fails) => {
  expect(verdict(condition, passes)).toBe(true);
  expect(verdict(condition, fails)).toBe(false);
});

test('placeholders are known in small letters too', () => {
  expect(verdict('[status] == 200')).toBe(true);
});

test('fractions are compared as they are', () => {
  expect(verdict('[BODY].price > 1.28', body({ price: 1.29 }))).toBe(true);
  expect(verdict('[BODY].price > 1.28', body({ price: 1.27 }))).toBe(false);
});

test('a value that is missing, or no number, satisfies no order', () => {
  for (const value of [{}, { count: 'many' }, { count: null }]) {
    expect(verdict('[BODY].count < 5', body(value))).toBe(false);
    expect(verdict('[BODY].count >= 0', body(value))).toBe(false);
  }
});

test('inherited members are no values', () => {
  expect(verdict('has([BODY].constructor) == true', body({}))).toBe(false);
  expect(verdict('has([BODY].__proto__) == true', body({}))).toBe(false);
});

test.each([
  ['[STATUS]', 0, 'a comparison is missing: one of == != <= >= < >, as in [STATUS] == 200'],
  ['[STATUS]==200', 8, 'write a value and a space on both sides of =='],
  ['[STATUS] == ', 12, 'a value is missing, as in [STATUS] == 200'],
  ['[BOD].x == 1', 0, 'there is no placeholder [BOD]. Did you mean [BODY]?'],
  ['1 == 2', 0, 'a placeholder is missing, as in [STATUS] == 200'],
  ['[STATUS] < any(1, 2)', 11, 'any() works with == and != only'],
  ['[STATUS] == any(1, )', 16, 'any() has an empty value'],
  ['lens([BODY].x) == 1', 0, 'there is no function lens(). Did you mean len()?'],
  ['len([STATUS]) == 1', 4, 'len() takes a value of the body, as in len([BODY].items)'],
  ['len([BODY].x == 1', 3, 'the closing parenthesis is missing'],
  ['[BODY].a..b == 1', 8, 'expected .name or [0], as in [BODY].items[0].price'],
  ['[STATUS].x == 1', 8, '[STATUS] has no parts'],
  ['[RESPONSE_TIME] < potato', 18, '< compares numbers and durations, such as 500 or 48h'],
])('%s is no condition', (text, index, message) => {
  const error = errorOf(() => parseCondition(text));
  expect(error).toBeInstanceOf(ConditionError);
  expect(error).toMatchObject({ message, index });
});

function errorOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

test('any text is a condition or a ConditionError', () => {
  const part = fc.constantFrom(
    '[STATUS]',
    '[BODY]',
    '.a',
    '[0]',
    ' == ',
    ' < ',
    'any(',
    'pat(',
    ')',
    'len(',
    '1',
    ',',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const error = errorOf(() => parseCondition(parts.join('')) && undefined);
      expect(error === undefined || error instanceof ConditionError).toBe(true);
    }),
  );
});

test('a path is read as it was written', () => {
  expect(parseReference('[BODY].items[0][1].price-x').path).toEqual(['items', 0, 1, 'price-x']);
});

describe('patterns', () => {
  test.each([
    ['*', '', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abbd', false],
    ['a?c', 'abc', true],
    ['[a-c]*', 'bus', true],
    ['[^a-c]*', 'bus', false],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['*/b', 'a/a/b', true],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  test('a text matches itself, and any of its parts between stars', () => {
    const plain = fc.string().map((text) => text.replace(/[*?[\]\\]/g, ''));
    fc.assert(
      fc.property(plain, plain, plain, (before, middle, after) => {
        expect(matchesGlob(middle, middle)).toBe(true);
        expect(matchesGlob(`*${middle}*`, before + middle + after)).toBe(true);
      }),
    );
  });

  test('many stars on a long text take no long', () => {
    const begin = performance.now();
    expect(matchesGlob(`${'*a'.repeat(20)}*b`, 'a'.repeat(100_000))).toBe(false);
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});
