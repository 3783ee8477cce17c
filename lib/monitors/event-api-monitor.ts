import type { Construct } from 'constructs';
import { Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import type { EventSource } from './resources/all';

/** Options of an event API's monitor. */
export interface EventApiOptions extends MonitorOptions {}

/** Properties of an event API's monitor. */
export interface EventApiMonitorProps extends EventApiOptions, MonitorProps {
  /** An EventBridge rule, an SNS topic or a Kinesis stream. */
  readonly source: EventSource;
}

/**
 * Watches an event API: are events delivered, are they lost, do consumers keep up. Finds by itself the functions that consume
 * the events and the dead-letter queues for what could not be delivered.
 *
 * @example
 *
 * new EventApiMonitor(this, 'InvoiceEvents', { vigil, source: invoiceCreatedRule });
 */
export class EventApiMonitor extends Monitor {
  public constructor(scope: Construct, id: string, props: EventApiMonitorProps) {
    super(scope, id, props, 'EventApi', props.source);
  }
}
