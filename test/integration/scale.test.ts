import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Route, Vigil } from '../../lib/index';
import { Cloud, type ResourceReport } from './cloud';

// a small service, as the bench has it
const { addSet } = jest.requireActual('../../tools/bench/set.cjs');

jest.setTimeout(300_000);
const REGION = 'us-east-1';
const ACCOUNT = '123456789012';
const BUCKET = `cdk-hnb659fds-assets-${ACCOUNT}-${REGION}`;
const sets = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a stack of sets of services that grows beyond what one template takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-scale-'));
  let cloud: Cloud;
  /** What was done to resources, in each step. */
  let small: readonly ResourceReport[];
  let grown: readonly ResourceReport[];
  let exchanged: readonly ResourceReport[];
  let namesOfSmall: readonly string[];
  let namesOfGrown: readonly string[];

  beforeAll(async () => {
    cloud = await Cloud.start();
    await s3(cloud).send(new CreateBucketCommand({ Bucket: BUCKET }));
    const step = async (action: string, numbers: readonly number[]) => {
      const before = cloud.resources.length;
      await deploy(cloud, action, synthesize(mkdtempSync(join(folder, 'out-')), numbers));
      return cloud.resources.slice(before);
    };
    small = await step('CreateStack', sets(1, 8));
    namesOfSmall = await alarmNames(cloud);
    grown = await step('UpdateStack', sets(1, 16));
    namesOfGrown = await alarmNames(cloud);
    exchanged = await step('UpdateStack', [1, 2, ...sets(4, 17)]);
  });
  afterAll(() => {
    cloud?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('begins with its alarms in itself', () => {
    expect(small.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(small.map(({ type }) => type)).not.toContain('AWS::CloudFormation::Stack');
    expect(namesOfSmall.every((name) => name.startsWith('Sets/'))).toBe(true);
  });

  test('at 16 sets, moves all alarms to nested stacks: no name is taken, nothing of the old ones is left', () => {
    expect(grown.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(alarmsAmong(grown, 'deleted')).toHaveLength(namesOfSmall.length);
    expect(namesOfGrown).toHaveLength(2 * namesOfSmall.length);
    expect(namesOfGrown.every((name) => name.startsWith('Sets-alarms/'))).toBe(true);
  });

  test('when a set is removed and another added, no alarm of the others changes', () => {
    expect(exchanged.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    const alarmsOfASet = namesOfSmall.length / 8;
    for (const [outcome, set] of [
      ['created', 'Set17'],
      ['deleted', 'Set3'],
    ] as const) {
      const alarms = alarmsAmong(exchanged, outcome);
      expect(alarms).toHaveLength(alarmsOfASet);
      expect(alarms.filter((id) => !id.includes(set))).toEqual([]);
    }
    expect(alarmsAmong(exchanged, 'updated')).toEqual([]);
  });

  test('nor any other resource of theirs, but dashboards and the nested stacks of its alarms', () => {
    const others = exchanged.filter(({ logicalId }) => !/Set(3|17)(?!\d)/.test(logicalId));
    expect([...new Set(others.map(({ type }) => type))].sort()).toEqual([
      'AWS::CloudFormation::Stack',
      'AWS::CloudWatch::Dashboard',
    ]);
  });
});

const alarmsAmong = (reports: readonly ResourceReport[], outcome: ResourceReport['outcome']): string[] =>
  reports
    .filter((each) => each.outcome === outcome && /^AWS::CloudWatch::(Composite)?Alarm$/.test(each.type))
    .map(({ logicalId }) => logicalId);

function synthesize(outdir: string, numbers: readonly number[]): string {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Sets', {
    env: { account: ACCOUNT, region: REGION },
    // the server has no stack of a bootstrap
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
  });
  for (const number of numbers) addSet(new Construct(stack, `Set${number}`));
  new Vigil(stack, 'Vigil', { environment: 'prod', routes: [Route.email('oncall@example.com')] }).watch(stack);
  app.synth();
  return outdir;
}

/** As CDK's command line does: the assets, then the stack. */
async function deploy(cloud: Cloud, action: string, assembly: string): Promise<void> {
  const { files } = JSON.parse(readFileSync(join(assembly, 'Sets.assets.json'), 'utf8')) as Assets;
  let template = '';
  for (const { source, destinations } of Object.values(files)) {
    for (const { objectKey } of Object.values(destinations)) {
      const Body = readFileSync(join(assembly, source.path));
      await s3(cloud).send(new PutObjectCommand({ Bucket: BUCKET, Key: objectKey, Body }));
      if (source.path === 'Sets.template.json') template = objectKey;
    }
  }
  const credential = `testing/20260101/${REGION}/cloudformation/aws4_request`;
  const response = await fetch(cloud.endpoint, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({
      Action: action,
      Version: '2010-05-15',
      StackName: 'Sets',
      TemplateURL: `https://s3.${REGION}.amazonaws.com/${BUCKET}/${template}`,
    }),
  });
  if (!response.ok) throw new Error(await response.text());
}

interface Assets {
  readonly files: Readonly<
    Record<string, { source: { path: string }; destinations: Readonly<Record<string, { objectKey: string }>> }>
  >;
}

const optionsOf = ({ endpoint }: Cloud) => ({
  endpoint,
  region: REGION,
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
});

const s3 = (cloud: Cloud) => new S3Client({ ...optionsOf(cloud), forcePathStyle: true });

async function alarmNames(cloud: Cloud): Promise<string[]> {
  const names: string[] = [];
  const client = new CloudWatchClient(optionsOf(cloud));
  const both = { AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const] };
  for await (const { MetricAlarms = [], CompositeAlarms = [] } of paginateDescribeAlarms({ client }, both)) {
    names.push(...[...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName as string));
  }
  return names;
}
