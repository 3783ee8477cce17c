import type { Alert, Incident } from '../alerts/alert';
import type { Picture, PictureLink } from '../alerts/picture';
import type { Aws } from '../aws/aws';
import type { Pace } from '../delivery/pacer';
import type { Fetch } from '../http/post';
import type { IncidentStore } from '../incidents/incident-store';
import type { Secrets } from '../secrets';

/** What a channel works with. */
export interface ChannelDependencies {
  readonly fetch: Fetch;
  readonly aws: Aws;
  readonly secrets: Secrets;
  readonly incidents: IncidentStore;
  readonly now: () => number;
  /** The address of Slack's Web API; undefined: Slack's own. */
  readonly slackApi?: string;
}

/** One alert on its way to one channel. */
export interface Delivery {
  readonly alert: Alert;
  readonly incident: Incident;
  /** Links to pictures of the metrics, as far as they could be drawn. */
  readonly pictureLinks: () => Promise<readonly PictureLink[]>;
  /** The pictures themselves. */
  readonly pictures: () => Promise<readonly Picture[]>;
  /** How long one request may take. */
  readonly timeoutMs: () => number;
}

/** Sends messages to people. */
export interface Channel {
  /** How often it takes messages. */
  readonly pace: Pace;
  /** Loads code that it needs to send, if it is not loaded yet. */
  load?(): void;
  /** Why a message is none for this channel; left out, or undefined: it is sent. */
  unneeded?(delivery: Delivery): string | undefined;
  /** @throws Permanent or Transient; it has been shown only if this returns, or if there was no answer */
  show(delivery: Delivery): Promise<void>;
  /** Whether an earlier attempt, whose end is unknown, was shown. Left out where that cannot be found out. */
  wasShown?(delivery: Delivery): Promise<boolean>;
  /** What follows a message and may be missing from it. */
  embellish?(delivery: Delivery): Promise<void>;
}
