import { database, metricsEmitter, operation } from '../../../lambda/runtime';
import { DATABASE_METRICS, defineMetrics, Unit } from '../../../lib/catalogue';
import { dataOf } from './embedded-metric-format';
import { capture, isRecord, lines, release } from './standard-output';

const catalogue = defineMetrics({
  namespace: 'Invoicing',
  steps: ['Pay'],
  metrics: { ...DATABASE_METRICS, Invoices: { unit: Unit.COUNT } },
});
const fault = new Error('connection refused');
const refuse = () => Promise.reject(fault);

beforeEach(capture);
afterEach(release);

/** Each metric with its values, where all its dimensions are; nothing is logged. */
const told = () => {
  const all = lines();
  expect(all.every(isRecord)).toBe(true);
  return all
    .flatMap(dataOf)
    .filter(({ name, dimensions }) => Object.keys(dimensions).length === ownDimensions(name))
    .map(({ name, dimensions, value }) => [
      name,
      ...Object.values(dimensions),
      name.endsWith('Duration') ? 'ms' : value,
    ]);
};
const ownDimensions = (name: string) => catalogue.metrics.find((metric) => metric.name === name)?.dimensions.length;

test('what succeeds is counted and timed', async () => {
  // WHEN
  const metrics = metricsEmitter(catalogue)();
  const db = database(metrics);
  expect(await db.prepare(() => 'ready')).toBe('ready');
  expect(await db.connect(async () => 'connection')).toBe('connection');
  expect(await db.query('byName', () => ['row'])).toEqual(['row']);
  db.records('invoice', 12);
  metrics.write();

  // THEN
  expect(told()).toEqual([
    ['DbPrepareDuration', 'ms'],
    ['DbPrepareSuccess', 1],
    ['DbConnectDuration', 'ms'],
    ['DbConnectSuccess', 1],
    ['DbQueryDuration', 'byName', 'ms'],
    ['DbQuerySuccess', 'byName', 1],
    ['RecordCount', 'invoice', 12],
  ]);
});

test('what fails is counted and timed as well, and thrown on', async () => {
  // GIVEN
  const handler = operation(catalogue, async (_event, op) => {
    const db = database(op);
    await expect(db.prepare(refuse)).rejects.toBe(fault);
    await expect(db.connect(refuse)).rejects.toBe(fault);
    await expect(db.query('byName', refuse)).rejects.toBe(fault);
  });

  // WHEN
  await handler({}, {});

  // THEN
  const all = told().filter(([name]) => String(name).startsWith('Db'));
  expect(all).toEqual([
    ['DbPrepareDuration', 'ms'],
    ['DbPrepareFailure', 1],
    ['DbConnectDuration', 'ms'],
    ['DbConnectFailure', 1],
    ['DbQueryDuration', 'byName', 'ms'],
    ['DbQueryFailure', 'byName', 1],
  ]);
});

test('its alarms stand in the catalogue', () => {
  const alarms = catalogue.metrics.flatMap(({ name, alarms }) =>
    alarms.map(({ statistic, threshold, periodSeconds, periods, severity }) => [
      name,
      statistic,
      threshold,
      periodSeconds,
      periods,
      severity,
    ]),
  );
  expect(alarms).toEqual([
    ['DbConnectFailure', 'Sum', 3, 300, 1, 'P1'],
    ['DbConnectDuration', 'p90', 2000, 300, 3, 'P2'],
    ['DbQueryFailure', 'Sum', 3, 300, 1, 'P2'],
    ['DbPrepareFailure', 'Sum', 0, 300, 1, 'P2'],
  ]);
});
