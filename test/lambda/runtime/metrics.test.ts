import { metricsEmitter } from '../../../lambda/runtime';
import { defineMetrics, Unit } from '../../../lib/catalogue';
import { dataOf } from './embedded-metric-format';
import { capture, lines, records, release } from './standard-output';

const catalogue = () =>
  defineMetrics({
    namespace: 'Invoicing',
    dimensions: { Service: 'invoices' },
    steps: ['CreateCustomer'],
    metrics: {
      DbQueryDuration: { unit: Unit.MILLISECONDS, dimensions: ['QueryName'] },
      DbConnectFailure: { unit: Unit.COUNT },
      Customers: { unit: Unit.COUNT, kind: 'gauge' },
      Wait: { unit: Unit.SECONDS },
      Render: { unit: Unit.MICROSECONDS },
      Weight: { unit: Unit.NONE, kind: 'gauge' },
    },
  });

beforeEach(capture);
afterEach(release);

describe('a record', () => {
  test('is one line with all its values, dimensions and units', () => {
    // WHEN
    const metrics = metricsEmitter(catalogue())();
    metrics.count('DbConnectFailure');
    metrics.count('DbConnectFailure', 2);
    metrics.gauge('Customers', 7);
    metrics.write();

    // THEN
    const [record, ...more] = lines();
    expect(more).toEqual([]);
    expect(record).toEqual({
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'Invoicing',
            Dimensions: [['Service']],
            Metrics: [
              { Name: 'DbConnectFailure', Unit: 'Count' },
              { Name: 'Customers', Unit: 'Count' },
            ],
          },
        ],
      },
      Service: 'invoices',
      DbConnectFailure: [1, 2],
      Customers: 7,
    });
  });

  test('without values is not written', () => {
    const metrics = metricsEmitter(catalogue())();
    metrics.write();
    metrics.gauge('Customers', 1);
    metrics.write();
    metrics.write();
    expect(records()).toHaveLength(1);
  });

  test('of a metric with dimensions counts with and without them', () => {
    const metrics = metricsEmitter(catalogue())();
    metrics.gauge('DbQueryDuration', 5, { QueryName: 'by "name"' });
    metrics.gauge('DbQueryDuration', 6, { QueryName: 'by id' });
    metrics.gauge('DbQueryDuration', 7, { QueryName: 'by id' });
    metrics.write();
    expect(records().map(dataOf)).toMatchObject([
      [
        { value: 5, dimensions: { Service: 'invoices' } },
        { value: 5, dimensions: { Service: 'invoices', QueryName: 'by "name"' } },
      ],
      [{ value: 6 }, { value: 7 }, { value: 6, dimensions: { QueryName: 'by id' } }, { value: 7 }],
    ]);
  });

  test('of an application without dimensions has the empty set', () => {
    const metrics = metricsEmitter(defineMetrics({ namespace: 'App', metrics: { Jobs: { unit: Unit.COUNT } } }))();
    metrics.count('Jobs');
    metrics.write();
    expect(records().flatMap(dataOf)).toEqual([{ name: 'Jobs', unit: 'Count', dimensions: {}, value: 1 }]);
  });
});

describe('time and steps', () => {
  const wait = () => new Promise((resolve) => setTimeout(resolve, 20));

  test('are measured in the unit of the metric', async () => {
    const metrics = metricsEmitter(catalogue())();
    expect(await metrics.time('Wait', async () => wait().then(() => 'waited'))).toBe('waited');
    await metrics.time('Render', wait);
    await metrics.time('DbQueryDuration', { QueryName: 'all' }, wait);
    metrics.write();
    const data = Object.fromEntries(
      records()
        .flatMap(dataOf)
        .map(({ name, value }) => [name, value]),
    );
    expect(data['Wait']).toBeGreaterThan(0.015);
    expect(data['Wait']).toBeLessThan(5);
    expect(data['Render']).toBeGreaterThan(15_000);
    expect(data['DbQueryDuration']).toBeGreaterThan(15);
    expect(data['DbQueryDuration']).toBeLessThan(5000);
  });

  test('say whether they succeed, and throw on what the work throws', async () => {
    // GIVEN
    const metrics = metricsEmitter(catalogue())();
    const fault = new Error('refused');
    const refuse = () => {
      throw fault;
    };

    // WHEN
    expect(await metrics.step('CreateCustomer', () => 1)).toBe(1);
    await expect(metrics.step('CreateCustomer', refuse)).rejects.toBe(fault);
    await expect(metrics.time('Wait', refuse)).rejects.toBe(fault);
    metrics.write();

    // THEN
    expect(records()).toMatchObject([
      {
        CreateCustomerSucceeded: 1,
        CreateCustomerFailed: 1,
        CreateCustomerDuration: [expect.any(Number), expect.any(Number)],
        Wait: expect.any(Number),
      },
    ]);
  });
});
