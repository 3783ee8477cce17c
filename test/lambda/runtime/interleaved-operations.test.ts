import { operation } from '../../../lambda/runtime';
import { defineMetrics, Unit } from '../../../lib/catalogue';
import { capture, type Json, records, release } from './standard-output';

beforeEach(() => {
  Object.assign(globalThis, { 'cdk-vigil.started': true });
  capture();
});
afterEach(release);

const timeOf = (record: Json): number => (record['_aws'] as { Timestamp: number }).Timestamp;

/** Runs operations with random waits at the same time, and expects that none takes anything of another, or loses anything. */
async function interleaved(count: number) {
  // GIVEN
  const many = defineMetrics({
    namespace: 'App',
    steps: ['Work'],
    metrics: { Took: { unit: Unit.MILLISECONDS, dimensions: ['Id'] }, Number: { unit: Unit.NONE, kind: 'gauge' } },
  });
  const ended = new Map<unknown, number>();
  const lags: number[] = [];
  const write = process.stdout.write;
  process.stdout.write = ((line: string) => {
    lags.push(Date.now() - timeOf(JSON.parse(line)));
    return write(line);
  }) as typeof write;
  const pause = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
  const handler = operation(many, async ({ id }: { id: number }, op) => {
    await pause();
    op.gauge('Number', id);
    await op.step('Work', pause);
    await op.time('Took', { Id: `${id}` }, pause);
    op.gauge('Number', id + 0.5);
    op.property('id', id);
    ended.set(`r${id}`, Date.now());
  });

  // WHEN
  await Promise.all(Array.from({ length: count }, (_, id) => handler({ id }, { awsRequestId: `r${id}` })));

  // THEN
  const written = records();
  expect(written).toHaveLength(2 * count);
  const wrong = written.filter((record) => {
    const id = Number(String(record['requestId']).slice(1));
    const own =
      record['Id'] === undefined
        ? JSON.stringify(record['Number']) === JSON.stringify([id, id + 0.5]) && record['WorkSucceeded'] === 1
        : record['Id'] === `${id}` && typeof record['Took'] === 'number';
    return !own || (record['properties'] as Json)['id'] !== id;
  });
  expect(wrong).toEqual([]);
  return { records: written, ended, lags };
}

test('1,000 operations at the same time are kept apart', async () => {
  // WHEN
  const { records: written, ended, lags } = await interleaved(1000);

  // THEN: a time of another record would be earlier than the end of this one, or later than its writing
  const early = written.filter((record) => timeOf(record) < (ended.get(record['requestId']) as number));
  expect(early).toEqual([]);
  expect(Math.min(...lags)).toBeGreaterThanOrEqual(0);
});

test('each has its own time, whatever the others do meanwhile', async () => {
  // GIVEN a clock that only waiting moves on: what else the machine does is not the fault of a record
  jest.useFakeTimers({ now: Date.now() });
  try {
    // WHEN
    const all = interleaved(1000);
    await jest.advanceTimersByTimeAsync(1000);
    const { records: written, ended } = await all;

    // THEN
    const lags = written.map((record) => Math.abs(timeOf(record) - (ended.get(record['requestId']) as number)));
    expect(Math.max(...lags)).toBeLessThanOrEqual(5);
    expect(new Set(written.map(timeOf)).size).toBeGreaterThan(30);
  } finally {
    jest.useRealTimers();
  }
});
