import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Route, Vigil } from '../../lib/index';
import { readHealthChecks } from '../../lib/probes/read-health-checks';
import { described } from '../lambda/support/payloads/payload';
import { plainSlack } from '../lambda/support/plain-slack';
import { Cloud } from './cloud';
import { arnOf, REGION, Shop } from './shop';
import { ACCOUNT, createBucket, deploy, optionsOf } from './stack';

jest.setTimeout(180_000);
const CHECKER = 'Shop-Vigil-HealthChecks';
const FUNCTION = 'Jobs-Vigil-HealthChecks-checker';
const ALARM = 'Shop/HealthChecks/portal.HealthCheckFailing';
const TOPIC = arnOf('sns', 'Shop-Vigil-P1');
/** A round is due each minute from then on. */
const START = Date.now() - 3_600_000;

let shop: Shop;
let server: Server;
let folder: string;
/** What the checked server answers. */
let status = 200;

beforeAll(async () => {
  server = createServer((_, response) => void response.writeHead(status).end('{}'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  shop = await Shop.open();
  for (const name of ['notifier', 'notifier-dead-letters']) await shop.queue(name);
  await shop.topic('Shop-Vigil-P1', 'notifier');
  await shop.secret('bot', 'xoxb-secret-token');
  await new DynamoDBClient(shop.options).send(
    new CreateTableCommand({
      TableName: `${CHECKER}-checks`,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  await new CloudWatchClient(shop.options).send(
    new PutMetricAlarmCommand({
      AlarmName: ALARM,
      AlarmDescription: described('HealthCheckFailing', 'The health check fails.', ['Run it yourself.'], {
        component: 'HealthChecks',
      }),
      Namespace: 'HealthChecks',
      MetricName: 'HealthCheckViolations',
      Dimensions: [
        { Name: 'Checker', Value: CHECKER },
        { Name: 'Check', Value: 'portal' },
      ],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: [TOPIC],
      OKActions: [TOPIC],
    }),
  );
  // as the construct puts it together
  folder = mkdtempSync(join(tmpdir(), 'vigil-health-checks-'));
  cpSync(resolve('dist/lambda/functions/health-checker'), folder, { recursive: true });
  const { port } = server.address() as AddressInfo;
  const file = { version: '1.0', services: [{ name: 'portal', url: `http://127.0.0.1:${port}/` }] };
  writeFileSync(
    join(folder, 'checks.json'),
    JSON.stringify(readHealthChecks(JSON.stringify(file), 'checks.json').checks),
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  server.close();
  await shop.close();
});

/** Some rounds, one a minute, each in a new process; the values of the metric. */
async function rounds(from: number, to: number): Promise<number[]> {
  const values: number[] = [];
  for (let minute = from; minute < to; minute++) {
    const event = { shard: 0, time: new Date(START + minute * 60_000).toISOString() };
    const settings = {
      checker: CHECKER,
      shards: 1,
      checks: 1,
      runsADay: 1440,
      allowPrivate: true,
      allMetrics: false,
      probers: [],
      alarms: { stack: 'Shop', component: 'HealthChecks' },
    };
    const env = {
      PATH: process.env['PATH'],
      NODE_NO_WARNINGS: '1',
      // the Lambda runtime brings the SDK
      NODE_PATH: resolve('node_modules'),
      AWS_ENDPOINT_URL: shop.cloud.endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      HEALTH_CHECKS: JSON.stringify(settings),
      TABLE_NAME: `${CHECKER}-checks`,
    };
    const words = [resolve('test/integration/invoke.mjs'), join(folder, 'index.js'), JSON.stringify([event])];
    const { stdout } = await promisify(execFile)(process.execPath, words, { env });
    const lines = stdout.split('\n').filter((line) => line.startsWith('{"_aws"'));
    values.push(...lines.map((line) => JSON.parse(line).HealthCheckViolations));
  }
  return values;
}

/** What CloudWatch does when the metric crosses the threshold, and the notifier after it. */
async function alarmBecomes(StateValue: 'ALARM' | 'OK'): Promise<void> {
  const client = new CloudWatchClient(shop.options);
  await client.send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue, StateReason: 'Threshold Crossed.' }));
  const severities = ['P0', 'P1', 'P2'];
  const channels = [{ id: 'bot', kind: 'slackBot', secret: 'bot', channel: 'C0123ABCD', severities }];
  await shop.invoke([await shop.receive('notifier')], { queue: 'notifier', channels });
}

const titles = (): string[] =>
  shop.chat.posts.map(({ message }) => plainSlack(message)[0]?.replaceAll('*', '') as string);

test('from a server that fails to Slack, and back', async () => {
  // GIVEN a server that answers, then fails
  expect(await rounds(0, 2)).toEqual([0, 0]);
  status = 503;

  // WHEN
  expect(await rounds(2, 5)).toEqual([0, 0, 1]);
  await alarmBecomes('ALARM');
  status = 200;
  expect((await rounds(5, 7)).at(-1)).toBe(0);
  await alarmBecomes('OK');

  // THEN the message of the alert has become that of its recovery, with a reply below it
  expect(titles()).toHaveLength(2);
  for (const title of titles()) {
    expect(title).toMatch(
      /^\[P1 OK\] HealthChecks in prod, check portal: Recovered: no longer failing\. Before: .*503.* The last 3 runs failed\./,
    );
  }
});

describe('a page of heartbeats, as it is deployed', () => {
  const assembly = mkdtempSync(join(tmpdir(), 'vigil-heartbeats-'));
  let cloud: Cloud;
  /** Of the function. */
  let variables: Record<string, string>;
  beforeAll(async () => {
    cloud = await Cloud.start();
    await createBucket(cloud);
    const app = new App({ outdir: assembly, analyticsReporting: false });
    const stack = new Stack(app, 'Jobs', {
      env: { account: ACCOUNT, region: REGION },
      // the server has no stack of a bootstrap
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    const vigil = new Vigil(stack, 'Vigil', { environment: 'prod', routes: [Route.email('oncall@example.com')] });
    const services = [{ name: 'nightly', max_age: 3600 }];
    vigil.healthChecks({ version: '1.0', services }, { heartbeatUrls: true });
    app.synth();
    await deploy(cloud, 'Jobs', 'CreateStack', assembly);
    const lambda = new LambdaClient(optionsOf(cloud));
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    variables = Functions.find(({ FunctionName }) => FunctionName === FUNCTION)?.Environment?.Variables ?? {};
  });
  afterAll(() => {
    cloud?.stop();
    rmSync(assembly, { recursive: true, force: true });
  });

  /** Invokes the code that was deployed, with the environment that it was deployed with. */
  async function invoke(event: object) {
    const code = readdirSync(assembly, { recursive: true, encoding: 'utf8' }).find((path) =>
      /^asset\.\w+\/checks\.json$/.test(path),
    ) as string;
    const env = {
      PATH: process.env['PATH'],
      NODE_NO_WARNINGS: '1',
      NODE_PATH: resolve('node_modules'),
      AWS_ENDPOINT_URL: cloud.endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      ...variables,
    };
    const file = join(assembly, dirname(code), 'index.js');
    const words = [resolve('test/integration/invoke.mjs'), file, JSON.stringify([event])];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, words, { env });
    const [line] = stdout.split('\n').filter((each) => each.startsWith('{"_aws"'));
    const { results } = JSON.parse(stderr.slice(stderr.lastIndexOf('{"results"')));
    return { result: results[0], violations: line === undefined ? undefined : JSON.parse(line).HealthCheckViolations };
  }
  const round = (minutes: number) => invoke({ shard: 0, time: new Date(Date.now() + minutes * 60_000).toISOString() });

  test('every resource is made', () => {
    const failed = cloud.resources.filter(({ outcome }) => outcome === 'failed' || outcome === 'skipped');

    expect(failed).toEqual([]);
    expect(cloud.resources.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['AWS::ApiGatewayV2::Route', 'AWS::SecretsManager::Secret', 'AWS::Scheduler::Schedule']),
    );
  });

  test('a job that calls its signed URL has reported, one that changed it has not', async () => {
    // GIVEN
    const { result: url } = await invoke({ heartbeatUrl: 'nightly' });
    expect(url).toMatch(/^https:\/\/[\w.-]+\/\?heartbeat=nightly&signature=[\w-]{43}$/);
    const request = (rawQueryString: string) => invoke({ rawQueryString, requestContext: {} });

    // WHEN
    const refused = await request('heartbeat=nightly&signature=made-up');
    const noted = await request(new URL(url).search.slice(1));

    // THEN
    expect(refused.result).toMatchObject({ statusCode: 403 });
    expect(noted.result).toMatchObject({ statusCode: 200 });
    expect((await round(0)).violations).toBe(0);
    const { Items = [] } = await new DynamoDBClient(optionsOf(cloud)).send(
      new ScanCommand({ TableName: 'Jobs-Vigil-HealthChecks-checks' }),
    );
    expect(Items.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`).sort()).toEqual(['checks nightly', 'heartbeats nightly']);
  });
});
