import { Arn, ArnFormat, type CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnQueue, IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Part } from '../../dashboards/part';
import { QUEUE } from '../../resources/queue';
import { DEAD_LETTER_RULES } from '../../rules/dead-letter-rules';
import { QUEUE_CONSUMER_RULES } from '../../rules/function-rules';
import { metricsOf } from '../../rules/metrics-of';
import { QUEUE_RULES, type QueueFacts } from '../../rules/queue-rules';
import { candidates } from '../../rules/rule';
import { inspect, mentionedIn, numberIn } from '../../tree/inspect';
import { stackPathOf } from '../../tree/naming';
import { resourceOf } from '../../tree/resource-graph';
import { consumersOf, functionParts, timeoutOf } from './function';
import { isRead } from './queue-readers';
import { register } from './registration';
import type { WatchContext } from './watch-context';

const sqs = metricsOf('AWS/SQS');

// CloudFormation's defaults of AWS::SQS::Queue
const VISIBILITY_SECONDS = 30;
const RETENTION_SECONDS = 4 * 24 * 3600;

/** The dead-letter queues that a property's value names. */
export function queuesIn(value: unknown, scope: CfnResource): CfnQueue[] {
  return mentionedIn(value, scope).filter((resource): resource is CfnQueue => resource.cfnResourceType === QUEUE.type);
}

/** The queue itself. */
export function queuePart(queue: IQueue, context: WatchContext): Part {
  const resource = resourceOf<CfnQueue>(queue, QUEUE.type);
  const facts: QueueFacts =
    resource === undefined
      ? {
          isFifo: false,
          visibilityTimeoutSeconds: VISIBILITY_SECONDS,
          retentionSeconds: RETENTION_SECONDS,
          isConsumed: false,
        }
      : factsOf(resource, context);
  return {
    id: '',
    stack: Stack.of(queue),
    dimensions: { QueueName: resource?.attrQueueName ?? nameInArn(queue) },
    rules: candidates(QUEUE_RULES, facts),
    graphs: {
      what: [
        {
          label: 'Age of the oldest message (s)',
          metrics: { m: sqs('ApproximateAgeOfOldestMessage', 'Maximum') },
          rules: ['QueueStuck'],
        },
      ],
      why: [
        { label: 'Sent', metrics: { m: sqs('NumberOfMessagesSent', 'Sum') } },
        { label: 'Processed', metrics: { m: sqs('NumberOfMessagesDeleted', 'Sum') } },
        {
          label: 'Waiting',
          metrics: { m: sqs('ApproximateNumberOfMessagesVisible', 'Maximum') },
          rules: ['QueueDepthHigh'],
        },
        { label: 'In flight', metrics: { m: sqs('ApproximateNumberOfMessagesNotVisible', 'Maximum') } },
      ],
    },
  };
}

function factsOf(queue: CfnQueue, { graph }: WatchContext): QueueFacts {
  const redrive = inspect<{ maxReceiveCount?: unknown }>(queue.redrivePolicy, queue);
  const timeouts = consumersOf(queue, graph).map(timeoutOf);
  return {
    isFifo: queue.fifoQueue === true,
    visibilityTimeoutSeconds: numberIn(queue.visibilityTimeout, queue) ?? VISIBILITY_SECONDS,
    maxReceiveCount: numberIn(redrive?.maxReceiveCount, queue),
    retentionSeconds: retentionOf(queue),
    isConsumed: isRead(queue, graph),
    consumerTimeoutSeconds: timeouts.length > 0 ? Math.max(...timeouts) : undefined,
  };
}

const retentionOf = (queue: CfnQueue): number => numberIn(queue.messageRetentionPeriod, queue) ?? RETENTION_SECONDS;

/** A dead-letter queue, as a part of whatever puts messages there. */
export function deadLetterPart(queue: CfnQueue, context: WatchContext, label?: string): Part {
  const facts = {
    retentionSeconds: retentionOf(queue),
    isConsumed: consumersOf(queue, context.graph).length > 0,
  };
  return {
    id: `${label ?? ''}DeadLetterQueue`,
    label,
    stack: Stack.of(queue),
    dimensions: { QueueName: queue.attrQueueName },
    rules: candidates(DEAD_LETTER_RULES, facts),
    graphs: {
      what: [
        {
          label: 'Dead letters',
          metrics: { m: sqs('ApproximateNumberOfMessagesVisible', 'Maximum') },
          axis: 'right',
        },
      ],
      why: [],
    },
  };
}

/** The dead-letter queues of a component that is no queue, as far as no other component has them. */
export const deadLetterParts = (queues: readonly CfnResource[], context: WatchContext): Part[] =>
  [...new Set(queues)]
    .filter(context.claim)
    .map((queue, index) => deadLetterPart(queue as CfnQueue, context, index === 0 ? undefined : stackPathOf(queue)));

function nameInArn(queue: IQueue): string {
  return Arn.split(queue.queueArn, ArnFormat.NO_RESOURCE_NAME).resource;
}

export const QUEUES = register<IQueue, CfnQueue>({
  data: QUEUE,
  component: 'Queue',
  attribute: 'queueArn',
  // a dead-letter queue belongs to the component whose failures it holds
  isLeftover: (queue, { deadLetterQueues }) => deadLetterQueues.has(queue),
  deadLetters: (queue) => queuesIn(queue.redrivePolicy, queue),
  parts: ({ source, resource: queue }, context) => {
    if (queue === undefined) return [queuePart(source, context)];
    if (context.deadLetterQueues.has(queue)) return [deadLetterPart(queue, context)];
    return [
      queuePart(source, context),
      ...queuesIn(queue.redrivePolicy, queue)
        .filter(context.claim)
        .map((each) => deadLetterPart(each, context)),
      ...functionParts(consumersOf(queue, context.graph), context, QUEUE_CONSUMER_RULES),
    ];
  },
});
