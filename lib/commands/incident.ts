import { type Asked, LONGEST_NAME, type OpenIncident } from '../contracts/incident-api';
import type { Update } from '../contracts/incident-update';
import { table } from '../rehearsal/preview/table';
import { CheckError, UsageError } from './errors';
import { lasting } from './incident-durations';
import { listPast, type PastOptions } from './incident-past';
import { ask } from './incident-requests';
import type { SourceOptions } from './source-options';
import { painterFor, type Terminal, widthFor } from './terminal';

export interface IncidentOptions extends Pick<SourceOptions, 'env' | 'app'> {
  readonly by?: string;
  readonly json?: boolean;
}

export interface ListOptions extends IncidentOptions, PastOptions {}

export interface UpdateOptions extends IncidentOptions, Update {}

export interface AcknowledgeOptions extends IncidentOptions {
  readonly release?: boolean;
}

/** Acknowledges an incident, or releases it. */
export async function acknowledge(alarm: string, options: AcknowledgeOptions, terminal: Terminal): Promise<void> {
  const by = nameOf(options, terminal);
  if (options.release) {
    const { alarm: name, severity } = await request({ ask: 'release', alarm, by }, options, terminal);
    return void terminal.stdout.write(
      `${by} has released ${name} (${severity}). It is escalated unless somebody acknowledges it.\n`,
    );
  }
  const taken = await request({ ask: 'acknowledge', alarm, by }, options, terminal);
  const { acknowledged, alarm: name } = taken;
  if (acknowledged?.by !== by)
    throw new CheckError(
      `${acknowledged?.by} has acknowledged ${name} at ${clock(acknowledged?.at)} already, until ${clock(acknowledged?.until)}.`,
    );
  terminal.stdout.write(
    `${by} has acknowledged ${name} (${taken.severity}, open for ${age(taken)}). It is not escalated until ${clock(acknowledged.until)}.\n`,
  );
}

/** Sends an update about an incident. */
export async function updateIncident(alarm: string, options: UpdateOptions, terminal: Terminal): Promise<void> {
  const { cause, action, eta, next } = options;
  if ([cause, action, eta, next].every((text) => !text?.trim())) {
    throw new UsageError('The update is empty: give --cause, --action, --eta or --next.');
  }
  const by = nameOf(options, terminal);
  const { alarm: name } = await request({ ask: 'update', alarm, by, cause, action, eta, next }, options, terminal);
  terminal.stdout.write(`The update is sent to everybody who was notified of ${name}.\n`);
}

/** Lists what is open. */
export async function listIncidents(options: ListOptions, terminal: Terminal): Promise<void> {
  if (options.past || options.stats || options.days !== undefined) return listPast(options, terminal);
  const answers = await ask({ ask: 'list' }, options, terminal);
  const open = answers.flatMap((answer) => ('incidents' in answer ? answer.incidents : []));
  if (options.json) return void terminal.stdout.write(`${JSON.stringify({ incidents: open }, null, 2)}\n`);
  if (open.length === 0) return void terminal.stdout.write('No incident is open.\n');
  const rows = open.map(({ acknowledged, ...incident }) => [
    { text: incident.severity },
    { text: incident.alarm },
    { text: `for ${age(incident)}` },
    acknowledged === undefined
      ? { text: 'not acknowledged', style: 'alert' as const }
      : { text: `acknowledged by ${acknowledged.by} until ${clock(acknowledged.until)}` },
  ]);
  const page = { width: widthFor(terminal), paint: painterFor(terminal) };
  terminal.stdout.write(`${table(rows, COLUMNS, page).join('\n')}\n`);
}

/** Sends a request about one incident to all of the app's Vigils, one of which has it. */
async function request(asked: Asked, options: IncidentOptions, terminal: Terminal): Promise<OpenIncident> {
  const answers = await ask(asked, options, terminal);
  const [incident] = answers.flatMap((answer) => ('incidents' in answer ? answer.incidents : []));
  if (incident !== undefined) return incident;
  const errors = answers.flatMap((answer) => ('fault' in answer ? answer.fault : []));
  throw new UsageError(errors.join('\n'));
}

function nameOf({ by }: IncidentOptions, { env }: Terminal): string {
  const given = by ?? env['USER'] ?? env['USERNAME'] ?? '';
  const name = given.replace(/[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  if (name === '') throw new UsageError("Your name is unknown (USER is not set): give '--by NAME'.");
  if (name.length > LONGEST_NAME)
    throw new UsageError(`--by: the name has ${name.length} characters, but at most ${LONGEST_NAME} are possible.`);
  return name;
}

const COLUMNS = [{ atMost: 2 }, { atMost: 60 }, { atMost: 14 }, {}];
/** Since when, as a duration. */
const age = ({ since }: Pick<OpenIncident, 'since'>): string => lasting(Math.max(0, Date.now() - Date.parse(since)));

/** `04:15 UTC`; of another day, with its date. */
function clock(time = ''): string {
  const [day, hours] = [time.slice(0, 10), `${time.slice(11, 16)} UTC`];
  return day === new Date().toISOString().slice(0, 10) ? hours : `${day} ${hours}`;
}
