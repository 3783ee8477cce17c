import { Duration, type Stack } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnService } from 'aws-cdk-lib/aws-apprunner';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import { InstanceClass, InstanceSize, InstanceType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { FileSystem } from 'aws-cdk-lib/aws-efs';
import { CfnCacheCluster, CfnReplicationGroup, CfnServerlessCache } from 'aws-cdk-lib/aws-elasticache';
import { NetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Domain, EngineVersion } from 'aws-cdk-lib/aws-opensearchservice';
import { CfnHealthCheck } from 'aws-cdk-lib/aws-route53';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { dimensionsOf, newStack, newVigil, Synthesized } from '../../support/synth';
import { addFunction } from '../../vigil/shop';

// One app for all of them, so that it is synthesized once.

const VISIBLE = { cloudWatchMetricsEnabled: true, metricName: 'front', sampledRequestsEnabled: true };

function addAll(stack: Stack): void {
  const redis = { engine: 'valkey', replicationGroupDescription: 'any', cacheNodeType: 'cache.r7g.large' };
  new CfnReplicationGroup(stack, 'Sessions', { ...redis, replicationGroupId: 'Shop-Sessions', numCacheClusters: 2 });
  new CfnReplicationGroup(stack, 'Sharded', { ...redis, numNodeGroups: 2, replicasPerNodeGroup: 1 });
  new CfnCacheCluster(stack, 'Pages', { engine: 'memcached', cacheNodeType: 'cache.t4g.small', numCacheNodes: 2 });
  new CfnServerlessCache(stack, 'Carts', { engine: 'valkey', serverlessCacheName: 'Carts' });

  const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
  new FileSystem(stack, 'Uploads', { vpc });
  new Domain(stack, 'Search', { version: EngineVersion.OPENSEARCH_2_19 });
  new docdb.DatabaseCluster(stack, 'Documents', {
    masterUser: { username: 'owner' },
    instanceType: InstanceType.of(InstanceClass.R6G, InstanceSize.LARGE),
    vpc,
  });

  new NetworkLoadBalancer(stack, 'Tcp', { vpc })
    .addListener('Listener', { port: 5432 })
    .addTargets('Group', { port: 5432 });
  const webSocketApi = new WebSocketApi(stack, 'Chat');
  webSocketApi.addRoute('send', { integration: new WebSocketMockIntegration('Send') });
  new WebSocketStage(stack, 'Live', { webSocketApi, stageName: 'live', autoDeploy: true });
  new CfnService(stack, 'Runner', {
    sourceConfiguration: { imageRepository: { imageIdentifier: 'web', imageRepositoryType: 'ECR_PUBLIC' } },
  });

  const users = new UserPool(stack, 'Users');
  users.addClient('Web');
  users.addClient('Mobile');
  new CfnHealthCheck(stack, 'Outside', {
    healthCheckConfig: { type: 'HTTPS', fullyQualifiedDomainName: 'example.com' },
  });
  const acl = (id: string, scope: string, visibilityConfig = VISIBLE) =>
    new CfnWebACL(stack, id, { scope, defaultAction: { allow: {} }, visibilityConfig });
  acl('Regional', 'REGIONAL');
  acl('Unmeasured', 'REGIONAL', { ...VISIBLE, cloudWatchMetricsEnabled: false });

  const group = new ScheduleGroup(stack, 'Jobs');
  const report = new LambdaInvoke(addFunction(stack, 'Report'), { deadLetterQueue: new Queue(stack, 'Unrun') });
  const schedule = ScheduleExpression.rate(Duration.days(1));
  new Schedule(stack, 'Nightly', { schedule, target: report, scheduleGroup: group });
  new Schedule(stack, 'First', { schedule, target: new LambdaInvoke(addFunction(stack, 'Job')) });
  new Schedule(stack, 'Second', { schedule, target: new LambdaInvoke(addFunction(stack, 'OtherJob')) });
}

const stack = newStack({ env: { account: '111122223333', region: 'us-east-1' } });
addAll(stack);
newVigil(stack).watch(stack);
const shop = new Synthesized(stack.node.root as never);

const rulesOf = (component: string) => shop.alarmsOf(component).map(({ rule }) => rule);
const NAMED = (name: string) => expect.stringMatching(new RegExp(`^\\{${name}`));

test('the nodes of a replication group are named after it, by shard if it has shards', () => {
  expect(dimensionsOf(shop.alarm('Sessions', '001.EngineCpu'))).toEqual([
    { CacheClusterId: 'shop-sessions-001', CacheNodeId: '0001' },
  ]);
  expect(rulesOf('Sharded').filter((rule) => rule.endsWith('.EngineDown'))).toEqual(
    ['0001-001', '0001-002', '0002-001', '0002-002'].map((node) => `${node}.EngineDown`),
  );
  expect(rulesOf('Sessions')).not.toContain('001.CacheMemory');
});

test('Memcached has nodes that are numbered, and CPU of the node', () => {
  expect(dimensionsOf(shop.alarm('Pages', '0002.EngineCpu'))).toEqual([
    { CacheClusterId: NAMED('Pages'), CacheNodeId: '0002' },
  ]);
  expect(shop.alarm('Pages', '0001.EngineCpu').properties.MetricName).toBe('CPUUtilization');
});

test('a serverless cache without a limit has no alarm about one', () => {
  expect(rulesOf('Carts')).toEqual(['CacheThrottled']);
  expect(dimensionsOf(shop.alarm('Carts', 'CacheThrottled'))).toEqual([{ clusterId: 'carts' }]);
});

test('a domain is measured by its account too, and its storage by its nodes', () => {
  expect(dimensionsOf(shop.alarm('Search', 'SearchClusterRed'))).toEqual([
    { DomainName: NAMED('Search'), ClientId: '111122223333' },
  ]);
  expect(shop.alarm('Search', 'SearchStorage').properties.Threshold).toBe(2560);
});

test('a DocumentDB cluster has its instances', () => {
  const [rule] = rulesOf('Documents').filter((each) => each.endsWith('DatabaseDown'));

  expect(shop.alarm('Documents', rule as string).properties).toMatchObject({ Namespace: 'AWS/DocDB' });
});

test('a file system that bursts has alarms on its credits', () => {
  expect(rulesOf('Uploads')).toEqual(['FileSystemCredits', 'FileSystemIoLimit']);
});

test('a Network Load Balancer and its target groups are measured in their own namespace', () => {
  const [healthy] = rulesOf('Tcp').filter((each) => each.endsWith('NoHealthyHost'));

  expect(rulesOf('Tcp')).toEqual(expect.arrayContaining(['PortsExhausted', healthy]));
  expect(shop.alarm('Tcp', healthy as string).properties.Namespace).toBe('AWS/NetworkELB');
});

test('a WebSocket API counts messages', () => {
  const { Metrics } = shop.alarm('Chat', 'ServerErrors').properties;

  expect(JSON.stringify(Metrics)).toMatch(/ExecutionError.*MessageCount/);
});

test('an App Runner service is measured by its name and its id', () => {
  expect(dimensionsOf(shop.alarm('Runner', 'NoTraffic'))).toEqual([
    { ServiceName: expect.anything(), ServiceID: NAMED('Runner') },
  ]);
});

test('a user pool has each of its clients', () => {
  const throttled = rulesOf('Users').filter((each) => each.endsWith('SignInsThrottled'));

  expect(throttled).toHaveLength(2);
  expect(dimensionsOf(shop.alarm('Users', throttled[0] as string))[0]).toEqual({
    UserPool: NAMED('Users'),
    UserPoolClient: NAMED('Users'),
  });
});

test('a web ACL is measured by the name of its metrics; one that has none is not watched', () => {
  expect(dimensionsOf(shop.alarm('Regional', 'RequestsBlocked'))[0]).toEqual({
    WebACL: 'front',
    Region: 'us-east-1',
    Rule: 'ALL',
  });
  expect(shop.components).not.toContain('Unmeasured');
});

test('schedules are watched with their group, their targets and their dead-letter queues', () => {
  expect(rulesOf('Jobs')).toEqual(
    expect.arrayContaining(['ScheduleDropped', 'ScheduleLost', 'DeadLetters', 'Report.HandlerErrors']),
  );
  expect(dimensionsOf(shop.alarm('Jobs', 'ScheduleDropped'))).toEqual([{ ScheduleGroup: NAMED('Jobs') }]);
});

test('schedules of the group of the account are one component', () => {
  expect(dimensionsOf(shop.alarm('First', 'ScheduleDropped'))).toEqual([{ ScheduleGroup: 'default' }]);
  expect(rulesOf('First')).toEqual(expect.arrayContaining(['Job.HandlerErrors', 'OtherJob.HandlerErrors']));
  expect(shop.components).not.toContain('Second');
});
