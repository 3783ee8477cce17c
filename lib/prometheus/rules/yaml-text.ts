import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';
import { yamlErrorText } from '../../text/yaml-error-text';

/** What is wrong with a file, line and column from 1. */
export interface FileProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What is wrong with a file that people wrote, all of it. */
export class FileError extends Error {
  public constructor(public readonly problems: readonly FileProblem[]) {
    super(problems.map(({ line, column, message }) => `${line}:${column}: ${message}`).join('\n'));
  }
}

export type Path = readonly (string | number)[];

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML text, all scalars of which are texts, with the positions of its values. It gathers problems, so that all can be reported at once. */
export class YamlText {
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;
  readonly #problems: FileProblem[] = [];
  public readonly value: unknown;

  /** @throws FileError if it is not YAML */
  public constructor(private readonly source: string) {
    this.#document = parseDocument(source, {
      // every scalar is a text, as it is written: a label such as 1.10 is no number
      schema: 'failsafe',
      ...{ merge: true, lineCounter: this.#lines, logLevel: 'silent', prettyErrors: false },
    });
    const [error] = this.#document.errors;
    if (error !== undefined) this.#stop(this.#position(error.pos[0]), yamlErrorText(error.message));
    try {
      this.value = this.#document.toJS();
    } catch (each) {
      this.#stop({ line: 1, column: 1 }, yamlErrorText((each as Error).message));
    }
  }

  /** Where a value begins, or the nearest existing value around it. */
  public at(path: Path): Position {
    for (let length = path.length; length >= 0; length--) {
      const node = this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return this.#position(node.range[0]);
    }
    return { line: 1, column: 1 };
  }

  public atKey(path: Path, key: string): Position {
    const map = this.#document.getIn(path, true);
    const pairs: readonly Pair[] = isMap(map) ? map.items.filter(isPair) : [];
    const node = pairs.map((pair) => pair.key).find((each) => isNode(each) && String(each) === key);
    return isNode(node) && node.range ? this.#position(node.range[0]) : this.at(path);
  }

  /** Where a character of a string stands, whichever style the string is written in. */
  public within(path: Path, offset: number): Position {
    const node = this.#document.getIn(path, true);
    if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return this.at(path);
    const last = Math.max(0, node.value.trimEnd().length - 1);
    const past = offset > last ? 1 : 0;
    return this.#position(sourceOffset(this.source, node.range[0], node.value, Math.min(offset, last)) + past);
  }

  public add(position: Position, message: string): void {
    this.#problems.push({ ...position, message });
  }

  /** @throws FileError if problems were added, in the order of the file */
  public check(): void {
    if (this.#problems.length > 0)
      throw new FileError([...this.#problems].sort((one, other) => one.line - other.line || one.column - other.column));
  }

  #stop(position: Position, message: string): never {
    throw new FileError([{ ...position, message: message.replace(/\.$/, '') }]);
  }

  #position(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }
}

/** Walks value and source side by side: they differ in white space, the signs of a block, quotes and escapes. */
function sourceOffset(source: string, start: number, value: string, offset: number): number {
  const style = source[start];
  let at = start;
  if (style === '|' || style === '>') at = source.indexOf('\n', start) + 1;
  else if (style === '"' || style === "'") at = start + 1;
  const isSpace = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);
  for (let index = 0; index <= offset; index++) {
    if (isSpace(value[index]) && index < offset) continue;
    while (isSpace(source[at])) at++;
    if (style === '"' && source[at] === '\\') at++;
    if (style === "'" && source[at] === "'" && source[at + 1] === "'") at++;
    if (index < offset) at++;
  }
  return Math.min(at, source.length);
}
