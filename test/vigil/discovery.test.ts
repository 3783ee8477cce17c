import { type App, Aspects, CfnResource, Duration, type IAspect, Stack, Tags } from 'aws-cdk-lib';
import { CfnApi, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnRule, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { Alias, CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Vigil } from '../../lib/index';
import { newApp, newStack, newVigil, ONCALL, Synthesized, watched } from '../support/synth';
import { addFunction, addQueue, addShop, workQueue } from './shop';

const synthesize = (stack: Stack) => new Synthesized(stack.node.root as App);
/** An Aspect that acts once, on the stack. */
const onStack = (act: (stack: Stack) => void): IAspect => ({
  visit: (node) => {
    if (Stack.isStack(node)) act(node);
  },
});
const STABILIZATION = '@aws-cdk/core:aspectStabilization';

describe('what is watched', () => {
  test('what is added after the call', () => {
    // GIVEN
    const stack = newStack();
    newVigil(stack).watch(stack);

    // WHEN
    new Queue(stack, 'Late');

    // THEN
    expect(synthesize(stack).components).toEqual(['Late']);
  });

  describe.each([true, false])('with the feature flag for stable Aspects %s', (stable) => {
    let shop: Synthesized;
    let own: Record<string, { Properties: { Tags?: unknown } }>;

    beforeAll(() => {
      // GIVEN an Aspect that adds and one that changes, on the app and below it, before the Vigil and after it
      const stack = new Stack(newApp({ [STABILIZATION]: stable }), 'Shop');
      Aspects.of(stack.node.root).add(onStack((each) => new Queue(each, 'AddedFromAbove')));
      const { queue } = new QueueWithWorker(stack, 'Part');
      newVigil(stack).watch(stack);
      Aspects.of(stack).add(onStack((each) => new Queue(each, 'AddedFromBeside')));
      Aspects.of(queue).add({
        visit: (node) => {
          if (node instanceof CfnQueue) node.fifoQueue = true;
        },
      });
      Tags.of(stack).add('team', 'shop');

      // WHEN
      shop = synthesize(stack);
      own = { ...shop.resources('AWS::SNS::Topic'), ...shop.resources('AWS::CloudWatch::Alarm') };
    });

    test('what an Aspect adds', () => {
      expect(shop.components).toEqual(['AddedFromAbove', 'AddedFromBeside', 'Part-Queue']);
    });

    test('as an Aspect left it', () => {
      const reference = watched((stack) => workQueue(stack, 'Queue', { fifo: true }));

      expect(shop.alarm('Part-Queue', 'QueueStuck').properties.Threshold).toEqual(
        reference.alarm('Queue', 'QueueStuck').properties.Threshold,
      );
      expect(Object.values(shop.resources('AWS::SQS::Queue')).map(({ Properties }) => Properties?.FifoQueue)).toContain(
        true,
      );
    });

    test('and what watches it gets its tags', () => {
      expect(Object.keys(own).length).toBeGreaterThan(5);
      for (const { Properties } of Object.values(own)) {
        expect(Properties.Tags).toEqual([{ Key: 'team', Value: 'shop' }]);
      }
    });
  });

  test('resources without an L2 construct', () => {
    const shop = watched((stack) => {
      new CfnQueue(stack, 'Queue');
      new CfnRule(stack, 'Rule', { scheduleExpression: 'rate(1 hour)' });
      new CfnTable(stack, 'Table', {
        keySchema: [{ attributeName: 'id', keyType: 'HASH' }],
        attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }],
      });
      new CfnDBInstance(stack, 'Database', { engine: 'postgres', dbInstanceClass: 'db.t4g.medium' });
      const api = new CfnApi(stack, 'Api', { name: 'shop', protocolType: 'HTTP' });
      new CfnStage(stack, 'Stage', { apiId: api.ref, stageName: 'live' });
      new CfnDistribution(stack, 'Portal', {
        distributionConfig: {
          enabled: true,
          defaultCacheBehavior: { targetOriginId: 'origin', viewerProtocolPolicy: 'https-only' },
        },
      });
    });

    expect(shop.components).toEqual(['Api', 'Database', 'Portal', 'Queue', 'Rule', 'Table']);
  });

  test('a consumer that is made by hand', () => {
    const shop = watched((stack) => {
      const queue = new Queue(stack, 'Queue');
      const worker = new CfnFunction(stack, 'Worker', {
        code: { zipFile: 'exports.handler = async () => {};' },
        handler: 'index.handler',
        runtime: 'nodejs22.x',
        role: 'arn:aws:iam::111122223333:role/worker',
      });
      new CfnEventSourceMapping(stack, 'Mapping', { eventSourceArn: queue.queueArn, functionName: worker.ref });
    });

    expect(rulesOf(shop, 'Queue')).toContain('Worker');
  });

  test.each([
    ['a version', (scope: Construct) => addFunction(scope, 'Worker').currentVersion],
    ['an alias', (scope: Construct) => addFunction(scope, 'Worker').addAlias('live')],
    [
      'an alias of a version',
      (scope: Construct) =>
        new Alias(scope, 'Live', { aliasName: 'live', version: addFunction(scope, 'Worker').currentVersion }),
    ],
  ])('a function behind %s', (_, handlerIn) => {
    const shop = watched((stack) => {
      handlerIn(stack).addEventSource(new SqsEventSource(new Queue(stack, 'Queue')));
      new Rule(stack, 'Hourly', {
        schedule: Schedule.rate(Duration.hours(1)),
        targets: [new FunctionTarget(handlerIn(new Construct(stack, 'Other')))],
      });
    });

    expect(rulesOf(shop, 'Queue')).toContain('Worker');
    expect(rulesOf(shop, 'Hourly')).toContain('Other-Worker');
  });

  test('resources whose paths read the same', () => {
    // GIVEN
    const shop = watched((stack) => {
      new Queue(stack, 'A-B');
      new Queue(new Construct(stack, 'A'), 'B');
      new Queue(stack, 'Größe');
      new Queue(stack, '注文');
    });

    // THEN each has its alarms
    expect(shop.components).toHaveLength(4);
    expect(new Set(shop.names).size).toBe(shop.names.length);
  });
});

describe('what is not watched', () => {
  test('what is excluded, with everything below it', () => {
    const stack = newStack();
    const legacy = new Construct(stack, 'Legacy');
    addShop(legacy);
    const queue = addQueue(stack);
    addQueue(stack, 'Returns');

    newVigil(stack).watch(stack, { exclude: [legacy, queue] });

    // nobody watches the excluded queue, so its dead letters and its consumer are watched by themselves
    expect(synthesize(stack).components).toEqual(['OrdersDeadLetters', 'OrdersWorker', 'Returns']);
  });

  test('what is outside of the scope', () => {
    const stack = newStack();
    const inside = new Construct(stack, 'Inside');
    new Queue(inside, 'Queue');
    new Queue(stack, 'Outside');

    newVigil(stack).watch(inside);

    expect(synthesize(stack).components).toEqual(['Inside-Queue']);
  });

  test("the Vigil's own topics", () => {
    expect(watched((stack) => new Topic(stack, 'Orders')).components).toEqual(['Orders']);
  });

  test('a plain CfnResource, with a warning', () => {
    const shop = watched((stack) => {
      new CfnResource(stack, 'Queue', { type: 'AWS::SQS::Queue' });
      new CfnResource(stack, 'Role', { type: 'AWS::IAM::Role' });
    });

    expect(shop.alarms).toEqual([]);
    expect(shop.warnings.join()).toContain(
      'Shop/Queue: not watched, because it is a plain CfnResource. Use the class of the resource type',
    );
  });

  test('nothing at all, with a warning', () => {
    const shop = watched(() => undefined);

    expect(shop.alarms).toEqual([]);
    expect(shop.dashboards).toEqual({});
    expect(shop.warnings.join()).toContain('Shop/Vigil watches nothing');
  });
});

test('a Vigil that an Aspect makes is either complete or an error', () => {
  const make = (stable: boolean) => {
    const stack = new Stack(newApp({ [STABILIZATION]: stable }), 'Shop');
    new Queue(stack, 'Queue');
    Aspects.of(stack).add(
      onStack((each) => new Vigil(each, 'Vigil', { environment: 'prod', routes: [ONCALL] }).watch(each)),
    );
    return synthesize(stack);
  };

  expect(make(true).components).toEqual(['Queue']);
  expect(() => make(false)).toThrow(/created by an Aspect .* too late/);
});

/** The parts of a component that its alarms' names tell. */
const rulesOf = (shop: Synthesized, component: string) =>
  shop.alarmsOf(component).map(({ rule }) => rule.split('.')[0] as string);

class QueueWithWorker extends Construct {
  public readonly queue: Queue;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue');
    addFunction(this, 'Worker').addEventSource(new SqsEventSource(this.queue));
  }
}
