import {
  EXPIRES_AT,
  endedIn,
  INCIDENTS_KEPT_DAYS,
  type Key,
  OPEN_INDEX,
  pastIncidentKey,
  threadKey,
  timelineKey,
} from '../../../lib/contracts/notifier-table';
import type { Alert, Assignment, Finding, Incident, Reopening } from '../alerts/alert';
import type { Aws } from '../aws/aws';
import type { Item } from '../aws/items';
import { Transient } from '../failure';
import type { IncidentEvent } from './incident-events';
import { EMPTY_TIMELINE, knows, newestOf, stateAfter, stateOf, type Timeline, withChange } from './timeline';

const KEPT_SECONDS = INCIDENTS_KEPT_DAYS * 24 * 3600;
const MOST_TRIES = 5;
/** An item holds ten times as much. */
const MOST_KEPT_CHARACTERS = 40_000;

/** Where an alarm's message stands in a channel that can change it. */
export interface Thread {
  readonly id: string;
  readonly startedAt: number;
}

/** All that is known of an alarm. */
export interface IncidentRecord {
  readonly timeline: Timeline;
  /** Its newest alarm. */
  readonly alert?: Alert;
  /** What people made of the incident that began then. */
  readonly handled?: Handling;
  /** Of a composite: what its alarms have reported last. */
  readonly reports?: readonly Alert[];
}

export interface Handling {
  readonly startedAt: number;
  readonly assigned?: Assignment;
  readonly reopened?: Reopening;
  readonly level?: number;
  readonly found?: Finding;
  /** What was done, in order. */
  readonly events?: readonly IncidentEvent[];
}

/** The timeline of each alarm, whatever order its changes arrive in. */
export class IncidentStore {
  public constructor(
    private readonly aws: Pick<Aws, 'getItem' | 'putItem'>,
    private readonly now: () => number,
  ) {}

  /** Adds a change to the timeline of its alarm; adding it again changes nothing. */
  public async record(alert: Alert): Promise<Incident> {
    const { subject, state, changedAt } = alert;
    if (state === 'MESSAGE') return { isLate: false };
    const change = { at: changedAt, state };
    const known = await this.change(subject, (old) => recorded(old, alert));
    return incidentAfter(known as IncidentRecord, change);
  }

  public async find(subject: string): Promise<IncidentRecord | undefined> {
    return recordIn(await this.aws.getItem(timelineKey(subject)));
  }

  /**
   * Changes what is known of an alarm, for nobody else at the same time.
   *
   * @param work returns undefined if nothing is to be changed
   * @returns what is known then
   */
  public async change(
    subject: string,
    work: (known: IncidentRecord | undefined) => IncidentRecord | undefined,
  ): Promise<IncidentRecord | undefined> {
    const key = timelineKey(subject);
    // nothing is known of most alarms; where something is, the write that assumes otherwise returns it
    let item: Item | undefined;
    let isRead = false;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const known = recordIn(item);
      const changed = work(known);
      if (changed === undefined && isRead) return known;
      if (changed === undefined) {
        item = await this.aws.getItem(key);
      } else {
        const version = Number(item?.['version'] ?? 0);
        const next: Item & Key = { ...key, ...itemOf(changed), version: version + 1, ...this.#expiry() };
        if (item !== undefined && isFollowed(item, next)) {
          await this.aws.putItem({ ...item, ...pastIncidentKey(subject, Number(item[OPEN_INDEX.sortKey])) }, undefined);
        }
        const { isWritten, found } = await this.aws.putItem(next, item && { version });
        if (isWritten) return changed;
        item = found;
      }
      isRead = true;
    }
    throw new Transient('Many changes of one alarm arrive at the same time.');
  }

  public async thread(subject: string, channel: string): Promise<Thread | undefined> {
    const item = await this.aws.getItem(threadKey(subject, channel));
    return item && { id: String(item['thread']), startedAt: Number(item['startedAt']) };
  }

  public async keepThread(subject: string, channel: string, { id, startedAt }: Thread): Promise<void> {
    const item = { ...threadKey(subject, channel), thread: id, startedAt, ...this.#expiry() };
    const { found } = await this.aws.putItem(item, undefined);
    if (found !== undefined) await this.aws.putItem(item, { startedAt: found['startedAt'] ?? 0 });
  }

  #expiry() {
    return { [EXPIRES_AT]: Math.floor(this.now() / 1000) + KEPT_SECONDS };
  }
}

/** A record with one more change; undefined if it has that already. */
export function recorded(old: IncidentRecord = { timeline: EMPTY_TIMELINE }, alert: Alert): IncidentRecord | undefined {
  const { state, changedAt } = alert;
  const change = { at: changedAt, state };
  if (knows(old.timeline, change)) return undefined;
  const isNewest = state === 'ALARM' && changedAt >= (old.alert?.changedAt ?? 0);
  return { ...old, timeline: withChange(old.timeline, change), ...(isNewest && { alert }) };
}

/** The incident as its newest change left it. */
export function incidentOf(known: IncidentRecord): Incident {
  const newest = newestOf(known.timeline);
  return newest === undefined ? { isLate: false } : incidentAfter(known, newest);
}

function incidentAfter({ timeline, handled }: IncidentRecord, change: Parameters<typeof stateAfter>[1]): Incident {
  const { startedAt, isOpen, flapping } = stateAfter(timeline, change);
  const {
    startedAt: _,
    events: __,
    ...about
  } = startedAt !== undefined && handled?.startedAt === startedAt ? handled : {};
  const isLate = (newestOf(timeline)?.at ?? 0) > change.at;
  return { startedAt, isOpen, isOver: !stateOf(timeline).isOpen, flapping, isLate, ...about };
}

/** Whether an incident that is over would be overwritten by the next one. */
const isFollowed = (item: Item, next: Item): boolean =>
  item[OPEN_INDEX.partitionKey] !== OPEN_INDEX.open &&
  Number(next[OPEN_INDEX.sortKey]) > Number(item[OPEN_INDEX.sortKey]);

/** The table's index lists items by its partition key: what is open, and what has ended in a month. */
function itemOf({ timeline, alert, handled, reports }: IncidentRecord): Item {
  const { isOpen, startedAt } = stateOf(timeline);
  return {
    timeline: JSON.stringify(timeline),
    ...(alert !== undefined && { alert: shortened(alert) }),
    ...(handled !== undefined && { handled: JSON.stringify(handled) }),
    ...(reports !== undefined && { reports: JSON.stringify(reports) }),
    ...(startedAt !== undefined && { [OPEN_INDEX.sortKey]: startedAt }),
    ...(startedAt !== undefined && { [OPEN_INDEX.partitionKey]: isOpen ? OPEN_INDEX.open : endedIn(startedAt) }),
  };
}

export function recordIn(item: Item | undefined): IncidentRecord | undefined {
  if (item === undefined) return undefined;
  const read = (name: string) => (item[name] === undefined ? undefined : JSON.parse(String(item[name])));
  return { timeline: read('timeline'), alert: read('alert'), handled: read('handled'), reports: read('reports') };
}

/** Only what is drawn can be long. */
function shortened(alert: Alert): string {
  const text = JSON.stringify(alert);
  if (text.length <= MOST_KEPT_CHARACTERS) return text;
  const { children, logGroups } = alert;
  return JSON.stringify({ ...alert, metrics: [], children: children.slice(0, 20), logGroups: logGroups.slice(0, 1) });
}
