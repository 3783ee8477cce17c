/** One thing that is wrong. */
export interface Fault {
  /** Where in the text, if it is there at all. */
  readonly offset?: number;
  /** Where in the data, such as `environments.prod.routes[0].email`. */
  readonly path?: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** The file of environments cannot be used; `message` is all that its reader needs. */
export class EnvironmentError extends Error {
  /**
   * @param name the file as the reader knows it
   * @param file its absolute path
   * @param text what is in it
   */
  public constructor(name: string, file: string, text: string, faults: readonly Fault[]) {
    const ordered = [...faults].sort((a, b) => (a.offset ?? Number.MAX_VALUE) - (b.offset ?? Number.MAX_VALUE));
    const lines = ordered.map(({ offset, path, message }) => {
      const place = `${name}${suffix(text, offset)}`;
      return path ? `${place} ${path}: ${message}` : `${place}: ${message}`;
    });
    super(lines.join('\n'));
    // Node prints the stack of what nobody catches. The reader's mistake is in the file, not in this code; without any
    // line that looks like a frame, Node would wrap the text in brackets.
    const stack = `${this.message}\n    at ${file}${suffix(text, ordered[0]?.offset)}`;
    Object.defineProperty(this, 'stack', { value: stack });
  }
}

function suffix(text: string, offset: number | undefined): string {
  if (offset === undefined) return '';
  const before = text.slice(0, offset).split('\n');
  return `:${before.length}:${(before.at(-1) ?? '').length + 1}`;
}
