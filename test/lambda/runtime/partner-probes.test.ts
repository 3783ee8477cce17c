import { partnerProbes } from '../../../lambda/runtime';
import { defineMetrics, partnerMetrics } from '../../../lib/catalogue';
import { dataOf } from './embedded-metric-format';
import { capture, isRecord, lines, release } from './standard-output';

const catalogue = defineMetrics({ namespace: 'Scheduling', metrics: { ...partnerMetrics(['acme', 'globex']) } });
const up = () => ({ status: 200 });

beforeEach(capture);
afterEach(release);

const published = (written = lines()) =>
  written
    .filter(isRecord)
    .flatMap(dataOf)
    .filter(({ name, dimensions }) => name === 'ProbeUp' && dimensions['Partner'] !== undefined)
    .map(({ value, dimensions }) => [dimensions['Partner'], value]);

test('all partners are up', async () => {
  expect(await partnerProbes(catalogue, { acme: up, globex: up })({}, {})).toEqual({ statusCode: 200 });
  expect(published()).toEqual([
    ['acme', 1],
    ['globex', 1],
  ]);
});

test('who is down, and why, is in the answer that the health check reads, and in the log', async () => {
  // GIVEN
  const probes = { acme: () => ({ status: 503 }), globex: () => new Promise(() => {}) };

  // WHEN
  const answer = await partnerProbes(catalogue, probes, { timeLimitMs: 20 })({}, {});

  // THEN
  expect(answer).toEqual({ statusCode: 503, reason: 'acme: HTTP 503, globex: timed out' });
  const written = lines();
  expect(published(written)).toEqual([
    ['acme', 0],
    ['globex', 0],
  ]);
  expect(written.filter((line) => !isRecord(line))).toMatchObject([
    { action: 'probe', partner: 'acme', context: { reason: 'HTTP 503' } },
    { action: 'probe', partner: 'globex', context: { reason: 'timed out' } },
  ]);
});

test('what else is measured each minute comes after the probes', async () => {
  const also = jest.fn();

  await partnerProbes(catalogue, { acme: up }, { also })({}, {});

  expect(also).toHaveBeenCalledTimes(1);
});
