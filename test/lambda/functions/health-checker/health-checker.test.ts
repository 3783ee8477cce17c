import { LoopbackAws } from '../../support/loopback-aws';
import { BAD, checkNamed, GOOD, Rounds, SLOW, START } from './rounds';

let aws: LoopbackAws;
beforeAll(async () => {
  aws = await LoopbackAws.start();
});
beforeEach(() => aws.clear());
afterAll(() => aws.stop());

const rowsIn = () => Object.keys(aws.entriesOf('checks'));

test('each round publishes the metric of each check, with the other values as properties', async () => {
  // GIVEN a check that answers
  const rounds = new Rounds({ aws });

  // WHEN
  await rounds.runAll(0, 8);

  // THEN
  expect(rounds.violations()).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect(rounds.lines.at(-1)).toMatchObject({
    Checker: 'Shop-Vigil-HealthChecks',
    Check: 'shop',
    HealthCheckViolations: 0,
    HealthCheckSuccess: 1,
    HealthCheckLatency: 100,
    HealthCheckLatencyAverage: 100,
    HealthCheckErrorRate: 0,
  });
  const metrics = (rounds.lines.at(-1) as { _aws?: { CloudWatchMetrics: { Metrics: { Name: string }[] }[] } })._aws;
  expect(metrics?.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name))).toEqual([
    'HealthCheckViolations',
  ]);
});

test('an outage of ten minutes: the alarm sees it from the third failure to the recovery', async () => {
  const rounds = new Rounds({ aws, runAt: (_, minute) => (minute >= 10 && minute < 20 ? BAD : GOOD) });

  await rounds.runAll(0, 30);

  const seen = rounds.violations();
  expect(seen.indexOf(1)).toBe(12);
  expect(seen.lastIndexOf(1)).toBe(22);
  expect(seen.filter((value) => value === 1)).toHaveLength(11);
  // begin and end are messages of the alarm itself
  expect(rounds.notices).toEqual([]);
});

test('what changes while the alarm is in ALARM is sent by the notifier', async () => {
  const rounds = new Rounds({
    aws,
    runAt: (_, minute) => (minute >= 10 && minute < 30 ? { ...BAD, latencyMs: minute < 20 ? 20 : 5000 } : GOOD),
  });

  await rounds.runAll(0, 40);

  expect(rounds.notices.map((notice) => notice.split(' ').slice(0, 3).join(' '))).toEqual([
    'shop 20 changed',
    'shop 33 changed',
  ]);
  expect(rounds.notices[0]).toBe(
    'shop 20 changed Failing: HTTP 503. The last 11 runs failed. Slow: The average latency of the last 7 runs is 731 ms, above the limit of 500 ms.',
  );
  expect(rounds.notices[1]).toMatch(/No longer failing\.$/);
  expect(JSON.parse(aws.queued[0] as string)).toMatchObject({
    alarm: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:Shop/HealthChecks/shop.HealthCheckFailing',
  });
});

test('without a notifier, changes are not kept for it', async () => {
  const rounds = new Rounds({
    aws,
    settings: { commandsUrl: undefined },
    runAt: (_, minute) => (minute % 2 === 0 ? BAD : SLOW),
  });

  await rounds.runAll(0, 20);

  expect(aws.queued).toEqual([]);
  expect(aws.entriesOf('checks')['shop']?.['unsent']).toBeUndefined();
});

test('a check runs at its interval, and its alarm has a datapoint each minute all the same', async () => {
  const checks = [checkNamed('fast'), checkNamed('slow', { intervalSeconds: 300 })];
  const rounds = new Rounds({ aws, checks });

  await rounds.runAll(2, 12);

  expect(rounds.ran.filter((each) => each.startsWith('slow'))).toEqual(['slow 2', 'slow 5', 'slow 10']);
  expect(rounds.violations('slow')).toHaveLength(10);
});

test('a round that is delivered twice runs nothing twice', async () => {
  const rounds = new Rounds({ aws });

  await rounds.run(5);
  await rounds.run(5);

  expect(rounds.ran).toEqual(['shop 5']);
});

test('two invocations at the same time: one of the results counts', async () => {
  const rounds = new Rounds({ aws, runAt: () => BAD });

  await Promise.all([rounds.run(0), rounds.run(0)]);
  await Promise.all([rounds.run(1), rounds.run(1)]);

  expect(JSON.parse(aws.entriesOf('checks')['shop']?.['state'] as string)).toMatchObject({ failuresInARow: 2 });
});

test('shards share the checks: each runs in one of them', async () => {
  const checks = Array.from({ length: 10 }, (_, index) => checkNamed(`check-${index}`));
  const rounds = new Rounds({ aws, checks, settings: { shards: 3 } });

  await Promise.all([0, 1, 2].map((shard) => rounds.run(0, shard)));

  expect([...rounds.ran].sort()).toEqual(checks.map(({ name }) => `${name} 0`));
});

test('the row of a check that was removed goes with the next round', async () => {
  const rounds = new Rounds({ aws, checks: [checkNamed('kept'), checkNamed('removed')] });
  await rounds.run(0);
  expect(rowsIn()).toEqual(['kept', 'removed']);

  rounds.setting = { ...rounds.setting, checks: [checkNamed('kept')] };
  await rounds.run(1);

  expect(rowsIn()).toEqual(['kept']);
});

test('and so does the heartbeat of one: a check of the same name later begins anew', async () => {
  // GIVEN
  const checks = [checkNamed('kept'), checkNamed('nightly', { type: 'heartbeat', maxAgeSeconds: 300 })];
  const rounds = new Rounds({ aws, checks, runs: 'heartbeat' });
  await aws.direct().putItem({ pk: 'heartbeats', sk: 'nightly', at: START }, undefined);
  await rounds.run(0);

  // WHEN
  rounds.setting = { ...rounds.setting, checks: [checkNamed('kept')] };
  await rounds.run(1);
  rounds.setting = { ...rounds.setting, checks };
  await rounds.run(60);

  // THEN
  expect(await aws.direct().itemsOf('heartbeats')).toEqual([]);
  expect(rounds.violations('nightly')).toEqual([0, 0]);
});

test('what fails for one check keeps no other from running, and is an error of the function', async () => {
  aws.fault = (action, call) =>
    action === 'PutItem' && call.Item.sk.S === 'broken' ? { status: 500, type: 'InternalServerError' } : undefined;
  const rounds = new Rounds({ aws, checks: [checkNamed('broken'), checkNamed('fine')] });

  await expect(rounds.run(0)).rejects.toThrow('PutItem: InternalServerError (HTTP 500)');

  expect(rowsIn()).toEqual(['fine']);
});

describe('from two regions', () => {
  const checks = [checkNamed('shop', { regions: ['eu-west-1', 'us-east-1'] })];
  const settings = { probers: [{ region: 'us-east-1', functionName: 'prober' }] };
  const regional = (here: typeof GOOD, there: typeof GOOD) => {
    const runAt = (_: string, __: number, region: string) => (region === 'eu-west-1' ? here : there);
    const rounds = new Rounds({ aws, checks, settings, runAt });
    const prober = new Rounds({ ...rounds.setting, region: 'us-east-1' });
    aws.functions.set('prober', async (payload) => prober.checker().probe(payload));
    return new Rounds(rounds.setting);
  };

  test.each([
    ['both see it', BAD, BAD, 1],
    ['only the home region sees it', BAD, GOOD, 0],
    ['only the other region sees it', GOOD, BAD, 0],
  ])('%s', async (_, here, there, expected) => {
    const rounds = regional(here, there);

    await rounds.runAll(0, 5);

    expect(rounds.violations().at(-1)).toBe(expected);
  });

  test('a region that cannot be asked is an error of the function, and the other one decides', async () => {
    const rounds = regional(BAD, GOOD);
    aws.functions.clear();

    for (const minute of [0, 1, 2]) await expect(rounds.run(minute)).rejects.toThrow(/parts of the round failed/);

    expect(rounds.violations().at(-1)).toBe(1);
  });
});
