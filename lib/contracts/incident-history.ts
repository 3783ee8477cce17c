import type { Update } from './incident-update';
import type { DeliveryState } from './notifier-table';

/** An incident that is open, or that began in the last 90 days. */
export interface PastIncident {
  readonly alarm: string;
  readonly severity: string;
  readonly component?: string;
  readonly environment?: string;
  readonly meaning: string;
  /** ISO 8601, as are all times here. */
  readonly since: string;
  /** Undefined: it is open. */
  readonly until?: string;
  /** When the first message about it was sent; undefined: none was, or that is longer than 30 days ago. */
  readonly notifiedAt?: string;
  /** When it was acknowledged first; undefined: it was not. */
  readonly acknowledgedAt?: string;
}

/** A message about a moment of an incident. */
export interface SentMessage {
  readonly channel: string;
  readonly state: DeliveryState;
  /** When it got that state. */
  readonly at: string;
  /** Why it was not sent, or had to wait. */
  readonly reason?: string;
}

/** A change of the alarm's state, or what somebody did. */
export interface Moment {
  readonly at: string;
  readonly kind:
    | 'ALARM'
    | 'OK'
    | 'INSUFFICIENT_DATA'
    | 'acknowledged'
    | 'released'
    | 'expired'
    | 'escalated'
    | 'updated';
  readonly by?: string;
  /** Of an escalation. */
  readonly level?: number;
  readonly update?: Update;
  readonly messages: readonly SentMessage[];
}

/** All that the notifier has recorded of an incident. */
export interface IncidentHistory extends PastIncident {
  readonly account?: string;
  readonly region?: string;
  /** What CloudWatch said when it began. */
  readonly reason: string;
  /** Its alarms, of a composite. */
  readonly alarms: readonly { readonly name: string; readonly meaning: string; readonly since?: string }[];
  readonly runbookUrl?: string;
  readonly dashboardUrl?: string;
  readonly moments: readonly Moment[];
  /** Source of a graph from before it began until after it ended; undefined where there is nothing to draw. */
  readonly graph?: object;
}
