import { type App, CfnParameter, Fn, type Stack } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  ApplicationLoadBalancer,
  type IApplicationLoadBalancer,
  NetworkLoadBalancer,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Rule } from 'aws-cdk-lib/aws-events';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { CfnDBCluster as CfnNeptuneCluster } from 'aws-cdk-lib/aws-neptune';
import { DatabaseCluster, DatabaseInstance, type IDatabaseCluster } from 'aws-cdk-lib/aws-rds';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Vigil } from '../../lib/index';
import { dimensionsOf, newStack, newVigil, Synthesized, type SynthesizedAlarm } from '../support/synth';

/** What a Vigil makes of what it is shown. */
function alarmsOf(show: (vigil: Vigil, stack: Stack) => void, region?: string): SynthesizedAlarm[] {
  const stack = newStack(region === undefined ? {} : { env: { region } });
  show(newVigil(stack), stack);
  return new Synthesized(stack.node.root as App).alarms;
}

const dimensions = (alarms: SynthesizedAlarm[]) => [
  ...new Set(alarms.flatMap((alarm) => dimensionsOf(alarm).map((each) => JSON.stringify(each)))),
];

describe('the dimensions of imported resources', () => {
  const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:111122223333:${resource}`;
  const token = (stack: Stack) => new CfnParameter(stack, 'Imported').valueAsString;

  test.each<[string, (vigil: Vigil, stack: Stack) => void, Record<string, string>]>([
    [
      'a queue by its ARN',
      (vigil, stack) => vigil.queue(Queue.fromQueueArn(stack, 'Orders', arn('sqs', 'orders'))),
      { QueueName: 'orders' },
    ],
    [
      'a queue by an ARN known at deployment',
      (vigil, stack) => vigil.queue(Queue.fromQueueArn(stack, 'Orders', token(stack))),
      { QueueName: '{5.{:.{Imported}}}' },
    ],
    [
      'a table by its name',
      (vigil, stack) => vigil.database(Table.fromTableName(stack, 'Orders', 'orders')),
      { TableName: 'orders' },
    ],
    [
      'a table by an ARN known at deployment',
      (vigil, stack) => vigil.database(TableV2.fromTableArn(stack, 'Orders', Fn.importValue('Table'))),
      { TableName: '{1.{/.{5.{:.{Table}}}}}' },
    ],
    [
      'an HTTP API',
      (vigil, stack) => vigil.httpApi(HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'a1b2' })),
      { ApiId: 'a1b2', Stage: '$default' },
    ],
    [
      'a REST API',
      (vigil, stack) =>
        vigil.httpApi(RestApi.fromRestApiAttributes(stack, 'Api', { restApiId: 'a1b2', rootResourceId: 'root' }), {
          apiName: 'shop',
          stageName: 'live',
        }),
      { ApiName: 'shop', Stage: 'live' },
    ],
    [
      'a rule on the default bus',
      (vigil, stack) => vigil.eventApi(Rule.fromEventRuleArn(stack, 'Rule', arn('events', 'rule/hourly'))),
      { RuleName: 'hourly' },
    ],
    [
      'a rule by an ARN known at deployment, which can only be one on the default bus',
      (vigil, stack) => vigil.eventApi(Rule.fromEventRuleArn(stack, 'Rule', token(stack))),
      { RuleName: '{1.{/.{5.{:.{Imported}}}}}' },
    ],
    [
      'a rule on a bus of its own',
      (vigil, stack) => vigil.eventApi(Rule.fromEventRuleArn(stack, 'Rule', arn('events', 'rule/orders/placed'))),
      { EventBusName: 'orders', RuleName: 'placed' },
    ],
    [
      'a rule on the bus of a partner',
      (vigil, stack) =>
        vigil.eventApi(
          Rule.fromEventRuleArn(stack, 'Rule', arn('events', 'rule/aws.partner/shop.example/1/orders/placed')),
        ),
      { EventBusName: 'aws.partner/shop.example/1/orders', RuleName: 'placed' },
    ],
    [
      'a topic',
      (vigil, stack) => vigil.eventApi(Topic.fromTopicArn(stack, 'Topic', arn('sns', 'orders'))),
      { TopicName: 'orders' },
    ],
    [
      'a stream',
      (vigil, stack) => vigil.eventApi(Stream.fromStreamArn(stack, 'Stream', arn('kinesis', 'stream/orders'))),
      { StreamName: 'orders' },
    ],
    [
      'a database instance',
      (vigil, stack) =>
        vigil.database(
          DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Database', {
            instanceIdentifier: 'orders',
            instanceEndpointAddress: 'orders.example.com',
            port: 5432,
            securityGroups: [],
          }),
        ),
      { DBInstanceIdentifier: 'orders' },
    ],
    [
      'a distribution',
      (vigil, stack) =>
        vigil.webPortal(
          Distribution.fromDistributionAttributes(stack, 'Portal', {
            distributionId: 'E1',
            domainName: 'd.example.com',
          }),
        ),
      { DistributionId: 'E1', Region: 'Global' },
    ],
    [
      'an Application Load Balancer',
      (vigil, stack) =>
        vigil.webPortal(
          ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Portal', {
            loadBalancerArn: arn('elasticloadbalancing', 'loadbalancer/app/portal/50dc6c495c0c9188'),
            securityGroupId: 'sg-1',
          }),
        ),
      { LoadBalancer: 'app/portal/50dc6c495c0c9188' },
    ],
    [
      'a certificate',
      (vigil, stack) =>
        vigil.webPortal(Certificate.fromCertificateArn(stack, 'Certificate', arn('acm', 'certificate/1'))),
      { CertificateArn: arn('acm', 'certificate/1') },
    ],
  ])('%s', (_, show, expected) => {
    const alarms = alarmsOf(show, 'us-east-1');

    expect(alarms.length).toBeGreaterThan(0);
    expect(dimensions(alarms)).toContain(JSON.stringify(expected));
  });
});

test('a label names the component', () => {
  const [alarm] = alarmsOf((vigil, stack) =>
    vigil.queue(Queue.fromQueueArn(stack, 'Imported', 'arn:aws:sqs:us-east-1:111122223333:orders'), {
      label: 'Partner orders',
    }),
  );

  expect(alarm?.name).toMatch(/^Shop\/Partner orders\//);
});

test('a cluster of which nothing is known has no alarm, which is said', () => {
  const stack = newStack();
  const cluster = DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Database', { clusterIdentifier: 'orders' });
  newVigil(stack).database(cluster);

  expect(new Synthesized(stack.node.root as App).warnings.join()).toContain('Database has no alarm');
});

// by their types too, except for plain JavaScript
describe('what cannot be watched is refused', () => {
  test.each<[string, (vigil: Vigil, stack: Stack) => void, RegExp]>([
    [
      'a REST API without name and stage',
      (vigil, stack) => vigil.httpApi(RestApi.fromRestApiId(stack, 'Api', 'a1b2')),
      /Shop\/Vigil\/Api: .*Give 'apiName' and 'stageName'/,
    ],
    [
      'a gateway load balancer',
      (vigil, stack) =>
        vigil.webPortal(
          NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Balancer', {
            loadBalancerArn:
              'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/gwy/balancer/50dc6c495c0c9188',
          }) as unknown as IApplicationLoadBalancer,
        ),
      /Shop\/Vigil\/Balancer: a Gateway Load Balancer is none/,
    ],
    [
      'a Neptune cluster',
      (vigil, stack) => vigil.database(new CfnNeptuneCluster(stack, 'Graph') as unknown as IDatabaseCluster),
      /an AWS::Neptune::DBCluster. .database. takes /,
    ],
    [
      'a queue of another region',
      (vigil, stack) => vigil.queue(Queue.fromQueueArn(stack, 'Orders', 'arn:aws:sqs:eu-west-1:111122223333:orders')),
      /Shop\/Orders is in eu-west-1, and alarms in us-east-1 cannot read its metrics/,
    ],
    [
      'a label that no alarm can have',
      (vigil, stack) => vigil.queue(new Queue(stack, 'Queue'), { label: 'Orders/"1"' }),
      /The label 'Orders\/"1"' of Shop\/Vigil\/Queue/,
    ],
  ])('%s', (_, show, message) => {
    expect(() => alarmsOf(show, 'us-east-1')).toThrow(message);
  });
});
