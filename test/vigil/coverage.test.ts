import { type App, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { defineMetrics } from '../../lib/catalogue';
import { Route, Severity, type VigilProps } from '../../lib/index';
import { readAssembly, readTemplates } from '../../lib/rehearsal/assembly/assembly';
import { canFail } from '../../lib/resources/cannot-fail';
import { errorsOf, newApp, newStack, newVigil, watched } from '../support/synth';
import { addFunction, addHttpApi, addShop } from './shop';

/** A resource that no class describes. */
const plain = (stack: Stack, type: string) =>
  new CfnResource(stack, type.replace(/^AWS|::/g, ''), { type, properties: {} });

/** What synthesis says of coverage, and what `preview` lists of the assembly. */
function coverageOf(app: App) {
  const assembly = app.synth();
  const said = assembly.stacksRecursively.flatMap(({ messages }) =>
    messages.filter(({ level }) => level === 'info').map(({ entry }) => String(entry.data)),
  );
  const listed = readAssembly(assembly.directory).notWatched;
  return { said: said.filter((text) => text.startsWith('Vigil watches')), listed, assembly };
}

/** Types of an app of today that can fail and that Vigil has no class for in this test. */
const FALLIBLE = [
  'AWS::AmazonMQ::Broker',
  'AWS::AppRunner::Service',
  'AWS::Backup::BackupPlan',
  'AWS::Bedrock::Agent',
  'AWS::CodeBuild::Project',
  'AWS::CodePipeline::Pipeline',
  'AWS::DAX::Cluster',
  'AWS::DMS::ReplicationTask',
  'AWS::EC2::Instance',
  'AWS::EC2::NatGateway',
  'AWS::EKS::Cluster',
  'AWS::FSx::FileSystem',
  'AWS::Glue::Job',
  'AWS::IoT::TopicRule',
  'AWS::Neptune::DBCluster',
  'AWS::Redshift::Cluster',
  'AWS::S3::Bucket',
  'AWS::SageMaker::Endpoint',
  'AWS::Synthetics::Canary',
  'AWS::Transfer::Server',
];

/** Types that cannot fail by themselves. */
const INERT = [
  'AWS::ApiGateway::Deployment',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CloudFormation::Stack',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::UserPoolClient',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::Subnet',
  'AWS::ECR::Repository',
  'AWS::ECS::Cluster',
  'AWS::ECS::TaskDefinition',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::Events::EventBus',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::RDS::DBSubnetGroup',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SSM::Parameter',
  'AWS::SecretsManager::Secret',
  'Custom::S3AutoDeleteObjects',
];

test('of 40 types in an app, each is watched, or listed with its reason, or cannot fail', () => {
  // GIVEN
  const stack = newStack();
  new Queue(stack, 'Orders');
  addFunction(stack, 'Worker');
  for (const type of [...FALLIBLE, ...INERT]) plain(stack, type);
  newVigil(stack).watch(stack);

  // WHEN
  const { said, listed } = coverageOf(stack.node.root as App);

  // THEN
  expect(new Set(['AWS::SQS::Queue', 'AWS::Lambda::Function', ...FALLIBLE, ...INERT]).size).toBeGreaterThanOrEqual(40);
  expect(said).toEqual([
    expect.stringMatching(
      /^Vigil watches 2 of 22 resources that can fail \(\d+ alarms\); 20 are not covered: see `vigil preview`$/,
    ),
  ]);
  expect(listed.map(({ type }) => type).sort()).toEqual(FALLIBLE);
  expect(listed.find(({ type }) => type === 'AWS::S3::Bucket')).toMatchObject({
    path: 'Shop/S3Bucket',
    stack: 'Shop',
    logicalId: 'S3Bucket',
    reason: 'type',
    why: 'Vigil has no rules for this type',
  });
});

test('what everything depends on is not silent: a type that nobody knows can fail, one of a custom resource cannot', () => {
  expect(canFail('AWS::NewService::Thing')).toBe(true);
  expect(canFail('MongoDB::Atlas::Cluster')).toBe(true);
  expect(canFail('Custom::Anything')).toBe(false);
});

test('says that all is watched', () => {
  const stack = newStack();
  new Queue(stack, 'Orders');
  new Queue(stack, 'Mails');
  newVigil(stack).watch(stack);

  const { said, listed } = coverageOf(stack.node.root as App);

  expect(said).toEqual([expect.stringMatching(/^Vigil watches all 2 resources that can fail \(\d+ alarms\)\.$/)]);
  expect(listed).toEqual([]);
});

describe('why a resource is not watched', () => {
  const listedIn = (
    fill: (stack: Stack) => void,
    by: (stack: Stack) => unknown = (stack) => newVigil(stack).watch(stack),
  ) => {
    const stack = newStack();
    new Queue(stack, 'Orders');
    fill(stack);
    by(stack);
    return coverageOf(stack.node.root as App).listed.map(({ path, reason, remedy }) => ({ path, reason, remedy }));
  };

  test('it is excluded', () => {
    const listed = listedIn(
      (stack) => new Queue(stack, 'Mails'),
      (stack) => newVigil(stack).watch(stack, { exclude: [stack.node.findChild('Mails')] }),
    );

    expect(listed).toEqual([{ path: 'Shop/Mails/Resource', reason: 'excluded', remedy: "remove it from 'exclude'" }]);
  });

  test('it is imported, unless a monitor has it; what the app makes under another name is no import', () => {
    const listed = listedIn(
      (stack) => {
        Topic.fromTopicArn(stack, 'News', 'arn:aws:sns:us-east-1:111122223333:news');
        Stream.fromStreamArn(stack, 'Clicks', 'arn:aws:kinesis:us-east-1:111122223333:stream/clicks');
        Queue.fromQueueArn(stack, 'Again', (stack.node.findChild('Orders') as Queue).queueArn);
      },
      (stack) =>
        newVigil(stack)
          .watch(stack)
          .eventApi(stack.node.findChild('Clicks') as Stream),
    );

    expect(listed).toEqual([{ path: 'Shop/News', reason: 'imported', remedy: 'vigil.eventApi(…)' }]);
  });

  test('no scope around it is watched', () => {
    const listed = listedIn(
      (stack) => new Queue(new Stack(stack.node.root, 'Other'), 'Mails'),
      (stack) => newVigil(stack).watch(stack),
    );

    expect(listed).toEqual([
      { path: 'Other/Mails/Resource', reason: 'scope', remedy: 'vigil.watch(…) or vigil.queue(…)' },
    ]);
  });

  test('it is a plain CfnResource', () => {
    expect(listedIn((stack) => plain(stack, 'AWS::SQS::Queue'))).toMatchObject([{ reason: 'untyped' }]);
  });

  test('its rules are off', () => {
    const off = { enabled: false };
    const rules = { TableThrottled: off, TableSystemErrors: off };
    const listed = listedIn(
      (stack) => new Table(stack, 'Stock', { partitionKey: { name: 'id', type: 'S' as never } }),
      (stack) => newVigil(stack, { rules }).watch(stack),
    );

    expect(listed).toEqual([
      { path: 'Shop/Stock/Resource', reason: 'rules', remedy: "a rule switched on with 'rules'" },
    ]);
  });

  test('its stage has no Vigil', () => {
    // GIVEN
    const app = newApp();
    const home = new Stack(app, 'Home');
    new Queue(home, 'Orders');
    new Queue(new Stack(new Stage(app, 'Prod'), 'Shop'), 'Mails');
    newVigil(home).watch(app);

    // WHEN
    const { listed } = coverageOf(app);

    // THEN
    expect(listed).toMatchObject([{ path: 'Prod/Shop/Mails/Resource', reason: 'stage', type: 'AWS::SQS::Queue' }]);
  });
});

test('an alarm of the user watches too, and two Vigils answer for their own', () => {
  // GIVEN
  const stack = newStack();
  const other = new Stack(stack.node.root, 'Other');
  const bucket = plain(stack, 'AWS::S3::Bucket');
  plain(other, 'AWS::S3::Bucket');
  const metric = new Metric({
    namespace: 'AWS/S3',
    metricName: '5xxErrors',
    dimensionsMap: { BucketName: bucket.ref },
  });
  new Alarm(stack, 'Own', { metric, threshold: 1, evaluationPeriods: 1 });
  for (const each of [stack, other]) {
    new Queue(each, 'Orders');
    newVigil(each).watch(each);
  }

  // WHEN
  const { said, listed } = coverageOf(stack.node.root as App);

  // THEN
  expect(said.map((text) => text.replace(/ \(.*?\)/, '')).sort()).toEqual([
    'Vigil watches 1 of 2 resources that can fail; 1 is not covered: see `vigil preview`',
    'Vigil watches all 2 resources that can fail.',
  ]);
  expect(listed).toMatchObject([{ path: 'Other/S3Bucket', reason: 'type' }]);
});

test('a template alone lists the same, without what Vigil made for itself', () => {
  // GIVEN a Vigil with a notifier and incidents, and a function whose API has the alarms
  const stack = newStack();
  addHttpApi(stack);
  new Queue(stack, 'Orders');
  plain(stack, 'AWS::S3::Bucket');
  const routes = [Route.email('oncall@example.com'), Route._webhook('prod/alert-webhook', {})];
  newVigil(stack, { routes, incidents: {} }).watch(stack);

  // WHEN
  const { listed, assembly } = coverageOf(stack.node.root as App);
  const ofTemplate = readTemplates([assembly.getStackByName('Shop').templateFullPath]).notWatched;

  // THEN
  expect(listed.map(({ logicalId }) => logicalId)).toEqual(['S3Bucket']);
  expect(ofTemplate.map(({ logicalId }) => logicalId)).toEqual(['S3Bucket']);
});

test('strict: what is not watched is an error, unless it is excluded', () => {
  // GIVEN
  const stack = newStack();
  new CfnQueue(stack, 'Orders');
  plain(stack, 'AWS::S3::Bucket');
  const excluded = plain(stack, 'AWS::FSx::FileSystem');
  newVigil(stack, { strict: true }).watch(stack, { exclude: [excluded] });

  // THEN
  expect(errorsOf(stack.node.root as App)).toEqual([
    expect.stringMatching(/^strict: Shop\/S3Bucket \(AWS::S3::Bucket\) is not watched: Vigil has no rules/),
  ]);
});

test('a Vigil with an SMS route that finds nothing says so', () => {
  const { warnings } = watched(() => undefined, {
    routes: [Route.sms('+4915112345678'), Route.email('oncall@example.com', { severities: [Severity.P2] })],
  });

  expect(warnings).toEqual([expect.stringContaining('watches nothing')]);
});

test('what Vigil changes on resources of the app is listed, and can be left off', () => {
  const changes = (props: Partial<VigilProps>) => {
    const stack = newStack();
    addShop(stack);
    newVigil(stack, props)
      .watch(stack)
      .application(defineMetrics({ namespace: 'Shop', dimensions: { Service: 'a' }, metrics: {} }));
    return readAssembly((stack.node.root as App).synth().directory).changes;
  };

  expect(new Set(changes({}).map(({ property }) => property))).toEqual(
    new Set(['DefaultRouteSettings.DetailedMetricsEnabled', 'TracingConfig.Mode']),
  );
  expect(changes({ detailedMetrics: false, tracing: false })).toEqual([]);
});
