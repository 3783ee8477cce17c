import { MetricStore } from '../../../lib/rehearsal/simulator/metric-store';
import type { MetricIdentity } from '../../../lib/rehearsal/simulator/model';
import { recordCommaSeparated } from '../../../lib/rehearsal/simulator/recordings/comma-separated';
import { DataError } from '../../../lib/rehearsal/simulator/recordings/data-error';
import { recordEmbeddedMetrics } from '../../../lib/rehearsal/simulator/recordings/embedded-metrics';
import { recordMetricDataResult, recordPutMetricData } from '../../../lib/rehearsal/simulator/recordings/metric-data';
import { Samples } from '../../../lib/rehearsal/simulator/samples';
import { at, METRIC, START } from './worlds';

const samplesOf = (store: MetricStore, metric: MetricIdentity, unit?: string) =>
  store.samplesByUnit(metric, unit)[0] ?? new Samples();

const contents = (store: MetricStore, metric = METRIC, unit?: string) => {
  const { times, values, counts, minima, maxima } = samplesOf(store, metric, unit);
  return [times, values, counts, minima, maxima].map((column) => column && [...column]);
};

describe('lines in the embedded metric format', () => {
  const line = (root: object) =>
    JSON.stringify({
      _aws: {
        Timestamp: START * 1000,
        CloudWatchMetrics: [
          {
            Namespace: 'Shop',
            Dimensions: [['Service'], []],
            Metrics: [{ Name: 'Errors', Unit: 'Count' }, { Name: 'Took' }],
          },
        ],
      },
      Service: 'orders',
      ...root,
    });

  test('hold numbers, several, and values with counts, once per set of dimensions', () => {
    const store = new MetricStore();
    recordEmbeddedMetrics(
      store,
      `START\n${line({ Errors: 2, Took: [5, 7] })}\n{"level":"info"}\n${line({ Errors: { Values: [1, 3], Counts: [4, 1] }, Took: 9 })}\n`,
    );

    expect(contents(store).slice(0, 3)).toEqual([
      [START, START, START],
      [2, 1, 3],
      [1, 4, 1],
    ]);
    expect(contents(store, { ...METRIC, dimensions: {} })[1]).toEqual([2, 1, 3]);
    expect(contents(store, { ...METRIC, name: 'Took' })[1]).toEqual([5, 7, 9]);
    expect(samplesOf(store, METRIC, 'Count').length).toBe(3);
    expect(samplesOf(store, { ...METRIC, name: 'Took' }, 'None').length).toBe(3);
  });

  test.each([
    [
      `{"_aws": {"CloudWatchMetrics"${' '.repeat(99)}`,
      `This is no JSON: {"_aws": {"CloudWatchMetrics"${' '.repeat(31)}`,
    ],
    [line({ Errors: 'many', Took: 1 }), '\'Errors\' is no number: "many".'],
    ['{"_aws": {"CloudWatchMetrics": []}}', '_aws.Timestamp is no number'],
    ['{"_aws": {"Timestamp": 1, "CloudWatchMetrics": [{}]}}', 'Namespace is missing.'],
    ['{"_aws": {"Timestamp": 1, "CloudWatchMetrics": [null]}}', 'Namespace is missing.'],
    ['{"_aws": {"Timestamp": 1, "CloudWatchMetrics": ["it"]}}', 'Namespace is missing.'],
    ['{"_aws": {"Timestamp": 1, "CloudWatchMetrics": [{"Namespace": ""}]}}', 'Namespace is missing.'],
    [
      '{"_aws": {"Timestamp": 1, "CloudWatchMetrics": [{"Namespace": "N", "Metrics": [{}]}]}}',
      'the name of a metric is missing.',
    ],
    [line({ Errors: [1, '2'], Took: 1 }), 'a value is no number: "2".'],
    [line({ Errors: null, Took: 1 }), "'Errors' is no number: null."],
  ])('%s is an error', (text, message) => {
    const read = () => recordEmbeddedMetrics(new MetricStore(), text);
    expect(read).toThrow(expect.objectContaining({ name: 'DataError', message: expect.stringContaining(message) }));
  });

  test.each(['"CloudWatchMetrics"', '["CloudWatchMetrics"]', '{"_aws": {"Timestamp": 1, "CloudWatchMetrics": 5}}'])(
    '%s holds no metrics',
    (text) => {
      const store = new MetricStore();
      const read = () => recordEmbeddedMetrics(store, text);
      if (text.startsWith('{')) expect(read).not.toThrow();
      else expect(read).toThrow('_aws.Timestamp is no number');
      expect(store.metrics).toEqual([]);
    },
  );
});

test('requests of PutMetricData hold samples, values with counts, and statistic sets', () => {
  const store = new MetricStore();
  const datum = { MetricName: 'Errors', Dimensions: [{ Name: 'Service', Value: 'orders' }], Unit: 'Count' };
  recordPutMetricData(store, {
    Namespace: 'Shop',
    MetricData: [
      { ...datum, Timestamp: new Date(START * 1000), Value: 7 },
      { ...datum, Timestamp: '2026-01-05T00:01:00Z', Values: [1, 2], Counts: [3, 1] },
      {
        ...datum,
        Timestamp: '2026-01-05T00:02:00Z',
        StatisticValues: { SampleCount: 4, Sum: 20, Minimum: 1, Maximum: 9 },
      },
    ],
  });

  expect(contents(store, METRIC, 'Count')).toEqual([
    [START, START + 60, START + 60, START + 120],
    [7, 1, 2, 5],
    [1, 3, 1, 4],
    [7, 1, 2, 1],
    [7, 1, 2, 9],
  ]);
  expect(() => recordPutMetricData(store, { Namespace: 'Shop', MetricData: [datum] })).toThrow(
    new DataError('A time is missing.'),
  );
});

test.each([
  [{ MetricData: [{}] }, 'Namespace is missing.'],
  [{ Namespace: 'N', MetricData: [{}] }, 'MetricName is missing.'],
  [{ Namespace: 'N', MetricData: [{ MetricName: 'M', Dimensions: [{}] }] }, 'Name is missing.'],
  [{ Namespace: 'N', MetricData: [{ MetricName: 'M', Dimensions: [{ Name: 'D' }] }] }, 'Value is missing.'],
  [{ Namespace: 'N', MetricData: [{ MetricName: 'M', Timestamp: 0 }] }, 'Value is no number'],
  ...['SampleCount', 'Sum', 'Minimum', 'Maximum'].map((missing): [object, string] => [
    {
      Namespace: 'N',
      MetricData: [
        {
          MetricName: 'M',
          Timestamp: 0,
          StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1, [missing]: '1' },
        },
      ],
    },
    `${missing} is no number: "1".`,
  ]),
])('%j is an error', (request, message) => {
  expect(() => recordPutMetricData(new MetricStore(), request)).toThrow(message);
});

test('metrics without a unit have the unit None', () => {
  const store = new MetricStore();
  recordPutMetricData(store, {
    Namespace: 'Shop',
    MetricData: [{ MetricName: 'Errors', Timestamp: '2026-01-05T00:00:00Z', Value: 1 }],
  });
  expect(samplesOf(store, { ...METRIC, dimensions: {} }, 'None').length).toBe(1);
  expect(samplesOf(store, { ...METRIC, dimensions: {} }, 'Count').length).toBe(0);
});

test('results of GetMetricData hold a statistic per period, newest first', () => {
  const store = new MetricStore();
  recordMetricDataResult(store, METRIC, {
    Timestamps: ['2026-01-05T00:05:00Z', '2026-01-05T00:00:00Z'],
    Values: [2, 1],
  });

  expect(contents(store).slice(0, 2)).toEqual([
    [START, START + 300],
    [1, 2],
  ]);
  expect(() => recordMetricDataResult(store, METRIC, { Timestamps: [], Values: [1] })).toThrow(
    new DataError('There are not as many Timestamps as Values.'),
  );
});

describe('comma separated lines', () => {
  test('hold times and values', () => {
    const store = new MetricStore();
    recordCommaSeparated(
      store,
      METRIC,
      'timestamp,value\n2026-01-05 00:00:00,0.132\r\n "2026-01-05T02:00:00+01:00" , "2"\n  \n2026-01-05T03:00:00+0100,3\n',
    );
    expect(contents(store).slice(0, 2)).toEqual([
      [START, at('2026-01-05T01:00:00Z'), at('2026-01-05T02:00:00Z')],
      [0.132, 2, 3],
    ]);
  });

  test.each([
    ['2026-01-05 00:00:00,1\nsoon,2', "Line 2: 'soon' is no time."],
    ['2026-01-05 00:00:00,much', 'Line 1: The value is no number: "much".'],
    ['2026-01-05 00:00:00', 'Line 1: The value is no number: "".'],
    ['2026-01-05 00:00:00,a"1"', 'Line 1: The value is no number: "a\\"1\\"".'],
    [',1', "Line 1: '' is no time."],
  ])('%j is an error', (text, message) => {
    expect(() => recordCommaSeparated(new MetricStore(), METRIC, text)).toThrow(new DataError(message));
  });
});
