import { defineMetrics, HEALTH_METRICS, partnerMetrics } from '../../lib/catalogue';
import { declaredRules } from '../../lib/monitors/applications/alarms';
import { READINGS } from '../../lib/rehearsal/simulator/other-readings';
import { DEFAULT_READING, type Reading } from '../../lib/rehearsal/simulator/reading';
import { DB_INSTANCE } from '../../lib/resources/db-instance';
import { EVENT_RULE } from '../../lib/resources/event-rule';
import { FUNCTION } from '../../lib/resources/function';
import { TARGET_GROUP } from '../../lib/resources/load-balancer';
import { QUEUE } from '../../lib/resources/queue';
import type { Section } from '../../lib/resources/resource-type';
import { STREAM } from '../../lib/resources/stream';
import { TOPIC } from '../../lib/resources/topic';
import type { Rule } from '../../lib/rules/rule';
import { Timeline } from '../support/engine';
import { History } from '../support/evaluator/history';
import { type MetricAlarm, metricsOf, periodSecondsOf, type State } from '../support/evaluator/model';
import { alarmOf, fromRow } from './appearances';

// Where a count may be zero, missing or never published, and where a percentile has few values: under every reading of AWS's documentation.

const EVERY_READING: readonly Reading[] = [
  DEFAULT_READING,
  ...READINGS.map(({ changes }) => ({ ...DEFAULT_READING, ...changes })),
];

/** The samples of a period. None: no data. */
type Samples = readonly number[];
const NONE: Samples = [];

/** The state after hours of `usual`, and then `periods` periods of `now`, under each reading: one if they agree. */
function statesAfter(
  alarm: MetricAlarm,
  now: Readonly<Record<string, Samples>>,
  usual: Readonly<Record<string, Samples>> = now,
  periods = 12,
): State[] {
  const minutes = periodSecondsOf(alarm) / 60;
  const before = 24;
  const history = new History();
  for (const metric of metricsOf(alarm)) {
    for (let period = 0; period < before + periods; period++) {
      const samples = (period < before ? usual : now)[alarm.Metrics === undefined ? 'm' : metric.id] ?? NONE;
      if (samples.length > 0) history.record(metric, period * minutes, ...samples);
    }
  }
  const end = (before + periods) * minutes;
  return [
    ...new Set(
      EVERY_READING.map((reading) => {
        const timeline = new Timeline([{ ...alarm, AlarmName: 'it' }], history, 'OK', reading);
        // missing data may keep the state
        timeline.evaluate(before * minutes);
        return timeline.evaluate(end).get('it') as State;
      }),
    ),
  ];
}

/** In the first example of any section in which it reads as wanted. */
function ruleWhere(
  { sections }: { readonly sections: readonly Section[] },
  id: string,
  isWanted: (alarm: MetricAlarm) => boolean = () => true,
): MetricAlarm {
  const alarms = sections.flatMap((section) => {
    const row = section.table.find((each) => each.id === id);
    return row ? section.examples.flatMap((example) => fromRow(row, section, example)?.alarm ?? []) : [];
  });
  const found = alarms.find(isWanted);
  if (found === undefined) throw new Error(`No rule '${id}' reads as wanted`);
  return found;
}

function ruleOf(
  { sections: [section] }: { readonly sections: readonly Section[] },
  id: string,
  example = 0,
): MetricAlarm {
  const row = section?.table.find((each) => each.id === id);
  const shown = section?.examples[example];
  const found = section && row && shown && fromRow(row, section, shown);
  if (found === undefined) throw new Error(`No rule '${id}' of this example`);
  return found.alarm;
}

describe('NotificationsFailed, where SNS counts each try over HTTP', () => {
  const alarm = ruleOf(TOPIC, 'NotificationsFailed', 1);

  test.each<[string, Samples, Samples, State]>([
    ['tries that fail and succeed later', [1, 1, 1, 1, 1, 1], [10], 'OK'],
    ['as many fail as are delivered', [8], [8], 'OK'],
    ['more fail than are delivered', [9], [8], 'ALARM'],
    ['all fail, and delivered is zero', [9], [0], 'ALARM'],
    ['all fail, and delivered has a gap', [9], NONE, 'ALARM'],
    ['few fail', [4], NONE, 'OK'],
    ['none fails, as zero', [0], [10], 'OK'],
    ['none fails, as a gap', NONE, [10], 'OK'],
    ['neither was ever published', NONE, NONE, 'OK'],
  ])('%s', (_, m, delivered, state) => {
    expect(statesAfter(alarm, { m, delivered })).toEqual([state]);
  });

  test('all fail, and delivered was never published: known after three of five periods', () => {
    const failing = { m: [9] };
    expect(statesAfter(alarm, failing, {}, 2)).toEqual(['OK']);
    expect(statesAfter(alarm, failing, {}, 3)).toEqual(['ALARM']);
  });
});

describe('SmsSpend, a metric of the account', () => {
  const alarm = ruleOf(TOPIC, 'SmsSpend', 1);

  test('no dimensions', () => {
    expect(metricsOf(alarm).map(({ dimensions }) => dimensions)).toEqual([[]]);
  });

  test.each<[string, Samples, Samples, State]>([
    ['a month that has begun, as zero', [0], [0.9], 'OK'],
    ['little is spent', [0.79], [0.79], 'OK'],
    ['80 % is spent', [0.8], [0.1], 'ALARM'],
    ['80 % was spent, and nothing is sent any more', NONE, [0.8], 'ALARM'],
    ['little was spent, and nothing is sent any more', NONE, [0.1], 'OK'],
    ['never published', NONE, NONE, 'OK'],
  ])('%s', (_, m, usual, state) => {
    expect(statesAfter(alarm, { m }, { m: usual })).toEqual([state]);
  });
});

describe('DatabaseDown', () => {
  const alarm = ruleOf(DB_INSTANCE, 'DatabaseDown');
  const BUSY: Samples = [40];
  const IDLE: Samples = [0];

  test.each<[string, Samples, Samples, number, State]>([
    ['an idle database, as zero', IDLE, IDLE, 30, 'OK'],
    ['a gap of some minutes', NONE, BUSY, 9, 'OK'],
    ['silence, as of one that is down or stopped', NONE, BUSY, 30, 'ALARM'],
    ['one that is there again', BUSY, NONE, 12, 'OK'],
    ['never published', NONE, NONE, 30, 'ALARM'],
  ])('%s', (_, m, usual, periods, state) => {
    expect(statesAfter(alarm, { m }, { m: usual }, periods)).toEqual([state]);
  });
});

describe('QueueStuck, where deletions may be zero or a gap', () => {
  const alarm = ruleWhere(QUEUE, 'QueueStuck');
  const OLD: Samples = [20_000];
  const YOUNG: Samples = [5];

  test.each<[string, Samples, Samples, State]>([
    ['messages wait, and deletions are zero', OLD, [0], 'ALARM'],
    ['messages wait, and deletions are a gap', OLD, NONE, 'ALARM'],
    ['messages wait, and some are deleted', OLD, [3], 'OK'],
    ['messages do not wait, and deletions are a gap', YOUNG, NONE, 'OK'],
    ['an empty queue, as zero', [0], [0], 'OK'],
    ['neither was ever published', NONE, NONE, 'OK'],
    ['deletions without an age', NONE, [3], 'OK'],
  ])('%s', (_, age, deleted, state) => {
    expect(statesAfter(alarm, { age, deleted })).toEqual([state]);
  });

  test('a stall after hours of work', () => {
    const usual = { age: YOUNG, deleted: [9] };
    expect(statesAfter(alarm, { age: OLD, deleted: [0] }, usual)).toEqual(['ALARM']);
    expect(statesAfter(alarm, { age: OLD }, usual)).toEqual(['ALARM']);
  });
});

/** What counts what is lost: nothing is said in silence. */
test.each<[string, MetricAlarm, string]>([
  [
    'EventsDropped, without a destination',
    ruleWhere(FUNCTION, 'EventsDropped', ({ Metrics }) => Metrics === undefined),
    'm',
  ],
  ['EventLost', ruleWhere(EVENT_RULE, 'EventLost'), 'm'],
])('%s', (_, alarm, id) => {
  expect(statesAfter(alarm, { [id]: [1] }, {}, 1)).toEqual(['ALARM']);
  expect(statesAfter(alarm, { [id]: [0] }, { [id]: [1] })).toEqual(['OK']);
  expect(statesAfter(alarm, {}, { [id]: [1] })).toEqual(['OK']);
  expect(statesAfter(alarm, {})).toEqual(['OK']);
});

test('EventsDropped, with a destination: events that it saved do not count', () => {
  const alarm = ruleWhere(FUNCTION, 'EventsDropped', ({ Metrics }) => Metrics !== undefined);
  expect(metricsOf(alarm).map(({ id }) => id)).toEqual(['undead', 'undelivered']);
  for (const id of ['undead', 'undelivered']) {
    expect(statesAfter(alarm, { [id]: [1] }, {}, 1)).toEqual(['ALARM']);
    expect(statesAfter(alarm, { [id]: [0] })).toEqual(['OK']);
  }
  expect(statesAfter(alarm, {})).toEqual(['OK']);
});

test('NoHealthyHost: an empty group pages nobody, and one whose targets are all unhealthy does', () => {
  const alarm = ruleWhere(TARGET_GROUP, 'NoHealthyHost');
  expect(statesAfter(alarm, { m: [0] }, { m: [2] })).toEqual(['ALARM']);
  expect(statesAfter(alarm, { m: [2] })).toEqual(['OK']);
  expect(statesAfter(alarm, {}, { m: [2] })).toEqual(['OK']);
  expect(statesAfter(alarm, {})).toEqual(['OK']);
});

describe.each(['StreamWritesRefused', 'StreamReadsRefused'])('%s', (id) => {
  const alarm = ruleOf(STREAM, id);

  test.each<[string, Samples, Samples, State]>([
    ['one of a hundred refused', [1], [99], 'ALARM'],
    ['fewer refused', [1], [999], 'OK'],
    ['a count of one refused each minute, of very many', [1, 1, 1, 1, 1], [1e6], 'OK'],
    ['none refused, as zero', [0, 0], [100], 'OK'],
    ['none refused, as a gap', NONE, [100], 'OK'],
    ['all refused, and accepted is zero', [5], [0], 'ALARM'],
    ['no calls, as zeros', [0], [0], 'OK'],
    ['neither was ever published', NONE, NONE, 'OK'],
  ])('%s', (_, bad, good, state) => {
    expect(statesAfter(alarm, { bad, good })).toEqual([state]);
  });
});

describe('rules of an application', () => {
  const catalogue = defineMetrics({
    namespace: 'Shop',
    metrics: {
      ...partnerMetrics(['acme']),
      ...HEALTH_METRICS,
      QueryDuration: { unit: 'Milliseconds', alarm: { above: 100, within: 'PT5M', statistic: 'p90', severity: 'P2' } },
    },
  });
  const declared = (id: string, values: Readonly<Record<string, string>> = {}): MetricAlarm => {
    const found = declaredRules(catalogue, values).find(({ rule }) => rule.id === id);
    if (found === undefined) throw new Error(`No rule '${id}' is declared for ${JSON.stringify(values)}`);
    return alarmOf(found.rule as Rule, values);
  };

  test.each<[string, string, Record<string, string>, number]>([
    ['a duration of its own', 'QueryDuration', {}, 2100],
    ['calls of a partner', 'PartnerApiDurationP1', { Partner: 'acme' }, 6000],
  ])('a percentile of %s is compared from five values on', (_, id, values, slow) => {
    const alarm = declared(id, values);
    // `n` counts the values of the same metric
    const calls = (count: number) => ({ m: Array.from({ length: count }, () => slow) });
    expect(statesAfter(alarm, calls(5))).toEqual(['ALARM']);
    expect(statesAfter(alarm, calls(4))).toEqual(['OK']);
    expect(statesAfter(alarm, calls(1))).toEqual(['OK']);
    expect(statesAfter(alarm, calls(0))).toEqual(['OK']);
    expect(statesAfter(alarm, calls(0), calls(5))).toEqual(['OK']);
  });

  test.each<[string, Samples, State]>([
    ['a probe fails', [0], 'ALARM'],
    ['a probe succeeds', [1], 'OK'],
    ['nobody probes', NONE, 'OK'],
  ])('ProbeUp: %s', (_, m, state) => {
    expect(statesAfter(declared('ProbeUp', { Partner: 'acme' }), { m })).toEqual([state]);
  });

  test('ProbeUp: probes that have ended leave no alarm', () => {
    const alarm = declared('ProbeUp', { Partner: 'acme' });
    expect(statesAfter(alarm, {}, { m: [0] })).toEqual(['OK']);
    expect(statesAfter(alarm, {}, { m: [1] })).toEqual(['OK']);
  });

  test.each(['HealthStatusP1', 'HealthStatusP2'])('%s: nobody calls the endpoint, or not any more', (id) => {
    const alarm = declared(id);
    expect(statesAfter(alarm, {})).toEqual(['OK']);
    expect(statesAfter(alarm, {}, { m: [2] })).toEqual(['OK']);
    expect(statesAfter(alarm, { m: [2] })).toEqual(['ALARM']);
    expect(statesAfter(alarm, { m: [0] })).toEqual(['OK']);
  });
});
