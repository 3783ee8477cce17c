import { defineMetrics, PROCESSING_METRICS, partnerMetrics } from '../../lib/catalogue';

test('the alarms of the sources exist, with their numbers, for each partner', () => {
  // WHEN
  const { metrics } = defineMetrics({
    namespace: 'Invoicing',
    metrics: { ...partnerMetrics(['acme', 'globex']), ...PROCESSING_METRICS },
  });

  // THEN
  const alarms = metrics.flatMap(({ name, alarms: all }) =>
    all.map((alarm) => [
      name,
      alarm.dimensions['Partner'],
      alarm.statistic,
      alarm.comparison,
      alarm.threshold,
      alarm.periodSeconds,
      alarm.breachingPeriods,
      alarm.periods,
      alarm.missingData,
      alarm.severity,
    ]),
  );
  const of = (Partner: string) => [
    // PartnerAPIHighErrorRate: 0.1 a second are 6 a minute
    ['PartnerApiError', Partner, 'Sum', 'above', 6, 60, 5, 7, 'notBreaching', 'P2'],
    ['PartnerApiDuration', Partner, 'p95', 'above', 2000, 300, 3, 3, 'notBreaching', 'P2'],
    ['PartnerApiDuration', Partner, 'p95', 'above', 5000, 300, 3, 3, 'notBreaching', 'P1'],
    ['PartnerAuthFailure', Partner, 'Sum', 'above', 0, 300, 1, 1, 'notBreaching', 'P2'],
    ['PartnerThrottled', Partner, 'Sum', 'above', 0, 300, 3, 3, 'notBreaching', 'P2'],
    // PartnerAPIDown
    ['ProbeUp', Partner, 'Minimum', 'below', 1, 60, 1, 1, 'notBreaching', 'P1'],
    // SyncFailureRateHigh: 0.05 a second are 3 a minute
    ['SyncFailed', Partner, 'Sum', 'above', 3, 60, 10, 15, 'notBreaching', 'P2'],
    ['ConsecutiveSyncFailures', Partner, 'Maximum', 'above', 4, 60, 1, 1, 'ignore', 'P1'],
  ];
  const expected = [
    ...of('acme'),
    ...of('globex'),
    // DataProcessingStuck: nothing in 18 times 5 minutes
    ['ProcessingCompleted', undefined, 'Sum', 'below', 1, 300, 18, 18, 'breaching', 'P1'],
  ];
  const sorted = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).sort();
  expect(sorted(alarms)).toEqual(sorted(expected));
  const explained = metrics.flatMap((metric) => metric.alarms).every(({ why, steps }) => why && steps.length);
  expect(explained).toBe(true);
});
