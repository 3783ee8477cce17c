import type { Construct } from 'constructs';
import { checked, object } from '../validation/options';
import { MONITOR_FIELDS, Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import type { EventSource } from './resources/all';
import { sourceOf } from './resources/source';

/** Options of an event API's monitor. */
export interface EventApiOptions extends MonitorOptions {}

/** Properties of an event API's monitor. */
export interface EventApiMonitorProps extends EventApiOptions, MonitorProps {
  /** An EventBridge rule, an SNS topic or a Kinesis stream. */
  readonly source: EventSource;
}

const EVENT_API_PROPS = object<EventApiMonitorProps>({ ...MONITOR_FIELDS, source: sourceOf('EventApi') });

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
    const known = checked(EVENT_API_PROPS, props);
    super(scope, id, known, 'EventApi', known.source);
  }
}
