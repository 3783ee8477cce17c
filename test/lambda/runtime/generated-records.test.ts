import fc from 'fast-check';
import { metricsEmitter, operation } from '../../../lambda/runtime';
import { defineMetrics, type MetricDeclarations, Unit } from '../../../lib/catalogue';
import { dataOf } from './embedded-metric-format';
import * as events from './events';
import { capture, isRecord, type Json, lines, release } from './standard-output';

/** The gate has 5,000; `FUZZ_CASES=100000 npx jest generated-records` makes as many as the specification asks. */
const RUNS = Number(process.env['FUZZ_CASES'] ?? 300);

interface Put {
  readonly name: string;
  readonly value: unknown;
  readonly dimensions: unknown;
}
interface Untyped {
  gauge(name: string, value: unknown, dimensions?: unknown): void;
  property(name: string, value: unknown): void;
  write(): void;
}

const METRICS: MetricDeclarations = {
  Duration: { unit: Unit.MILLISECONDS, dimensions: ['Query'] },
  Sent: { unit: Unit.COUNT, dimensions: ['Channel', 'Query'] },
  Size: { unit: Unit.BYTES },
  Depth: { unit: Unit.NONE, kind: 'gauge' },
};
const catalogue = defineMetrics({
  namespace: 'Generated/App',
  dimensions: { Service: 'a "quoted" \\ service', Stage: 'prod' },
  steps: ['Work'],
  metrics: METRICS,
});
const declared = new Set(
  catalogue.metrics.flatMap(({ name, dimensionSets }) => dimensionSets.map((set) => `${name} ${[...set].sort()}`)),
);

const value = fc.oneof(
  { weight: 5, arbitrary: fc.double() },
  { weight: 5, arbitrary: fc.integer() },
  fc.constantFrom(2 ** 360, -(2 ** 360), 2 ** 361, -0, 5e-324, undefined, null, '7', 1n),
  fc.anything(),
);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  fc.constantFrom('', ' ', 'a\nb', 'x'.repeat(1024), 'x'.repeat(1025), undefined, 7, '"', '\\'),
);
const dimensions = fc.oneof(
  fc.record({ Query: text, Channel: text }, { requiredKeys: [] }),
  fc.constantFrom(undefined, null, {}),
  fc.dictionary(fc.string(), fc.string()),
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...Object.keys(METRICS)) },
  fc.constantFrom('constructor', '__proto__', '_aws', 'toString', 'Service'),
  fc.string(),
);
const puts: fc.Arbitrary<Put[]> = fc.array(fc.record({ name, value, dimensions }), { maxLength: 30 });

const isText = (given: unknown): boolean =>
  typeof given === 'string' && given.length <= 1024 && /^[ -~]+$/.test(given) && given.trim() !== '';

/** The rule in its plainest form, to compare with. */
function isGood({ name: metric, value: given, dimensions: own }: Put): boolean {
  if (!Object.hasOwn(METRICS, metric)) return false;
  const wanted = METRICS[metric].dimensions ?? [];
  const told = Object.entries(own ?? {});
  return (
    typeof given === 'number' &&
    Number.isFinite(given) &&
    Math.abs(given) <= 2 ** 360 &&
    told.length === wanted.length &&
    told.every(([key, one]) => wanted.includes(key) && isText(one))
  );
}

function expectSound(records: readonly Json[]): void {
  for (const record of records) {
    expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(256 * 1024);
    expect(Object.values(record)).not.toContain(null);
    for (const { name: metric, dimensions: set } of dataOf(record)) {
      expect(declared).toContain(`${metric} ${Object.keys(set).sort()}`);
    }
  }
}

const wholeValues = (records: readonly Json[]): string[] =>
  records
    .flatMap(dataOf)
    .filter(
      ({ name: metric, dimensions: set }) => Object.keys(set).length === 2 + (METRICS[metric]?.dimensions?.length ?? 0),
    )
    .filter(({ name: metric }) => metric in METRICS)
    .map((datum) => `${datum.name} ${datum.value} ${JSON.stringify(Object.entries(datum.dimensions).sort())}`)
    .sort();

beforeEach(capture);
afterEach(release);

test('every record conforms, keeps every good value with its dimensions, and drops every bad one alone', () => {
  const begin = metricsEmitter(catalogue);
  fc.assert(
    fc.property(puts, (all) => {
      // WHEN
      const metrics = begin() as unknown as Untyped;
      for (const { name: metric, value: given, dimensions: own } of all) metrics.gauge(metric, given, own);
      metrics.write();

      // THEN
      const records = lines().filter(isRecord);
      expectSound(records);
      const good = all.filter(isGood);
      const expected = good.map(({ name: metric, value: given, dimensions: own }) => {
        const set = { Service: 'a "quoted" \\ service', Stage: 'prod', ...(own as object) };
        return `${metric} ${Number(given)} ${JSON.stringify(Object.entries(set).sort())}`;
      });
      expect(wholeValues(records)).toEqual(expected.sort());
      const dropped = records.flatMap(dataOf).filter(({ name: metric }) => metric === 'DroppedValues');
      expect(dropped.map(({ value: count }) => count)).toEqual(
        all.length > good.length ? [all.length - good.length] : [],
      );
    }),
    { numRuns: RUNS },
  );
});

test('every record of an operation conforms, whatever it is given, answers and throws', async () => {
  const event = fc.oneof(
    fc.constantFrom<unknown>(...Object.values(events).filter((one) => typeof one === 'object')),
    fc.anything(),
  );
  await fc.assert(
    fc.asyncProperty(event, puts, fc.anything(), fc.boolean(), fc.string(), async (given, all, answer, fails, key) => {
      // GIVEN
      const handler = operation(catalogue, (_event, op) => {
        const metrics = op as unknown as Untyped;
        for (const put of all) metrics.gauge(put.name, put.value, put.dimensions);
        metrics.property(key, answer);
        op.log.info(key, { answer });
        if (fails) throw answer;
        return answer;
      });

      // WHEN
      const outcome = await handler(given, { awsRequestId: key }).then(
        (result) => ({ result }),
        (error) => ({ error }),
      );

      // THEN
      expect(Object.values(outcome)[0]).toBe(answer);
      const records = lines().filter(isRecord);
      expect(records.length).toBeGreaterThan(0);
      expectSound(records);
    }),
    { numRuns: RUNS / 4 },
  );
});
