import { operation, processing } from '../../../lambda/runtime';
import { defineMetrics, PROCESSING_METRICS } from '../../../lib/catalogue';
import { dataOf } from './embedded-metric-format';
import { capture, isRecord, lines, release } from './standard-output';

const catalogue = defineMetrics({ namespace: 'Invoicing', metrics: { ...PROCESSING_METRICS } });

beforeEach(capture);
afterEach(release);

test('a stage of processing is counted, timed and logged', async () => {
  // GIVEN
  const fault = new Error('no space');
  const handler = operation(catalogue, async (_event, op) => {
    expect(await processing(op, 'import', () => 'done')).toBe('done');
    await expect(processing(op, 'import', () => Promise.reject(fault))).rejects.toBe(fault);
  });

  // WHEN
  await handler({}, {});

  // THEN
  const all = lines();
  const data = all.filter(isRecord).flatMap(dataOf);
  const told = data.filter(({ dimensions }) => dimensions['Stage'] === 'import');
  expect(told.map(({ name, value }) => [name, name.endsWith('Duration') ? 'ms' : value])).toEqual([
    ['ProcessingDuration', 'ms'],
    ['ProcessingDuration', 'ms'],
    ['ProcessingCompleted', 1],
    ['ProcessingFailed', 1],
  ]);
  expect(all.filter((line) => !isRecord(line))).toMatchObject([
    { level: 'INFO', event: 'data-processing', stage: 'import', success: true, durationMs: expect.any(Number) },
    { level: 'ERROR', event: 'data-processing', stage: 'import', success: false },
  ]);
});
