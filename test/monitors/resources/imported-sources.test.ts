import { type App, CfnParameter, Duration, type Stack } from 'aws-cdk-lib';
import { ApiDefinition, SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationTargetGroup,
  ListenerCondition,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamConsumer } from 'aws-cdk-lib/aws-kinesis';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { KinesisConsumerEventSource, KinesisEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Vigil } from '../../../lib/index';
import { dimensionsOf, newStack, newVigil, Synthesized, watched } from '../../support/synth';
import { addFunction } from '../../vigil/shop';

// What an app imports keeps the consumers, subscriptions and target groups that the app gives it.

const ENV = { env: { account: '111122223333', region: 'us-east-1' } };
const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:111122223333:${resource}`;

function alarmsWith(show: (vigil: Vigil, stack: Stack) => void): Synthesized {
  const stack = newStack(ENV);
  show(newVigil(stack), stack);
  return new Synthesized(stack.node.root as App);
}
const rulesOf = (shop: Synthesized, component: string) => shop.alarmsOf(component).map(({ rule }) => rule);

describe('an imported queue', () => {
  test('has its consumers, and is stuck only after twice their timeout', () => {
    const shop = alarmsWith((vigil, stack) => {
      const queue = Queue.fromQueueArn(stack, 'Orders', arn('sqs', 'orders'));
      addFunction(stack, 'Worker', { timeout: Duration.minutes(15) }).addEventSource(new SqsEventSource(queue));
      vigil.queue(queue);
    });

    expect(rulesOf(shop, 'Orders')).toEqual(expect.arrayContaining(['QueueStuck', 'Worker.ConsumerErrors']));
    expect(shop.alarm('Orders', 'QueueStuck').properties.Threshold).toBe(1800);
  });

  test('is consumed where its ARN is known at deployment only, or where a role may receive from it', () => {
    const shop = alarmsWith((vigil, stack) => {
      const imported = Queue.fromQueueArn(stack, 'Late', new CfnParameter(stack, 'Arn').valueAsString);
      addFunction(stack, 'Worker').addEventSource(new SqsEventSource(imported));
      const mails = Queue.fromQueueArn(stack, 'Mails', arn('sqs', 'mails'));
      new CfnPolicy(stack, 'Policy', {
        policyName: 'receive',
        policyDocument: { Statement: { Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: mails.queueArn } },
      });
      vigil.queue(imported);
      vigil.queue(mails);
      vigil.queue(Queue.fromQueueArn(stack, 'Others', arn('sqs', 'others')));
    });

    expect(rulesOf(shop, 'Late')).toEqual(expect.arrayContaining(['QueueStuck', 'Worker.ConsumerErrors']));
    expect(rulesOf(shop, 'Mails')).toContain('QueueStuck');
    expect(rulesOf(shop, 'Others')).not.toContain('QueueStuck');
  });
});

test('an imported stream and an imported topic have the functions that this app makes for them', () => {
  const shop = alarmsWith((vigil, stack) => {
    const clicks = Stream.fromStreamArn(stack, 'Clicks', arn('kinesis', 'stream/clicks'));
    const source = new KinesisEventSource(clicks, { startingPosition: StartingPosition.LATEST });
    addFunction(stack, 'Reader').addEventSource(source);
    const news = Topic.fromTopicArn(stack, 'News', arn('sns', 'news'));
    news.addSubscription(new LambdaSubscription(addFunction(stack, 'Handler')));
    vigil.eventApi(clicks);
    vigil.eventApi(news);
  });

  expect(rulesOf(shop, 'Clicks')).toContain('Reader.ConsumerBehind');
  expect(rulesOf(shop, 'Clicks')).not.toContain('StreamBehind');
  expect(rulesOf(shop, 'News')).toContain('Handler.EventsDropped');
});

describe('a stream with enhanced fan-out', () => {
  const shop = () =>
    watched((stack) => {
      const stream = new Stream(stack, 'Clicks');
      const fast = new StreamConsumer(stack, 'Fast', { streamConsumerName: 'fast', stream });
      addFunction(stack, 'Reader').addEventSource(
        new KinesisConsumerEventSource(fast, { startingPosition: StartingPosition.LATEST }),
      );
      new StreamConsumer(stack, 'Other', { streamConsumerName: 'other', stream });
    });

  test('has no alarm on GetRecords, which nobody calls; each consumer is measured by itself', () => {
    const { alarms } = shop();
    const metrics = alarms.map(({ properties }) => properties.MetricName).filter((name) => name !== undefined);

    expect(metrics.filter((name) => name.startsWith('GetRecords'))).toEqual([]);
    expect(alarms.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([
        'Fast.FanOutNearLoss',
        'Other.FanOutNearLoss',
        'Other.FanOutBehind',
        'Reader.ConsumerErrors',
      ]),
    );
  });

  test('leaves how far a function is behind to the rules of the function', () => {
    expect(rulesOf(shop(), 'Clicks')).not.toContain('Fast.FanOutBehind');
    expect(dimensionsOf(shop().alarm('Clicks', 'Fast.FanOutNearLoss'))).toEqual([
      { StreamName: expect.stringContaining('{Clicks'), ConsumerName: 'fast' },
    ]);
  });
});

describe('a target group of this app behind a load balancer of another', () => {
  const BALANCER = 'app/shared/50dc6c495c0c9188';

  function behindShared(stack: Stack): ApplicationTargetGroup {
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 });
    const securityGroup = SecurityGroup.fromSecurityGroupId(stack, 'Sg', 'sg-0123456789abcdef0');
    const listenerArn = arn('elasticloadbalancing', `listener/${BALANCER}/f2f7dc8efc522ab2`);
    const listener = ApplicationListener.fromApplicationListenerAttributes(stack, 'Shared', {
      listenerArn,
      securityGroup,
    });
    const group = new ApplicationTargetGroup(stack, 'Web', { vpc, port: 80, targetType: TargetType.IP });
    listener.addTargetGroups('Web', {
      priority: 10,
      conditions: [ListenerCondition.pathPatterns(['/shop/*'])],
      targetGroups: [group],
    });
    return group;
  }

  test('is a part of the balancer, if that is watched', () => {
    const shop = alarmsWith((vigil, stack) => {
      behindShared(stack);
      const loadBalancerArn = arn('elasticloadbalancing', `loadbalancer/${BALANCER}`);
      const attributes = { loadBalancerArn, securityGroupId: 'sg-0123456789abcdef0' };
      vigil.webPortal(ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'Balancer', attributes));
      vigil.watch(stack);
    });

    expect(rulesOf(shop, 'Balancer')).toContain('Web.NoHealthyHost');
    expect(shop.components).not.toContain('Web');
  });

  test('is a component, if not, with the dimension of the balancer', () => {
    const shop = watched(behindShared, {}, ENV);

    expect(rulesOf(shop, 'Web')).toEqual(expect.arrayContaining(['NoHealthyHost', 'HostsUnhealthy', 'TargetErrors']));
    expect(dimensionsOf(shop.alarm('Web', 'NoHealthyHost'))).toEqual([
      { TargetGroup: expect.stringContaining('{Web'), LoadBalancer: BALANCER },
    ]);
  });
});

test('an API by an OpenAPI specification has operations and functions', () => {
  // WHEN
  const shop = watched((stack) => {
    const { functionArn } = addFunction(stack, 'Orders');
    const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
    const integration = { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri } };
    const apiDefinition = ApiDefinition.fromInline({
      openapi: '3.0.1',
      info: { title: 'shop', version: '1' },
      paths: { '/orders': { get: integration, parameters: [], options: integration } },
    });
    new SpecRestApi(stack, 'Api', { apiDefinition });
  });
  const titles: string[] = shop.dashboards['Shop-Vigil-details'].widgets.map(
    ({ properties }: { properties: { title?: string } }) => properties.title ?? '',
  );

  // THEN
  expect(titles.filter((title) => title.includes('/orders'))).toEqual([
    'GET /orders (prod): responses',
    'GET /orders (prod): latency',
  ]);
  expect(shop.components).toEqual(['Api']);
});
