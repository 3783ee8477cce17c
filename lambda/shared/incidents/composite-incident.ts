import type { Alert, Child } from '../alerts/alert';
import { explainedBy, worse } from '../alerts/composite';
import type { Aws } from '../aws/aws';
import { identity, parseDescribedAlarm } from '../parsing/parse-message';
import { type IncidentRecord, type IncidentStore, incidentOf, recorded } from './incident-store';
import { EMPTY_TIMELINE } from './timeline';

/** Of CloudWatch, in one request, and of a composite's rule. */
const MOST_CHILDREN = 100;
/** The message is not delayed longer for an explanation. */
const LONGEST_LOOKUP_MS = 2000;
const MOST_REPORTS = 30;

/** The alarms of composites: which are in ALARM when the composite alerts, and which follow. */
export class CompositeIncidents {
  public constructor(
    private readonly aws: Pick<Aws, 'describeAlarms'>,
    private readonly incidents: IncidentStore,
    private readonly warn: (problem: unknown) => void,
  ) {}

  /** A composite's alert with what its alarms say, and recorded with it: whichever comes later is not sent twice. */
  public async explain(alert: Alert): Promise<Alert> {
    const { subject } = alert;
    const before = await this.incidents.find(subject);
    const isReported = alert.children.length > 0 && alert.children.every(({ name }) => reportOf(before, name));
    const looked = isReported ? [] : await this.#lookUp(alert);
    let explained = alert;
    await this.incidents.change(subject, (old) => {
      explained = explainedBy(childrenOf(alert, old?.reports ?? [], looked), alert);
      return recorded(old, explained);
    });
    return explained;
  }

  /** A composite's recovery says what has recovered, and is as severe as its incident was: it reaches all who know of that. */
  public async recovered(alert: Alert): Promise<Alert> {
    const known = (await this.incidents.find(alert.subject))?.alert;
    if (known === undefined) return alert;
    const { severity, raisedAt, meaning, children, resource, runbookUrl } = known;
    return { ...alert, severity, raisedAt, meaning, children, resource, runbookUrl };
  }

  /**
   * Notes what an alarm of a composite reports.
   *
   * @returns how the composite's incident stands, and what to send about the alarm; undefined where its composite alarm notifies
   */
  public async report(child: Alert): Promise<{ readonly record: IncidentRecord; readonly alert: Alert } | undefined> {
    const parent = child.parent as string;
    const record = await this.incidents.change(parent, (old = { timeline: EMPTY_TIMELINE }) => {
      const known = old.reports?.find(({ subject }) => subject === child.subject);
      if (known !== undefined && known.changedAt >= child.changedAt) return undefined;
      const others = (old.reports ?? []).filter(({ subject }) => subject !== child.subject);
      const reports = [...others, { ...child, parent: undefined }].slice(-MOST_REPORTS);
      const isOpen = incidentOf(old).isOpen && old.alert !== undefined;
      return { ...old, reports, ...(isOpen && { alert: joinedBy(child, old.alert as Alert) }) };
    });
    const entry = record?.alert?.children.find(({ name }) => name === child.name);
    if (record?.alert === undefined || child.state !== 'ALARM' || !entry?.joined || !incidentOf(record).isOpen) {
      return undefined;
    }
    return { record, alert: update(child, entry.joined, record.alert, incidentOf(record).startedAt) };
  }

  /** Best effort: a message without details is better than none. */
  async #lookUp({ region, children, possibleChildren }: Alert): Promise<Alert[]> {
    const names = [...new Set([...children.map(({ name }) => name), ...possibleChildren])].slice(0, MOST_CHILDREN);
    if (names.length === 0) return [];
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('DescribeAlarms took too long.')), LONGEST_LOOKUP_MS).unref();
    });
    try {
      const alarms = await Promise.race([this.aws.describeAlarms(region, names), late]);
      return alarms.flatMap((alarm) => parseDescribedAlarm(alarm) ?? []);
    } catch (problem) {
      this.warn(problem);
      return [];
    } finally {
      clearTimeout(timer);
    }
  }
}

const reportOf = (record: IncidentRecord | undefined, name: string): Alert | undefined =>
  record?.reports?.find((report) => report.name === name && report.state === 'ALARM');

/** What is known of the alarms in ALARM: the newest of what they reported and what was looked up, else their names. */
function childrenOf({ children }: Alert, reports: readonly Alert[], looked: readonly Alert[]): Child[] {
  const known = new Map<string, Alert>();
  for (const alert of [...reports, ...looked]) {
    if (alert.changedAt >= (known.get(alert.name)?.changedAt ?? 0)) known.set(alert.name, alert);
  }
  const inAlarm = [...known.values()].filter(({ state }) => state === 'ALARM');
  const named = children.filter(({ name }) => !inAlarm.some((alert) => alert.name === name));
  return [...inAlarm.map((alert) => ({ name: alert.name, alert })), ...named];
}

/** The composite's alert once one of its alarms has changed. An incident does not become less severe before it ends. */
function joinedBy(child: Alert, composite: Alert): Alert {
  const { name } = child;
  const known = composite.children.find((each) => each.name === name);
  if (known === undefined && child.state !== 'ALARM') return composite;
  const severity = worse(child.severity, composite.severity);
  const joined = known === undefined ? (severity === composite.severity ? 'joined' : 'raised') : known.joined;
  const others = composite.children.filter((each) => each !== known);
  const explained = explainedBy([...others, { name, alert: child, ...(joined && { joined }) }], composite);
  return { ...explained, severity, ...(severity !== composite.severity && { raisedAt: child.changedAt }) };
}

/** What is sent about an alarm that joins an incident: short, unless it makes it worse. */
function update(child: Alert, kind: 'joined' | 'raised', whole: Alert, startedAt: number | undefined): Alert {
  const { name, changedAt, severity } = child;
  return {
    ...explainedBy([{ name, alert: child }], whole),
    id: identity(`joined ${whole.subject} ${startedAt} ${child.subject}`),
    severity: whole.severity,
    changedAt,
    note: {
      kind,
      badge: kind === 'raised' ? 'RAISED' : 'UPDATE',
      at: changedAt,
      says: kind === 'raised' ? `Now ${severity}` : 'Also in ALARM',
      facts: [],
      whole,
    },
  };
}
