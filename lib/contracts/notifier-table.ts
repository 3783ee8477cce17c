import type { SummaryRequest } from './messages';

/** The keys of the notifier's table, and the attribute by which items expire. */
export const PARTITION_KEY = 'pk';
export const SORT_KEY = 'sk';
export const EXPIRES_AT = 'expiresAt';

export interface Key {
  readonly [PARTITION_KEY]: string;
  readonly [SORT_KEY]: string;
}

/** Lists incidents by when they began: items that have its partition key, `open` of those that are open. */
export const OPEN_INDEX = { name: 'open', partitionKey: 'open', sortKey: 'startedAt', open: 'open' } as const;

/** The partition of that index with the incidents that have ended, by the month in which they began: `ended 2026-12`. */
export const endedIn = (startedAt: number): string => `ended ${new Date(startedAt).toISOString().slice(0, 7)}`;

/** The state of a delivery: `sending`, `waiting` for a retry, `sent`, `skipped` as there was nothing to send, or `dead` after the last attempt. */
export type DeliveryState = 'sending' | 'waiting' | 'sent' | 'skipped' | 'dead';

/** How the partitions of deliveries begin. */
export const DELIVERY_PARTITION = 'change#';

/** The partition in which each channel has its record of a change. */
export const deliveriesOf = (change: string): string => `${DELIVERY_PARTITION}${change}`;

export const deliveryKey = (change: string, channel: string): Key => ({ pk: deliveriesOf(change), sk: channel });

/** How long incidents are kept after their newest change. */
export const INCIDENTS_KEPT_DAYS = 90;

/** How the partitions of incidents begin. */
export const INCIDENT_PARTITION = 'incident#';

/** Where the changes of an alarm's state are kept. */
export const timelineKey = (subject: string): Key => ({ pk: `${INCIDENT_PARTITION}${subject}`, sk: 'timeline' });

/** Where an incident of an alarm is kept when the next one begins. */
export const pastIncidentKey = (subject: string, startedAt: number): Key => ({
  pk: `${INCIDENT_PARTITION}${subject}`,
  sk: `past#${startedAt}`,
});

/** Where a channel's thread about an alarm is kept. */
export const threadKey = (subject: string, channel: string): Key => ({
  pk: `${INCIDENT_PARTITION}${subject}`,
  sk: `thread#${channel}`,
});

/** How often a channel was sent to lately. */
export const paceKey = (channel: string): Key => ({ pk: `channel#${channel}`, sk: 'pace' });

/** The partition in which alerts wait for one summary of them. */
export const summaryOf = ({ channel, severity, window }: SummaryRequest): string =>
  ['summary', channel, window, severity ?? ''].join('#');

/** Read by a heartbeat only, to see that the table answers. */
export const HEARTBEAT_KEY: Key = { pk: 'heartbeat', sk: 'heartbeat' };
