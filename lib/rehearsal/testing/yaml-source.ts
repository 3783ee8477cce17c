import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Document, isMap, isNode, isPair, LineCounter, type Pair, visit } from 'yaml';
import { parseYaml } from '../../text/parse-yaml';
import { yamlErrorText } from '../../text/yaml-error-text';
import { keepDigits } from '../../text/yaml-numbers';
import { type Mistake, mistakeText, type Position, TestFileError } from './mistake';

/** An error at an offset of a file. */
export interface SourceError {
  readonly offset: number;
  readonly message: string;
}

const MOST_BYTES = 1_000_000;

/** A YAML file with the locations of its values. */
export class YamlSource {
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;
  public readonly text: string;

  /**
   * @param file as shown in messages
   * @param folder against which it is read
   * @throws TestFileError if it is not YAML
   */
  public constructor(
    private readonly file: string,
    folder: string,
  ) {
    this.text = this.#read(resolve(folder, file));
    this.#document = parseYaml(this.text, { lineCounter: this.#lines, logLevel: 'silent', prettyErrors: false });
    // the other errors often follow from the first
    const [error] = this.#document.errors;
    if (error !== undefined)
      this.refuse([{ offset: error.pos[0], message: yamlErrorText(error.message).replace(/\.?$/, '.') }]);
    visit(this.#document, { Scalar: (_, scalar) => keepDigits(scalar) });
    if (this.#document.contents === null) throw new TestFileError([this.#atStart('the file is empty.')]);
  }

  public get value(): unknown {
    try {
      return this.#document.toJS();
    } catch (error) {
      // such as aliases that would expand without end
      throw new TestFileError([this.#atStart(`${yamlErrorText((error as Error).message)}.`)]);
    }
  }

  /** The offset of the value at a path, or of the nearest existing value around it. */
  public offsetOf(path: readonly (string | number)[]): number {
    for (let length = path.length; length >= 0; length--) {
      const node = this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return 0;
  }

  /** The offset of a key of a mapping. */
  public offsetOfKey(path: readonly (string | number)[], key: string): number {
    const map = this.#document.getIn(path, true);
    const pairs: readonly Pair[] = isMap(map) ? map.items.filter(isPair) : [];
    const node = pairs.map((pair) => pair.key).find((each) => isNode(each) && String(each) === key);
    return (isNode(node) ? node.range?.[0] : undefined) ?? this.offsetOf(path);
  }

  /** Reports all errors at once, in the order of the file. @throws TestFileError if there are any */
  public refuse(errors: readonly SourceError[]): void {
    if (errors.length === 0) return;
    const ordered = [...errors].sort((one, other) => one.offset - other.offset);
    const mistakes = ordered.map(({ offset, message }): Mistake => ({ ...this.positionOf(offset), message }));
    throw new TestFileError([...new Map(mistakes.map((mistake) => [mistakeText(mistake), mistake])).values()]);
  }

  public positionOf(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line, column: col };
  }

  #atStart(message: string): Mistake {
    return { file: this.file, line: 1, column: 1, message };
  }

  #read(path: string): string {
    try {
      const { size } = statSync(path);
      if (size > MOST_BYTES) {
        throw new TestFileError([
          this.#atStart(`the file has ${Math.round(size / 1e6)} MB; a test file has at most ${MOST_BYTES / 1e6} MB.`),
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
      throw new TestFileError([{ file: this.file, message: `${reasons[code] ?? `it cannot be read (${code})`}.` }]);
    }
  }
}
