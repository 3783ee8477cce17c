import { type App, Duration, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { QueueMonitor } from '../../lib/index';
import { dimensionsOf, newApp, newStack, newVigil, Synthesized, watched } from '../support/synth';
import { addFunction, workQueue } from '../vigil/shop';

const rulesOf = (shop: Synthesized, component = 'Orders') => shop.alarmsOf(component).map(({ rule }) => rule);

describe('the age of which a queue is stuck', () => {
  const ageOf = (fill: (stack: Stack) => void) => watched(fill).alarm('Orders', 'QueueStuck').properties.Threshold;

  test('takes the timeout of the slowest consumer into account', () => {
    const fill = (seconds: number[]) => (stack: Stack) => {
      const queue = new Queue(stack, 'Orders', { visibilityTimeout: Duration.minutes(15) });
      for (const timeout of seconds) {
        const worker = addFunction(stack, `Worker${timeout}`, { timeout: Duration.seconds(timeout) });
        worker.addEventSource(new SqsEventSource(queue));
      }
    };

    expect(ageOf(fill([30, 900]))).toBeGreaterThan(ageOf(fill([30])));
    expect(ageOf(fill([900, 30]))).toBe(ageOf(fill([30, 900])));
  });

  test('takes the tries before the dead-letter queue into account', () => {
    const fill = (maxReceiveCount: number) => (stack: Stack) => {
      const deadLetterQueue = { queue: new Queue(stack, 'Dead', { fifo: true }), maxReceiveCount };
      workQueue(stack, 'Orders', { fifo: true, visibilityTimeout: Duration.minutes(5), deadLetterQueue });
    };

    expect(ageOf(fill(10))).toBeGreaterThan(ageOf(fill(2)));
  });
});

describe('a dead-letter queue', () => {
  test('is found by itself, and is a part of its queue', () => {
    const shop = watched((stack) => {
      const deadLetterQueue = { queue: new Queue(stack, 'Dead'), maxReceiveCount: 3 };
      new Queue(stack, 'Orders', { deadLetterQueue });
    });

    expect(shop.components).toEqual(['Orders']);
    expect(JSON.stringify(dimensionsOf(shop.alarm('Orders', 'DeadLetters')))).toContain('{Dead');
  });

  test('is found in another stack, and watched there', () => {
    const app = newApp();
    const [one, two] = [new Stack(app, 'One'), new Stack(app, 'Two')];
    const deadLetterQueue = { queue: new Queue(one, 'Dead'), maxReceiveCount: 3 };
    newVigil(two).queue(new Queue(two, 'Orders', { deadLetterQueue }));

    const alarm = new Synthesized(app).alarm('Orders', 'DeadLetters');

    expect(alarm.name).toBe('One/Orders/DeadLetters');
    expect(alarm.stack).toBe('One');
  });

  test('with a consumer, so that its depth may never rise, is watched another way', () => {
    const shop = watched((stack) => {
      const dead = new Queue(stack, 'Dead');
      new Queue(stack, 'Orders', { deadLetterQueue: { queue: dead, maxReceiveCount: 3 } });
      addFunction(stack, 'Forwarder').addEventSource(new SqsEventSource(dead));
    });

    expect(rulesOf(shop)).toContain('DeadLettersConsumed');
    expect(rulesOf(shop)).not.toContain('DeadLetters');
    expect(shop.alarm('Orders', 'DeadLettersConsumed').properties.MetricName).not.toBe(
      'ApproximateNumberOfMessagesVisible',
    );
  });

  test('of several queues is watched once', () => {
    const shop = watched((stack) => {
      const deadLetterQueue = { queue: new Queue(stack, 'Dead'), maxReceiveCount: 3 };
      for (const id of ['Orders', 'Returns']) new Queue(stack, id, { deadLetterQueue });
    });

    expect(shop.names.filter((name) => name.endsWith('/DeadLetters'))).toEqual(['Shop/Orders/DeadLetters']);
  });

  test('of something that is not watched is a component of its own', () => {
    const shop = watched((stack) => {
      addFunction(stack, 'Job', { onFailure: new SqsDestination(new Queue(stack, 'FailedJobs')) });
    });

    expect(rulesOf(shop, 'FailedJobs')).toEqual(['DeadLetters']);
  });

  test('asked for by name is a component of its own, and no part of its queue', () => {
    const stack = newStack();
    const dead = new Queue(stack, 'Dead');
    new Queue(stack, 'Orders', { deadLetterQueue: { queue: dead, maxReceiveCount: 3 } });
    const vigil = newVigil(stack);
    vigil.watch(stack);
    vigil.queue(dead);

    const shop = new Synthesized(stack.node.root as App);

    expect(rulesOf(shop, 'Dead')).toEqual(['DeadLetters']);
    expect(rulesOf(shop)).not.toContain('DeadLetters');
  });
});

describe('consumers', () => {
  test('of two queues are watched once', () => {
    const shop = watched((stack) => {
      const worker = addFunction(stack, 'Worker');
      for (const id of ['Orders', 'Returns']) worker.addEventSource(new SqsEventSource(new Queue(stack, id)));
    });
    const errors = shop.names.filter((name) => name.endsWith('Worker.ConsumerErrors'));

    expect(errors).toEqual(['Shop/Orders/Worker.ConsumerErrors']);
  });

  test('of two kinds have different ids', () => {
    const shop = watched((stack) => {
      const queue = new Queue(stack, 'Orders');
      for (const id of ['Billing', 'Shipping']) addFunction(stack, id).addEventSource(new SqsEventSource(queue));
    });

    expect(rulesOf(shop)).toEqual(expect.arrayContaining(['Billing.ConsumerErrors', 'Shipping.ConsumerErrors']));
  });
});

test('the monitor stands where it is made, and so do its alarms', () => {
  const stack = newStack();
  const queue = new Queue(stack, 'Orders');
  const monitor = new QueueMonitor(stack, 'OrdersMonitor', {
    vigil: newVigil(stack),
    queue,
    label: 'Orders of the shop',
  });

  const [alarm] = new Synthesized(stack.node.root as App).alarms;

  expect(monitor.component).toBe('Orders of the shop');
  expect(alarm?.logicalId).toMatch(/^OrdersMonitor/);
});

describe('a queue that nothing in the app reads', () => {
  const inbox = (fill: (queue: Queue, stack: Stack) => void = () => {}) =>
    watched((stack) => fill(new Queue(stack, 'Orders'), stack));

  test('pages nobody: who knows when messages should be taken', () => {
    expect(rulesOf(inbox())).toEqual(['MessagesUnread', 'NoMessages']);
    expect(
      inbox()
        .alarmsOf('Orders')
        .map(({ severity }) => severity),
    ).toEqual(['P2', 'P2']);
  });

  test.each<[string, (queue: Queue, stack: Stack) => void]>([
    ['a role may receive its messages', (queue, stack) => queue.grantConsumeMessages(new AccountRole(stack))],
    [
      'a pipe takes its messages',
      (queue, stack) => new CfnPipe(stack, 'Pipe', { roleArn: 'role', source: queue.queueArn, target: 'target' }),
    ],
  ])('is one that is worked on as soon as %s', (_, fill) => {
    expect(rulesOf(inbox(fill))).toEqual(expect.arrayContaining(['QueueStuck', 'QueueSlow']));
  });

  test('is not read by who may only send', () => {
    expect(rulesOf(inbox((queue, stack) => queue.grantSendMessages(new AccountRole(stack))))).toContain(
      'MessagesUnread',
    );
  });

  test('has the rules of one that is worked on where they are asked for', () => {
    const shop = watched((stack) => new Queue(stack, 'Orders'), { rules: { QueueStuck: { enabled: true } } });

    expect(rulesOf(shop)).toContain('QueueStuck');
  });
});

describe('the dead-letter queue', () => {
  test('of a schedule is no queue of work, and belongs to the schedule', () => {
    const shop = watched((stack) => {
      new CfnSchedule(stack, 'Schedule', {
        flexibleTimeWindow: { mode: 'OFF' },
        scheduleExpression: 'rate(1 day)',
        target: {
          arn: 'arn:aws:lambda:eu-west-1:111111111111:function:nightly',
          roleArn: 'arn:aws:iam::111111111111:role/schedule',
          deadLetterConfig: { arn: new Queue(stack, 'Missed').queueArn },
        },
      });
    });

    expect(shop.components).toEqual(['Schedule']);
    expect(rulesOf(shop, 'Schedule')).toContain('DeadLetters');
  });

  test('of a pipe is no queue of work, and belongs to the pipe', () => {
    const shop = watched((stack) => {
      new CfnPipe(stack, 'Pipe', {
        roleArn: 'arn:aws:iam::111111111111:role/pipe',
        source: 'arn:aws:kinesis:eu-west-1:111111111111:stream/clicks',
        target: 'arn:aws:lambda:eu-west-1:111111111111:function:reader',
        sourceParameters: {
          kinesisStreamParameters: {
            startingPosition: 'LATEST',
            deadLetterConfig: { arn: new Queue(stack, 'Unread').queueArn },
          },
        },
      });
    });

    expect(rulesOf(shop, 'Unread')).toEqual([]);
    expect(rulesOf(shop, 'Pipe').sort()).toEqual(['DeadLetters', 'PipeFailing', 'PipeThrottled', 'PipeTimeouts']);
  });
});

class AccountRole extends Role {
  public constructor(stack: Stack) {
    super(stack, 'Role', { assumedBy: new AccountRootPrincipal() });
  }
}
