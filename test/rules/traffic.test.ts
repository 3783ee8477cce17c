import { SECTIONS } from '../../lib/resources/all';
import { Timeline } from '../support/engine';
import { History } from '../support/evaluator/history';
import { type MetricAlarm, metricsOf } from '../support/evaluator/model';
import { fromRow } from './appearances';

// Whole weeks of traffic, hour by hour, as the default rule sees them. The first of them is a Monday.

const [FRIDAY, SATURDAY] = [4, 5];
/** A Monday and a Saturday; the gate has all. */
const ODD_DAYS = process.env['RUNS'] === 'all' ? [0, 1, 2, 3, 4, 5, 6] : [0, 5];
const FIRST_DAY = Date.UTC(2026, 0, 5) / 60_000;

/** A rule of HTTP APIs. */
function ruleOf(id: string): MetricAlarm {
  const section = SECTIONS.find(({ resource }) => resource === 'HTTP API');
  const [example] = section?.examples ?? [];
  const row = section?.table.find((each) => each.id === id);
  const found = section && row && example && fromRow(row, section, example);
  if (found === undefined) throw new Error(`HTTP APIs have no rule '${id}'`);
  return { ...found.alarm, AlarmName: 'it' };
}

type Requests = (day: number, hour: number) => number;

/** The hours at whose end the alarm is in ALARM, as `day hour`. */
function alarmsOver(days: number, requests: Requests): string[] {
  const rule = ruleOf('UnusualTraffic');
  const [metric] = metricsOf(rule);
  const history = new History();
  const hours = Array.from({ length: 24 * days }, (_, index) => ({ day: Math.floor(index / 24), hour: index % 24 }));
  const minuteOf = ({ day, hour }: { day: number; hour: number }) => FIRST_DAY + 60 * (24 * day + hour);
  for (const each of hours) {
    const count = requests(each.day, each.hour);
    // the metric is the sum of its samples, and idle is no data
    if (count > 0 && metric) history.record(metric, minuteOf(each), count);
  }
  const statesAt = new Timeline([rule], history).run(FIRST_DAY + 60, FIRST_DAY + 60 * hours.length);
  return hours
    .filter((each) => statesAt(minuteOf(each) + 60).get('it') === 'ALARM')
    .map(({ day, hour }) => `${day} ${hour}`);
}

const weekday = (day: number): number => day % 7;
const daily = (hour: number): number => Math.round(10_000 * (1.5 - Math.cos((hour - 4) * (Math.PI / 12))));
const office: Requests = (day, hour) =>
  weekday(day) < SATURDAY && hour >= 7 && hour < 19 ? 30_000 : weekday(day) < SATURDAY ? 300 : 40;
const shop: Requests = (day, hour) => daily(hour) * (weekday(day) >= SATURDAY ? 1.8 : 1);
const aroundTheClock: Requests = (_, hour) => daily(hour);

describe('healthy weeks say nothing', () => {
  test.each<[string, Requests]>([
    ['the same each day', aroundTheClock],
    ['office hours', office],
    ['a shop that is busy at the weekend', shop],
    ['weekends without any request', (day, hour) => (weekday(day) >= SATURDAY ? 0 : daily(hour))],
    ['a service that doubles in four weeks', (day, hour) => daily(hour) * 1.02 ** day],
    ['a few requests an hour', (day, hour) => (day * 7 + hour * 5) % 20],
  ])('%s', (_, requests) => {
    expect(alarmsOver(28, requests)).toEqual([]);
  });

  test('a weekend of Friday and Saturday, from the second week on', () => {
    const requests: Requests = (day, hour) => daily(hour) * ([FRIDAY, SATURDAY].includes(weekday(day)) ? 0.2 : 1);
    expect(alarmsOver(28, requests).filter((at) => Number(at.split(' ')[0]) >= 7)).toEqual([]);
  });

  test.each<[string, number]>([
    ['silent', 0],
    ['busy', 3],
  ])('the days after a %s one', (_, times) => {
    // GIVEN a day that was not as others, on any day of the week
    for (const odd of ODD_DAYS) {
      const requests: Requests = (day, hour) => daily(hour) * (day === 14 + odd ? times : 1);
      // THEN
      const days = new Set(alarmsOver(28, requests).map((at) => Number(at.split(' ')[0])));
      expect([...days].filter((day) => day !== 14 + odd)).toEqual([]);
    }
  });
});

describe('a change goes into ALARM', () => {
  const from = (start: { day: number; hour: number }, times: number, usual: Requests): Requests => {
    const at = 24 * start.day + start.hour;
    return (day, hour) => usual(day, hour) * (24 * day + hour >= at ? times : 1);
  };

  test.each<[string, Requests, number, number]>([
    ['half of the callers gone', aroundTheClock, 0.5, 15],
    ['half of the callers gone on a weekend', aroundTheClock, 0.5, 19],
    ['nearly all gone at an office', office, 0.1, 16],
    ['a client that never pauses', aroundTheClock, 8, 15],
    ['half gone on the second day', aroundTheClock, 0.5, 1],
  ])('%s', (_, usual, times, day) => {
    const since = alarmsOver(day + 1, from({ day, hour: 10 }, times, usual));
    // where requests double within two hours anyway, it takes as long
    expect(since[0]).toMatch(new RegExp(`^${day} 1[0-2]$`));
    expect(since).toContain(`${day} 17`);
  });

  test('on the first Saturday not yet: who knows what weekends are like', () => {
    const fading = from({ day: 5, hour: 10 }, 0.3, aroundTheClock);
    expect(alarmsOver(6, (day, hour) => (hour < 23 ? fading(day, hour) : 0))).toEqual([]);
    expect(alarmsOver(13, from({ day: 12, hour: 10 }, 0.3, aroundTheClock))).toContain('12 10');
  });
});

describe.each([
  ['TrafficStopped', 1, 115, 130],
  ['NoTraffic', 100, 60, 100],
])('%s', (id, requestsAMinute, least, most) => {
  test('pages after a quarter of an hour, and ends by itself, as its runbook says', () => {
    // GIVEN requests each minute for a day, and then none
    const rule = ruleOf(id);
    const [metric] = metricsOf(rule);
    const end = FIRST_DAY + 25 * 60;
    const history = new History();
    for (let minute = FIRST_DAY; minute < end; minute++) if (metric) history.record(metric, minute, requestsAMinute);

    // WHEN
    const silent = Array.from({ length: 180 }, (_, minutes) => minutes);
    const statesAt = new Timeline([rule], history).run(end, end + silent.length);
    const inAlarm = silent.filter((minutes) => statesAt(end + minutes).get('it') === 'ALARM');

    // THEN
    expect(inAlarm[0]).toBe(15);
    expect(inAlarm.at(-1)).toBeGreaterThanOrEqual(least);
    expect(inAlarm.at(-1)).toBeLessThan(most);
  });
});

test('NoTraffic says nothing of an office that closes, nor of a batch of three quarters of an hour', () => {
  const rule = ruleOf('NoTraffic');
  const [metric] = metricsOf(rule);
  const history = new History();
  const minutes = Array.from({ length: 24 * 60 }, (_, minute) => minute);
  for (const minute of minutes) {
    const isOpen = minute < 18 * 60;
    const isBatch = minute >= 22 * 60 && minute < 22 * 60 + 45;
    const requests = isBatch ? 500 : isOpen ? 100 : minute % 10 === 0 && minute < 22 * 60 ? 1 : 0;
    if (metric && requests > 0) history.record(metric, FIRST_DAY + minute, requests);
  }
  const statesAt = new Timeline([rule], history).run(FIRST_DAY, FIRST_DAY + minutes.length);

  expect(minutes.filter((minute) => statesAt(FIRST_DAY + minute).get('it') === 'ALARM')).toEqual([]);
});
