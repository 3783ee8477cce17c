import { createHash } from 'node:crypto';
import type { Stack } from 'aws-cdk-lib';
import { DashboardLayout } from '../contracts/dashboard-layout';
import type { ComponentType } from '../resources/resource-type';
import { HAS_WEAK_REFERENCES } from '../tree/newer-cdk';
import { ALARMS_OF_A_WIDGET, flowRow, graphRows, logRow, statusRow } from './component-rows';
import { alarmsToShow, arnOf, type ComponentView } from './component-view';
import { detailRows } from './details';
import { distinct } from './distinct';
import { groups, packed } from './groups';
import { indexRows, linkTo } from './index-rows';
import { fitOnePage, type Page, paginated } from './pages';
import { functionRows } from './variables';
import { alarmStatus, type Section, text } from './widgets';

/** A dashboard, and where it is created. */
export interface Board extends Page {
  /** @default - the stack of the Vigil */
  readonly stack?: Stack;
  /** The components whose resources its graphs refer to. */
  readonly draws: readonly ComponentView[];
}

export interface LayoutOptions {
  readonly environment: string;
  /** Of the first dashboard; the names of others begin with it. */
  readonly name: string;
  /** The topmost stack of the Vigil. */
  readonly home: Stack;
  /** @default - one while it has at most 100 widgets, then PER_STACK */
  readonly layout?: DashboardLayout;
  /** Whether dashboards of these components may be created in a stack: it needs no other for them. */
  readonly isAtHome: (views: readonly ComponentView[], stack: Stack) => boolean;
}

/** The dashboards of an app: one with everything where that can be read, otherwise an index that leads to the others. */
export function boardsOf(views: readonly ComponentView[], options: LayoutOptions): Board[] {
  const components = inOrder(views);
  const { environment, name, layout, home } = options;
  const hasDetails = views.some(({ details }) => details.length > 0);
  if (layout === DashboardLayout.COMPACT || (layout === undefined && canShow(views, home))) {
    const details = `${name}-details`;
    const links = hasDetails ? ` ${linkTo('Details', details, 'button:')}` : '';
    const sections = [[text(`# ${environment}${links}`)], ...inAlarm(components), ...contentOf(components)];
    if (fitOnePage(sections))
      return [{ id: 'Overview', name, sections, draws: views }, ...detailBoards(components, details, options)];
  }
  return indexed(components, options);
}

/** Without weak references, what is in other stacks could be neither replaced nor deleted while dashboards of one stack refer to it. */
const canShow = (views: readonly ComponentView[], home: Stack): boolean =>
  HAS_WEAK_REFERENCES || views.every(({ stack }) => stack === home);

/** From what users notice to what is behind it. */
const RANKS: Readonly<Record<ComponentType, number>> = {
  HealthChecks: 0,
  Application: 1,
  WebPortal: 2,
  HttpApi: 3,
  EventApi: 4,
  Queue: 5,
  Database: 6,
  Metric: 7,
};

/** What the Vigil itself has deployed comes last. */
const inOrder = (views: readonly ComponentView[]): ComponentView[] =>
  views.toSorted(
    (one, other) => Number(one.isOfVigil) - Number(other.isOfVigil) || RANKS[one.type] - RANKS[other.type],
  );

/** What is wrong now. Where the alarms are too many for one widget, each row shows its own. */
function inAlarm(views: readonly ComponentView[]): Section[] {
  const arns = views.flatMap(alarmsToShow).map(arnOf);
  if (arns.length === 0 || arns.length > ALARMS_OF_A_WIDGET) return [];
  return [[alarmStatus('In ALARM', arns, { height: 2, states: ['ALARM'] })]];
}

/** States first, then per stack what fails and why; logs last. */
function contentOf(all: readonly ComponentView[], hasDetails = false): Section[] {
  const views = distinct(all);
  return [
    ...views.map((view) => rowsOf(view).status),
    ...graphsOf(views),
    ...(hasDetails ? detailsOf(views) : []),
    logRow(views),
    flowRow(views),
  ];
}

const graphsOf = (views: readonly ComponentView[]): Section[] =>
  groups(views, ({ stack }) => stack).flatMap(([stack, members]) => [
    [text(header(stack, members))],
    ...members.map((view) => rowsOf(view).graphs),
  ]);

/** States, graphs and details of a component. */
interface Rows {
  readonly status: Section;
  readonly graphs: Section;
  readonly details: readonly Section[];
}

const KNOWN = new WeakMap<ComponentView, Rows>();

/** Once for each component, however often it is asked where they fit. */
function rowsOf(view: ComponentView): Rows {
  const rows = KNOWN.get(view) ?? { status: statusRow(view), graphs: graphRows(view), details: detailRows(view) };
  KNOWN.set(view, rows);
  return rows;
}

const detailsOf = (views: readonly ComponentView[]): Section[] => views.flatMap((view) => rowsOf(view).details);

function header({ stackName }: Stack, components: readonly ComponentView[]): string {
  const links = components.map(({ component, parts }) => {
    const url = parts[0]?.consoleUrl;
    return url === undefined ? component : `[${component}](${url})`;
  });
  return `**${stackName}**: ${links.join(' · ')}`;
}

function detailBoards(views: readonly ComponentView[], name: string, options: LayoutOptions): Board[] {
  const rows = detailsOf(distinct(views));
  if (rows.length === 0) return [];
  const { sections, variables } = functionRows(views);
  const title = `# ${options.environment}: details ${linkTo('Overview', options.name, 'button:')}`;
  return numbered({ id: 'Details', name, variables, draws: views }, title, [...sections, ...rows]);
}

/** An index, and the dashboards that it leads to. */
function indexed(views: readonly ComponentView[], options: LayoutOptions): Board[] {
  const { environment, name, isAtHome } = options;
  const names = new Set([name]);
  const leaves = pagesFor(views, options.layout ?? DashboardLayout.PER_STACK).map(({ id, suffix, title, some }) => {
    const dashboard = nameOf(`${name}-${suffix}`, names);
    const [{ stack }] = some as [ComponentView];
    const sections = contentOf(some, true);
    const head = `# ${title} ${linkTo('All', name, 'button:')}`;
    const home = isAtHome(some, stack) ? { stack } : {};
    const boards = numbered({ id: `Dashboard-${id}`, name: dashboard, draws: some, ...home }, head, sections);
    return { entry: { title, dashboard, views: some }, boards };
  });
  const rows = [...inAlarm(views), ...indexRows(leaves.map(({ entry }) => entry))];
  return [
    ...numbered({ id: 'Overview', name, draws: [] }, `# ${environment}`, rows),
    ...leaves.flatMap(({ boards }) => boards),
  ];
}

/** What is on one of the dashboards that an index leads to. */
interface Leaf {
  /** It depends on no label. */
  readonly id: string;
  readonly suffix: string;
  readonly title: string;
  readonly some: readonly ComponentView[];
}

function pagesFor(views: readonly ComponentView[], layout: DashboardLayout): Leaf[] {
  switch (layout) {
    case DashboardLayout.PER_COMPONENT:
      return distinct(views).map(({ component: title }, index) => {
        const view = views[index] as ComponentView;
        return { id: view.id, suffix: `${view.stack.stackName}-${view.component}`, title, some: [view] };
      });
    case DashboardLayout.PER_STACK:
      return groups(views, ({ stack }) => stack).flatMap(([{ node, stackName }, members]) =>
        packed(members, fitTogether).map((some, index) => {
          const suffix = index === 0 ? '' : `-${index + 1}`;
          return { id: `${node.id}${suffix}`, suffix: `${stackName}${suffix}`, title: `${stackName}${suffix}`, some };
        }),
      );
    default:
      return packed(views, fitTogether).map((some, index) => {
        const stacks = [...new Set(some.map(({ stack }) => stack.stackName))];
        const title = stacks.length > 2 ? `${stacks[0]} to ${stacks.at(-1)}` : stacks.join(', ');
        return { id: `${index + 1}`, suffix: `${index + 1}`, title: `${index + 1}: ${title}`, some };
      });
  }
}

/** Beside the text that the dashboard begins with. */
const fitTogether = (views: readonly ComponentView[]): boolean => fitOnePage(contentOf(views, true), 1);

/** One dashboard, or several of which each leads to the others. */
function numbered(board: Omit<Board, 'sections'>, title: string, sections: readonly Section[]): Board[] {
  const lists = paginated(sections, 1);
  const numberOf = (index: number) => (index === 0 ? '' : `-${index + 1}`);
  const links = lists.map((_, index) => linkTo(`${index + 1}`, `${board.name}${numberOf(index)}`)).join(' ');
  const head: Section = [text(lists.length > 1 ? `${title} ${links}` : title)];
  return lists.map((list, index) => ({
    ...board,
    id: `${board.id}${numberOf(index)}`,
    name: `${board.name}${numberOf(index)}`,
    sections: [head, ...list],
  }));
}

/** CloudWatch allows letters, digits, dashes and underscores, at most 255. */
const LONGEST_NAME = 255;

/** A name that no other dashboard has. */
function nameOf(wanted: string, names: Set<string>): string {
  const allowed = wanted.replace(/[^A-Za-z0-9_-]+/g, '-');
  const hash = createHash('sha256').update(wanted).digest('hex').slice(0, 8);
  // with room for the number of a further page
  const isTaken = allowed.length > LONGEST_NAME - 4 || names.has(allowed);
  const name = isTaken ? `${allowed.slice(0, LONGEST_NAME - 13)}-${hash}` : allowed;
  names.add(name);
  return name;
}
