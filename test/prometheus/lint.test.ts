import { lintAlert, lintQuery } from '../../lib/prometheus/lint/lint';
import type { Expression } from '../../lib/prometheus/promql/expression';
import { parsePromQl } from '../../lib/prometheus/promql/parse';
import { resultOf } from './results';

const read = (query: string): Expression => {
  const { expression, problems } = parsePromQl(query);
  if (expression === undefined) throw new Error(problems[0]?.message);
  return expression;
};

/** Queries, the first words of what is found, and the correction; series on which the correction returns something and the query does not. */
const FATAL: readonly (readonly [query: string, message: string, corrected: string, series: Record<string, string>])[] =
  [
    [
      'rate(sync_duration_seconds{status="failed"}[10m]) > 0.05',
      'sync_duration_seconds is no counter',
      'rate(sync_duration_seconds_count{status="failed"}[10m]) > 0.05',
      {
        'sync_duration_seconds_count{status="failed"}': '0+60x20',
        'sync_duration_seconds_sum{status="failed"}': '0x20',
      },
    ],
    [
      'rate(job_assignments_total{status="success"}[5m]) / rate(job_assignments_total[5m]) * 100 < 95',
      'each series is divided by itself',
      'sum without (status) (rate(job_assignments_total{status="success"}[5m])) / ' +
        'sum without (status) (rate(job_assignments_total[5m])) * 100 < 95',
      { 'job_assignments_total{status="success"}': '0+3x20', 'job_assignments_total{status="failed"}': '0+3x20' },
    ],
    [
      'histogram_quantile(0.9, sum by (job) (rate(latency_bucket[5m]))) > 0.2',
      "sum drops the label 'le'",
      'histogram_quantile(0.9, sum by (job, le) (rate(latency_bucket[5m]))) > 0.2',
      {
        'latency_bucket{le="0.1"}': '0+1x20',
        'latency_bucket{le="1"}': '0+9x20',
        'latency_bucket{le="+Inf"}': '0+9x20',
      },
    ],
    ['count(worker_up) == 0', 'count() of no series', 'absent(worker_up)', {}],
    ['absent(worker_up) == 0', 'absent() returns 1', 'absent(worker_up)', {}],
  ];

test.each(FATAL)('%s never fires, its correction does', (query, message, corrected, samples) => {
  const [finding, ...others] = lintAlert(read(query));
  const series = Object.entries(samples).map(([name, values]) => ({ series: name, values }));
  const result = (each: string) => resultOf({ series, interval: 60, query: each, time: 1200 });

  expect([finding, others]).toMatchObject([{ isFatal: true, corrected }, []]);
  expect(finding?.message.startsWith(message)).toBe(true);
  expect(lintAlert(read(corrected)).filter(({ isFatal }) => isFatal)).toEqual([]);
  expect(result(query)).toEqual(new Map());
  expect(result(corrected)).not.toEqual(new Map());
});

test("a comparison with 'bool' always fires", () => {
  expect(lintAlert(read('queue_depth > bool 1000'))).toMatchObject([
    { isFatal: true, corrected: 'queue_depth > 1000' },
  ]);
});

test('a zero is looked for where the series may be gone', () => {
  const [stuck] = lintAlert(read('increase(processed_total[1h]) == 0'));
  const [down] = lintAlert(read('up{job="partner_api"} == 0'));

  expect(stuck).toMatchObject({
    isFatal: false,
    corrected: 'increase(processed_total[1h]) == 0 or absent_over_time(processed_total[1h])',
  });
  expect(down).toMatchObject({
    isFatal: false,
    message: expect.stringMatching(/^'up' exists only for targets that Prometheus scrapes/),
    corrected: 'up{job="partner_api"} == 0 or absent(up{job="partner_api"})',
  });
  for (const each of [stuck, down]) expect(lintAlert(read(each?.corrected ?? ''))).toEqual([]);
});

test.each([
  'queue_depth > 1000',
  'rate(partner_api_requests_total{status!="success"}[5m]) > 0.1',
  'sum(rate(requests_total{status="failed"}[5m])) / sum(rate(requests_total[5m])) > 0.05',
  'rate(a_total{x="1"}[5m]) / ignoring (x) group_left rate(b_total[5m]) > 1',
  'histogram_quantile(0.9, sum without (job) (rate(latency_bucket[5m]))) > 1',
  'rate(node_cpu_seconds_total[5m]) > 1',
  'absent(up{job="api"})',
  'queue_depth == 0 or absent(queue_depth)',
])('nothing is found in %s', (query) => {
  expect(lintAlert(read(query))).toEqual([]);
});

test('a panel needs no comparison', () => {
  expect(lintAlert(read('rate(requests_total[5m])'))).toMatchObject([{ isFatal: false }]);
  expect(lintQuery(read('rate(requests_total[5m])'))).toEqual([]);
});
