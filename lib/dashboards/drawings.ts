import type { Dimensions } from '../alarms/alarm-properties';
import type { BuiltAlarm } from '../alarms/component-alarms';
import { type Axis, type Chart, LINES_OF_A_GRAPH, type Line } from './chart';
import { COLOURS, LINES_OF_ONE_COLOUR, type Meaning } from './colours';
import { chunks, groups, packed } from './groups';
import type { DrawnLine } from './series';
import { limitsOf } from './threshold';
import { COLUMNS, type Drawing, graph, type Widget } from './widgets';

/** Graphs in a row: narrower ones cannot be read. */
const GRAPHS_OF_A_ROW = 4;

/** What is drawn: a chart of a resource, with what stands before its labels where several share a graph. */
export interface Charted {
  readonly chart: Chart;
  readonly dimensions: Dimensions;
  readonly region: string;
  /** Of the resource alone. */
  readonly alarms: readonly BuiltAlarm[];
  readonly prefix?: string;
}

/** Charts of one title and region share a graph, as long as their lines can be distinguished; then there is another. */
export function drawingsOf(charted: readonly Charted[]): Drawing[] {
  return groups(charted, ({ chart: { title }, region }) => `${title}\n${region}`).flatMap(([, members]) => {
    const graphs = evenly(members, packed(members, areLegible));
    return graphs.map((some, index) => drawingOf(some, index === 0 ? '' : ` (${index + 1})`));
  });
}

/** As many lists, of about as many members each, if those can be read. */
function evenly(members: readonly Charted[], lists: Charted[][]): Charted[][] {
  const even = chunks(members, Math.ceil(members.length / lists.length));
  return even.every(areLegible) ? even : lists;
}

function areLegible(members: readonly Charted[]): boolean {
  const lines = members.flatMap(({ chart }) => axesOf(chart).flatMap((axis) => axis.lines));
  const ofOneColour = groups(lines, ({ means }) => means).map(([, some]) => some.length);
  return lines.length <= LINES_OF_A_GRAPH && Math.max(...ofOneColour) <= LINES_OF_ONE_COLOUR;
}

const axesOf = ({ left, right }: Chart): Axis[] => [left, ...(right ? [right] : [])];

function drawingOf(members: readonly Charted[], suffix: string): Drawing {
  const [{ chart, region }] = members as [Charted];
  const right = members.map((member) => member.chart.right).find((axis) => axis !== undefined);
  const colourOf = colours();
  const drawn = members.flatMap((member) =>
    axesOf(member.chart).flatMap((axis, index) =>
      axis.lines.map((line) => {
        const side = index === 0 ? {} : { axis: 'right' as const };
        const { thresholds, period } = limitsOf(line, axis.unit, member.alarms);
        return {
          line: { ...drawnLine(line, member, side, colourOf(line.means)), ...(period && { period }) },
          thresholds: thresholds.map((threshold) => ({ ...threshold, ...side })),
        };
      }),
    ),
  );
  const thresholds = drawn.flatMap((each) => each.thresholds);
  return {
    title: `${chart.title}${suffix}`,
    region,
    lines: drawn.map(({ line }) => line),
    units: { left: chart.left.unit, ...(right && { right: right.unit }) },
    thresholds: [
      ...new Map(thresholds.map((threshold) => [`${threshold.label}${threshold.axis}`, threshold])).values(),
    ],
    ...(chart.isDaily && { isDaily: true }),
  };
}

type OfResource = Pick<Charted, 'dimensions' | 'region' | 'prefix'>;

export const drawnLine = (
  { label, metrics, expression, scale }: Line,
  { dimensions, region, prefix }: OfResource,
  side: { readonly axis?: 'right' },
  color?: string,
): DrawnLine => ({
  line: { label: prefix === undefined ? label : `${prefix} ${label}`, metrics, expression, scale },
  dimensions,
  region,
  ...(color && { color }),
  ...side,
});

/** The next colour of a meaning. */
export function colours(): (meaning?: Meaning) => string | undefined {
  const used = new Map<Meaning, number>();
  return (meaning) => {
    if (meaning === undefined) return undefined;
    const index = used.get(meaning) ?? 0;
    used.set(meaning, index + 1);
    return COLOURS[meaning][index % LINES_OF_ONE_COLOUR] as string;
  };
}

/** Rows of graphs as wide as each other. */
export function rowsOf(drawings: readonly Drawing[]): Widget[] {
  const rows = Math.ceil(drawings.length / GRAPHS_OF_A_ROW);
  const each = Math.ceil(drawings.length / rows);
  return drawings.map((drawing, index) => {
    const ofLastRow = drawings.length - Math.floor(index / each) * each;
    return graph(drawing, COLUMNS / Math.min(each, ofLastRow));
  });
}
