import { styleText } from 'node:util';
import type { Page, Style } from '../rehearsal/preview/table';

/** Ctrl+C, `kill`, and a terminal that is closed. */
export const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndSignal = (typeof END_SIGNALS)[number];

/** A command's output, environment and working directory. */
export interface Terminal {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: { write(text: string): unknown };
  /** For a command that asks something. */
  readonly stdin?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  cwd(): string;
  /** Requests to end, for a command that has to clean up first. */
  on?(signal: EndSignal, listener: () => void): unknown;
  off?(signal: EndSignal, listener: () => void): unknown;
}

const STYLES = { strong: 'bold', alert: 'red', warning: 'yellow', faint: 'gray' } as const satisfies Record<
  Style,
  string
>;

/** Stands for ESC in the styles of this command line, so that any other ESC is foreign. A noncharacter of Unicode. */
export const STYLE_MARK = '\uFDD0';

/** Colour on a terminal only, unless NO_COLOR is set: https://no-color.org */
export function painterFor({ stdout, env }: Terminal): Page['paint'] {
  if (!stdout.isTTY || env.NO_COLOR || env.TERM === 'dumb') return (_, text) => text;
  return (style, text) => {
    const [begin, end] = styleText(STYLES[style], '|', { validateStream: false })
      .replaceAll('\u001b', STYLE_MARK)
      .split('|');
    return `${begin}${text}${end}`;
  };
}

/** 80 to 120 columns; 100 where there is no terminal. */
export const widthFor = ({ stdout: { columns = 100 } }: Terminal): number => Math.min(120, Math.max(80, columns));
