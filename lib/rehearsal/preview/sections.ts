import { relative } from 'node:path';
import type { Change } from '../../contracts/changes';
import type { Dashboard, LeftOutAlarm, Message, NotWatched, RefusedProperty, Unresolved } from '../assembly/model';
import type { Budget } from './budgets';
import { FREE_DASHBOARDS, PRICE_OF_CHANGE } from './prices';
import type { TopicReport } from './report';
import { type Cell, type Page, table } from './table';
import { counted, plain } from './units';

/** What AWS does not send, and no function of Vigil's does. */
export const maskingSection = (masking: readonly string[], page: Page): string[] =>
  section(
    'Not sent',
    masking.length === 0
      ? []
      : [
          [
            {
              text: `While one of these composite alarms is in ALARM, no message says that another of its alarms fires: ${masking.join(', ')}. To have it sent, add a route to a chat, PagerDuty, Opsgenie or a webhook, or 'incidents'; or set 'grouping: false'.`,
              style: 'warning',
            },
          ],
        ],
    [{}],
    page,
  );

export const topicSection = (topics: readonly TopicReport[], page: Page): string[] =>
  section('Topics', topics.map(topicCells), [{ atMost: 40 }, { atMost: 13 }, {}], page);

const topicCells = ({ name, encryptionKey, subscribers }: TopicReport): Cell[] => [
  { text: name },
  encryptionKey === undefined ? { text: 'not encrypted', style: 'warning' } : { text: 'encrypted' },
  subscribers.length === 0 ? { text: 'no subscriber', style: 'alert' } : { text: subscribers.join('\n') },
];

export const dashboardSection = (dashboards: readonly Dashboard[], page: Page): string[] =>
  section('Dashboards', dashboards.map(dashboardCells), [{ atMost: 60 }, {}], page);

const dashboardCells = ({ name, widgets }: Dashboard): Cell[] => {
  const metrics = widgets.reduce((sum, widget) => sum + widget.metrics, 0);
  const free = metrics <= FREE_DASHBOARDS.metrics ? `, free as one of an account's first ${FREE_DASHBOARDS.count}` : '';
  return [{ text: name }, { text: `${counted(widgets.length, 'widget')}, ${counted(metrics, 'metric')}${free}` }];
};

/** Of the composite alarms, only the one closest to its limits and those at 80 % or more. */
export function budgetSection(budgets: readonly Budget[], page: Page): string[] {
  const isComposite = ({ subject }: Budget) => subject.startsWith('composite ');
  const fullest = budgets.filter(isComposite).sort((one, other) => other.share - one.share)[0];
  const shown = budgets.filter((budget) => !isComposite(budget) || budget.tight || budget === fullest);
  const rows = shown.map((budget, index) => budgetCells(budget, shown[index - 1]));
  const columns = [{}, { atMost: 21 }, { atMost: 22, align: 'right' }, { atMost: 7, align: 'right' }] as const;
  return section('Budgets', rows, columns, page);
}

/** Repeats no subject. */
const budgetCells = ({ subject, measure, used, limit, share, tight }: Budget, previous?: Budget): Cell[] => [
  { text: subject === previous?.subject ? '' : subject },
  { text: measure },
  { text: `${plain(used)} of ${plain(limit)}` },
  { text: `${Math.round(share * 100)} %${tight ? ' !' : '  '}`, style: tight ? 'warning' : undefined },
];

/** What Vigil sets on resources of the app, what that costs, and how to have it left off. */
export const changesSection = (changes: readonly Change[], page: Page): string[] =>
  section('Changed by Vigil', changes.map(changeCells), [{ atMost: 46 }, {}], page);

const changeCells = ({ path, property, option }: Change): Cell[] => [
  { text: withoutResource(path) },
  { text: `${property}: ${PRICE_OF_CHANGE[option]}; '${option}: false' leaves it off` },
];

/** A path without the id that CDK gives to the resource in an L2 construct. */
const withoutResource = (path: string): string => path.replace(/\/(Resource|Default)$/, '');

/** What can fail and has no alarm: why, and what would cover it. */
export const notWatchedSection = (notWatched: readonly NotWatched[], page: Page): string[] =>
  section('Not watched', notWatched.map(notWatchedCells), [{ atMost: 46 }, {}], page);

const notWatchedCells = ({ path, type, reason, why, remedy }: NotWatched): Cell[] => [
  { text: `${withoutResource(path)}\n${type}` },
  { text: `${why}; covered by ${remedy}`, style: reason === 'excluded' ? 'faint' : 'warning' },
];

export const leftOutSection = (leftOut: readonly LeftOutAlarm[], page: Page): string[] =>
  section(
    'Not deployed',
    leftOut.map((alarm) => [{ text: leftOutText(alarm) }]),
    [{}],
    page,
  );

/** Which condition leaves an alarm out, and the parameters that would change it. */
export function leftOutText({ stack, logicalId, condition, parameters }: LeftOutAlarm): string {
  const values = parameters.map(({ name, value }) => (value === undefined ? name : `${name} (now '${value}')`));
  const advice = values.length === 0 ? '' : `; it depends on ${values.join(', ')}`;
  return `${stack}/${logicalId}: the condition ${condition} is false${advice}`;
}

export const refusedSection = (refused: readonly RefusedProperty[], page: Page): string[] =>
  section('Refused by CloudWatch', refused.map(refusedCells), [{ atMost: 7 }, {}], page);

const refusedCells = (refused: RefusedProperty): Cell[] => [
  { text: refused.level, style: refused.level === 'error' ? 'alert' : 'warning' },
  { text: refusedText(refused) },
];

/** Where it stands, of which alarm, what is wrong and what to do. */
export function refusedText({ stack, logicalId, name, file, line, property, message }: RefusedProperty): string {
  const alarm = name === logicalId ? '' : ` (${name})`;
  const path = line === undefined ? shortPath(file) : `${shortPath(file)}:${line}`;
  return `${path}: ${stack}/${logicalId}${alarm}: ${property === '' ? '' : `${property}: `}${message}`;
}

function shortPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}

export const unresolvedSection = (unresolved: readonly Unresolved[], page: Page): string[] =>
  section('Not resolved', unresolved.map(unresolvedCells), [{}], page);

const unresolvedCells = ({ stack, resource, expression, reason }: Unresolved): Cell[] => [
  { text: `${stack}/${resource}: ${expression}: ${reason}` },
];

export const messageSection = (messages: readonly Message[], page: Page): string[] =>
  section('Messages of the app', messages.map(messageCells), [{ atMost: 7 }, {}], page);

const messageCells = ({ level, path, text }: Message): Cell[] => [
  { text: level, style: level === 'error' ? 'alert' : level === 'warning' ? 'warning' : 'faint' },
  { text: `${path}: ${text}` },
];

function section(title: string, rows: readonly Cell[][], columns: Parameters<typeof table>[1], page: Page): string[] {
  return rows.length === 0 ? [] : [page.paint('strong', title), ...table(rows, columns, page)];
}
