import {
  durationText,
  NotationError,
  parseDuration,
  parseTime,
  parseValues,
} from '../../../lib/rehearsal/testing/notation';

// promtool's documentation of its unit tests: https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series
test.each<[string, (readonly number[])[]]>([
  ['1', [[1]]],
  ['-2+4x3', [[-2], [2], [6], [10]]],
  ['1-2x4', [[1], [-1], [-3], [-5], [-7]]],
  ['1x4', [[1], [1], [1], [1], [1]]],
  ['1 _x3 5', [[1], [], [], [], [5]]],
  ['_', [[]]],
  ['1.5e1 .5 -3', [[15], [0.5], [-3]]],
  ['0.1+.1x1', [[0.1], [0.2]]],
  ['[1, 2, 3] [4 5] []', [[1, 2, 3], [4, 5], []]],
  ['  0x1\n_x2\t7 ', [[0], [0], [], [], [7]]],
])('%j', (text, expected) => {
  expect(parseValues(text)).toEqual(expected);
});

test.each([
  ['', 'there are no values'],
  ['1x', "'1x' is neither a number"],
  ['1+x3', "'1+x3' is neither"],
  ['one', "'one' is neither"],
  ['1x3x4', "'1x3x4' is neither"],
  ['1 [2, x]', "'[2, x]' is not a list of numbers"],
  ['[1', "'[' is not a list of numbers"],
  ['0x1000000000', "'0x1000000000': a series has at most 100000 intervals"],
  ['_x99999 0x5', 'at most 100000 intervals'],
  ['NaN', "'NaN' is neither"],
])('%j is an error', (text, message) => {
  expect(() => parseValues(text)).toThrow(NotationError);
  expect(() => parseValues(text)).toThrow(message);
});

test.each([
  ['90s', 90],
  ['5m', 300],
  ['1h30m', 5400],
  ['2d', 172_800],
  ['0m', 0],
])('%s is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['5', '5 m', 'm', '-5m', '1.5h', '5M', ''])('%j is not a duration', (text) => {
  expect(() => parseDuration(text)).toThrow(NotationError);
});

test('durations are written as they are read', () => {
  for (const text of ['45s', '5m', '1h30m', '2d', '1d1h1m1s']) expect(durationText(parseDuration(text))).toBe(text);
  expect(durationText(0)).toBe('0m');
});

test('times have a time zone', () => {
  expect(parseTime('2026-01-05T00:00:00Z')).toBe(1_767_571_200);
  expect(parseTime('2026-01-05T01:00:00+01:00')).toBe(1_767_571_200);
  expect(parseTime('2026-01-05')).toBe(1_767_571_200);
  for (const text of ['2026-01-05T00:00:00', 'tomorrow', '2026-13-05T00:00:00Z'])
    expect(() => parseTime(text)).toThrow(NotationError);
});
