import { STYLE_MARK, type Terminal } from './terminal';

const ESC = '\u001b';
const STYLE = new RegExp(`${STYLE_MARK}(\\[[\\d;]*m)`, 'g');
/** What terminals obey, and what reorders text, but for line breaks and tabs. */
const OBEYED = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufdd0](?<![\n\t])/gu;
/** What build servers obey at the beginning of a line: `::error::`. */
const COMMAND = new RegExp(`^((?:[^\\S\\n]|${ESC}\\[[\\d;]*m)*):(?=:[A-Za-z])`, 'gm');

const codeOf = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Text of templates, file names and AWS as text: control characters by their codes, as JSON writes them, and no workflow commands. */
export function harmless(text: string, { allowsCommands = false } = {}): string {
  const styled = text
    .split(STYLE)
    .map((part, index) => (index % 2 === 1 ? `${ESC}${part}` : part.replace(OBEYED, codeOf)));
  const shown = styled.join('').replaceAll('\\u000d\n', '\n');
  return allowsCommands ? shown : shown.replace(COMMAND, '$1: ');
}

/** A terminal that obeys nothing of what commands read. */
export function harmlessTerminal(terminal: Terminal, options?: { readonly allowsCommands?: boolean }): Terminal {
  const { stdout, stderr } = terminal;
  const write = (stream: Terminal['stderr']) => (text: string) => stream.write(harmless(text, options));
  return {
    get env() {
      return terminal.env;
    },
    cwd: () => terminal.cwd(),
    on: (signal, listener) => terminal.on?.(signal, listener),
    off: (signal, listener) => terminal.off?.(signal, listener),
    stdout: { isTTY: stdout.isTTY, columns: stdout.columns, write: write(stdout) },
    stderr: { write: write(stderr) },
    stdin: terminal.stdin,
  };
}
