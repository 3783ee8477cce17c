import type { CfnQueue, IQueueRef } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Part } from '../dashboards/part';
import { QUEUE_CONSUMER_RULES } from '../rules/function-rules';
import type { WatchContext } from './discovery/watch-context';
import { Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import { consumersOf, functionPart } from './resources/functions';
import { deadLetterPart, QUEUE, queuePart, queuesIn } from './resources/queues';

/** Options of a queue's monitor. */
export interface QueueOptions extends MonitorOptions {}

/** Properties of a queue's monitor. */
export interface QueueMonitorProps extends QueueOptions, MonitorProps {
  /** The queue, of this app or imported. */
  readonly queue: IQueueRef;
}

/**
 * Watches a queue: is it worked on, does it keep up, do messages fail for good. Finds by itself its dead-letter queue and the
 * functions that consume it.
 *
 * @example
 *
 * new QueueMonitor(this, 'OrdersMonitor', { vigil, queue: orders });
 */
export class QueueMonitor extends Monitor {
  /** @internal */
  public readonly _type = 'Queue';
  readonly #queue: IQueueRef;

  public constructor(scope: Construct, id: string, props: QueueMonitorProps) {
    super(scope, id, props, props.queue, [QUEUE]);
    this.#queue = props.queue;
  }

  /** @internal */
  public _parts(context: WatchContext): Part[] {
    const queue = this._resource as CfnQueue | undefined;
    if (queue === undefined) return [queuePart(this.#queue, context)];
    if (context.deadLetterQueues.has(queue)) return [deadLetterPart(queue, context)];
    const deadLetters = queuesIn(queue.redrivePolicy, queue);
    return [
      queuePart(queue, context),
      ...deadLetters.filter(context.claim).map((each) => deadLetterPart(each, context)),
      ...consumersOf(queue, context.graph)
        .filter(context.claim)
        .map((fn) => functionPart(fn, QUEUE_CONSUMER_RULES)),
    ];
  }
}
