import type { App, Stack } from 'aws-cdk-lib';
import { CfnScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Definition, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, FargateService, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { dimensionsOf, newStack, newVigil, Synthesized, watched } from '../../support/synth';
import { addFunction } from '../../vigil/shop';

const ROLE = 'arn:aws:iam::111122223333:role/any';
const rulesOf = (shop: Synthesized, component: string) => shop.alarmsOf(component).map(({ rule }) => rule);

describe('an ECS service', () => {
  const addService = (stack: Stack, desiredCount?: number): FargateService => {
    const cluster = new Cluster(stack, 'Cluster', { vpc: new Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 }) });
    const taskDefinition = new FargateTaskDefinition(stack, 'Task');
    taskDefinition.addContainer('Web', { image: ContainerImage.fromRegistry('web') });
    return new FargateService(stack, 'Web', { cluster, taskDefinition, desiredCount, minHealthyPercent: 50 });
  };

  test('is measured by its cluster and its name', () => {
    const shop = watched((stack) => addService(stack));

    expect(rulesOf(shop, 'Web')).toEqual(['ServiceDown', 'ServiceCpu', 'ServiceMemory']);
    expect(dimensionsOf(shop.alarm('Web', 'ServiceDown'))).toEqual([
      { ClusterName: expect.stringMatching(/^\{Cluster/), ServiceName: expect.stringMatching(/^\{Web.*Name\}$/) },
    ]);
  });

  test.each<[string, (stack: Stack) => void]>([
    ['that wants no task', (stack) => addService(stack, 0)],
    [
      'that may be scaled to nothing',
      (stack) => addService(stack).autoScaleTaskCount({ minCapacity: 0, maxCapacity: 2 }),
    ],
    [
      'that a schedule scales to nothing at night',
      (stack) => {
        const { cluster, serviceName } = addService(stack);
        new CfnScalableTarget(stack, 'Scaling', {
          minCapacity: 1,
          maxCapacity: 2,
          resourceId: `service/${cluster.clusterName}/${serviceName}`,
          scalableDimension: 'ecs:service:DesiredCount',
          serviceNamespace: 'ecs',
          scheduledActions: [
            { scheduledActionName: 'night', schedule: 'cron(0 20 * * ? *)', scalableTargetAction: { minCapacity: 0 } },
          ],
        });
      },
    ],
  ])('%s is not down without any', (_, add) => {
    const shop = watched(add);

    expect(rulesOf(shop, 'Web')).toEqual(['ServiceCpu', 'ServiceMemory']);
  });

  test('that is imported is measured by its cluster', () => {
    const stack = newStack({ env: { account: '111122223333', region: 'us-east-1' } });
    const serviceArn = 'arn:aws:ecs:us-east-1:111122223333:service/main/web';
    newVigil(stack).httpApi(FargateService.fromFargateServiceArn(stack, 'Imported', serviceArn) as never);
    const shop = new Synthesized(stack.node.root as App);

    expect(dimensionsOf(shop.alarm('Imported', 'ServiceDown'))).toEqual([{ ClusterName: 'main', ServiceName: 'web' }]);
  });
});

test('a GraphQL API has the rules of an API, counts requests by its latency, and has the functions of its data sources', () => {
  const shop = watched((stack) => {
    const definition = Definition.fromSchema({ bind: () => ({ apiId: '', definition: 'type Query { a: String }' }) });
    new GraphqlApi(stack, 'Reviews', { name: 'reviews', definition }).addLambdaDataSource(
      'Source',
      addFunction(stack, 'Resolver'),
    );
  });
  const { Metrics } = shop.alarm('Reviews', 'ServerErrors').properties;

  expect(shop.components).toEqual(['Reviews']);
  expect(rulesOf(shop, 'Reviews')).toEqual(expect.arrayContaining(['ServerErrors', 'LatencyJump', 'NoTraffic']));
  expect(Metrics.flatMap(({ MetricStat }: { MetricStat?: { Stat: string } }) => MetricStat?.Stat ?? [])).toEqual([
    'Sum',
    'SampleCount',
  ]);
  expect(dimensionsOf(shop.alarm('Reviews', 'NoTraffic'))).toEqual([
    { GraphQLAPIId: expect.stringMatching(/ApiId\}$/) },
  ]);
});

test('a pipe has its dead-letter queue and the functions that it calls', () => {
  const shop = watched((stack) => {
    new CfnPipe(stack, 'Pipe', {
      roleArn: ROLE,
      source: 'arn:aws:kinesis:us-east-1:111122223333:stream/clicks',
      sourceParameters: {
        kinesisStreamParameters: {
          startingPosition: 'LATEST',
          deadLetterConfig: { arn: new Queue(stack, 'Unread').queueArn },
        },
      },
      enrichment: addFunction(stack, 'Enrich').functionArn,
      target: addFunction(stack, 'Target').functionArn,
    });
  });

  expect(shop.components).toEqual(['Pipe']);
  expect(rulesOf(shop, 'Pipe')).toEqual(
    expect.arrayContaining(['PipeFailing', 'DeadLetters', 'Enrich.ConsumerErrors', 'Target.ConsumerErrors']),
  );
  expect(dimensionsOf(shop.alarm('Pipe', 'PipeThrottled'))).toEqual([{ PipeName: '{Pipe}' }]);
});

test.each([
  ['to S3', 'extendedS3DestinationConfiguration', {}, 'DeliveryToS3', 1800],
  [
    'to an HTTP endpoint, with a long buffer',
    'httpEndpointDestinationConfiguration',
    { bufferingHints: { intervalInSeconds: 900 }, endpointConfiguration: { url: 'https://example.com' } },
    'DeliveryToHttpEndpoint',
    2700,
  ],
])('a Firehose stream %s is late by the freshness of its destination', (_, property, more, delivery, seconds) => {
  const backup = { bucketArn: 'arn:aws:s3:::bucket', roleArn: ROLE };
  const shop = watched((stack) => {
    new CfnDeliveryStream(stack, 'Lake', { [property]: { ...backup, ...more, s3Configuration: backup } });
  });

  expect(shop.alarm('Lake', 'DeliveryBehind').properties).toMatchObject({
    MetricName: `${delivery}.DataFreshness`,
    Threshold: seconds,
  });
});
