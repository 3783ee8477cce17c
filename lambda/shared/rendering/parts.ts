import type { Alert, Child, Incident } from '../alerts/alert';
import { isInAlarm } from '../alerts/composite';
import { isBrief } from '../alerts/note';
import { isWithoutData, measurementInWords, valueAndLimit } from './measurement-text';
import { clock } from './times';
import { badge, clean, cut, headline, oneLine, shortName } from './words';

const COLOURS: Readonly<Record<string, string>> = {
  P0: '#b00020',
  P1: '#d9480f',
  P2: '#e0a800',
  P3: '#607d8b',
  OK: '#2e7d32',
  INSUFFICIENT_DATA: '#607d8b',
};
const SOMEBODY_HAS_IT = '#1d6fb8';
export function colourOf({ state, severity }: Alert, { assigned }: Incident): string {
  if (state === 'ALARM' && assigned !== undefined) return SOMEBODY_HAS_IT;
  return (state === 'OK' || state === 'INSUFFICIENT_DATA' ? COLOURS[state] : COLOURS[severity]) ?? '#607d8b';
}

/** What was measured, of which resource, and what was logged. */
export function measuredIn(alert: Alert): string[] {
  const { resource, logLines, children, state } = alert;
  if (isBrief(alert)) return [];
  const over = state === 'OK' && children.length > 0 ? `Alarms: ${children.map(shortName).join(', ')}` : undefined;
  const about = Object.entries(resource).map(([name, value]) => `${oneLine(name)}: ${oneLine(value)}`);
  return [
    measured(alert),
    over && cut(over, 300),
    about.length > 0 ? cut(about.join('  ·  '), 300) : undefined,
    ...logLines.slice(0, MOST_LOG_LINES).map((line) => `> ${cut(oneLine(line), 150)}`),
  ].filter((line): line is string => line !== undefined);
}

const MOST_LOG_LINES = 5;

function measured({ measurement, ...alert }: Alert): string | undefined {
  return measurement && cut(measurementInWords({ ...alert, measurement }), 250);
}

/** CloudWatch's reason repeats what was measured; what Vigil did not write itself is shown, for it may be all there is. */
export function reasonOf(alert: Alert): string {
  const { rule, meaning, reason, measurement } = alert;
  if (isBrief(alert)) return '';
  if (rule === undefined) return cut(clean([meaning, reason].filter(Boolean).join('\n')), 1200);
  return measurement?.value === undefined && !isWithoutData(alert) ? cut(oneLine(reason), 400) : '';
}

/** CloudWatch's own words, for whoever wants its datapoints; empty where {@link reasonOf} has them. */
export function quotedReason(alert: Alert): string {
  const reason = oneLine(alert.reason).replace(/ \(minimum \d+ datapoints? for [^)]*\)/, '');
  return isBrief(alert) || reason === '' || reasonOf(alert) !== '' ? '' : `CloudWatch: ${cut(reason, 300)}`;
}

/** What is in ALARM and what to do first: sent once, when it begins or when another level is notified. */
export const isFull = (alert: Alert): boolean =>
  (alert.state === 'ALARM' || alert.state === 'INSUFFICIENT_DATA') && !isBrief(alert);

/** An alarm of a composite, as a message shows it. */
export interface ChildPart {
  readonly title: string;
  readonly steps: readonly string[];
  readonly runbookUrl?: string;
}

const MOST_CHILDREN = 5;

/** The alarms of a composite that its message does not explain itself: all but the worst, or all where none could be looked up. */
export function otherChildren(alert: Alert): { readonly heading: string; readonly parts: readonly ChildPart[] } {
  const children = alert.children.filter(isInAlarm);
  const isExplained = children[0]?.alert !== undefined;
  const others = isExplained ? children.slice(1) : children;
  if (!isFull(alert) || others.length === 0) return { heading: '', parts: [] };
  const more = others.length - MOST_CHILDREN;
  return {
    heading: isExplained ? 'Also in ALARM' : 'In ALARM',
    parts: [
      ...others.slice(0, MOST_CHILDREN).map(childPart),
      ...(more > 0 ? [{ title: `and ${more} more`, steps: [] }] : []),
    ],
  };
}

function childPart(child: Child): ChildPart {
  const { alert } = child;
  if (alert === undefined) return { title: shortName(child), steps: [] };
  const { meaning, measurement, changedAt, steps, runbookUrl, severity } = alert;
  const value = measurement && `${valueAndLimit(measurement)}, `;
  const said = cut(oneLine(meaning || alert.reason), 150);
  return {
    title: `${severity} ${shortName(child)}: ${said} ${value ?? ''}since ${clock(changedAt)}`,
    steps: steps.slice(0, 2).map((step) => cut(oneLine(step), 150)),
    runbookUrl,
  };
}

/** The alarm, and where it is; of a composite, also the alarm that explains it. */
export const originOf = (alert: Alert): string =>
  [nameIn(alert), alert.account, alert.region].filter(Boolean).join('  ·  ');

/** The name of the alarm; of a composite, also that of the alarm that explains it. */
export function nameIn({ name, children: [worst] }: Alert): string {
  const own = cut(oneLine(name), LONGEST_NAME);
  return worst?.alert === undefined ? own : `${own}: ${shortName(worst)}`;
}

/** Of an alarm, as CloudWatch takes it; other messages may have longer ones. */
const LONGEST_NAME = 255;

/** The first line: `[P1] Orders in prod, queue orders: Messages wait and none is processed. (eu-west-1, 123456789012)`. */
export function titleOf(alert: Alert, most: number): string {
  const site = siteOf(alert);
  const end = site === '' ? '' : ` (${cut(site, 60)})`;
  return `${cut(`[${badge(alert)}] ${headline(alert)}`, most - end.length)}${end}`;
}

/** `eu-west-1, 123456789012` */
export const siteOf = ({ account, region }: Alert): string =>
  [region, account]
    .filter(Boolean)
    .map((each) => oneLine(each as string))
    .join(', ');
