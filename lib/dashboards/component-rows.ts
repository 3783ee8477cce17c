import type { KeyNumber } from './chart';
import { alarmsToShow, arnOf, type ComponentView, regionOf } from './component-view';
import { type Charted, colours, drawingsOf, drawnLine, rowsOf } from './drawings';
import { chunks, groups } from './groups';
import { errorLog, flowLogs } from './logs';
import type { Part } from './part';
import type { DrawnLine } from './series';
import { alarmStatus, COLUMNS, numbers, type Section, type Widget } from './widgets';

/** CloudWatch's limits on an alarm widget and on the log groups of one query. */
export const ALARMS_OF_A_WIDGET = 100;
const LOG_GROUPS_OF_A_QUERY = 50;

const STATUS_WIDTH = 7;
const STATUS_HEIGHT = 3;

/** The state of a component: its alarms, those in ALARM first, with the children of composites, which say why; its key numbers. */
export function statusRow(view: ComponentView): Section {
  // composites first, if they are too many
  const children = view.alarms.filter(({ isChild }) => isChild);
  const arns = [...alarmsToShow(view), ...children].map(arnOf).slice(0, ALARMS_OF_A_WIDGET);
  const values = keyNumbers(view);
  const size = { height: STATUS_HEIGHT, ...(values.length > 0 && { width: STATUS_WIDTH }) };
  const widgets: Widget[] = arns.length > 0 ? [alarmStatus(view.component, arns, size)] : [];
  if (values.length > 0) {
    const width = COLUMNS - (widgets[0]?.width ?? 0);
    widgets.push(numbers(regionOf(view), values, width, widgets.length > 0 ? undefined : view.component));
  }
  return widgets;
}

/** Numbers of the same label are one: the throttles of several functions together, the CPU of the busiest of several nodes. */
function keyNumbers({ parts }: ComponentView): (DrawnLine & Pick<KeyNumber, 'isDaily'>)[] {
  const colourOf = colours();
  const all = parts.flatMap((part) => part.charts.numbers.map((number) => ({ part, number })));
  return groups(all, ({ number }) => number.label).map(([, members]) => {
    const [{ part, number }] = members as [(typeof all)[number]];
    const inPart = { dimensions: part.dimensions, region: part.stack.region };
    const colour = colourOf(number.means);
    if (members.length === 1) return { ...drawnLine(number, inPart, {}, colour), isDaily: number.isDaily };
    const inputs = members.map((member, index): [string, (typeof member.number.metrics)[string]] => {
      const [metric] = Object.values(member.number.metrics);
      if (metric === undefined) throw new Error(`'${number.label}' of ${member.part.label} has no metric.`);
      return [`m${index}`, { ...metric, dimensions: { ...member.part.dimensions, ...metric.dimensions } }];
    });
    const ids = inputs.map(([id]) => id).join(', ');
    const [[, { statistic }]] = inputs as [(typeof inputs)[number]];
    const together = {
      ...number,
      metrics: Object.fromEntries(inputs),
      expression: `${togetherBy(statistic)}([${ids}])`,
    };
    return { ...drawnLine(together, { ...inPart, dimensions: {} }, {}, colour), isDaily: number.isDaily };
  });
}

/** What is counted adds up; of shares, durations and levels the worst counts. */
const togetherBy = (statistic: string): 'SUM' | 'MIN' | 'MAX' =>
  ['Sum', 'SampleCount'].includes(statistic) ? 'SUM' : statistic === 'Minimum' ? 'MIN' : 'MAX';

/** Graphs from symptom to cause. */
export function graphRows(view: ComponentView): Section {
  const charted = (kind: 'symptoms' | 'causes'): Charted[] =>
    view.parts.flatMap((part) =>
      part.charts[kind].map((chart) => ({
        chart,
        dimensions: part.dimensions,
        region: part.stack.region,
        alarms: view.alarms.filter((alarm) => alarm.part === part),
        prefix: part.label,
      })),
    );
  const titled = (kind: 'symptoms' | 'causes') =>
    drawingsOf(charted(kind)).map((drawing) => ({ ...drawing, title: `${view.component}: ${drawing.title}` }));
  const [symptoms, causes] = [titled('symptoms'), titled('causes')];
  // as few rows as can be read
  return symptoms.length + causes.length <= 4
    ? rowsOf([...symptoms, ...causes])
    : [...rowsOf(symptoms), ...rowsOf(causes)];
}

/** A query reads log groups of one region. */
export function logRow(views: readonly ComponentView[]): Section {
  const parts = views.flatMap((view) => view.parts);
  return groups(
    parts.filter((part): part is Part & { logGroup: string } => part.logGroup !== undefined),
    ({ stack }) => stack.region,
  ).flatMap(([region, members]) => {
    const logGroups = [...new Set(members.map(({ logGroup }) => logGroup))];
    return chunks(logGroups, LOG_GROUPS_OF_A_QUERY).map((some) => errorLog('Errors logged', region, some));
  });
}

/** What each trigger caused, for each application. */
export const flowRow = (views: readonly ComponentView[]): Section =>
  views.flatMap(({ component, parts }) =>
    parts.flatMap(({ flows = [], stack }) =>
      chunks(flows, LOG_GROUPS_OF_A_QUERY).flatMap((some) => flowLogs(component, stack.region, some)),
    ),
  );
