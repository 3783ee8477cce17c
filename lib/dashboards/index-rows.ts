import type { BuiltAlarm } from '../alarms/component-alarms';
import { pages } from '../contracts/severity';
import { ALARMS_OF_A_WIDGET } from './component-rows';
import { alarmsToShow, arnOf, type ComponentView } from './component-view';
import { packed } from './groups';
import { WIDGETS_OF_A_DASHBOARD } from './pages';
import { alarmStatus, COLUMNS, type Section, text } from './widgets';

/** What one row of the index leads to. */
export interface Entry {
  readonly title: string;
  readonly dashboard: string;
  readonly views: readonly ComponentView[];
}

export const linkTo = (title: string, dashboard: string, kind = ''): string =>
  `[${kind}${title}](#dashboards:name=${encodeURIComponent(dashboard)})`;

const LINK_WIDTH = 8;
/** Beside what the index begins with. */
const ROWS = Math.floor(WIDGETS_OF_A_DASHBOARD / 2) - 2;

/**
 * A row for each entry: a link to it, and its alarms, those in ALARM first. Where that are too many rows, neighbours share one, and where
 * that is not enough, it shows the alarms that page.
 */
export function indexRows(entries: readonly Entry[]): Section[] {
  if (entries.length <= ROWS) return entries.map((entry) => row([entry], alarmsOf));
  const all = sharedRows(entries, alarmsOf);
  return (all.length <= ROWS ? all : sharedRows(entries, pagingAlarmsOf)).map(({ some, of }) => row(some, of));
}

type Alarms = (entry: Entry) => BuiltAlarm[];

const alarmsOf: Alarms = ({ views }) => views.flatMap(alarmsToShow);
const pagingAlarmsOf: Alarms = (entry) => alarmsOf(entry).filter(({ severity }) => pages(severity));

const sharedRows = (entries: readonly Entry[], of: Alarms) =>
  packed(entries, (some) => some.flatMap(of).length <= ALARMS_OF_A_WIDGET).map((some) => ({ some, of }));

function row(entries: readonly Entry[], of: Alarms): Section {
  const arns = entries.flatMap(of).map(arnOf).slice(0, ALARMS_OF_A_WIDGET);
  const [first] = entries as [Entry];
  const links = entries.map(({ title, dashboard }) => linkTo(title, dashboard, entries.length === 1 ? 'button:' : ''));
  const components = entries.length === 1 ? `\n${first.views.map(({ component }) => component).join(' · ')}` : '';
  const height = 3;
  const label = text(`${links.join(' · ')}${components}`, height, arns.length > 0 ? LINK_WIDTH : COLUMNS);
  if (arns.length === 0) return [label];
  const title = entries.length === 1 ? first.title : `${first.title} to ${entries.at(-1)?.title}`;
  return [label, alarmStatus(title, arns, { width: COLUMNS - LINK_WIDTH, height })];
}
