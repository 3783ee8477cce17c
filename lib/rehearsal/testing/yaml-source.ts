import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Document, isMap, isNode, isPair, LineCounter, type Pair, parseDocument } from 'yaml';

/** One thing that is wrong in a file. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
}

/** A test file cannot be used: all that is wrong, each with file, line and column. */
export class TestFileError extends Error {
  public constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'TestFileError';
  }
}

const MOST_BYTES = 1_000_000;

/** A YAML file that knows where its values stand. */
export class YamlSource {
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;

  /**
   * @param file as it is told to people
   * @param folder against which it is read
   * @throws TestFileError if it is no YAML
   */
  public constructor(
    private readonly file: string,
    folder: string,
  ) {
    const text = this.#read(resolve(folder, file));
    this.#document = parseDocument(text, { lineCounter: this.#lines, logLevel: 'silent', prettyErrors: false });
    // the others often follow from the first
    const [fault] = this.#document.errors;
    if (fault !== undefined) this.refuse([{ offset: fault.pos[0], message: fault.message.replace(/\.?$/, '.') }]);
    if (this.#document.contents === null) throw new TestFileError([`${file}:1:1: the file is empty.`]);
  }

  public get value(): unknown {
    try {
      return this.#document.toJS();
    } catch (error) {
      // such as aliases that would expand without end
      throw new TestFileError([`${this.file}:1:1: ${(error as Error).message}.`]);
    }
  }

  /** Where a value stands, by its path; where the nearest thing around it stands, if it is not there. */
  public offsetOf(path: readonly (string | number)[]): number {
    for (let length = path.length; length >= 0; length--) {
      const node = this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return 0;
  }

  /** Where a key of an object stands. */
  public offsetOfKey(path: readonly (string | number)[], key: string): number {
    const map = this.#document.getIn(path, true);
    const pairs: readonly Pair[] = isMap(map) ? map.items.filter(isPair) : [];
    const node = pairs.map((pair) => pair.key).find((each) => isNode(each) && String(each) === key);
    return (isNode(node) ? node.range?.[0] : undefined) ?? this.offsetOf(path);
  }

  /** Tells of all faults at once, in the order in which they stand. @throws TestFileError if there are any */
  public refuse(faults: readonly Fault[]): void {
    if (faults.length === 0) return;
    const ordered = [...faults].sort((one, other) => one.offset - other.offset);
    throw new TestFileError([...new Set(ordered.map(({ offset, message }) => `${this.placeOf(offset)}: ${message}`))]);
  }

  /** `alarms.test.yaml:12:7`. */
  public placeOf(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${this.file}:${line}:${col}`;
  }

  #read(path: string): string {
    try {
      const { size } = statSync(path);
      if (size > MOST_BYTES) {
        throw new TestFileError([
          `${this.file}:1:1: the file has ${Math.round(size / 1e6)} MB; a test file has at most ${MOST_BYTES / 1e6} MB.`,
        ]);
      }
      return readFileSync(path, 'utf8');
    } catch (error) {
      if (error instanceof TestFileError) throw error;
      const reasons: Record<string, string> = {
        ENOENT: 'there is no such file',
        EISDIR: 'this is a folder, not a file',
      };
      const code = (error as NodeJS.ErrnoException).code ?? '';
      throw new TestFileError([`${this.file}: ${reasons[code] ?? `it cannot be read (${code})`}.`]);
    }
  }
}
