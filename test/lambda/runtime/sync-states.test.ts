import { metricsEmitter, partner, syncStates } from '../../../lambda/runtime';
import { SYNCS } from '../../../lambda/runtime/sync-states';
import { defineMetrics, partnerMetrics } from '../../../lib/catalogue';
import { SYNCS as OF_HEALTH_CHECKS } from '../../../lib/contracts/sync-states';
import { dataOf } from './embedded-metric-format';
import { capture, lines, release } from './standard-output';

const catalogue = defineMetrics({ namespace: 'Scheduling', metrics: { ...partnerMetrics(['acme', 'globex']) } });
const refuse = () => Promise.reject(new Error('refused'));

/** As much of DynamoDB as `syncStates` uses. */
function table() {
  // biome-ignore lint/suspicious/noExplicitAny: items as DynamoDB has them
  const items = new Map<string, any>();
  const keyOf = ({ pk, sk }: Record<string, { S: string }>) => `${pk?.S} ${sk?.S}`;
  return {
    items,
    // biome-ignore lint/suspicious/noExplicitAny: as above
    updateItem: async ({ Key, UpdateExpression, ExpressionAttributeValues: values, ReturnValues }: any) => {
      const old = items.get(keyOf(Key));
      const isReset = UpdateExpression === 'SET freshAt = :now, failures = :count';
      const failures = isReset ? 0 : Number(old?.failures.N ?? 0) + 1;
      const freshAt = isReset ? values[':now'] : (old?.freshAt ?? values[':now']);
      const updated = { ...Key, freshAt, failures: { N: `${failures}` } };
      items.set(keyOf(Key), updated);
      return { Attributes: ReturnValues === 'ALL_OLD' ? old : updated };
    },
    // one item a page
    // biome-ignore lint/suspicious/noExplicitAny: as above
    query: async ({ ExclusiveStartKey: from = 0 }: any) => ({
      Items: [...items.values()].slice(from, from + 1),
      LastEvaluatedKey: from + 1 < items.size ? from + 1 : undefined,
    }),
    // biome-ignore lint/suspicious/noExplicitAny: as above
    deleteItem: async ({ Key }: any) => items.delete(keyOf(Key)),
  };
}

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2026-11-02T00:00:00Z'), doNotFake: ['nextTick', 'performance', 'setTimeout'] });
  capture();
});
afterEach(() => {
  release();
  jest.useRealTimers();
});
const wait = (seconds: number) => jest.setSystemTime(Date.now() + seconds * 1000);

/** The values of a metric, with their partner. */
async function published(name: string, run: (metrics: Parameters<typeof partner>[0]) => unknown) {
  const metrics = metricsEmitter(catalogue)();
  await run(metrics);
  metrics.write();
  const data = lines().flatMap(dataOf);
  const own = data.filter((each) => each.name === name && each.dimensions['Partner'] !== undefined);
  return own.map(({ value, dimensions }) => [dimensions['Partner'], value]);
}

test('failures of a customer are counted over processes, and the alarm is cleared by a success', async () => {
  // GIVEN a table, and a process for each synchronisation
  const shared = table();
  const sync = (work: () => unknown) =>
    published('ConsecutiveSyncFailures', (metrics) =>
      partner(metrics, 'acme', syncStates('states', shared).record)
        .sync('k-1', work)
        .catch(() => {}),
    );

  // WHEN
  const counted = [];
  for (let run = 0; run < 5; run++) counted.push(await sync(refuse));

  // THEN
  expect(counted).toEqual([[], [], [], [], [['acme', 5]]]);
  expect(await sync(() => 'done')).toEqual([['acme', 0]]);
  expect(await sync(refuse)).toEqual([]);
});

test('they are kept where the health checks grant it', () => {
  expect(SYNCS).toBe(OF_HEALTH_CHECKS);
});

test('SyncAgeSeconds rises while nothing is synchronised, for each customer', async () => {
  // GIVEN
  const states = syncStates('states', table());
  await states.record({ partner: 'acme', customerId: 'k-1' }, true);
  wait(60);
  await states.record({ partner: 'globex', customerId: 'k-2' }, false);
  const ages = () => published('SyncAgeSeconds', (metrics) => states.publishAges(metrics));

  // WHEN
  wait(600);

  // THEN
  expect(await ages()).toEqual([
    ['acme', 660],
    ['globex', 600],
  ]);
  // AND
  await states.forget({ partner: 'acme', customerId: 'k-1' });
  wait(60);
  expect(await ages()).toEqual([['globex', 660]]);
});
