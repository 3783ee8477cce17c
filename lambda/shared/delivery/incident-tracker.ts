import type { Alert, Incident } from '../alerts/alert';

/** An alert to send, and to whom. */
export interface Notification {
  readonly alert: Alert;
  /** Undefined: it is looked up, and the change becomes a part of it. */
  readonly incident?: Incident;
  /** The ids of channels; undefined: all that carry its severity, of the levels that were notified. */
  readonly channels?: readonly string[];
}

/** Incident handling after the first message. Left out where the app does not use incidents. */
export interface IncidentTracker {
  /** The notifications that one of its commands asks for; undefined if the message is no command. */
  notificationsOf(body: string): Promise<readonly Notification[]> | undefined;
  /** What an alert says of it. */
  describe(alert: Alert, incident: Incident): Promise<Incident>;
  /** Whether a change waits until its alarm stops flapping, and is sent as a message of its own then. */
  waits(alert: Alert, incident: Incident): boolean;
  postpone(alert: Alert): Promise<void>;
  /** Schedules the notification of the next level, unless somebody acknowledges. */
  watch(alert: Alert, incident: Incident): Promise<void>;
}
