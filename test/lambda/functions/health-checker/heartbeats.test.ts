import { Heartbeats } from '../../../../lambda/functions/health-checker/heartbeats';
import { Secrets } from '../../../../lambda/shared/secrets';
import type { HeartbeatUrls } from '../../../../lib/contracts/health-checker';
import { LoopbackAws } from '../../support/loopback-aws';
import { checkNamed, START } from './rounds';

const CHECKER = 'Shop-Vigil-HealthChecks';
const HOUR = 3_600_000;
const URLS = { url: 'https://heartbeats.example.com/', key: 'key' };

let aws: LoopbackAws;
let now: number;
beforeAll(async () => {
  aws = await LoopbackAws.start();
  aws.secrets.set('key', 'k'.repeat(64));
  aws.secrets.set('other', 'o'.repeat(64));
});
beforeEach(() => {
  now = START;
});
afterAll(() => aws.stop());

/** The heartbeats of a checker, as a new invocation knows them. */
function heartbeats(name: string, urls: HeartbeatUrls | 'none' = URLS): Heartbeats {
  const direct = { ...aws.direct(), invoke: async () => ({ body: '' }) };
  const around = { aws: direct, secrets: new Secrets(direct, () => now), now: () => now, log: () => {} };
  const checks = [checkNamed(name, { type: 'heartbeat', maxAgeSeconds: 3600 }), checkNamed('shop')];
  return new Heartbeats(CHECKER, checks, around, urls === 'none' ? undefined : urls);
}
const call = (url: string) => ({ rawQueryString: new URL(url).search.slice(1), requestContext: {} });

describe('a signed URL', () => {
  test('reports the heartbeat', async () => {
    // GIVEN
    const url = await heartbeats('nightly').urlOf('nightly');
    expect(await heartbeats('nightly').newest('nightly')).toBeUndefined();

    // WHEN
    expect(await heartbeats('nightly').receive(call(url))).toMatchObject({ statusCode: 200 });

    // THEN
    expect(await heartbeats('nightly').newest('nightly')).toBe(START);
    // AND once more
    now = START + HOUR;
    await heartbeats('nightly').receive(call(url));
    expect(await heartbeats('nightly').newest('nightly')).toBe(now);
  });

  test.each<[string, (url: string) => string | Promise<string>]>([
    ['without a signature', () => `${URLS.url}?heartbeat=daily`],
    [
      'with that of another heartbeat',
      async () => (await heartbeats('other').urlOf('other')).replace('=other', '=daily'),
    ],
    ['with another key', () => heartbeats('daily', { ...URLS, key: 'other' }).urlOf('daily')],
    ['of a check that is no heartbeat', () => `${URLS.url}?heartbeat=shop&signature=x`],
    ['that is garbage', () => `${URLS.url}?%ff&heartbeat[]=1`],
  ])('%s is refused', async (_, urlOf) => {
    expect(await heartbeats('daily').receive(call(await urlOf('')))).toMatchObject({ statusCode: 403 });
    expect(await heartbeats('daily').newest('daily')).toBeUndefined();
  });

  test('is only given for a heartbeat, where heartbeats have URLs', async () => {
    await expect(heartbeats('nightly').urlOf('shop')).rejects.toThrow(
      "There is no heartbeat 'shop'. There are: nightly.",
    );
    await expect(heartbeats('nightly', 'none').urlOf('nightly')).rejects.toThrow(/heartbeatUrls: true/);
  });

  test('of a job that calls while AWS does not answer says so: the job may call again', async () => {
    const url = await heartbeats('hourly').urlOf('hourly');
    aws.fault = (action) => (action === 'PutItem' ? { status: 500, type: 'InternalServerError' } : undefined);

    expect(await heartbeats('hourly').receive(call(url))).toMatchObject({ statusCode: 503 });
    aws.fault = () => undefined;
  });
});

describe('a line in a log', () => {
  test('is looked for only if the heartbeat would be missing otherwise, and is remembered', async () => {
    // GIVEN
    aws.logged.set('logged', START);
    now = START + 60_000;
    const asked = jest.spyOn(aws.logged, 'get');

    // WHEN
    expect(await heartbeats('logged').newest('logged')).toBe(START);
    now = START + HOUR;
    expect(await heartbeats('logged').newest('logged')).toBe(START);

    // THEN
    expect(asked).toHaveBeenCalledTimes(1);
    // AND later
    now = START + HOUR + 60_000;
    expect(await heartbeats('logged').newest('logged')).toBe(START);
    expect(asked).toHaveBeenCalledTimes(2);
    asked.mockRestore();
  });
});
