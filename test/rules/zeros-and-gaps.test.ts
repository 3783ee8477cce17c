import { defineMetrics, HEALTH_METRICS, partnerMetrics } from '../../lib/catalogue';
import { declaredRules } from '../../lib/monitors/applications/alarms';
import { READINGS } from '../../lib/rehearsal/simulator/other-readings';
import { DEFAULT_READING, type Reading } from '../../lib/rehearsal/simulator/reading';
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
        return timeline.evaluate(end).get('it') as State;
      }),
    ),
  ];
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
