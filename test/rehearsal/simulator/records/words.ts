import { runMetricAlarm } from '../../../../lib/rehearsal/simulator/metric-alarm';
import { MetricStore } from '../../../../lib/rehearsal/simulator/metric-store';
import type { AlarmState, MetricAlarmDefinition } from '../../../../lib/rehearsal/simulator/model';
import { alarmOn, at, METRIC } from '../worlds';
import type { Record } from './record';

// Reasons and times of alarms as people published them.

interface Published {
  readonly id: string;
  readonly area: 'reason' | 'time';
  readonly what: string;
  readonly source: Record['source'];
  readonly alarm: Partial<MetricAlarmDefinition>;
  readonly samples: readonly (readonly [time: string, value: number])[];
  /** When it was evaluated: the end of the newest period. */
  readonly time: string;
  readonly before: AlarmState;
  readonly reason: string;
}

const N = (evaluationPeriods: number, datapointsToAlarm = evaluationPeriods) => ({
  evaluationPeriods,
  datapointsToAlarm,
});
const notTold = { countsDatapoints: false };
const BREACHING = { treatMissingData: 'breaching' };

/** One sample a minute, the newest last. */
const minutes = (newest: string, ...values: readonly number[]): [string, number][] =>
  values.map((value, index) => {
    const time = new Date((at(newest) - (values.length - 1 - index) * 60) * 1000);
    return [time.toISOString(), value];
  });

const PUBLISHED: readonly Published[] = [
  {
    ...{ id: 'R10', area: 'reason', source: 'native', what: 'a real and a filled datapoint, in a log of a migration' },
    alarm: { ...N(2), ...notTold, ...BREACHING, periodSeconds: 60, comparison: 'LessThanThreshold', threshold: 1 },
    samples: [['2026-04-20T18:45:00Z', 0]],
    ...{ time: '2026-04-20T18:51:00Z', before: 'OK' },
    reason:
      'Threshold Crossed: 1 datapoint [0.0 (20/04/26 18:45:00)] was less than the threshold (1.0) and 1 missing datapoint was treated as [Breaching].',
  },
  {
    ...{ id: 'R11', area: 'reason', source: 'native', what: 'a real and a filled datapoint, OK, in a design document' },
    alarm: {
      ...{ ...N(2), ...notTold, ...BREACHING, periodSeconds: 60 },
      ...{ comparison: 'GreaterThanOrEqualToThreshold', threshold: 1 },
    },
    samples: [['2026-08-03T11:42:00Z', 0]],
    ...{ time: '2026-08-03T11:43:00Z', before: 'ALARM' },
    reason:
      'Threshold Crossed: 1 datapoint [0.0 (03/08/26 11:42:00)] was not greater than or equal to the threshold (1.0) and 1 missing datapoint was treated as [Breaching].',
  },
  {
    ...{ id: 'R12', area: 'reason', source: 'native', what: 'one of twenty, in a message of SNS' },
    alarm: {
      ...{ ...N(20, 1), treatMissingData: 'notBreaching', periodSeconds: 300 },
      ...{ comparison: 'GreaterThanOrEqualToThreshold', threshold: 1 },
    },
    samples: [['2024-03-16T12:15:00Z', 613]],
    ...{ time: '2024-03-16T12:20:00Z', before: 'OK' },
    reason:
      'Threshold Crossed: 1 out of the last 20 datapoints [613.0 (16/03/24 12:15:00)] was greater than or equal to the threshold (1.0) and 19 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).',
  },
  {
    ...{ id: 'R13', area: 'reason', source: 'native', what: 'of thirty, the five newest are named' },
    alarm: { ...N(30), periodSeconds: 60, threshold: 20 },
    samples: minutes('2024-12-06T05:34:00Z', ...Array.from({ length: 25 }, () => 50), 58, 59, 59, 60, 60),
    ...{ time: '2024-12-06T05:35:00Z', before: 'OK' },
    reason:
      'Threshold Crossed: 30 out of the last 30 datapoints were greater than the threshold (20.0). The most recent datapoints which crossed the threshold: [60.0 (06/12/24 05:34:00), 60.0 (06/12/24 05:33:00), 59.0 (06/12/24 05:32:00), 59.0 (06/12/24 05:31:00), 58.0 (06/12/24 05:30:00)] (minimum 30 datapoints for OK -> ALARM transition).',
  },
  {
    ...{ id: 'R15', area: 'reason', source: 'native', what: 'five with many digits, in an e-mail' },
    alarm: { ...N(5), ...notTold, periodSeconds: 60, comparison: 'GreaterThanOrEqualToThreshold', threshold: 80 },
    samples: minutes('2025-09-03T06:24:00Z', 84.9, 84.91, 84.93257920422259, 84.9368272080435, 84.93923823723915),
    ...{ time: '2025-09-03T06:25:00Z', before: 'OK' },
    reason:
      'Threshold Crossed: 5 datapoints were greater than or equal to the threshold (80.0). The most recent datapoints which crossed the threshold: [84.93923823723915 (03/09/25 06:24:00), 84.9368272080435 (03/09/25 06:23:00), 84.93257920422259 (03/09/25 06:22:00), 84.91 (03/09/25 06:21:00), 84.9 (03/09/25 06:20:00)].',
  },
  {
    ...{ id: 'R16', area: 'reason', source: 'native', what: 'ten unknown, in a test of alerta' },
    alarm: { ...N(10), periodSeconds: 60 },
    samples: [],
    ...{ time: '2019-05-13T10:00:00Z', before: 'OK' },
    reason: 'Insufficient Data: 10 datapoints were unknown.',
  },
  {
    ...{
      id: 'R18',
      area: 'reason',
      source: 'one',
      what: 'real datapoints are good, filled ones alarm: StateReason of 5 September 2026',
    },
    alarm: { ...N(3, 2), ...BREACHING, periodSeconds: 60, threshold: 0 },
    samples: [['2026-09-05T10:00:00Z', 0]],
    ...{ time: '2026-09-05T10:05:00Z', before: 'OK' },
    reason:
      'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].',
  },
  ...(
    [
      ['R19', 2, '2026-04-21T09:47:00Z'],
      ['R20', 8, '2026-08-14T03:05:00Z'],
    ] as const
  ).map(
    ([id, periods, time]): Published => ({
      ...{ id, area: 'reason', source: 'native', what: `no datapoints for ${periods} periods` },
      alarm: { ...N(periods), ...BREACHING, periodSeconds: 900 },
      ...{ samples: [], time, before: 'OK' },
      reason: `Threshold Crossed: no datapoints were received for ${periods} periods and ${periods} missing datapoints were treated as [Breaching].`,
    }),
  ),
  {
    ...{
      id: 'F1',
      area: 'time',
      source: 'native',
      what: 'periods of 45 minutes end with the minute, in a history of 2022',
    },
    alarm: { ...N(3), ...notTold, periodSeconds: 2700, comparison: 'GreaterThanOrEqualToThreshold', threshold: 1 },
    samples: [
      ['2022-05-13T11:50:00Z', 1],
      ['2022-05-13T12:40:00Z', 5],
      ['2022-05-13T13:20:00Z', 4],
    ],
    ...{ time: '2022-05-13T13:59:00Z', before: 'OK' },
    reason:
      'Threshold Crossed: 3 datapoints [4.0 (13/05/22 13:14:00), 5.0 (13/05/22 12:29:00), 1.0 (13/05/22 11:44:00)] were greater than or equal to the threshold (1.0).',
  },
  {
    ...{ id: 'F2', area: 'time', source: 'native', what: 'eight periods of 15 minutes recover with the first datum' },
    alarm: {
      ...{ ...N(8), ...notTold, ...BREACHING, periodSeconds: 900 },
      ...{ comparison: 'LessThanOrEqualToThreshold', threshold: 0 },
    },
    samples: [['2026-08-19T09:50:00Z', 2]],
    ...{ time: '2026-08-19T09:51:00Z', before: 'ALARM' },
    reason:
      'Threshold Crossed: 1 datapoint [2.0 (19/08/26 09:36:00)] was not less than or equal to the threshold (0.0) and 7 missing datapoints were treated as [Breaching].',
  },
  {
    ...{ id: 'F3', area: 'time', source: 'native', what: 'three periods of three minutes' },
    alarm: { ...N(3), ...notTold, periodSeconds: 180, threshold: 0 },
    samples: [
      ['2026-08-19T05:45:00Z', 1],
      ['2026-08-19T05:48:00Z', 3],
      ['2026-08-19T05:51:00Z', 2],
    ],
    ...{ time: '2026-08-19T05:53:00Z', before: 'OK' },
    reason:
      'Threshold Crossed: 3 datapoints [2.0 (19/08/26 05:50:00), 3.0 (19/08/26 05:47:00), 1.0 (19/08/26 05:44:00)] were greater than the threshold (0.0).',
  },
  {
    ...{
      id: 'F8',
      area: 'time',
      source: 'native',
      what: 'three minutes of a load balancer recover with one datapoint',
    },
    alarm: { ...N(3), ...notTold, ...BREACHING, periodSeconds: 60, comparison: 'LessThanThreshold', threshold: 1 },
    samples: [['2026-08-26T16:16:00Z', 1]],
    ...{ time: '2026-08-26T16:17:00Z', before: 'ALARM' },
    reason:
      'Threshold Crossed: 1 datapoint [1.0 (26/08/26 16:16:00)] was not less than the threshold (1.0) and 2 missing datapoints were treated as [Breaching].',
  },
];

/** From AWS's guide to events of alarms: outside of a band, at 3 October 2019. */
const outsideOfBand = (): string | undefined => {
  const store = new MetricStore();
  const at15 = at('2019-10-03T15:58:00Z');
  const once = (value: number) => [{ time: at15, value }];
  store.record(METRIC, once(0));
  store.recordBand(METRIC, once(0.3006915352732461), once(0.020599444741798756));
  const alarm = alarmOn({
    ...{ ...N(1), kind: 'anomaly', periodSeconds: 60, bandId: 'band', threshold: undefined },
    comparison: 'LessThanLowerOrGreaterThanUpperThreshold',
    queries: [
      { id: 'm', metric: { ...METRIC, statistic: 'Average' }, returned: true },
      { id: 'band', expression: 'ANOMALY_DETECTION_BAND(m, 1)', returned: true },
    ],
  });
  const span = { start: at15 + 60, end: at15 + 60 };
  return runMetricAlarm(alarm, store, span, 'OK').changes[0]?.reason;
};

const hourly = alarmOn({ ...N(3), ...BREACHING, periodSeconds: 3600, comparison: 'LessThanThreshold', threshold: 1 });

export const wordRecords: readonly Record[] = [
  ...PUBLISHED.map(
    ({ id, area, what, source, alarm, samples, time, before, reason }): Record => ({
      ...{ id, area, what, source, aws: reason },
      simulator: () => {
        const store = new MetricStore();
        store.record(
          METRIC,
          samples.map(([sampled, value]) => ({ time: at(sampled), value })),
        );
        const span = { start: at(time), end: at(time) };
        return runMetricAlarm(alarmOn({ ...alarm, datapointsToAlarm: alarm.datapointsToAlarm }), store, span, before)
          .changes[0]?.reason;
      },
    }),
  ),
  {
    ...{ id: 'R17', area: 'reason', source: 'documented', what: 'outside of a band, in the guide' },
    aws: 'Thresholds Crossed: 1 out of the last 1 datapoints [0.0 (03/10/19 15:58:00)] was less than the lower thresholds [0.020599444741798756] or greater than the upper thresholds [0.3006915352732461] (minimum 1 datapoint for OK -> ALARM transition).',
    simulator: outsideOfBand,
  },
  {
    ...{ id: 'F6', area: 'time', source: 'native', what: 'three hours: ALARM when created, OK with the first datum' },
    aws: ['15:38 ALARM', '16:29 OK'],
    simulator: () => {
      const store = new MetricStore();
      store.record(METRIC, [{ time: at('2026-09-27T16:28:30Z'), value: 1 }]);
      const span = { start: at('2026-09-27T15:38:00Z'), end: at('2026-09-27T17:00:00Z') };
      return runMetricAlarm(hourly, store, span).changes.map(
        ({ time, to }) => `${new Date(time * 1000).toISOString().slice(11, 16)} ${to}`,
      );
    },
  },
  {
    ...{
      id: 'D8',
      area: 'time',
      source: 'native',
      what: 'what spans days is evaluated by the hour, at minute 3 in the guide',
    },
    aws: ['11:03 ALARM', '12:03 OK'],
    simulator: () => {
      const store = new MetricStore();
      for (const [clock, value] of [
        ['02T10:00', 1],
        ['05T10:02', 0],
        ['05T11:43', 1],
      ] as const) {
        store.record(METRIC, [{ time: at(`2026-01-${clock}:00Z`), value }]);
      }
      const alarm = alarmOn({ ...N(1), periodSeconds: 3 * 86_400, comparison: 'LessThanThreshold', threshold: 1 });
      const span = { start: at('2026-01-05T10:00:00Z'), end: at('2026-01-05T13:00:00Z') };
      return runMetricAlarm(alarm, store, span, 'OK').changes.map(
        ({ time, to }) => `${new Date(time * 1000).toISOString().slice(11, 16)} ${to}`,
      );
    },
  },
];
