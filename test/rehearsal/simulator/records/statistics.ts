import { MetricStore } from '../../../../lib/rehearsal/simulator/metric-store';
import { periodsOf } from '../../../../lib/rehearsal/simulator/periods';
import type { Sample } from '../../../../lib/rehearsal/simulator/samples';
import { statisticsOfUnits } from '../../../../lib/rehearsal/simulator/statistics-over-periods';
import { alarmOn, METRIC, MINUTE, START } from '../worlds';
import type { Record } from './record';

// Captured on 14 September 2026 (radkawar/stackd @ 9dc356f, testdata/aws/cloudwatch: statistics.json, metrics.json), and recorded by
// localstack's tests that are validated on AWS. How far percentiles may be off is what CloudWatch's bins of a tenth allow.

type Counted = readonly (readonly [value: number, count?: number])[];

const ONE_TO_TEN: Counted = Array.from({ length: 10 }, (_, index) => [index + 1]);
const SKEWED: Counted = [[1], [3, 2], [7, 4], [11, 2], [23]];
const WEIGHTED: Counted = [
  [2, 2],
  [10, 3],
];
const MIXED: Counted = [[0], [2], [4], [3.5], [7], [100]];
const TO_ELEVEN: Counted = Array.from({ length: 11 }, (_, index) => [index + 1]);

const COUNTED: Counted = [
  [1, 2],
  [10, 4],
];

const ONE_MINUTE = periodsOf(alarmOn({ periodSeconds: MINUTE }), 1, { start: START + MINUTE, end: START + MINUTE });

interface Published {
  readonly samples: Counted;
  readonly unit?: string;
}

/** A statistic of one minute; undefined if there is none. */
function statistic(name: string, published: readonly Published[], unit?: string): number | undefined {
  const store = new MetricStore();
  for (const { samples, unit: publishedIn = 'None' } of published) {
    const all = samples.map(([value, count]): Sample => ({ time: START, value, count }));
    store.record(METRIC, all, publishedIn);
  }
  const [value = Number.NaN] = statisticsOfUnits(store.samplesByUnit(METRIC, unit), name, ONE_MINUTE);
  return Number.isNaN(value) ? undefined : value;
}

const of = (prefix: string, what: string, samples: Counted, tolerance: number, values: readonly [string, number][]) =>
  values.map(
    ([name, aws]): Record => ({
      ...{ id: `${prefix}-${name}`, area: 'statistic', source: 'native', what: `${name} of ${what}` },
      aws: aws === 0 ? 0 : `${aws} within ${100 * tolerance} %`,
      simulator: () => {
        const value = statistic(name, [{ samples }]);
        const isNear = value !== undefined && Math.abs(value - aws) <= tolerance * Math.abs(aws);
        return isNear && aws !== 0 ? `${aws} within ${100 * tolerance} %` : value;
      },
    }),
  );

const exactly = (id: string, what: string, name: string, samples: Counted, aws: number): Record => ({
  ...{ id, area: 'statistic', source: 'native', what: `${name} of ${what}`, aws },
  simulator: () => statistic(name, [{ samples }]),
});

const SECONDS: Published = { samples: [[60]], unit: 'Seconds' };
const MILLISECONDS: Published = { samples: [[60_000]], unit: 'Milliseconds' };

export const statisticRecords: readonly Record[] = [
  ...of('S-u', '1 to 10', ONE_TO_TEN, 0.1, [
    ['p10', 1.1],
    ['p25', 2.992],
    ['p50', 5.054],
    ['p90', 9.8497],
    ['p0', 1],
  ]),
  ...of('S-s', '1, 3 twice, 7 four times, 11 twice, 23', SKEWED, 0.1, [
    ['p25', 3.0645],
    ['p50', 7.056],
    ['p90', 11.918],
  ]),
  ...of('S-w', '2 twice, 10 three times', WEIGHTED, 0.1, [
    ['p40', 2.1436],
    ['p50', 9.8746],
    ['p90', 9.9748],
  ]),
  ...of('S-u', '1 to 10', ONE_TO_TEN, 0.025, [
    ['IQM', 5.403],
    ['wm90', 5.479],
  ]),
  ...of('S-w', '2 twice, 10 three times', WEIGHTED, 0.025, [
    ['ts90', 28.924],
    ['IQM', 7.5605],
    ['wm90', 6.785],
    ['TS(25%:75%)', 18.9],
  ]),
  // fixed bounds: as exact as captured
  ...of('S-w', '2 twice, 10 three times', WEIGHTED, 0.001, [
    ['PR(:2)', 0],
    ['PR(:5)', 40],
    ['PR(:10)', 100],
    ['PR(2:10)', 100],
    ['TM(2:10)', 6.784],
    ['TS(2:10)', 33.918],
  ]),
  ...of('S-s', '1, 3 twice, 7 four times, 11 twice, 23', SKEWED, 0.001, [
    ['PR(:2)', 10],
    ['PR(:5)', 30],
    ['PR(:10)', 70],
    ['TM(2:10)', 5.708],
  ]),
  ...of('S-u', '1 to 10', ONE_TO_TEN, 0.001, [
    ['PR(:2)', 12.63],
    ['PR(:5)', 48.81],
  ]),
  exactly('S-l-Sum', '0, 2, 4, 3.5, 7 and 100', 'Sum', MIXED, 116.5),
  exactly('S-l-Minimum', '0, 2, 4, 3.5, 7 and 100', 'Minimum', MIXED, 0),
  exactly('S-l-Maximum', '0, 2, 4, 3.5, 7 and 100', 'Maximum', MIXED, 100),
  exactly('S-l2-Sum', '1 to 11', 'Sum', TO_ELEVEN, 66),
  exactly('S-l2-SampleCount', '1 to 11', 'SampleCount', TO_ELEVEN, 11),
  exactly('S-l2-Maximum', '1 to 11', 'Maximum', TO_ELEVEN, 11),
  exactly('S-l2-Average', '1 to 11', 'Average', TO_ELEVEN, 6),
  exactly('S-vals-SampleCount', '1 twice, 10 four times', 'SampleCount', COUNTED, 6),
  exactly('S-vals-Sum', '1 twice, 10 four times', 'Sum', COUNTED, 42),
  exactly('S-vals-Maximum', '1 twice, 10 four times', 'Maximum', COUNTED, 10),
  {
    ...{ id: 'S-neg', area: 'statistic', source: 'native', what: 'p90 where a value is negative', aws: undefined },
    simulator: () => statistic('p90', [{ samples: [[-1], [3]] }]),
  },
  ...['SampleCount', 'Sum', 'Average'].map(
    (name): Record => ({
      ...{ id: `S-zero-${name}`, area: 'statistic', source: 'native', what: `${name} of values with counts of 0` },
      aws: undefined,
      simulator: () =>
        statistic(name, [
          {
            samples: [
              [1, 0],
              [2, 0],
            ],
          },
        ]),
    }),
  ),
  {
    ...{ id: 'S-unit1', area: 'unit', source: 'native', what: 'an alarm on Seconds sees seconds only', aws: 60 },
    simulator: () => statistic('Sum', [SECONDS, MILLISECONDS], 'Seconds'),
  },
  {
    ...{ id: 'S-unit3', area: 'unit', source: 'two', what: 'without a unit, one of two is seen', aws: 60_000 },
    simulator: () => statistic('Sum', [SECONDS, MILLISECONDS]),
  },
  {
    ...{
      id: 'S-unit5',
      area: 'unit',
      source: 'native',
      what: 'published without a unit is no seconds',
      aws: undefined,
    },
    simulator: () => statistic('Sum', [{ samples: [[60]] }], 'Seconds'),
  },
];
