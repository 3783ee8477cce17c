import uPlot from 'uplot';
import type { Graph, Line } from '../../protocol';
import { dayMonth, hourMinute, shortNumber } from '../format';
import { lineColor } from '../theme';

export interface Threshold {
  readonly value: number;
  readonly label?: string;
  readonly color: string;
  readonly axis: 'left' | 'right';
  readonly fill?: 'above' | 'below';
  /** The other side of a band. */
  readonly to?: number;
}

export interface Mark {
  readonly time: number;
  readonly fill?: 'before' | 'after';
  /** The other end of a span. */
  readonly to?: number;
  readonly label?: string;
  readonly color: string;
}

export interface AxisOptions {
  readonly min?: number;
  readonly max?: number;
  readonly label?: string;
}

/** What of a widget's properties decides how its lines are drawn. */
export interface PlotOptions {
  readonly isStacked: boolean;
  readonly isBare?: boolean;
  readonly left: AxisOptions;
  readonly right: AxisOptions;
  readonly thresholds: readonly Threshold[];
  readonly marks: readonly Mark[];
  /** A span of time that is shaded. */
  readonly window?: { readonly from: number; readonly to: number };
}

/** One column of times, and one of each line. */
export function columnsOf(lines: readonly Line[], isStacked: boolean): uPlot.AlignedData {
  const [first] = lines;
  if (first !== undefined && lines.every((line) => hasTimesOf(first, line))) {
    const columns = lines.map(({ values }) => values as (number | null)[]);
    return [timesOf(first), ...(isStacked ? stacked(columns) : columns)];
  }
  const times = [...new Set(lines.flatMap(timesOf))].sort((one, other) => one - other);
  const position = new Map(times.map((time, index) => [time, index]));
  const columns = lines.map((line) => {
    const column: (number | null | undefined)[] = new Array(times.length).fill(undefined);
    for (const [index, time] of timesOf(line).entries()) column[position.get(time) as number] = line.values[index];
    return column;
  });
  return [times, ...(isStacked ? stacked(columns) : columns)];
}

const hasTimesOf = (one: Line, other: Line): boolean =>
  one.start === other.start && one.periodSeconds === other.periodSeconds && one.values.length === other.values.length;

function timesOf({ start, periodSeconds, values }: Line): number[] {
  return values.map((_, index) => start + index * periodSeconds);
}

/** Each line on top of those before it. */
function stacked(columns: readonly (number | null | undefined)[][]): (number | null | undefined)[][] {
  let below: number[] = [];
  return columns.map((column) => {
    below = column.map((value, index) => (below[index] ?? 0) + (value ?? 0));
    return column.map((value, index) => (value === null || value === undefined ? value : (below[index] as number)));
  });
}

const css = (element: HTMLElement, name: string): string => getComputedStyle(element).getPropertyValue(name).trim();

const DAY = 86_400;
const FONT = '11px system-ui, sans-serif';

export function createPlot(
  element: HTMLElement,
  graph: Graph,
  options: PlotOptions,
  onCursor: (index: number | null) => void,
): uPlot {
  const muted = css(element, '--muted');
  const grid = css(element, '--grid');
  const hasRight = graph.lines.some(({ axis }) => axis === 'right');
  const range =
    (axis: 'left' | 'right', limits: AxisOptions): uPlot.Range.Function =>
    (_, least, greatest) => {
      const own = options.thresholds.filter((each) => each.axis === axis).map(({ value }) => value);
      const values = [...own, ...(least === null ? [] : [least]), ...(greatest === null ? [] : [greatest])];
      const low = limits.min ?? Math.min(...values, Infinity);
      const high = limits.max ?? Math.max(...values, -Infinity);
      if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
      if (high <= low) return [low, low + 1];
      return [limits.min ?? low - (high - low) * 0.05, limits.max ?? high + (high - low) * 0.08];
    };
  const axis = (scale: 'left' | 'right', show: boolean): uPlot.Axis => ({
    scale,
    show,
    side: scale === 'left' ? 3 : 1,
    size: 46,
    stroke: muted,
    font: FONT,
    grid: { show: scale === 'left', stroke: grid, width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map(shortNumber),
    space: 34,
  });
  const series = graph.lines.map((line, index): uPlot.Series => {
    const color = lineColor(index, line.color);
    return {
      scale: line.axis,
      stroke: color,
      width: 1.6,
      fill: options.isStacked ? `${color.slice(0, 7)}55` : undefined,
      spanGaps: false,
      points: { show: true, size: 4, fill: color, filter: alone },
    };
  });
  const plot = new uPlot(
    {
      width: Math.max(40, element.clientWidth),
      height: Math.max(30, element.clientHeight),
      legend: { show: false },
      padding: options.isBare ? [2, 0, 2, 0] : [8, hasRight ? 0 : 16, 0, 0],
      cursor: { sync: { key: 'room' }, points: { size: 6 }, drag: { x: false, y: false }, show: !options.isBare },
      scales: {
        x: { time: true, range: [graph.from, graph.to] },
        left: { range: range('left', options.left) },
        right: { range: range('right', options.right) },
      },
      axes: [
        {
          show: !options.isBare,
          stroke: muted,
          font: FONT,
          size: 24,
          grid: { show: false },
          ticks: { show: false },
          values: (_, splits) => splits.map(graph.to - graph.from > 2 * DAY ? dayMonth : hourMinute),
          space: 58,
        },
        axis('left', !options.isBare),
        axis('right', hasRight && !options.isBare),
      ],
      series: [{}, ...series],
      bands: options.isStacked
        ? graph.lines.slice(1).map((_, index) => ({ series: [index + 2, index + 1] as [number, number] }))
        : undefined,
      hooks: {
        draw: [(drawn) => annotate(drawn, options)],
        setCursor: [({ cursor }) => onCursor(cursor.idx ?? null)],
      },
      tzDate: (time) => uPlot.tzDate(new Date(time * 1000), 'Etc/UTC'),
    },
    columnsOf(graph.lines, options.isStacked),
    element,
  );
  return plot;
}

/** A point without neighbours is no line, and would not be seen. */
const alone: uPlot.Series.Points.Filter = (plot, index) => {
  const values = plot.data[index] as readonly (number | null | undefined)[];
  const found: number[] = [];
  // other lines have times of their own, which are undefined here
  let [before, candidate]: [number | null, number | undefined] = [null, undefined];
  for (const [at, value] of values.entries()) {
    if (value === undefined) continue;
    if (candidate !== undefined && value === null) found.push(candidate);
    candidate = value !== null && before === null ? at : undefined;
    before = value;
  }
  if (candidate !== undefined) found.push(candidate);
  return found;
};

function annotate(plot: uPlot, { thresholds, marks, window }: PlotOptions): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  if (window !== undefined) {
    const [from, to] = [plot.valToPos(window.from, 'x', true), plot.valToPos(window.to, 'x', true)];
    ctx.fillStyle = '#7f8c9a2a';
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
  }
  ctx.textAlign = 'left';
  ctx.lineWidth = 1.2 * ratio;
  ctx.font = `${10.5 * ratio}px system-ui, sans-serif`;
  const labels: { readonly middle: number; readonly right: number }[] = [];
  for (const { value, color, axis, label, fill, to } of thresholds) {
    const y = Math.round(plot.valToPos(value, axis, true));
    ctx.strokeStyle = color;
    if (fill !== undefined) {
      ctx.fillStyle = `${color.slice(0, 7)}22`;
      if (fill === 'above') ctx.fillRect(bbox.left, bbox.top, bbox.width, y - bbox.top);
      else ctx.fillRect(bbox.left, y, bbox.width, bbox.top + bbox.height - y);
    }
    if (to !== undefined) {
      ctx.fillStyle = `${color.slice(0, 7)}22`;
      ctx.fillRect(bbox.left, y, bbox.width, plot.valToPos(to, axis, true) - y);
    }
    line(ctx, [bbox.left, y], [bbox.left + bbox.width, y], [5 * ratio, 4 * ratio]);
    if (label === undefined) continue;
    ctx.fillStyle = color;
    ctx.textBaseline = y - bbox.top < 14 * ratio ? 'top' : 'bottom';
    const middle = y + (ctx.textBaseline === 'top' ? 9 : -9) * ratio;
    // beside those at the same height
    const near = labels.filter((each) => Math.abs(each.middle - middle) < 12 * ratio).map(({ right }) => right);
    const x = Math.max(bbox.left, ...near) + 5 * ratio;
    ctx.fillText(label, x, y + (ctx.textBaseline === 'top' ? 3 : -3) * ratio);
    labels.push({ middle, right: x + ctx.measureText(label).width + 8 * ratio });
  }
  for (const { time, color, label, fill, to } of marks) {
    const x = Math.round(plot.valToPos(time, 'x', true));
    ctx.strokeStyle = color;
    ctx.fillStyle = `${color.slice(0, 7)}22`;
    if (fill === 'before') ctx.fillRect(bbox.left, bbox.top, x - bbox.left, bbox.height);
    if (fill === 'after') ctx.fillRect(x, bbox.top, bbox.left + bbox.width - x, bbox.height);
    if (to !== undefined) ctx.fillRect(x, bbox.top, plot.valToPos(to, 'x', true) - x, bbox.height);
    line(ctx, [x, bbox.top], [x, bbox.top + bbox.height], []);
    if (label === undefined) continue;
    ctx.fillStyle = color;
    ctx.textBaseline = 'top';
    ctx.fillText(label, x + 4 * ratio, bbox.top + 3 * ratio);
  }
  ctx.restore();
}

function line(
  ctx: CanvasRenderingContext2D,
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
  dashes: number[],
): void {
  ctx.setLineDash(dashes);
  ctx.beginPath();
  ctx.moveTo(fromX, fromY);
  ctx.lineTo(toX, toY);
  ctx.stroke();
  ctx.setLineDash([]);
}
