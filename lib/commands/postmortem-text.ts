import { basename } from 'node:path';
import type { IncidentHistory, Moment, SentMessage } from '../contracts/incident-history';
import type { Update } from '../contracts/incident-update';
import { between, lasting } from './incident-durations';

/** What CloudWatch has recorded of changes of the alarm; `at` in milliseconds since 1970. */
export type Reasons = readonly { readonly at: number; readonly state: string; readonly reason: string }[];

/** The clock of the alarm's history and that of its messages differ by less. */
const SAME_CHANGE_MS = 5000;

/** The Markdown of a post-mortem: what is recorded, and sections that people fill in. */
export function postmortemOf(
  history: IncidentHistory,
  { reasons, picture }: { readonly reasons: Reasons; readonly picture?: string },
): string {
  const { component, environment, meaning, moments } = history;
  const place = [component, environment].filter((each) => each !== undefined).join(' in ');
  const found = lastFound(moments);
  const sections = [
    [`# Post-mortem: ${plain(place === '' ? meaning : `${place}: ${meaning}`)}`],
    ['| | |', '|-|-|', ...factsOf(history).map(([label, value]) => `| ${label} | ${value} |`)],
    ['## Timeline', 'Times are in UTC.', moments.map((moment) => lineOf(moment, history, reasons)).join('\n')],
    picture === undefined ? [] : [`![What the alarm measures](${encodeURI(basename(picture))})`],
    history.alarms.length === 0 ? [] : ['## Alarms', history.alarms.map(alarmLine).join('\n')],
    ['## Impact', 'Who was affected, how, and for how long?'],
    ['## Root cause', found.cause === undefined ? 'Why did it happen? Why was it not prevented?' : plain(found.cause)],
    ['## Fix', found.action === undefined ? 'What ended it?' : plain(found.action)],
    ['## Prevention', 'What keeps it from happening again? What would have shown it earlier, or ended it sooner?'],
    ['## Actions', '| Action | Owner | Due |\n|-|-|-|\n| | | |'],
    ['## Review', 'Date of the review, and who takes part:'],
  ];
  return `${sections
    .map((lines) => (lines[0]?.startsWith('|') ? lines.join('\n') : lines.join('\n\n')))
    .filter((text) => text !== '')
    .join('\n\n')}\n`;
}

function factsOf(history: IncidentHistory): [string, string][] {
  const { alarm, severity, account, region, since, until, notifiedAt, acknowledgedAt, runbookUrl, dashboardUrl } =
    history;
  const after = (time: string | undefined): string => {
    const took = between(since, time);
    return took === undefined ? 'not recorded' : `after ${lasting(took)}, at ${clock(time as string)}`;
  };
  const facts: [string, string | undefined][] = [
    ['Alarm', plain(alarm)],
    ['Severity', plain(severity)],
    ['Account and region', [account, region].flatMap((each) => (each === undefined ? [] : plain(each))).join(', ')],
    ['Began', `${since.slice(0, 10)} ${clock(since)}`],
    ['Notified', after(notifiedAt)],
    ['Acknowledged', acknowledgedAt === undefined ? 'by nobody' : after(acknowledgedAt)],
    ['Recovered', until === undefined ? 'not yet' : after(until)],
    ['Runbook', runbookUrl && `<${runbookUrl}>`],
    ['Dashboard', dashboardUrl && `<${dashboardUrl}>`],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== '');
}

function lineOf(moment: Moment, { since }: IncidentHistory, reasons: Reasons): string {
  const time =
    moment.at.slice(0, 10) === since.slice(0, 10) ? clock(moment.at) : `${moment.at.slice(0, 10)} ${clock(moment.at)}`;
  const reason = reasons.find(
    ({ at, state }) => state === moment.kind && Math.abs(at - Date.parse(moment.at)) < SAME_CHANGE_MS,
  )?.reason;
  const what = `${TOLD[moment.kind](moment)}${reason === undefined ? '' : `: ${plain(reason)}`}`;
  return [`- **${time}** ${what}`, ...updateLines(moment.update), ...messageLines(moment.messages)].join('\n');
}

const TOLD: Readonly<Record<Moment['kind'], (moment: Moment) => string>> = {
  ALARM: () => 'ALARM',
  OK: () => 'OK',
  INSUFFICIENT_DATA: () => 'INSUFFICIENT\\_DATA',
  acknowledged: ({ by }) => `acknowledged by ${plain(by ?? '')}`,
  released: ({ by }) => `released by ${plain(by ?? '')}`,
  expired: ({ by }) => `the acknowledgement by ${plain(by ?? '')} expired`,
  escalated: ({ level }) => `escalated to level ${level}`,
  updated: ({ by }) => `update by ${plain(by ?? '')}`,
};

const UPDATES: readonly [keyof Update, string][] = [
  ['cause', 'root cause'],
  ['action', 'action'],
  ['eta', 'ETA'],
  ['next', 'next update'],
];

const updateLines = (update: Update = {}): string[] =>
  UPDATES.flatMap(([key, label]) => (update[key] === undefined ? [] : `  - ${label}: ${plain(update[key])}`));

const STATES: Readonly<Record<SentMessage['state'], string>> = {
  sending: 'being sent since',
  waiting: 'waiting since',
  sent: 'sent at',
  skipped: 'not sent at',
  dead: 'given up at',
};

/** A line for all messages with the same outcome. */
function messageLines(messages: readonly SentMessage[]): string[] {
  const channels = new Map<string, string[]>();
  for (const { channel, state, at, reason } of messages) {
    const outcome = `${STATES[state]} ${clock(at)}${reason === undefined ? '' : ` (${plain(reason)})`}`;
    channels.set(outcome, [...(channels.get(outcome) ?? []), plain(channel)]);
  }
  return [...channels].map(([outcome, names]) => `  - messages to ${names.join(', ')}: ${outcome}`);
}

const alarmLine = ({ name, meaning, since }: IncidentHistory['alarms'][number]): string =>
  `- ${plain(name)}${meaning === '' ? '' : `: ${plain(meaning)}`}${since === undefined ? '' : ` In ALARM since ${clock(since)}.`}`;

/** What people said last about the cause and about what they did. */
function lastFound(moments: readonly Moment[]): Pick<Update, 'cause' | 'action'> {
  const updates = moments.flatMap(({ update }) => update ?? []);
  return {
    cause: updates.findLast(({ cause }) => cause !== undefined)?.cause,
    action: updates.findLast(({ action }) => action !== undefined)?.action,
  };
}

/** `04:15:30` */
const clock = (time: string): string => time.slice(11, 19);

/** Text of others, in one line, that Markdown shows as it is. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>#|~!&]/g, '\\$&')
    .replace(/^([-+]|\d+(?=[.)]))/, '\\$1');
