import { Arn, ArnFormat, type CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnQueue, IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Charts, Line } from '../../dashboards/chart';
import type { Part } from '../../dashboards/part';
import { QUEUE } from '../../resources/queue';
import { DEAD_LETTER_RULES } from '../../rules/dead-letter-rules';
import { QUEUE_CONSUMER_RULES } from '../../rules/function-rules';
import { metricsOf } from '../../rules/metrics-of';
import { QUEUE_RULES, type QueueFacts } from '../../rules/queue-rules';
import { candidates } from '../../rules/rule';
import { inspect, mentionedIn, numberIn } from '../../tree/inspect';
import { stackPathOf } from '../../tree/naming';
import { type Imported, resourceOf } from '../../tree/resource-graph';
import { consumersOf, functionParts, timeoutOf } from './function';
import { isRead } from './queue-readers';
import { register } from './registration';
import type { WatchContext } from './watch-context';

const sqs = metricsOf('AWS/SQS');

const oldest: Line = {
  label: 'Oldest message',
  means: 'backlog',
  metrics: { m: sqs('ApproximateAgeOfOldestMessage', 'Maximum') },
  rules: ['QueueStuck', 'QueueSlow', 'MessageAge'],
};
const waiting: Line = {
  label: 'Waiting',
  means: 'backlog',
  metrics: { m: sqs('ApproximateNumberOfMessagesVisible', 'Maximum') },
};
const sent: Line = { label: 'Sent', means: 'traffic', metrics: { m: sqs('NumberOfMessagesSent', 'Sum') } };
const processed: Line = { label: 'Processed', means: 'success', metrics: { m: sqs('NumberOfMessagesDeleted', 'Sum') } };
const inFlight: Line = {
  label: 'In flight',
  means: 'usage',
  metrics: { m: sqs('ApproximateNumberOfMessagesNotVisible', 'Maximum') },
};
const deadLetters: Line = {
  label: 'Dead letters',
  means: 'error',
  metrics: { m: sqs('ApproximateNumberOfMessagesVisible', 'Maximum') },
  rules: ['DeadLetters'],
};

const QUEUE_CHARTS: Charts = {
  numbers: [
    { ...oldest, label: 'Oldest message (s)' },
    waiting,
    { ...sent, label: 'Sent in 5 min' },
    { ...processed, label: 'Processed in 5 min' },
  ],
  symptoms: [{ title: 'oldest message', left: { unit: 's', lines: [oldest] } }],
  causes: [
    { title: 'messages', left: { unit: 'Count', lines: [sent, processed] } },
    { title: 'backlog', left: { unit: 'Count', lines: [{ ...waiting, rules: ['QueueDepthHigh'] }, inFlight] } },
  ],
};

const DEAD_LETTER_CHARTS: Charts = {
  numbers: [deadLetters],
  symptoms: [{ title: 'dead letters', left: { unit: 'Count', lines: [deadLetters] } }],
  causes: [],
};

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
  const facts = resource === undefined ? factsOfImported(queue, context) : factsOf(resource, context);
  return {
    id: '',
    stack: Stack.of(queue),
    dimensions: { QueueName: resource?.attrQueueName ?? nameInArn(queue) },
    rules: candidates(QUEUE_RULES, facts),
    charts: QUEUE_CHARTS,
  };
}

/** Of what is imported, only those are known who consume it here. Lambda takes no consumer that runs longer than a message stays hidden. */
function factsOfImported(queue: IQueue, { graph }: WatchContext): QueueFacts {
  const imported = importedQueue(queue);
  const timeouts = consumersOf(imported, graph).map(timeoutOf);
  return {
    isFifo: queue.fifo === true,
    visibilityTimeoutSeconds: Math.max(VISIBILITY_SECONDS, ...timeouts),
    retentionSeconds: RETENTION_SECONDS,
    isConsumed: isRead(imported, graph),
    consumerTimeoutSeconds: timeouts.length > 0 ? Math.max(...timeouts) : undefined,
  };
}

const importedQueue = (queue: IQueue): Imported => ({ id: queue.queueArn, scope: queue });

export function factsOf(queue: CfnQueue, { graph }: Pick<WatchContext, 'graph'>): QueueFacts {
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
    charts: DEAD_LETTER_CHARTS,
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
    if (queue === undefined) {
      const consumers = consumersOf(importedQueue(source), context.graph);
      return [queuePart(source, context), ...functionParts(consumers, context, QUEUE_CONSUMER_RULES)];
    }
    if (context.deadLetterQueues.has(queue)) return [deadLetterPart(queue, context)];
    const deadLetterQueues = queuesIn(queue.redrivePolicy, queue)
      .filter(context.claim)
      .map((each) => deadLetterPart(each, context));
    return [
      queuePart(source, context),
      ...deadLetterQueues,
      ...functionParts(consumersOf(queue, context.graph), context, QUEUE_CONSUMER_RULES),
    ];
  },
});
