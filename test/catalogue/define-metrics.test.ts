import { defineMetrics, Unit } from '../../lib/catalogue';

describe('a catalogue', () => {
  const invoicing = () =>
    defineMetrics({
      namespace: 'Invoicing',
      dimensions: { Service: 'invoices' },
      steps: ['CreateCustomer'],
      metrics: {
        DbQueryDuration: { unit: Unit.MILLISECONDS, dimensions: ['QueryName'] },
        DbConnectFailure: { unit: Unit.COUNT, alarm: { above: 3, within: 'PT5M', severity: 'P1' } },
        Customers: { unit: Unit.COUNT, kind: 'gauge' },
      },
    });
  const metric = (name: string) => invoicing().metrics.find((one) => one.name === name);

  test('is plain data', () => {
    expect(JSON.parse(JSON.stringify(invoicing()))).toMatchObject({
      namespace: 'Invoicing',
      dimensions: { Service: 'invoices' },
      steps: [
        {
          name: 'CreateCustomer',
          succeeded: 'CreateCustomerSucceeded',
          failed: 'CreateCustomerFailed',
          duration: 'CreateCustomerDuration',
        },
      ],
    });
  });

  test('publishes a metric of its own dimensions with and without them, so that an alarm can watch the whole', () => {
    expect(metric('DbQueryDuration')).toEqual({
      name: 'DbQueryDuration',
      unit: 'Milliseconds',
      kind: 'duration',
      dimensions: ['QueryName'],
      dimensionSets: [['Service'], ['Service', 'QueryName']],
      alarms: [],
    });
    expect(metric('Customers')).toMatchObject({ kind: 'gauge', dimensionSets: [['Service']] });
  });

  test('carries the metrics of steps and operations', () => {
    expect(metric('CreateCustomerDuration')).toMatchObject({ unit: 'Milliseconds', kind: 'duration' });
    expect(metric('CreateCustomerSucceeded')).toMatchObject({ unit: 'Count', kind: 'counter' });
    expect(metric('CreateCustomerFailed')).toMatchObject({ unit: 'Count', kind: 'counter' });
    expect(metric('OperationDuration')).toMatchObject({ dimensionSets: [['Service'], ['Service', 'Operation']] });
    expect(metric('DroppedValues')).toMatchObject({ dimensionSets: [['Service']] });
  });

  test('spells an alarm out', () => {
    expect(metric('DbConnectFailure')?.alarms).toEqual([
      {
        comparison: 'above',
        threshold: 3,
        periodSeconds: 300,
        periods: 1,
        breachingPeriods: 1,
        missingData: 'notBreaching',
        statistic: 'Sum',
        dimensions: {},
        severity: 'P1',
        steps: [],
      },
    ]);
  });

  test.each([
    [
      { unit: Unit.SECONDS, alarm: { above: 2 } },
      { comparison: 'above', statistic: 'p90' },
    ],
    [{ unit: Unit.NONE, kind: 'gauge', alarm: { above: 2 } }, { statistic: 'Maximum' }],
    [
      { unit: Unit.NONE, kind: 'gauge', alarm: { below: 2 } },
      { comparison: 'below', statistic: 'Minimum', threshold: 2 },
    ],
    [{ unit: Unit.COUNT, alarm: { above: 2, statistic: 'p99.9' } }, { statistic: 'p99.9' }],
    [
      { unit: Unit.COUNT, alarm: { above: 2, within: 'P1D', times: 7 } },
      { periodSeconds: 86_400, periods: 7, breachingPeriods: 7 },
    ],
    [
      { unit: Unit.COUNT, alarm: { above: 2, within: 'PT1M', times: 5, of: 7, missing: 'breaching' } },
      { periodSeconds: 60, periods: 7, breachingPeriods: 5, missingData: 'breaching' },
    ],
    [{ unit: Unit.SECONDS, alarm: { below: 99, statistic: 'PR(:0.5)' } }, { statistic: 'PR(:0.5)' }],
    [
      { unit: Unit.COUNT, dimensions: ['Partner'], alarm: { above: 2, dimensions: { Partner: 'acme' } } },
      { dimensions: { Partner: 'acme' } },
    ],
    [{ unit: Unit.COUNT, alarm: { above: 2, within: 'PT1H30M' } }, { periodSeconds: 5400 }],
    [{ unit: Unit.COUNT, alarm: { above: 2, within: 'PT60S' } }, { periodSeconds: 60 }],
    [
      { unit: Unit.COUNT, alarm: { above: 2, why: 'It fails.', steps: ['Look.'] } },
      { why: 'It fails.', steps: ['Look.'] },
    ],
  ])('of %j has the alarm %j', (declared, alarm) => {
    // WHEN
    const given = { ...declared, alarm: { within: 'PT5M', severity: 'P2', ...declared.alarm } };
    const { metrics } = defineMetrics({ namespace: 'App', metrics: { Failures: given } } as never) as ReturnType<
      typeof invoicing
    >;

    // THEN
    expect(metrics[0].alarms).toMatchObject([alarm]);
  });

  test('may have several alarms on one metric', () => {
    const alarm = { above: 1, within: 'PT5M', severity: 'P1' } as const;
    const two = { unit: Unit.COUNT, alarm: [alarm, { ...alarm, above: 0, severity: 'P2' }] } as const;
    const { metrics } = defineMetrics({ namespace: 'App', metrics: { Failures: two } });
    expect(metrics[0].alarms).toMatchObject([
      { threshold: 1, severity: 'P1' },
      { threshold: 0, severity: 'P2' },
    ]);
  });

  test('needs no more than a namespace, and may hold more metrics than a document', () => {
    const least = defineMetrics({ namespace: 'App' });
    expect(least.metrics.map(({ name }) => name)).toContain('OperationCount');
    expect({ steps: least.steps, dimensions: least.dimensions }).toEqual({ steps: [], dimensions: {} });
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`Metric${i}`, { unit: Unit.COUNT }]));
    expect(defineMetrics({ namespace: 'App', metrics: many }).metrics.length).toBeGreaterThan(150);
  });
});
