import { NotModelled } from '../../../lib/rehearsal/simulator/model';
import { mutedUntil } from '../../../lib/rehearsal/simulator/mute-rule';
import { at } from './worlds';

const rule = (
  schedule: string,
  duration: string,
  more: { timeZone?: string; startDate?: string; expireDate?: string } = {},
) => ({
  ...{ name: 'nightly', alarms: ['high'], schedule, duration },
  ...more,
});
const until = (time: string, ...rules: ReturnType<typeof rule>[]): string | undefined => {
  const end = mutedUntil(rules, 'high', at(time), at('2026-12-31T00:00:00Z'));
  return end === undefined ? undefined : new Date(end * 1000).toISOString().slice(0, 16);
};

// the examples of "Schedule" in CloudWatch's API reference
test.each([
  ['cron(0 2 * * *)', 'PT4H', '2026-01-05T02:00:00Z', '2026-01-05T06:00'],
  ['cron(0 2 * * *)', 'PT4H', '2026-01-05T05:59:00Z', '2026-01-05T06:00'],
  ['cron(0 2 * * *)', 'PT4H', '2026-01-05T06:00:00Z', undefined],
  ['cron(0 2 * * *)', 'PT4H', '2026-01-05T01:59:00Z', undefined],
  // a Sunday, and a Monday
  ['cron(0 2 * * SUN)', 'PT1H', '2026-01-04T02:30:00Z', '2026-01-04T03:00'],
  ['cron(0 2 * * SUN)', 'PT1H', '2026-01-05T02:30:00Z', undefined],
  ['cron(0 2 * * 7)', 'PT1H', '2026-01-04T02:30:00Z', '2026-01-04T03:00'],
  ['cron(0 1 1 * *)', 'PT6H', '2026-02-01T02:00:00Z', '2026-02-01T07:00'],
  ['cron(0 1 1 * *)', 'PT6H', '2026-02-02T02:00:00Z', undefined],
  // from Friday evening to Monday morning
  ['cron(0 18 * * FRI)', 'P2DT12H', '2026-01-05T05:00:00Z', '2026-01-05T06:00'],
  ['cron(0,30 8-9 * JAN-MAR MON-FRI)', 'PT10M', '2026-01-05T09:35:00Z', '2026-01-05T09:40'],
  ['cron(0,30 8-9 * JAN-MAR MON-FRI)', 'PT10M', '2026-04-06T09:35:00Z', undefined],
  // both days told: either is enough
  ['cron(0 0 6 * MON)', 'PT1H', '2026-01-05T00:30:00Z', '2026-01-05T01:00'],
  ['cron(0 0 6 * MON)', 'PT1H', '2026-01-06T00:30:00Z', '2026-01-06T01:00'],
  ['cron(0 0 6 * MON)', 'PT1H', '2026-01-07T00:30:00Z', undefined],
  ['at(2026-01-05T02:00)', 'P1W', '2026-01-11T00:00:00Z', '2026-01-12T02:00'],
  ['at(2026-01-05T02:00)', 'P1W', '2026-01-12T02:00:00Z', undefined],
  ['at(2026-01-05T02:00)', 'PT1H', '2026-01-05T02:00:00Z', '2026-01-05T03:00'],
  ['at(2026-01-05T02:00)', 'PT1H', '2026-01-05T01:59:00Z', undefined],
  ['at(2026-01-05T02:00:00+00:00)', 'PT12M', '2026-01-05T02:05:00Z', '2026-01-05T02:12'],
  ['at(2026-01-05T02:00:00Z)', 'P12D', '2026-01-05T02:05:00Z', '2026-01-17T02:00'],
  ['cron( 0  2 5 1 * )', 'P10W', '2026-01-05T02:05:00Z', '2026-03-16T02:00'],
  ['at(2026-01-05T02:00)', 'PT90S', '2026-01-05T02:01:00Z', '2026-01-05T02:01'],
])('%s for %s at %s', (schedule, duration, time, expected) => {
  expect(until(time, rule(schedule, duration))).toBe(expected);
});

test('the clock is that of the time zone', () => {
  const berlin = rule('cron(0 2 * * *)', 'PT1H', { timeZone: 'Europe/Berlin' });
  expect(until('2026-01-05T01:30:00Z', berlin)).toBe('2026-01-05T02:00');
  expect(until('2026-07-05T00:30:00Z', berlin)).toBe('2026-07-05T01:00');
  expect(until('2026-07-05T01:30:00Z', berlin)).toBeUndefined();
});

test('of windows at the same time the longest counts', () => {
  const rules = [rule('cron(0 2 * * *)', 'PT4H'), rule('cron(0 2 * * *)', 'PT1H')];
  expect(until('2026-01-05T02:10:00Z', ...rules)).toBe('2026-01-05T06:00');
});

test('a rule may mute for ever', () => {
  const [time, horizon] = [at('2026-01-05T02:10:00Z'), at('2026-01-08T00:00:00Z')];
  expect(mutedUntil([rule('cron(0 2 * * *)', 'P1D')], 'high', time, horizon)).toBeGreaterThan(horizon);
});

test('windows that meet are one', () => {
  const rules = [rule('cron(0 2 * * *)', 'PT1H'), rule('cron(30 2 * * *)', 'PT1H'), rule('cron(30 3 * * *)', 'PT1H')];
  expect(until('2026-01-05T02:10:00Z', ...rules)).toBe('2026-01-05T04:30');
});

test('a rule begins and expires', () => {
  const bounded = rule('cron(0 2 * * *)', 'PT4H', { startDate: '2026-01-05T03:00', expireDate: '2026-01-06T03:00' });
  expect(until('2026-01-05T02:59:00Z', bounded)).toBeUndefined();
  expect(until('2026-01-05T03:00:00Z', bounded)).toBe('2026-01-05T06:00');
  expect(until('2026-01-06T02:30:00Z', bounded)).toBe('2026-01-06T03:00');
  expect(until('2026-01-06T03:30:00Z', bounded)).toBeUndefined();
});

test('other alarms are not muted', () => {
  expect(
    mutedUntil([rule('cron(0 2 * * *)', 'PT4H')], 'low', at('2026-01-05T03:00:00Z'), at('2026-12-31T00:00:00Z')),
  ).toBeUndefined();
});

test.each([
  ['cron(0 2 * *)', 'PT1H', "The schedule 'cron(0 2 * *)'"],
  ['cron(0 2 * * NEVER)', 'PT1H', "The schedule 'cron(0 2 * * NEVER)'"],
  ['rate(1 day)', 'PT1H', "The schedule 'rate(1 day)'"],
  ['a cron(0 2 * * *)', 'PT1H', "The schedule 'a cron(0 2 * * *)'"],
  ['cron(0 2 * * *) b', 'PT1H', "The schedule 'cron(0 2 * * *) b'"],
  ['an at(2026-01-05T02:00)', 'PT1H', "The schedule 'an at(2026-01-05T02:00)'"],
  ['at(2026-01-05T02:00) b', 'PT1H', "The schedule 'at(2026-01-05T02:00) b'"],
  ['cron(0 2 * * *)', '4 hours', "The duration '4 hours' of a mute rule"],
  ['cron(0 2 * * *)', 'xPT1H', "The duration 'xPT1H' of a mute rule"],
  ['cron(0 2 * * *)', 'PT1Hx', "The duration 'PT1Hx' of a mute rule"],
  ['at(tomorrow)', 'PT1H', "The time 'tomorrow' of a mute rule"],
])('%s for %s is not modelled', (schedule, duration, what) => {
  const read = () => until('2026-01-05T02:00:00Z', rule(schedule, duration));
  expect(read).toThrow(NotModelled);
  expect(read).toThrow(`${what} is not modelled.`);
});

describe('where clocks are set meanwhile, the duration is what passes', () => {
  const berlin = (schedule: string) => rule(schedule, 'PT2H', { timeZone: 'Europe/Berlin' });

  test.each([
    // clocks go from 02:00 to 03:00 at 01:00 UTC
    ['spring, over the change', 'cron(30 1 * * *)', '2026-03-29T00:45:00Z', '2026-03-29T02:30'],
    ['spring, a time that does not exist', 'cron(30 2 * * *)', '2026-03-29T01:45:00Z', '2026-03-29T03:30'],
    // clocks go from 03:00 to 02:00 at 01:00 UTC
    ['autumn, over the change', 'cron(30 1 * * *)', '2026-10-25T00:45:00Z', '2026-10-25T01:30'],
    ['autumn, not longer', 'cron(30 1 * * *)', '2026-10-25T01:45:00Z', undefined],
    ['once, over the change', 'at(2026-03-29T01:30)', '2026-03-29T02:15:00Z', '2026-03-29T02:30'],
  ])('%s', (_, schedule, time, expected) => {
    expect(until(time, berlin(schedule))).toBe(expected);
  });

  test('a night of any kind has as many muted minutes', () => {
    const STEP_MINUTES = 5;
    const muted = (from: string, schedule: string) =>
      Array.from({ length: 600 / STEP_MINUTES }, (_, step) => at(from) + step * STEP_MINUTES * 60).filter(
        (time) => mutedUntil([berlin(schedule)], 'high', time, time + 86_400) !== undefined,
      ).length;

    for (const from of ['2026-06-10T21:00:00Z', '2026-03-28T21:00:00Z', '2026-10-24T21:00:00Z']) {
      for (const schedule of ['cron(30 1 * * *)', 'cron(30 2 * * *)'])
        expect(muted(from, schedule)).toBe(120 / STEP_MINUTES);
    }
  });
});
