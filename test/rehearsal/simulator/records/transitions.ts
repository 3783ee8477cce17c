import { runMetricAlarm } from '../../../../lib/rehearsal/simulator/metric-alarm';
import { MetricStore } from '../../../../lib/rehearsal/simulator/metric-store';
import type { AlarmState, MetricAlarmDefinition } from '../../../../lib/rehearsal/simulator/model';
import { alarmOn, at, METRIC } from '../worlds';
import type { Record } from './record';

// Changes of state of alarms with periods of 10 s, captured on 14 September 2026 with the data as StateReasonData tells them
// (radkawar/stackd @ 9dc356f, testdata/aws/cloudwatch/alarm_evaluation.json).

const DAY = '2026-09-14T';
type Sample = readonly [clock: string, value: number, count?: number];

const DENSE: Sample[] = [
  ['05:42:25', 100],
  ['05:42:35', 0],
  ['05:42:45', 100],
];
const ISOLATED: Sample[] = [...DENSE, ['05:46:55', 100]];
const SPARSE: Sample[] = [
  ...ISOLATED,
  ['05:49:05', 0],
  ['05:49:15', 0],
  ['05:49:25', 0],
  ['05:50:55', 0],
  ['05:51:15', 100],
  ['05:51:35', 100],
];
const SINGLE: Sample[] = [...SPARSE, ['05:54:15', 0]];
const FEW: Sample[] = [['06:43:01', 10, 99]];
const ENOUGH: Sample[] = [...FEW, ['06:45:41', 0, 100]];
const MORE: Sample[] = [...ENOUGH, ['06:46:11', 10, 101]];

interface Transition {
  readonly id: string;
  readonly what: string;
  readonly alarm: MetricAlarmDefinition;
  readonly samples: readonly Sample[];
  readonly queryDate: string;
  readonly before: AlarmState;
  readonly to: AlarmState;
  readonly reason?: string;
  readonly start?: string;
  readonly recent?: readonly (number | null)[];
  /** Begin of the period, value and number of samples. */
  readonly evaluated?: readonly (readonly [clock: string, value?: number, samples?: number])[];
}

const averageOf = (M: number, treatMissingData: string): MetricAlarmDefinition =>
  alarmOn({
    ...{ periodSeconds: 10, evaluationPeriods: 3, datapointsToAlarm: M, threshold: 50, treatMissingData },
    queries: [{ id: 'm', metric: { ...METRIC, statistic: 'Average', unit: 'Count' }, returned: true }],
  });
const once = { periodSeconds: 10, evaluationPeriods: 1, datapointsToAlarm: 1 };
const percentile = (ignoresLowSamples: boolean): MetricAlarmDefinition =>
  alarmOn({ ...once, threshold: 5, treatMissingData: 'ignore', ignoresLowSamples }, 'p90');
const onMath = (expression: string, changes: Partial<MetricAlarmDefinition>): MetricAlarmDefinition =>
  alarmOn({
    ...{ ...once, kind: 'math', ...changes },
    queries: [
      { id: 'm1', metric: { ...METRIC, statistic: 'Average' }, returned: false },
      { id: 'e1', expression, returned: true },
    ],
  });
const plusOne = onMath('m1 + 1', { threshold: 5, treatMissingData: 'ignore' });
const unpublished = (expression: string) => onMath(expression, { threshold: 10, treatMissingData: 'breaching' });

const crossed = (count: string, list: string, verb: string, needed: string): string =>
  `Threshold Crossed: ${count} datapoints [${list}] ${verb} greater than the threshold (50.0)${needed}`;
const toAlarm = (datapoints: string) => ` (minimum ${datapoints} for OK -> ALARM transition).`;
const toOk = (datapoints: string) => ` (minimum ${datapoints} for ALARM -> OK transition).`;
const NOTHING =
  'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].';
const NOTHING_ONCE =
  'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].';
const UNKNOWN = 'Insufficient Data: 3 datapoints were unknown.';

const TRANSITIONS: readonly Transition[] = [
  {
    id: 'T1',
    what: 'two breaching of three, not side by side',
    alarm: averageOf(2, 'missing'),
    samples: DENSE,
    queryDate: '05:43:07.551',
    before: 'OK',
    to: 'ALARM',
    reason: crossed(
      '2 out of the last 3',
      '100.0 (14/09/26 05:42:40), 100.0 (14/09/26 05:42:20)',
      'were',
      toAlarm('2 datapoints'),
    ),
    start: '05:42:20',
    recent: [100, 0, 100],
    evaluated: [
      ['05:42:40', 100, 1],
      ['05:42:20', 100, 1],
    ],
  },
  ...(['breaching', 'ignore'] as const).map(
    (treatment, index): Transition => ({
      id: `T${index + 2}`,
      what: `three real points leave nothing to treat as ${treatment}`,
      alarm: averageOf(3, treatment),
      samples: DENSE,
      queryDate: treatment === 'breaching' ? '05:43:04.472' : '05:43:00.813',
      before: treatment === 'breaching' ? 'ALARM' : 'INSUFFICIENT_DATA',
      to: 'OK',
      reason: crossed('1 out of the last 3', '0.0 (14/09/26 05:42:30)', 'was not', toOk('1 datapoint')),
      start: '05:42:20',
      recent: [100, 0, 100],
      evaluated: [['05:42:30', 0, 1]],
    }),
  ),
  {
    id: 'T4',
    what: 'one good point of two is enough for OK',
    alarm: averageOf(3, 'missing'),
    samples: DENSE,
    queryDate: '05:42:58.775',
    before: 'INSUFFICIENT_DATA',
    to: 'OK',
    reason: crossed('1 out of the last 3', '0.0 (14/09/26 05:42:30)', 'was not', toOk('1 datapoint')),
    start: '05:42:20',
    recent: [100, 0],
    evaluated: [['05:42:30', 0, 1]],
  },
  {
    id: 'T4b',
    what: 'OK of 2 of 3 names a missing period beside the good one',
    alarm: averageOf(2, 'missing'),
    samples: DENSE,
    queryDate: '05:42:57.551',
    before: 'INSUFFICIENT_DATA',
    to: 'OK',
    reason: crossed('1 out of the last 3', '0.0 (14/09/26 05:42:30)', 'was not', toOk('2 datapoints')),
    start: '05:42:20',
    recent: [100, 0],
    evaluated: [['05:42:30', 0, 1], ['05:42:10']],
  },
  {
    id: 'T5',
    what: 'the tenth period back has expired',
    alarm: averageOf(2, 'missing'),
    samples: DENSE,
    queryDate: '05:44:17.553',
    before: 'ALARM',
    to: 'OK',
    reason: crossed('1 out of the last 3', '0.0 (14/09/26 05:42:30)', 'was not', toOk('2 datapoints')),
    start: '05:42:30',
    recent: [0, 100],
    evaluated: [['05:43:50'], ['05:42:30', 0, 1]],
  },
  {
    id: 'T6',
    what: 'a breaching point that is left alone, the ninth back',
    alarm: averageOf(2, 'missing'),
    samples: DENSE,
    queryDate: '05:44:27.550',
    before: 'OK',
    to: 'ALARM',
    reason: crossed('1 out of the last 3', '100.0 (14/09/26 05:42:40)', 'was', toAlarm('2 datapoints')),
    start: '05:42:40',
    recent: [100],
    evaluated: [['05:44:00'], ['05:42:40', 100, 1]],
  },
  {
    id: 'T7',
    what: 'all points expired',
    alarm: averageOf(3, 'missing'),
    samples: DENSE,
    queryDate: '05:44:38.775',
    before: 'ALARM',
    to: 'INSUFFICIENT_DATA',
    reason: UNKNOWN,
    recent: [],
    evaluated: [['05:44:10'], ['05:44:00'], ['05:43:50']],
  },
  {
    id: 'T8',
    what: 'of two needed, two periods are named as unknown',
    alarm: averageOf(2, 'missing'),
    samples: DENSE,
    queryDate: '05:44:37.552',
    before: 'ALARM',
    to: 'INSUFFICIENT_DATA',
    reason: UNKNOWN,
    recent: [],
    evaluated: [['05:44:10'], ['05:44:00']],
  },
  {
    id: 'T9',
    what: 'a lone breach alarms once it is two periods old, for M = 2',
    alarm: averageOf(2, 'missing'),
    samples: ISOLATED,
    queryDate: '05:47:27.551',
    before: 'INSUFFICIENT_DATA',
    to: 'ALARM',
    reason: crossed('1 out of the last 3', '100.0 (14/09/26 05:46:50)', 'was', toAlarm('2 datapoints')),
    start: '05:46:50',
    recent: [100],
    evaluated: [['05:47:00'], ['05:46:50', 100, 1]],
  },
  {
    id: 'T10',
    what: 'a lone breach alarms once it is three periods old, for M = 3',
    alarm: averageOf(3, 'missing'),
    samples: ISOLATED,
    queryDate: '05:47:38.775',
    before: 'INSUFFICIENT_DATA',
    to: 'ALARM',
    reason: crossed('1 out of the last 3', '100.0 (14/09/26 05:46:50)', 'was', toAlarm('3 datapoints')),
    start: '05:46:50',
    recent: [100],
    evaluated: [['05:47:10'], ['05:47:00'], ['05:46:50', 100, 1]],
  },
  {
    id: 'T11',
    what: 'a lone breach expires after nine periods',
    alarm: averageOf(3, 'missing'),
    samples: ISOLATED,
    queryDate: '05:48:48.774',
    before: 'ALARM',
    to: 'INSUFFICIENT_DATA',
    reason: UNKNOWN,
    recent: [],
    evaluated: [['05:48:20'], ['05:48:10'], ['05:48:00']],
  },
  {
    id: 'T12',
    what: 'good, gap, breach, of three',
    alarm: averageOf(3, 'missing'),
    samples: SPARSE,
    queryDate: '05:51:48.775',
    before: 'INSUFFICIENT_DATA',
    to: 'OK',
    reason: crossed('1 out of the last 3', '0.0 (14/09/26 05:50:50)', 'was not', toOk('1 datapoint')),
    start: '05:50:50',
    recent: [0, null, 100],
    evaluated: [['05:50:50', 0, 1]],
  },
  {
    id: 'T13',
    what: 'three real points with gaps between decide, whatever gaps count as',
    alarm: averageOf(3, 'breaching'),
    samples: SPARSE,
    queryDate: '05:51:54.473',
    before: 'ALARM',
    to: 'OK',
    reason: crossed('1 out of the last 3', '0.0 (14/09/26 05:50:50)', 'was not', toOk('1 datapoint')),
    start: '05:50:50',
    recent: [0, null, 100, null, 100],
    evaluated: [['05:50:50', 0, 1]],
  },
  {
    id: 'T14',
    what: 'two breaching of three real points with gaps between',
    alarm: averageOf(2, 'missing'),
    samples: SPARSE,
    queryDate: '05:51:57.551',
    before: 'INSUFFICIENT_DATA',
    to: 'ALARM',
    reason: crossed(
      '2 out of the last 3',
      '100.0 (14/09/26 05:51:30), 100.0 (14/09/26 05:51:10)',
      'were',
      toAlarm('2 datapoints'),
    ),
    start: '05:50:50',
    recent: [0, null, 100, null, 100],
    evaluated: [
      ['05:51:30', 100, 1],
      ['05:51:10', 100, 1],
    ],
  },
  {
    id: 'T15',
    what: 'the good point expired: two breaching ones and a gap, of three',
    alarm: averageOf(3, 'missing'),
    samples: SPARSE,
    queryDate: '05:52:48.775',
    before: 'OK',
    to: 'ALARM',
    reason: crossed(
      '2 out of the last 3',
      '100.0 (14/09/26 05:51:30), 100.0 (14/09/26 05:51:10)',
      'were',
      toAlarm('3 datapoints'),
    ),
    start: '05:51:10',
    recent: [100, null, 100],
    evaluated: [['05:52:20'], ['05:51:30', 100, 1], ['05:51:10', 100, 1]],
  },
  {
    id: 'T15b',
    what: 'the same, with gaps that count as breaching',
    alarm: averageOf(3, 'breaching'),
    samples: SPARSE,
    queryDate: '05:52:44.472',
    before: 'OK',
    to: 'ALARM',
    reason:
      'Threshold Crossed: 2 out of the last 3 datapoints [100.0 (14/09/26 05:51:30), 100.0 (14/09/26 05:51:10)] were greater than the threshold (50.0) and 1 missing datapoint was treated as [Breaching] (minimum 3 datapoints for OK -> ALARM transition).',
    start: '05:51:10',
    recent: [100, null, 100],
    evaluated: [['05:52:20'], ['05:51:30', 100, 1], ['05:51:10', 100, 1]],
  },
  {
    id: 'T16',
    what: 'two breaching points expired',
    alarm: averageOf(3, 'missing'),
    samples: SPARSE,
    queryDate: '05:53:28.775',
    before: 'ALARM',
    to: 'INSUFFICIENT_DATA',
    reason: UNKNOWN,
    recent: [],
    evaluated: [['05:53:00'], ['05:52:50'], ['05:52:40']],
  },
  {
    id: 'T17',
    what: 'one good point outweighs gaps that count as breaching, of three',
    alarm: averageOf(3, 'breaching'),
    samples: SINGLE,
    queryDate: '05:54:34.473',
    before: 'ALARM',
    to: 'OK',
    reason:
      'Threshold Crossed: 1 out of the last 3 datapoints [0.0 (14/09/26 05:54:10)] was not greater than the threshold (50.0) and 2 missing datapoints were treated as [Breaching] (minimum 1 datapoint for ALARM -> OK transition).',
    start: '05:54:10',
    recent: [0],
    evaluated: [['05:54:10', 0, 1]],
  },
  {
    id: 'T18',
    what: 'the good point expired after nine periods',
    alarm: averageOf(3, 'breaching'),
    samples: SINGLE,
    queryDate: '05:56:04.474',
    before: 'OK',
    to: 'ALARM',
    reason: NOTHING,
    recent: [],
    evaluated: [['05:55:40'], ['05:55:30'], ['05:55:20']],
  },
  {
    id: 'T19',
    what: 'one good point, two of three, gaps that are missing',
    alarm: averageOf(2, 'missing'),
    samples: SINGLE,
    queryDate: '05:54:37.550',
    before: 'INSUFFICIENT_DATA',
    to: 'OK',
    reason: crossed('1 out of the last 3', '0.0 (14/09/26 05:54:10)', 'was not', toOk('2 datapoints')),
    start: '05:54:10',
    recent: [0],
    evaluated: [['05:54:10', 0, 1], ['05:54:00']],
  },
  {
    id: 'T20',
    what: 'metric math, 99 samples of 10',
    alarm: plusOne,
    samples: FEW,
    queryDate: '06:43:18.195',
    before: 'INSUFFICIENT_DATA',
    to: 'ALARM',
    reason:
      'Threshold Crossed: 1 out of the last 1 datapoints [11.0 (14/09/26 06:43:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
    start: '06:43:00',
    recent: [11],
    evaluated: [['06:43:00', 11]],
  },
  {
    id: 'T21',
    what: 'metric math, 100 samples of 0',
    alarm: plusOne,
    samples: ENOUGH,
    queryDate: '06:45:58.197',
    before: 'ALARM',
    to: 'OK',
    reason:
      'Threshold Crossed: 1 out of the last 1 datapoints [1.0 (14/09/26 06:45:40)] was not greater than the threshold (5.0) (minimum 1 datapoint for ALARM -> OK transition).',
    start: '06:45:40',
    recent: [1],
    evaluated: [['06:45:40', 1]],
  },
  ...([true, false] as const).flatMap((ignores): Transition[] => [
    {
      id: `P2${ignores ? '' : 'e'}`,
      what: `p90 of 100 samples of 0, few samples ${ignores ? 'ignored' : 'evaluated'}`,
      alarm: percentile(ignores),
      samples: ENOUGH,
      queryDate: ignores ? '06:46:04.128' : '06:46:05.740',
      before: ignores ? 'INSUFFICIENT_DATA' : 'ALARM',
      to: 'OK',
      reason:
        'Threshold Crossed: 1 out of the last 1 datapoints [0.0 (14/09/26 06:45:40)] was not greater than the threshold (5.0) (minimum 1 datapoint for ALARM -> OK transition).',
      start: '06:45:40',
      recent: [0],
      evaluated: [['06:45:40', 0, 100]],
    },
    {
      id: `P3${ignores ? '' : 'e'}`,
      what: `p90 of 101 samples of 10, few samples ${ignores ? 'ignored' : 'evaluated'}`,
      alarm: percentile(ignores),
      samples: MORE,
      queryDate: ignores ? '06:46:34.128' : '06:46:35.741',
      before: 'OK',
      to: 'ALARM',
      reason:
        'Threshold Crossed: 1 out of the last 1 datapoints [10.0 (14/09/26 06:46:10)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
      start: '06:46:10',
      recent: [10],
      evaluated: [['06:46:10', 10, 101]],
    },
  ]),
  {
    id: 'P4',
    what: 'p90 of 99 samples, few samples evaluated',
    alarm: percentile(false),
    samples: FEW,
    queryDate: '06:43:25.741',
    before: 'INSUFFICIENT_DATA',
    to: 'ALARM',
    reason:
      'Threshold Crossed: 1 out of the last 1 datapoints [10.0 (14/09/26 06:43:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
    start: '06:43:00',
    recent: [10],
    evaluated: [['06:43:00', 10, 99]],
  },
  {
    id: 'P1',
    what: 'p90 of 99 samples, few samples ignored: the state is kept',
    alarm: percentile(true),
    samples: FEW,
    queryDate: '06:43:25.741',
    before: 'INSUFFICIENT_DATA',
    to: 'INSUFFICIENT_DATA',
  },
  ...(
    [
      ['M7', 'm1+1', '07:58:33.125', '07:58:20'],
      ['M9', 'FIRST(REMOVE_EMPTY(METRICS()))', '08:00:23.879', '08:00:10'],
      ['M10', 'FIRST(SORT(METRICS(),MAX,DESC))', '08:01:47.557', '08:01:30'],
    ] as const
  ).map(
    ([id, expression, queryDate, newest]): Transition => ({
      id,
      what: `${expression} of a metric that was never published`,
      alarm: unpublished(expression),
      samples: [],
      queryDate,
      before: 'OK',
      to: 'ALARM',
      reason: NOTHING_ONCE,
      recent: [],
      evaluated: [[newest]],
    }),
  ),
  {
    id: 'M8',
    what: 'TIME_SERIES(0) has values without any data',
    alarm: unpublished('TIME_SERIES(0)'),
    samples: [],
    queryDate: '07:59:20.482',
    before: 'ALARM',
    to: 'OK',
    reason:
      'Threshold Crossed: 1 out of the last 1 datapoints [0.0 (14/09/26 07:59:10)] was not greater than the threshold (10.0) (minimum 1 datapoint for ALARM -> OK transition).',
    start: '07:59:10',
    recent: [0],
    evaluated: [['07:59:10', 0]],
  },
];

/** Where the newest period ended: alarms on a metric leave ten seconds for data to come, those on metric math none. */
function newestEnd({ alarm, queryDate }: Transition): number {
  const grace = alarm.kind === 'metric' ? 10 : 0;
  return Math.floor((at(`${DAY}${queryDate}Z`) - grace) / 10) * 10;
}

function changeOf(transition: Transition) {
  const store = new MetricStore();
  for (const [clock, value, count] of transition.samples) {
    store.record(METRIC, [{ time: at(`${DAY}${clock}Z`), value, count }], 'Count');
  }
  const end = newestEnd(transition);
  return runMetricAlarm(transition.alarm, store, { start: end, end }, transition.before).changes[0];
}

const apiTime = (clock: string): string => `${DAY}${clock}.000+0000`;

/** As captured, without the time of the query. */
function dataOf({ alarm, start, recent, evaluated = [] }: Transition): object {
  const metric = alarm.kind === 'metric' ? alarm.queries[0]?.metric : undefined;
  return {
    version: '1.0',
    ...(start === undefined ? {} : { startDate: apiTime(start) }),
    ...(metric?.unit === undefined ? {} : { unit: metric.unit }),
    ...(metric === undefined ? {} : { statistic: metric.statistic }),
    period: 10,
    recentDatapoints: recent,
    threshold: alarm.threshold,
    evaluatedDatapoints: evaluated.map(([clock, value, sampleCount]) => ({
      timestamp: apiTime(clock),
      ...(sampleCount === undefined ? {} : { sampleCount }),
      ...(value === undefined ? {} : { value }),
    })),
  };
}

function withoutQueryDate(text: string | undefined): object {
  const { queryDate: _, ...data } = JSON.parse(text ?? '{}');
  return data;
}

export const transitionRecords: readonly Record[] = TRANSITIONS.flatMap((transition): Record[] => {
  const common = { id: transition.id, what: transition.what, source: 'native' } as const;
  const state: Record = {
    ...{ ...common, area: 'state', aws: transition.to },
    simulator: () => changeOf(transition)?.to ?? transition.before,
  };
  if (transition.reason === undefined) return [state];
  return [
    state,
    { ...common, area: 'reason', aws: transition.reason, simulator: () => changeOf(transition)?.reason },
    {
      ...{ ...common, area: 'reason data', aws: dataOf(transition) },
      simulator: () => withoutQueryDate(changeOf(transition)?.reasonData),
    },
  ];
});
