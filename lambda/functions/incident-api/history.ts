import type { Answer, Asked } from '../../../lib/contracts/incident-api';
import type { IncidentHistory, Moment, PastIncident, SentMessage } from '../../../lib/contracts/incident-history';
import {
  type DeliveryState,
  deliveriesOf,
  endedIn,
  INCIDENTS_KEPT_DAYS,
  OPEN_INDEX,
  SORT_KEY,
} from '../../../lib/contracts/notifier-table';
import type { Alert } from '../../shared/alerts/alert';
import type { IncidentAws } from '../../shared/aws/incident-aws';
import type { IncidentEvent } from '../../shared/incidents/incident-events';
import { type IncidentRecord, recordIn } from '../../shared/incidents/incident-store';
import { stateOf } from '../../shared/incidents/timeline';
import { idOfChange, idOfNote } from '../../shared/parsing/parse-message';
import { graphWidget } from '../../shared/rendering/graph-widget';
import { oneLine } from '../../shared/rendering/words';
import { isCalled } from './is-called';

type Table = Pick<IncidentAws, 'openIncidents' | 'itemsOf'>;

const DAY_MS = 24 * 3_600_000;
const KEPT_MS = INCIDENTS_KEPT_DAYS * DAY_MS;
/** Of so many, the newest, the first message is looked up: each is a request. */
const MOST_LOOKED_UP = 500;
/** Requests at a time. */
const AT_ONCE = 20;
const AFTER_MS = 15 * 60_000;

/** An incident of the table. */
interface Found {
  readonly alert: Alert;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly record: IncidentRecord;
}

/** The incidents that began at a time or later, the newest first. */
export async function pastIncidents(since: string, aws: Table, now: number): Promise<readonly PastIncident[]> {
  const found = await incidentsSince(Date.parse(since), aws, now);
  const past: PastIncident[] = [];
  for (let first = 0; first < found.length; first += AT_ONCE) {
    const some = found.slice(first, first + AT_ONCE);
    const isLookedUp = first < MOST_LOOKED_UP;
    past.push(
      ...(await Promise.all(some.map(async (each) => shownAs(each, isLookedUp ? await beginning(each, aws) : [])))),
    );
  }
  return past;
}

/** What is known of one incident. */
export async function historyOf(
  { alarm, since = '' }: Extract<Asked, { ask: 'history' }>,
  aws: Table,
  now: number,
): Promise<Answer> {
  const all = await incidentsSince(now - KEPT_MS, aws, now);
  const exact = all.filter(({ alert }) => alert.name === alarm);
  const named = exact.length > 0 ? exact : all.filter(({ alert }) => isCalled(alert, alarm));
  const subjects = [...new Set(named.map(({ alert }) => alert.subject))];
  if (subjects.length === 0)
    return { fault: `No incident of '${alarm}' began in the last ${INCIDENTS_KEPT_DAYS} days.` };
  if (subjects.length > 1) {
    const names = [...new Set(named.map(({ alert }) => alert.name))].sort().join(', ');
    return { fault: `'${alarm}' does not name exactly one alarm. Incidents: ${names}.` };
  }
  const meant = named.find(({ startedAt }) => iso(startedAt).startsWith(since));
  if (meant === undefined) {
    const times = named.map(({ startedAt }) => iso(startedAt)).join(', ');
    return { fault: `No incident of '${alarm}' began at ${since}. They began at ${times}.` };
  }
  return { history: await recordedOf(meant, aws) };
}

async function recordedOf(found: Found, aws: Table): Promise<IncidentHistory> {
  const { alert, startedAt, endedAt, record } = found;
  const moments = await Promise.all(
    momentsOf(found).map(async ({ id, ...moment }) => ({ ...moment, messages: await messagesOf(id, aws) })),
  );
  const { account, region, reason, runbookUrl, dashboardUrl, children } = alert;
  const first = moments.find(({ kind }) => kind === 'ALARM');
  return {
    ...shownAs(found, first?.messages ?? []),
    account,
    region,
    reason: oneLine(reason),
    alarms: children.map(({ name, alert: child }) => ({
      name,
      meaning: oneLine(child?.meaning ?? ''),
      ...(child?.state === 'ALARM' && { since: iso(child.changedAt) }),
    })),
    runbookUrl,
    dashboardUrl,
    moments,
    graph: graphWidget(
      { ...alert, changedAt: startedAt },
      (endedAt ?? record.timeline.changes.at(-1)?.at ?? startedAt) + AFTER_MS,
    ),
  };
}

/** What happened, in order, each with the id of the messages about it. */
function momentsOf({ alert, startedAt, record }: Found): (Omit<Moment, 'messages'> & { readonly id: string })[] {
  const { subject } = alert;
  const changes = record.timeline.changes.filter(({ at }) => at >= startedAt);
  const moments = [
    ...changes.map(({ at, state }) => ({
      time: at,
      kind: state as Moment['kind'],
      id: idOfChange(subject, at, state),
    })),
    ...eventsOf(record).map((event) => ({ ...toldAs(event), id: idOfEvent(event, subject, startedAt, record) })),
  ];
  return moments.sort((a, b) => a.time - b.time).map(({ time, ...moment }) => ({ ...moment, at: iso(time) }));
}

function toldAs(event: IncidentEvent): Omit<Moment, 'at' | 'messages'> & { readonly time: number } {
  const { at: time, ...about } = event;
  if (about.kind !== 'updated') return { time, ...about };
  const { kind, by, cause, action, eta, next } = about;
  return { time, kind, by, update: { cause, action, eta, next } };
}

/** As the function that notifies of it names its message. */
function idOfEvent(event: IncidentEvent, subject: string, startedAt: number, record: IncidentRecord): string {
  const key = () => {
    if (event.kind === 'escalated') return `${event.level}`;
    if (event.kind !== 'expired') return `${event.at} ${event.by}`;
    const before = eventsOf(record).filter(({ kind, at }) => kind === 'acknowledged' && at <= event.at);
    return `${before.at(-1)?.at} ${event.by}`;
  };
  return idOfNote(event.kind, subject, startedAt, key());
}

const eventsOf = ({ handled, timeline }: IncidentRecord): readonly IncidentEvent[] =>
  handled !== undefined && handled.startedAt === stateOf(timeline).startedAt ? (handled.events ?? []) : [];

async function messagesOf(id: string, aws: Table): Promise<readonly SentMessage[]> {
  const items = await aws.itemsOf(deliveriesOf(id));
  return items.map((item) => ({
    channel: String(item[SORT_KEY]),
    state: String(item['state']) as DeliveryState,
    at: iso(Number(item['at'] ?? 0)),
    ...(item['reason'] !== undefined && { reason: String(item['reason']) }),
  }));
}

const beginning = ({ alert, startedAt }: Found, aws: Table): Promise<readonly SentMessage[]> =>
  messagesOf(idOfChange(alert.subject, startedAt, 'ALARM'), aws);

function shownAs({ alert, startedAt, endedAt, record }: Found, first: readonly SentMessage[]): PastIncident {
  const { name, severity, component, environment, meaning } = alert;
  const sent = first.filter(({ state }) => state === 'sent').map(({ at }) => at);
  const acknowledged = eventsOf(record).find(({ kind }) => kind === 'acknowledged');
  return {
    alarm: name,
    severity,
    component,
    environment,
    meaning: oneLine(meaning),
    since: iso(startedAt),
    until: endedAt === undefined ? undefined : iso(endedAt),
    notifiedAt: sent.sort()[0],
    acknowledgedAt: acknowledged && iso(acknowledged.at),
  };
}

async function incidentsSince(since: number, aws: Table, now: number): Promise<readonly Found[]> {
  const months = new Set([endedIn(now)]);
  for (let time = Math.max(since, now - KEPT_MS); time < now; time += DAY_MS) months.add(endedIn(time));
  const partitions = [...months].map((month) => aws.itemsOf(month, OPEN_INDEX));
  const items = (await Promise.all([aws.openIncidents(), ...partitions])).flat();
  return items
    .flatMap((item) => foundIn(recordIn(item)))
    .filter(({ startedAt }) => startedAt >= since)
    .sort((a, b) => b.startedAt - a.startedAt);
}

function foundIn(record: IncidentRecord | undefined): Found[] {
  const { startedAt, isOpen } = record === undefined ? {} : stateOf(record.timeline);
  if (record?.alert === undefined || startedAt === undefined || record.alert.isTest) return [];
  const endedAt = isOpen ? undefined : record.timeline.changes.findLast(({ state }) => state === 'OK')?.at;
  return [{ alert: record.alert, startedAt, endedAt, record }];
}

const iso = (time: number): string => new Date(time).toISOString();
