import type { Construct } from 'constructs';
import { checked, object } from '../validation/options';
import { MONITOR_FIELDS, Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import type { QueueSource } from './resources/all';
import { sourceOf } from './resources/source';

/** Options of a queue's monitor. */
export interface QueueOptions extends MonitorOptions {}

/** Properties of a queue's monitor. */
export interface QueueMonitorProps extends QueueOptions, MonitorProps {
  /** The queue, of this app or imported. */
  readonly queue: QueueSource;
}

const QUEUE_PROPS = object<QueueMonitorProps>({ ...MONITOR_FIELDS, queue: sourceOf('Queue') });

/**
 * Watches a queue: is it worked on, does it keep up, do messages fail for good. Finds by itself its dead-letter queue and the
 * functions that consume it.
 *
 * @example
 *
 * new QueueMonitor(this, 'OrdersMonitor', { vigil, queue: orders });
 */
export class QueueMonitor extends Monitor {
  public constructor(scope: Construct, id: string, props: QueueMonitorProps) {
    const known = checked(QUEUE_PROPS, props);
    super(scope, id, known, 'Queue', known.queue);
  }
}
