import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Duration, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnAlarm, CfnCompositeAlarm, ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { VigilChecks } from '../../lib/index';
import { newVigil } from '../support/synth';
import { addFunction } from '../vigil/shop';

const folder = mkdtempSync(join(tmpdir(), 'vigil-checks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the plugin finds in an app, as `check: path`. */
function foundIn(fill: (app: App) => void): string[] {
  const app = new App({ outdir: mkdtempSync(join(folder, 'out-')) });
  fill(app);
  const assembly = app.synth();
  const templatePaths = [assembly, ...assembly.nestedAssemblies.map(({ nestedAssembly }) => nestedAssembly)].flatMap(
    ({ stacks }) => stacks.map(({ templateFullPath }) => templateFullPath),
  );
  const report = new VigilChecks().validate({ templatePaths, appConstruct: app });
  const paths = new Map(
    app.node
      .findAll()
      .filter(CfnResource.isCfnResource)
      .map((each) => [idOf(each), each.node.path]),
  );
  const found = report.violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ resourceLogicalId }) => `${ruleName}: ${paths.get(resourceLogicalId)}`),
  );
  expect(report.success).toBe(found.length === 0);
  return found;
}

const idOf = (resource: CfnResource): string => String(Stack.of(resource).resolve(resource.logicalId));

const metric = { comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD, evaluationPeriods: 1, threshold: 1 };
const alarm = (scope: Construct, id: string, alarmActions?: string[]) =>
  new CfnAlarm(scope, id, { ...metric, namespace: 'Shop', metricName: 'Failed', alarmName: id, alarmActions });

test('each check names what it is about, and nothing else', () => {
  const found = foundIn((app) => {
    const stack = new Stack(app, 'Shop');
    const subscribed = new Topic(stack, 'Alerts');
    subscribed.addSubscription(new EmailSubscription('oncall@example.com'));
    new Topic(stack, 'Unread');
    alarm(stack, 'Notified', [subscribed.topicArn]);
    alarm(stack, 'Child');
    new CfnCompositeAlarm(stack, 'Parent', { alarmRule: 'ALARM("Child")', alarmActions: [subscribed.topicArn] });
    alarm(stack, 'Silent');
    const failed = new Queue(stack, 'Failed');
    new Queue(stack, 'Safe', { deadLetterQueue: { queue: failed, maxReceiveCount: 3 } });
    new Queue(stack, 'Unsafe', { visibilityTimeout: Duration.minutes(1) });
    new LogGroup(stack, 'Month', { retention: RetentionDays.ONE_MONTH });
    new LogGroup(stack, 'Ever', { retention: RetentionDays.INFINITE });
    addFunction(stack, 'Unwatched');
  });

  expect(found).toEqual([
    'vigil::silent-alarm: Shop/Silent',
    'vigil::topic-without-subscriber: Shop/Unread/Resource',
    'vigil::queue-without-dead-letter-queue: Shop/Unsafe/Resource',
    'vigil::log-group-without-retention: Shop/Ever/Resource',
    'vigil::function-without-alarm: Shop/Unwatched/Resource',
  ]);
});

test('what a Vigil watches and what it makes for itself violates nothing', () => {
  const found = foundIn((app) => {
    const stack = new Stack(app, 'Shop');
    addFunction(stack, 'Watched');
    newVigil(stack).watch(stack);
  });

  expect(found).toEqual([]);
});

test('stages, nested stacks and references between stacks are followed', () => {
  const found = foundIn((app) => {
    const topics = new Stack(app, 'Topics');
    const topic = new Topic(topics, 'Alerts');
    const inner = new NestedStack(new Stack(app, 'Outer'), 'Inner');
    topic.addSubscription(new EmailSubscription('oncall@example.com'));
    alarm(inner, 'Notified', [topic.topicArn]);
    new Topic(new Stack(new Stage(app, 'Prod'), 'Shop'), 'UnreadInProd');
  });

  expect(found).toEqual(['vigil::topic-without-subscriber: Prod/Shop/UnreadInProd/Resource']);
});

test('a violation is acknowledged on its construct, or on one around it', () => {
  const found = foundIn((app) => {
    const stack = new Stack(app, 'Shop');
    const partner = new Topic(stack, 'Partner');
    new Topic(stack, 'Unread');
    Validations.of(partner).acknowledge({ id: 'vigil::topic-without-subscriber', reason: 'A partner subscribes.' });
    new LogGroup(stack, 'Ever', { retention: RetentionDays.INFINITE });
    Validations.of(stack).acknowledge({ id: 'vigil::log-group-without-retention', reason: 'Kept for audits.' });
  });

  expect(found).toEqual(['vigil::topic-without-subscriber: Shop/Unread/Resource']);
});

test('as a plugin of CDK, it ends synthesis with a report', () => {
  const app = new App({ outdir: mkdtempSync(join(folder, 'out-')) });
  new Topic(new Stack(app, 'Shop'), 'Unread');
  Validations.of(app).addPlugins(new VigilChecks());
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const code = process.exitCode;

  let message = '';
  try {
    app.synth();
  } catch (error) {
    message = (error as Error).message;
  }
  const text = [message, ...printed.mock.calls.flat()].join('\n');
  printed.mockRestore();
  process.exitCode = code;

  expect(text).toContain('vigil::topic-without-subscriber');
});
