import { type Metrics, metricsEmitter } from '../../../lambda/runtime';
import { defineMetrics, Unit } from '../../../lib/catalogue';
import { dataOf } from './embedded-metric-format';
import { capture, isRecord, lines, records, release } from './standard-output';

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

/** As somebody calls it who has no compiler to warn them. */
interface Untyped {
  count(name: unknown, value?: unknown, dimensions?: unknown): void;
  time(name: unknown, work: () => unknown): Promise<unknown>;
  step(name: unknown, work: () => unknown): Promise<unknown>;
  write(): void;
}
const untyped = (metrics: object) => metrics as Untyped;

beforeEach(capture);
afterEach(release);

describe('traps', () => {
  test('records at the same time do not mix their dimensions', async () => {
    const begin = metricsEmitter(catalogue());
    await Promise.all(
      ['a', 'b'].map(async (QueryName, index) => {
        const metrics = begin();
        await metrics.time(
          'DbQueryDuration',
          { QueryName },
          () => new Promise((resolve) => setTimeout(resolve, 9 * index)),
        );
        metrics.gauge('Weight', index);
        metrics.write();
      }),
    );
    const told = records().map((record) => ({ query: record['QueryName'], weight: record['Weight'] }));
    expect(told).toEqual([
      { query: 'a', weight: undefined },
      { query: undefined, weight: 0 },
      { query: 'b', weight: undefined },
      { query: undefined, weight: 1 },
    ]);
  });

  test('a value put while another record is written is not lost, and none is written twice', () => {
    // GIVEN
    const metrics = metricsEmitter(catalogue())();
    const write = process.stdout.write;
    let again = true;
    process.stdout.write = ((chunk: string) => {
      if (again) {
        again = false;
        metrics.count('DbConnectFailure', 100);
        metrics.gauge('Customers', 200);
        metrics.write();
      }
      return write(chunk);
    }) as typeof write;

    // WHEN
    metrics.count('DbConnectFailure', 1);
    metrics.write();
    metrics.write();

    // THEN
    const values = records()
      .flatMap(dataOf)
      .map(({ value }) => value);
    expect(values.sort((a, b) => a - b)).toEqual([1, 100, 200]);
  });

  test('the time is that of each record, not of the one before', async () => {
    const metrics = metricsEmitter(catalogue())();
    const times: number[] = [];
    for (let i = 0; i < 2; i++) {
      metrics.count('DbConnectFailure');
      metrics.write();
      times.push(Date.now());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    records().forEach((record, i) => {
      const { Timestamp } = record['_aws'] as { Timestamp: number };
      expect(Math.abs(Timestamp - times[i])).toBeLessThanOrEqual(5);
    });
  });

  test('250 values make 3 documents with the same dimensions', () => {
    const metrics = metricsEmitter(catalogue())();
    for (let i = 0; i < 250; i++) metrics.gauge('DbQueryDuration', i, { QueryName: 'all' });
    metrics.write();
    const written = records();
    expect(written.map(({ QueryName, Service }) => [QueryName, Service])).toEqual(Array(3).fill(['all', 'invoices']));
    const whole = written.flatMap(dataOf).filter(({ dimensions }) => 'QueryName' in dimensions);
    expect(whole.map(({ value }) => value)).toEqual(Array.from({ length: 250 }, (_, i) => i));
  });

  test('150 metrics make 2 documents with the same dimensions', () => {
    const names = Array.from({ length: 150 }, (_, i) => `Metric${i}`);
    const many = defineMetrics({
      namespace: 'App',
      dimensions: { Service: 'many' },
      metrics: Object.fromEntries(names.map((name) => [name, { unit: Unit.COUNT }])),
    });
    const metrics = untyped(metricsEmitter(many)());
    for (const name of names) metrics.count(name);
    metrics.write();
    const written = records();
    expect(written.map(({ Service }) => Service)).toEqual(['many', 'many']);
    expect(written.flatMap(dataOf).map(({ name }) => name)).toEqual(names);
  });

  test('no line is longer than 256 KB, however long the names, values and dimensions', () => {
    // GIVEN
    const names = Array.from({ length: 100 }, (_, i) => `Metric${i}`.padEnd(255, 'x'));
    const own = Array.from({ length: 10 }, (_, i) => `Own${i}`.padEnd(250, 'x'));
    const dimensions = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`D${i}`.padEnd(250, 'x'), '"'.repeat(1024)]),
    );
    const metric = { unit: Unit.COUNT, dimensions: own };
    const wide = defineMetrics({
      namespace: 'App',
      dimensions,
      metrics: Object.fromEntries(names.map((name) => [name, metric])),
    });

    // WHEN
    const metrics = untyped(metricsEmitter(wide)());
    const values = Object.fromEntries(own.map((name) => [name, '\\'.repeat(1024)]));
    let longest = 0;
    const keep = process.stdout.write;
    process.stdout.write = ((chunk: string) => {
      longest = Math.max(longest, Buffer.byteLength(chunk));
      return keep(chunk);
    }) as typeof keep;
    for (const name of names)
      for (let i = 0; i < 100; i++) metrics.count(name, -1.2345678901234567e-100 * (i + 1), values);
    metrics.write();

    // THEN
    expect(longest).toBeGreaterThan(200_000);
    expect(longest).toBeLessThanOrEqual(256 * 1024 - 26);
    const whole = records()
      .flatMap(dataOf)
      .filter((datum) => own[0] in datum.dimensions);
    expect(whole).toHaveLength(10_000);
  });

  test('appending stays quick', () => {
    const metrics = metricsEmitter(catalogue())();
    const start = performance.now();
    for (let i = 0; i < 200_000; i++) metrics.gauge('Customers', i);
    metrics.write();
    expect(performance.now() - start).toBeLessThan(5000);
    expect(records().flatMap(dataOf)).toHaveLength(200_000);
  });

  test.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a number beyond 2^360', 2 ** 361],
    ['a text', '1'],
    ['a big integer', 1n],
    ['null', null],
  ])('%s is dropped alone, counted and warned about once', (_, value) => {
    // WHEN
    const metrics = untyped(metricsEmitter(catalogue())());
    metrics.count('Customers', value);
    metrics.count('Customers', value);
    metrics.count('Customers', 5);
    metrics.write();

    // THEN
    const [warning, record, ...more] = lines();
    expect(more).toEqual([]);
    expect(warning).toMatchObject({
      level: 'WARN',
      message: 'Dropped Customers: not within 2^360',
    });
    expect(record).toMatchObject({ Customers: 5, DroppedValues: 2 });
  });

  test.each([
    ['undefined', { QueryName: undefined }],
    ['missing', {}],
    ['not given at all', undefined],
    ['null', { QueryName: null }],
    ['empty', { QueryName: '' }],
    ['blank', { QueryName: '  ' }],
    ['over-long', { QueryName: 'x'.repeat(1025) }],
    ['not ASCII', { QueryName: 'Zürich' }],
    ['of two lines', { QueryName: 'a\nb' }],
    ['not declared', { QueryName: 'a', Other: 'b' }],
    ['inherited', Object.create({ QueryName: 'a' })],
    [
      'throwing',
      {
        get QueryName() {
          throw new Error('no');
        },
      },
    ],
  ])('a value whose dimension is %s is dropped', (_, dimensions) => {
    const metrics = untyped(metricsEmitter(catalogue())());
    metrics.count('DbQueryDuration', 1, dimensions);
    metrics.count('Customers', 5);
    metrics.write();
    const [warning, record] = lines();
    expect(warning['message']).toBe('Dropped DbQueryDuration: needs ASCII for [QueryName]');
    expect(dataOf(record).map(({ name }) => name)).toEqual(['Customers', 'DroppedValues']);
    expect(record).not.toHaveProperty('QueryName');
  });

  test('each metric is warned about, once for each reason', () => {
    const metrics = untyped(metricsEmitter(catalogue())());
    for (let i = 0; i < 2; i++) {
      metrics.count('Customers', Number.NaN);
      metrics.count('Weight', Number.NaN);
      metrics.count('Customers', 1, { QueryName: 'a' });
    }
    metrics.write();
    expect(lines().flatMap(({ message }) => message ?? [])).toEqual([
      'Dropped Customers: not within 2^360',
      'Dropped Weight: not within 2^360',
      'Dropped Customers: needs ASCII for []',
    ]);
  });

  test('a dimension given to a metric that has none drops the value', () => {
    const metrics = untyped(metricsEmitter(catalogue())());
    metrics.count('Customers', 5, { QueryName: 'a' });
    metrics.count('Customers', 6, {});
    metrics.write();
    expect(records()).toMatchObject([{ Customers: 6, DroppedValues: 1 }]);
  });

  test.each([
    'constructor',
    'toString',
    '__proto__',
    '_aws',
    'Service',
    'x'.repeat(500),
    Symbol('s'),
    undefined,
    { a: 1 },
  ])('the name %p is dropped, without a word for each of those that come', async (name) => {
    const metrics = untyped(metricsEmitter(catalogue())());
    metrics.count(name);
    metrics.count(`${String(name)} again`);
    expect(await metrics.step(name, () => 'done')).toBe('done');
    expect(await metrics.time(name, () => 'done')).toBe('done');
    metrics.write();
    const all = lines();
    const warnings = all.filter((line) => !isRecord(line));
    expect(warnings).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/^Dropped .{1,99}: not declared$/) }),
    ]);
    expect(all.filter(isRecord).flatMap(dataOf)).toMatchObject([{ name: 'DroppedValues', value: 4 }]);
  });

  test('a metric named like a step, or not of a unit of time, is not mistaken for one', async () => {
    const metrics = untyped(metricsEmitter(catalogue())());
    await metrics.step('Customers', () => 1);
    await metrics.time('Customers', () => 1);
    metrics.write();
    expect(records().flatMap(dataOf)).toMatchObject([{ name: 'DroppedValues', value: 2 }]);
  });

  test('standard output that fails does not fail who measures', () => {
    const metrics = metricsEmitter(catalogue())();
    process.stdout.write = () => {
      throw new Error('EAGAIN');
    };
    metrics.count('DbConnectFailure');
    expect(() => metrics.write()).not.toThrow();
  });

  test('metrics that come in every order are all written', () => {
    const metrics: Metrics<'CreateCustomer', never> & Untyped = metricsEmitter(catalogue())() as never;
    const names = ['DbConnectFailure', 'Customers', 'Weight', 'Wait', 'Render', 'ColdStarts', 'CreateCustomerFailed'];
    const orders = permutations(names).slice(0, 2000);
    for (const order of orders) {
      for (const name of order) metrics.count(name, 1);
      metrics.write();
    }
    expect(records().flatMap(dataOf)).toHaveLength(orders.length * names.length);
  });
});

function permutations(all: readonly string[]): string[][] {
  if (all.length === 0) return [[]];
  return all.flatMap((one) => permutations(all.filter((other) => other !== one)).map((rest) => [one, ...rest]));
}
