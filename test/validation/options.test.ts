import { Duration } from 'aws-cdk-lib';
import fc from 'fast-check';
import { BOOLEAN, DURATION, NUMBER, oneOf, required, TEXT } from '../../lib/validation/kind';
import { checked, checkNow, list, mistakesIn, object, record } from '../../lib/validation/options';

interface Window {
  readonly at: string;
  readonly lasting?: Duration;
}

interface Options {
  readonly name: string;
  readonly level?: string;
  readonly limits?: { [id: string]: { readonly threshold?: number } };
  readonly windows?: Window[];
  readonly enabled?: boolean;
}

const OPTIONS = object<Options>({
  name: required(TEXT, "Write for example 'orders'."),
  level: oneOf('a level', ['low', 'high']),
  limits: record(object<{ readonly threshold?: number }>({ threshold: NUMBER })),
  windows: list(object<Window>({ at: required(TEXT, "Write for example '08:00'."), lasting: DURATION })),
  enabled: BOOLEAN,
});

const messages = (options: unknown) => mistakesIn(checked(OPTIONS, options as Options)).messages;

test('options without a mistake stay as they are', () => {
  const options = {
    name: 'orders',
    level: 'low',
    limits: { a: { threshold: 1 } },
    windows: [{ at: '08:00', lasting: Duration.minutes(1) }],
    enabled: false,
  };

  expect(checked(OPTIONS, options)).toEqual(options);
  expect(mistakesIn(checked(OPTIONS, options))).toEqual({ messages: [], isComplete: true });
});

test.each<[string, object, string[]]>([
  ['an unknown key', { nme: 'x', name: 'y' }, ["unknown 'nme'; known: name, level, limits, windows, enabled"]],
  ['a misspelt key', { name: 'x', enable: true }, ["unknown 'enable'; did you mean 'enabled'?"]],
  ['a misspelt key, which is not missing too', { nam: 'x' }, ["unknown 'nam'; did you mean 'name'?"]],
  [
    'what an object inherits',
    { name: 'x', toString: 1 },
    ["unknown 'toString'; known: name, level, limits, windows, enabled"],
  ],
  ['a missing key', {}, ["'name' is missing. Write for example 'orders'."]],
  ['a key without a value', { name: 'x', enable: undefined }, []],
  ['a wrong choice', { name: 'x', level: 'hgih' }, ["level: 'hgih' is not a level. Use low or high."]],
  [
    'a number in quotes',
    { name: 'x', limits: { a: { threshold: '5' } } },
    ["limits.a.threshold: '5' is not a number. Write 5 without quotes."],
  ],
  [
    'a Duration for a number',
    { name: 'x', limits: { 'Orders/Slow': { threshold: Duration.minutes(15) } } },
    [
      'limits["Orders/Slow"].threshold: a Duration is not a number. Write the number in the unit of this option, such as duration.toSeconds() for seconds.',
    ],
  ],
  [
    'a number for a Duration',
    { name: 'x', windows: [{ at: '08:00', lasting: 5 }] },
    ['windows[0].lasting: 5 is not a Duration. Write Duration.minutes(5) or Duration.seconds(5).'],
  ],
  ['a value for an object', { name: 'x', limits: { a: false } }, ['limits.a: false is not an object with options.']],
  [
    'an object for a list',
    { name: 'x', windows: { at: '08:00' } },
    ['windows: an object is not a list. Write it in brackets: [ ].'],
  ],
  [
    'several at once',
    { level: 5, windows: [{ At: 8 }], enabled: 'yes' },
    [
      "'name' is missing. Write for example 'orders'.",
      'level: 5 is not a level. Use low or high.',
      "windows[0]: unknown 'At'; did you mean 'at'?",
      "enabled: 'yes' is not true or false.",
    ],
  ],
])('%s is one line', (_, options, lines) => {
  expect(messages(options)).toEqual(lines);
});

test('what is wrong is left out, with the list or the object that cannot be used without it', () => {
  const options = checked(OPTIONS, {
    name: 'x',
    level: 'medium',
    limits: { a: { threshold: Number.NaN }, b: { threshold: 1 } },
    windows: [{ at: '08:00' }, { at: 8 as unknown as string }],
  });

  expect(options).toEqual({ name: 'x', limits: { a: {}, b: { threshold: 1 } } });
  expect(mistakesIn(options).isComplete).toBe(true);
});

test('nothing that JavaScript can pass throws, and every line is one line', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }), (value) => {
      const options = { name: value, level: value, limits: value, windows: value, enabled: value };
      for (const given of [value, options, { limits: { a: value }, windows: [value] }]) {
        for (const line of messages(given)) expect(line).toMatch(/^.+$/);
      }
    }),
  );
});

test('a call that belongs to no construct throws all of them, one line each', () => {
  expect(() => checkNow('Thing.of', OPTIONS, { level: 'x', enable: true } as unknown as Options)).toThrow(
    "Thing.of: unknown 'enable'; did you mean 'enabled'?\nThing.of: 'name' is missing. Write for example 'orders'.\nThing.of: level: 'x' is not a level. Use low or high.",
  );
});
