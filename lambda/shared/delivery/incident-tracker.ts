import type { Alert, Incident } from '../alerts/alert';

/** Something to tell, and to whom. */
export interface Notification {
  readonly alert: Alert;
  /** Undefined: it is looked up, and the change becomes a part of it. */
  readonly incident?: Incident;
  /** The ids of channels; undefined: all that carry its severity and are of a level that has heard of it. */
  readonly channels?: readonly string[];
}

/** What happens to an incident after its first message. Left out where nobody asks for it. */
export interface IncidentTracker {
  /** What a message of its own asks to tell; undefined if it is none of its own. */
  notificationsOf(body: string): Promise<readonly Notification[]> | undefined;
  /** What an alert says of it. */
  describe(alert: Alert, incident: Incident): Promise<Incident>;
  /** Whether a change waits until its alarm has calmed down, when it comes back as a message of its own. */
  waits(alert: Alert, incident: Incident): boolean;
  postpone(alert: Alert): Promise<void>;
  /** Sees to it that the next level hears of it in time, unless somebody answers. */
  watch(alert: Alert, incident: Incident): Promise<void>;
}
