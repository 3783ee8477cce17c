import type { Stack } from 'aws-cdk-lib';
import type { BuiltAlarm } from '../alarms/component-alarms';
import { arnIn } from '../tree/arn';
import type { Line } from './line';
import type { Section } from './pages';
import type { Part } from './part';
import type { DrawnLine } from './series';
import { thresholdsOf } from './threshold';
import { alarmStatus, errorLog, flowLogs, graph, text } from './widgets';

/** A component as dashboards show it. */
export interface ComponentView {
  readonly component: string;
  readonly type: string;
  readonly stack: Stack;
  readonly stackName: string;
  readonly parts: readonly Part[];
  readonly alarms: readonly BuiltAlarm[];
}

// CloudWatch's limits on an alarm widget and on the log groups of one query
const ALARMS_PER_WIDGET = 100;
const LOG_GROUPS_PER_QUERY = 50;

/** Alarm status first, then per stack a header and one row per component, applications before all: what fails, why; logs last. */
export function overview(environment: string, views: readonly ComponentView[]): Section[] {
  const isApplication = ({ type }: ComponentView) => Number(type === 'Application');
  const components = views.toSorted((one, other) => isApplication(other) - isApplication(one));
  const byStack = groups(components, ({ stackName }) => stackName);
  return [
    chunks(components.flatMap(arnsToShow), ALARMS_PER_WIDGET).map((arns) =>
      alarmStatus(`Alarms of ${environment}`, arns),
    ),
    ...byStack.flatMap(([stackName, members]) => [[text(header(stackName, members))], ...members.map(componentRow)]),
    logs(components),
    flows(components),
  ];
}

/** A query reads log groups of one region. */
function logs(components: readonly ComponentView[]): Section {
  const parts = components.flatMap((component) => component.parts);
  return groups(
    parts.filter(({ logGroup }) => logGroup !== undefined),
    ({ stack }) => stack.region,
  ).flatMap(([region, members]) => {
    const logGroups = [...new Set(members.map(({ logGroup }) => logGroup as string))];
    return chunks(logGroups, LOG_GROUPS_PER_QUERY).map((some) => errorLog('Errors logged', region, some));
  });
}

/** Which actions followed a trigger, for each application. */
const flows = (components: readonly ComponentView[]): Section =>
  components.flatMap(({ component, parts }) =>
    parts.flatMap(({ flows = [], stack }) =>
      chunks(flows, LOG_GROUPS_PER_QUERY).flatMap((some) => flowLogs(component, stack.region, some)),
    ),
  );

function header(stackName: string, components: readonly ComponentView[]): string {
  const links = components.map(({ component, parts }) => {
    const url = parts[0]?.consoleUrl;
    return url === undefined ? component : `[${component}](${url})`;
  });
  return `## ${stackName}\n${links.join(' · ')}`;
}

function componentRow(view: ComponentView): Section {
  const what = linesOf(view, ({ graphs }) => graphs.what);
  const why = linesOf(view, ({ graphs }) => graphs.why);
  const region = view.parts[0]?.stack.region ?? view.stack.region;
  const graphs = [
    { subject: 'what fails', lines: what },
    { subject: 'why', lines: why },
  ].filter(({ lines }) => lines.length > 0);
  const titleOf = (subject: string) => (graphs.length === 1 ? view.component : `${view.component}: ${subject}`);
  return graphs.map(({ subject, lines }) => graph(titleOf(subject), region, lines, 24 / graphs.length));
}

function linesOf({ parts, alarms }: ComponentView, pick: (part: Part) => readonly Line[]): DrawnLine[] {
  return parts.flatMap((part) => {
    const own = alarms.filter((alarm) => alarm.part === part);
    return pick(part).map((line) => ({
      line,
      dimensions: part.dimensions,
      region: part.stack.region,
      thresholds: thresholdsOf(line, own),
    }));
  });
}

/** Without the children of composite alarms, which would show one outage many times. */
const arnsToShow = ({ alarms }: ComponentView): string[] =>
  alarms.filter(({ isChild }) => !isChild).map(({ stack, name }) => arnIn(stack, 'cloudwatch', `alarm:${name}`));

/** In the order in which the keys first come. */
function groups<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item]);
  return [...found];
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
