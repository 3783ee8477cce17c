import type { PastIncident } from '../contracts/incident-history';
import { INCIDENTS_KEPT_DAYS } from '../contracts/notifier-table';
import { type Cell, table } from '../rehearsal/preview/table';
import { UsageError } from './errors';
import { between, lasting } from './incident-durations';
import { ask, type DeployedApp } from './incident-requests';
import { painterFor, type Terminal, widthFor } from './terminal';

export interface PastOptions extends DeployedApp {
  readonly past?: boolean;
  readonly stats?: boolean;
  readonly days?: string;
  readonly json?: boolean;
}

const DAY_MS = 24 * 3_600_000;
const DEFAULT_DAYS = 30;

/** Lists the incidents of the last days, or how long they took. */
export async function listPast(options: PastOptions, terminal: Terminal): Promise<void> {
  const days = daysOf(options);
  const since = new Date(Date.now() - days * DAY_MS).toISOString();
  const answers = await ask({ ask: 'past', since }, options, terminal);
  const past = answers.flatMap((answer) => ('past' in answer ? answer.past : []));
  past.sort((a, b) => b.since.localeCompare(a.since));
  const write = (text: string) => void terminal.stdout.write(`${text}\n`);
  if (options.json) return write(JSON.stringify(options.stats ? statisticsOf(past) : { incidents: past }, null, 2));
  if (past.length === 0) return write(`No incident began in the last ${days} days.`);
  const page = { width: widthFor(terminal), paint: painterFor(terminal) };
  if (!options.stats) return write(table(past.map(rowOf), COLUMNS, page).join('\n'));
  write(`Incidents of the last ${days} days, with medians and the longest time:`);
  write(table([HEAD, ...statisticsOf(past).map(statisticsRow)], STATISTICS, page).join('\n'));
}

function daysOf({ days }: PastOptions): number {
  if (days === undefined) return DEFAULT_DAYS;
  const number = Number(days);
  if (!Number.isInteger(number) || number < 1 || number > INCIDENTS_KEPT_DAYS) {
    throw new UsageError(`--days: '${days}' is not a whole number from 1 to ${INCIDENTS_KEPT_DAYS}.`);
  }
  return number;
}

const COLUMNS = [{ atMost: 16 }, { atMost: 2 }, { atMost: 60 }, {}];

const rowOf = (incident: PastIncident): Cell[] => [
  { text: incident.since.slice(0, 16).replace('T', ' ') },
  { text: incident.severity },
  { text: incident.alarm },
  incident.until === undefined
    ? { text: 'open', style: 'alert' }
    : { text: `for ${lasting(between(incident.since, incident.until) ?? 0)}${acknowledgedText(incident)}` },
];

const acknowledgedText = ({ since, acknowledgedAt }: PastIncident): string => {
  const taken = between(since, acknowledgedAt);
  return taken === undefined ? ', not acknowledged' : `, acknowledged after ${lasting(taken)}`;
};

/** How long the incidents of a severity took, in milliseconds. */
export interface Statistics {
  readonly severity: string;
  readonly incidents: number;
  readonly open: number;
  readonly notify?: Times;
  readonly acknowledge?: Times;
  readonly recover?: Times;
}

interface Times {
  /** Of how many incidents. */
  readonly of: number;
  readonly median: number;
  readonly longest: number;
}

function statisticsOf(past: readonly PastIncident[]): Statistics[] {
  const severities = [...new Set(past.map(({ severity }) => severity))].sort();
  return severities.map((severity) => {
    const theirs = past.filter((each) => each.severity === severity);
    return {
      severity,
      incidents: theirs.length,
      open: theirs.filter(({ until }) => until === undefined).length,
      notify: timesOf(theirs.map(({ since, notifiedAt }) => between(since, notifiedAt))),
      acknowledge: timesOf(theirs.map(({ since, acknowledgedAt }) => between(since, acknowledgedAt))),
      recover: timesOf(theirs.map(({ since, until }) => between(since, until))),
    };
  });
}

function timesOf(durations: readonly (number | undefined)[]): Times | undefined {
  const known = durations.filter((each) => each !== undefined).sort((a, b) => a - b);
  if (known.length === 0) return undefined;
  const [low, high] = [known[(known.length - 1) >> 1], known[known.length >> 1]] as [number, number];
  return { of: known.length, median: (low + high) / 2, longest: known.at(-1) as number };
}

const HEAD: Cell[] = ['', 'incidents', 'open', 'to notify', 'to acknowledge', 'to recover'].map((text) => ({
  text,
  style: 'faint',
}));
const STATISTICS = [{ atMost: 2 }, { atMost: 9 }, { atMost: 4 }, { atMost: 24 }, { atMost: 30 }, {}];

function statisticsRow({ severity, incidents, open, ...times }: Statistics): Cell[] {
  const shown = (each: Times | undefined): string => {
    if (each === undefined) return '-';
    const of = each.of === incidents ? '' : ` (${each.of} of them)`;
    return `${lasting(each.median)}, ${lasting(each.longest)}${of}`;
  };
  const texts = [severity, `${incidents}`, `${open}`, ...[times.notify, times.acknowledge, times.recover].map(shown)];
  return texts.map((text) => ({ text }));
}
