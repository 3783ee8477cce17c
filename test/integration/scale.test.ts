import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Route, Vigil } from '../../lib/index';
import { Cloud, type ResourceReport } from './cloud';
import { ACCOUNT, createBucket, deploy, optionsOf, REGION } from './stack';

// a small service, as the bench has it
const { addSet } = jest.requireActual('../../tools/bench/set.cjs');

jest.setTimeout(300_000);
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
    await createBucket(cloud);
    const step = async (action: string, numbers: readonly number[]) => {
      const before = cloud.resources.length;
      await deploy(cloud, 'Sets', action, synthesize(mkdtempSync(join(folder, 'out-')), numbers));
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

async function alarmNames(cloud: Cloud): Promise<string[]> {
  const names: string[] = [];
  const client = new CloudWatchClient(optionsOf(cloud));
  const both = { AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const] };
  for await (const { MetricAlarms = [], CompositeAlarms = [] } of paginateDescribeAlarms({ client }, both)) {
    names.push(...[...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName as string));
  }
  return names;
}
