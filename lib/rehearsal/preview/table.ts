import { lengthOf, wrap } from './wrap';

export type Style = 'strong' | 'alert' | 'warning' | 'faint';

/** What text is printed on. */
export interface Page {
  /** In characters. */
  readonly width: number;
  /** Puts a style on a text; without colour, gives the text as it is. */
  readonly paint: (style: Style, text: string) => string;
}

export interface Cell {
  readonly text: string;
  readonly style?: Style;
}

export interface Column {
  /** As wide as its longest text, up to this. Without it, the column takes what the others leave. */
  readonly atMost?: number;
  readonly align?: 'right';
}

const GAP = 2;
const NARROWEST = 20;

/** The lines of a table, indented. */
export function table(rows: readonly (readonly Cell[])[], columns: readonly Column[], page: Page): string[] {
  const print = layout(rows, columns, page);
  return rows.flatMap(print);
}

/** Fits columns to all `rows`, and prints one row: for tables with something between the rows. */
export function layout(rows: readonly (readonly Cell[])[], columns: readonly Column[], page: Page) {
  const fitted = columns.map(({ atMost }, index) => {
    if (atMost === undefined) return 0;
    const lengths = rows.flatMap((row) => (row[index]?.text ?? '').split('\n').map(lengthOf));
    return Math.min(atMost, Math.max(0, ...lengths));
  });
  const used = fitted.reduce((sum, width) => sum + GAP + width, 0);
  const widths = columns.map(({ atMost }, index) =>
    atMost === undefined ? Math.max(NARROWEST, page.width - used) : (fitted[index] ?? 0),
  );
  return (row: readonly Cell[]): string[] => printRow(row, columns, widths, page);
}

function printRow(row: readonly Cell[], columns: readonly Column[], widths: readonly number[], page: Page): string[] {
  const wrapped = row.map(({ text }, index) => wrap(text, widths[index] ?? 0));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const texts = row.map(({ style }, index) => {
      const text = wrapped[index]?.[line] ?? '';
      const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - lengthOf(text)));
      const painted = style === undefined || text === '' ? text : page.paint(style, text);
      return ' '.repeat(GAP) + (columns[index]?.align === 'right' ? padding + painted : painted + padding);
    });
    return texts.join('').trimEnd();
  });
}
