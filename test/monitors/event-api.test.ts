import { Duration, type Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnRule, EventBus, EventField, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { dimensionsOf, type Synthesized, watched } from '../support/synth';
import { addFunction } from '../vigil/shop';

const rulesOf = (shop: Synthesized, component: string) => shop.alarmsOf(component).map(({ rule }) => rule);
/** The dimensions of the alarms on the main resource of a component. */
const dimensions = (shop: Synthesized, component: string) => {
  const own = shop.alarmsOf(component).filter(({ rule, isComposite }) => !rule.includes('.') && !isComposite);
  return [...new Set(own.flatMap((alarm) => dimensionsOf(alarm).map((each) => JSON.stringify(each))))].map((text) =>
    JSON.parse(text),
  );
};

describe('a rule of EventBridge', () => {
  const schedule = Schedule.rate(Duration.hours(1));
  const eventPattern = { source: ['shop'] };

  test.each<[string, (stack: Stack) => string, object]>([
    ['a literal', () => 'arn:aws:events:eu-west-1:111111111111:event-bus/orders', { EventBusName: 'orders' }],
    [
      'an attribute',
      (stack) => new EventBus(stack, 'Bus').eventBusArn,
      { EventBusName: expect.stringContaining('{Bus') },
    ],
    ['the default bus', () => 'arn:aws:events:eu-west-1:111111111111:event-bus/default', {}],
  ])('on a bus that is given as an ARN is measured under the name of the bus: %s', (_, busIn, bus) => {
    const shop = watched((stack) => {
      new CfnRule(stack, 'Placed', { name: 'placed', eventBusName: busIn(stack), eventPattern, targets: [] });
    });

    expect(dimensions(shop, 'Placed')).toEqual([{ ...bus, RuleName: 'placed' }]);
    expect(JSON.stringify(dimensions(shop, 'Placed'))).not.toMatch(/EventBusName":"arn/);
  });

  test('on the default bus is measured under its name', () => {
    const shop = watched((stack) => new Rule(stack, 'Hourly', { schedule }));

    expect(dimensions(shop, 'Hourly')).toEqual([{ RuleName: expect.stringMatching(/^\{Hourly/) }]);
  });

  test('on a bus of its own is measured under both names, of which its reference gives one piece', () => {
    const shop = watched((stack) => new Rule(stack, 'Placed', { eventBus: new EventBus(stack, 'Bus'), eventPattern }));

    expect(dimensions(shop, 'Placed')).toEqual([
      { EventBusName: expect.stringMatching(/^\{Bus/), RuleName: expect.stringMatching(/^\{1\.\{\|\.\{Placed/) },
    ]);
  });

  test('with a name of its own is measured under that', () => {
    const shop = watched((stack) => {
      const eventBus = EventBus.fromEventBusName(stack, 'Imported', 'orders');
      new Rule(stack, 'Placed', { eventBus, eventPattern, ruleName: 'order-placed' });
      new Rule(stack, 'Hourly', { schedule, ruleName: 'hourly' });
    });

    expect(dimensions(shop, 'Placed')).toEqual([{ EventBusName: 'orders', RuleName: 'order-placed' }]);
    expect(dimensions(shop, 'Hourly')).toEqual([{ RuleName: 'hourly' }]);
  });

  test('without a dead-letter queue loses what its target refuses; with one, what that refuses', () => {
    const shop = watched((stack) => {
      const handler = addFunction(stack, 'Handler');
      new Rule(stack, 'Unsafe', { eventPattern, targets: [new FunctionTarget(handler)] });
      const deadLetterQueue = new Queue(stack, 'Undelivered');
      new Rule(stack, 'Safe', { eventPattern, targets: [new FunctionTarget(handler, { deadLetterQueue })] });
    });

    expect(rulesOf(shop, 'Unsafe')).toContain('EventLost');
    expect(rulesOf(shop, 'Unsafe')).not.toContain('EventLostAtDeadLetterQueue');
    expect(rulesOf(shop, 'Safe')).toEqual(expect.arrayContaining(['EventLostAtDeadLetterQueue', 'DeadLetters']));
    expect(rulesOf(shop, 'Safe')).not.toContain('EventLost');
  });

  test('can send what refers to other resources', () => {
    const shop = watched((stack) => {
      const event = RuleTargetInput.fromObject({ queue: new Queue(stack, 'Queue').queueArn, at: EventField.time });
      new Rule(stack, 'Placed', {
        eventPattern,
        targets: [new FunctionTarget(addFunction(stack, 'Handler'), { event })],
      });
    });

    expect(rulesOf(shop, 'Placed')).toContain('Handler.HandlerErrors');
  });

  test('has its handlers, each once', () => {
    const shop = watched((stack) => {
      const handler = addFunction(stack, 'Handler');
      const targets = [new FunctionTarget(handler), new FunctionTarget(addFunction(stack, 'Other'))];
      new Rule(stack, 'One', { eventPattern, targets });
      new Rule(stack, 'Two', { eventPattern, targets: [new FunctionTarget(handler)] });
    });

    expect(shop.names.filter((name) => name.endsWith('.HandlerErrors'))).toEqual([
      'Shop/One/Handler.HandlerErrors',
      'Shop/One/Other.HandlerErrors',
    ]);
  });
});

describe('a topic', () => {
  test('has the functions that subscribe to it, and what they could not take', () => {
    const shop = watched((stack) => {
      const topic = new Topic(stack, 'Orders');
      const deadLetterQueue = new Queue(stack, 'Undelivered');
      const filterPolicy = { kind: SubscriptionFilter.stringFilter({ allowlist: ['gift'] }) };
      topic.addSubscription(new LambdaSubscription(addFunction(stack, 'Wrap'), { deadLetterQueue, filterPolicy }));
    });

    expect(shop.components).toEqual(['Orders']);
    expect(rulesOf(shop, 'Orders')).toEqual(
      expect.arrayContaining(['NotificationsLost', 'FilterMismatch', 'DeadLetters', 'Wrap.HandlerErrors']),
    );
  });

  test('without any of that has its own rules', () => {
    const shop = watched((stack) => new Topic(stack, 'Orders'));

    expect(rulesOf(shop, 'Orders')).not.toContain('NotificationsLost');
    expect(rulesOf(shop, 'Orders')).not.toContain('FilterMismatch');
    expect(dimensions(shop, 'Orders')).toEqual([{ TopicName: expect.stringMatching(/^\{Orders/) }]);
  });
});

describe('a stream', () => {
  const fill = (retentionHours: number | undefined) =>
    watched((stack) => {
      const retentionPeriod = retentionHours === undefined ? undefined : Duration.hours(retentionHours);
      const stream = new Stream(stack, 'Clicks', { retentionPeriod });
      const startingPosition = StartingPosition.LATEST;
      addFunction(stack, 'Reader').addEventSource(new KinesisEventSource(stream, { startingPosition }));
    });

  test('has its consumers', () => {
    expect(rulesOf(fill(undefined), 'Clicks')).toContain('Reader.ConsumerErrors');
  });

  test('is near loss the later, the longer it keeps its records', () => {
    const ageOf = (shop: Synthesized) => shop.alarm('Clicks', 'StreamNearLoss').properties.Threshold;

    expect(ageOf(fill(48))).toBe(2 * ageOf(fill(24)));
    expect(ageOf(fill(undefined))).toBe(ageOf(fill(24)));
  });

  test('without a consumer in this app is watched for its own backlog', () => {
    const shop = watched((stack) => new Stream(stack, 'Clicks'));

    expect(rulesOf(shop, 'Clicks')).toContain('StreamBehind');
    expect(rulesOf(fill(undefined), 'Clicks')).not.toContain('StreamBehind');
  });
});

test("the functions that read a table's stream are watched too", () => {
  const shop = watched((stack) => {
    const table = new Table(stack, 'Orders', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      stream: StreamViewType.NEW_IMAGE,
    });
    const startingPosition = StartingPosition.LATEST;
    addFunction(stack, 'Reader').addEventSource(new DynamoEventSource(table, { startingPosition }));
  });

  expect(shop.names.filter((name) => name.endsWith('Reader.ConsumerErrors'))).toHaveLength(1);
});
