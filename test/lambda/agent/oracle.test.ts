import type { Unit as TheirUnit } from 'aws-embedded-metrics';
import type { MetricsContext } from 'aws-embedded-metrics/lib/logger/MetricsContext';
import { MetricsLogger } from 'aws-embedded-metrics/lib/logger/MetricsLogger';
import { LogSerializer } from 'aws-embedded-metrics/lib/serializers/LogSerializer';
import fc from 'fast-check';
import { carry } from '../../../lambda/agent/carrier';
import { metricsEmitter } from '../../../lambda/runtime';
import { defineMetrics, type MetricDeclarations, Unit } from '../../../lib/catalogue';
import { dataOf } from '../runtime/embedded-metric-format';
import { capture, type Json, records, release } from '../runtime/standard-output';

const METRICS: MetricDeclarations = {
  Duration: { unit: Unit.MILLISECONDS, dimensions: ['Query'] },
  Sent: { unit: Unit.COUNT, dimensions: ['Channel', 'Query'] },
  Size: { unit: Unit.BYTES },
  Depth: { unit: Unit.NONE, kind: 'gauge' },
};
const SHARED = { Service: 'invoices', Stage: 'prod' };
const catalogue = defineMetrics({ namespace: 'Generated/App', dimensions: SHARED, metrics: METRICS });

interface Put {
  readonly name: string;
  readonly value: number;
  readonly dimensions: Record<string, string>;
}

const text = fc.oneof(fc.constantFrom('a', 'b', '"', '\\', ' '), fc.string({ maxLength: 3, unit: 'binary-ascii' }));
const value = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(2 ** 53 - 1, -(2 ** 53), -0, 5e-324, 2 ** 361));
const put: fc.Arbitrary<Put> = fc.constantFrom(...Object.keys(METRICS)).chain((name) => {
  const own = METRICS[name].dimensions ?? [];
  const dimensions = fc.record(Object.fromEntries(own.map((dimension) => [dimension, text])));
  return fc.record({ name: fc.constant(name), value, dimensions });
});
// few names and values, so that documents are shared, and at times more than one can hold
const puts = fc.oneof(
  fc.array(put, { maxLength: 20 }),
  fc.tuple(put, fc.integer({ min: 95, max: 250 })).map(([one, times]) => Array<Put>(times).fill(one)),
);

/** A logger of theirs, and the documents that it would send. */
function theirs(documents: string[]): MetricsLogger {
  const sink = {
    name: 'documents',
    accept: async (context: MetricsContext) => void documents.push(...new LogSerializer().serialize(context)),
  };
  const nothing = () => '';
  const environment = {
    ...{ probe: async () => true, getName: nothing, getType: nothing, getLogGroupName: nothing },
    configureContext: () => {},
    getSink: () => sink,
  };
  return new MetricsLogger(async () => environment);
}

/** Puts one value the way their documentation says; false if they do not accept it. */
async function putTheirs({ name, value: given, dimensions }: Put, documents: string[]): Promise<boolean> {
  const { unit, dimensions: own = [] } = METRICS[name];
  try {
    const sets = own.length > 0 ? [{ ...SHARED }, { ...SHARED, ...dimensions }] : [{ ...SHARED }];
    const logger = theirs(documents).setNamespace('Generated/App').setDimensions(sets);
    await logger.putMetric(name, given, unit as TheirUnit).flush();
    return true;
  } catch {
    return false;
  }
}

function putOurs(all: readonly Put[]): Json[] {
  const metrics = metricsEmitter(catalogue)() as unknown as { write(): void; gauge(...put: unknown[]): void };
  for (const { name, value: given, dimensions } of all) metrics.gauge(name, given, dimensions);
  metrics.write();
  return records();
}

const isAcceptedByUs = (one: Put) => !('DroppedValues' in (putOurs([one])[0] as Json));
const meaning = (documents: readonly Json[]) =>
  documents
    .flatMap(dataOf)
    .map(({ name, unit, dimensions, value: told }) =>
      JSON.stringify([name, unit, Object.entries(dimensions).sort(), told]),
    )
    .sort();

beforeEach(capture);
afterEach(release);

test('for all that both accept, the documents mean the same as those of aws-embedded-metrics', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(puts, async (all) => {
      // GIVEN
      const documents: string[] = [];
      const accepted: Put[] = [];
      for (const one of all) {
        if (isAcceptedByUs(one) && (await putTheirs(one, documents))) accepted.push(one);
      }

      // WHEN
      const ours = putOurs(accepted);

      // THEN
      const expected = documents.map((document) => JSON.parse(document));
      expect(meaning(ours)).toEqual(meaning(expected));
      compared += accepted.length;

      // and so do those that they carry for us
      const carried: string[] = [];
      for (const record of ours) expect(await carry(JSON.stringify(record), () => theirs(carried))).toEqual([]);
      expect(meaning(carried.map((document) => JSON.parse(document)))).toEqual(meaning(expected));
    }),
    { numRuns: 200 },
  );
  expect(compared).toBeGreaterThan(1000);
}, 30_000);
