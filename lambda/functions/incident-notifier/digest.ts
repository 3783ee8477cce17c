import type { ChannelSettings } from '../../../lib/contracts/channels';
import { SEVERITIES, type Severity } from '../../../lib/contracts/severity';
import type { Alert, Assignment, Fact } from '../../shared/alerts/alert';
import { NO_ALARM } from '../../shared/alerts/no-alarm';
import { renderings } from '../../shared/channels/load-renderings';
import type { Notification } from '../../shared/delivery/incident-tracker';
import { type IncidentRecord, incidentOf } from '../../shared/incidents/incident-store';
import { identity } from '../../shared/parsing/parse-message';
import { durationInWords, timeInWords } from '../../shared/rendering/times';

const MOST_LINES = 15;
const LONGEST_LINE = 150;

interface Open {
  readonly alert: Alert;
  readonly startedAt: number;
  readonly assigned?: Assignment;
}

/** What is still open, for each channel what it carries. Nothing where nothing is open. */
export function digestOf(
  known: readonly IncidentRecord[],
  channels: readonly ChannelSettings[],
  time: number,
): Notification[] {
  const open = known.flatMap(openIn).sort(mostUrgentFirst);
  const groups = new Map<string, ChannelSettings[]>();
  for (const channel of channels.filter(({ level = 1 }) => level === 1)) {
    const key = channel.severities.join();
    groups.set(key, [...(groups.get(key) ?? []), channel]);
  }
  return [...groups.values()].flatMap((group) => {
    const theirs = open.filter(({ alert }) => group[0]?.severities.includes(alert.severity));
    if (theirs.length === 0) return [];
    return { alert: digest(theirs, time), incident: { isLate: false }, channels: group.map(({ id }) => id) };
  });
}

function openIn(known: IncidentRecord): Open[] {
  const { startedAt, assigned, isOpen } = incidentOf(known);
  if (known.alert === undefined || startedAt === undefined || !isOpen) return [];
  return [{ alert: known.alert, startedAt, assigned }];
}

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);
const mostUrgentFirst = (a: Open, b: Open): number =>
  rank(a.alert.severity) - rank(b.alert.severity) || a.startedAt - b.startedAt;

function digest(open: readonly Open[], time: number): Alert {
  const { environment, account, region, severity } = (open[0] as Open).alert;
  const more = open.length - MOST_LINES;
  const facts = open.slice(0, MOST_LINES).map((each) => lineOf(each, time));
  const name = open.length === 1 ? '1 incident' : `${open.length} incidents`;
  return {
    ...NO_ALARM,
    // one for each time of the schedule, whatever is open when it is sent
    id: identity(`digest ${time}`),
    subject: 'digest',
    name,
    changedAt: time,
    severity,
    environment,
    account,
    region,
    note: {
      kind: 'digest',
      badge: 'OPEN',
      at: time,
      says: 'Still open',
      severities: SEVERITIES.filter((each) => open.some(({ alert }) => alert.severity === each)),
      facts: more > 0 ? [...facts, ['And', `${more} more`]] : facts,
    },
  };
}

function lineOf({ alert, startedAt, assigned }: Open, time: number): Fact {
  const handled =
    assigned === undefined ? 'not acknowledged' : `acknowledged by ${assigned.by} until ${timeInWords(assigned.until)}`;
  const { badge, cut, headline } = renderings();
  const what = headline({ ...alert, environment: undefined });
  return [badge(alert), cut(`for ${durationInWords(time - startedAt)}, ${handled}: ${what}`, LONGEST_LINE)];
}
