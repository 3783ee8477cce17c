import type { Page } from '../preview/table';
import type { AlarmState, Observed, Track } from '../simulator/model';
import { stateAt } from '../simulator/track';
import { durationText } from './notation';

/** The values and states of an alarm over the whole test. */
export interface Picture {
  readonly start: number;
  readonly end: number;
  readonly observed?: Observed;
  readonly track: Track;
  /** The time of the expectation. */
  readonly mark?: number;
}

const HEIGHT = 6;
const MOST_COLUMNS = 60;
const STATES: Readonly<Record<AlarmState, { readonly sign: string; readonly style?: 'alert' | 'faint' }>> = {
  ALARM: { sign: '█', style: 'alert' },
  OK: { sign: '─' },
  INSUFFICIENT_DATA: { sign: '?', style: 'faint' },
};

/**
 * The lines of a small chart: the compared values with their threshold, and below them the states. A blank column has no data.
 * Our own, since no library of such charts draws gaps in columns of equal length.
 */
export function chart(picture: Picture, page: Page): string[] {
  const { start, end, observed, mark, track } = picture;
  const columns = Math.max(20, Math.min(page.width - 12, MOST_COLUMNS));
  const columnOf = (time: number): number =>
    Math.max(0, Math.ceil(((time - start) * columns) / Math.max(1, end - start)) - 1);
  const plot = observed === undefined ? [] : plotted(observed, columns, columnOf);
  const width = Math.max(0, ...plot.map(({ label }) => label.length));
  const line = (label: string, text: string): string => `${label.padStart(width)} ${text}`.trimEnd();
  const states = Array.from({ length: columns }, (_, column) => {
    const { sign, style } = STATES[stateAt(track, start + ((end - start) * (column + 1)) / columns)];
    return style === undefined ? sign : page.paint(style, sign);
  }).join('');
  const last = durationText(end - start);
  return [
    ...plot.map(({ label, signs }) => line(label, `│${signs}`)),
    line('', ` ${states}`),
    ...(mark === undefined ? [] : [line('', ` ${' '.repeat(columnOf(mark))}▲ ${durationText(mark - start)}`)]),
    line('', ` 0m${last.padStart(columns - 2)}`),
  ];
}

interface Row {
  readonly label: string;
  readonly signs: string;
}

const NO_DATA: Row = { label: '', signs: ' no data' };

function plotted(
  { times, values, threshold, band }: Observed,
  columns: number,
  columnOf: (time: number) => number,
): Row[] {
  const limits = [...(threshold === undefined ? [] : [threshold]), ...(band ?? []).flatMap((side) => [...side])];
  const shown = [...values, ...limits].filter((value) => !Number.isNaN(value));
  if (shown.length === 0) return [];
  if (threshold !== undefined && values.every(Number.isNaN)) {
    return [{ label: numberText(threshold), signs: '┄'.repeat(columns) }, NO_DATA];
  }
  const [least, greatest] = [
    shown.reduce((one, other) => Math.min(one, other)),
    shown.reduce((one, other) => Math.max(one, other)),
  ];
  const step = (greatest - least) / (HEIGHT - 1) || 1;
  const rowOf = (value: number): number => Math.round((greatest - value) / step);
  const rows = Array.from({ length: HEIGHT }, () => Array.from({ length: columns }, () => ' '));
  const draw = (value: number, column: number, sign: string): void => {
    const row = rows[rowOf(value)];
    if (row !== undefined && !Number.isNaN(value)) row[Math.min(columns - 1, column)] = sign;
  };
  if (threshold !== undefined) for (let column = 0; column < columns; column++) draw(threshold, column, '┄');
  const drawAll = (series: Float64Array, sign: string): void => {
    for (const [index, value] of series.entries()) draw(value, columnOf(times[index] as number), sign);
  };
  for (const side of band ?? []) drawAll(side, '┄');
  drawAll(values, '•');
  const named = new Map([
    [0, greatest],
    [rowOf(least), least],
    ...(threshold === undefined ? [] : [[rowOf(threshold), threshold] as const]),
  ]);
  return rows.map((signs, row) => ({ label: numberText(named.get(row)), signs: signs.join('') }));
}

const numberText = (value: number | undefined): string =>
  value === undefined ? '' : String(Number(value.toPrecision(4)));
