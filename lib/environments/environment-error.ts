import { inOrder, positionOf, type SourceError } from '../validation/source-error';

/** All errors of `vigil.json`, each with its location and what to do. */
export class EnvironmentError extends Error {
  /**
   * @param name the file as shown in messages
   * @param file its absolute path
   * @param text its content
   */
  public constructor(name: string, file: string, text: string, errors: readonly SourceError[]) {
    const ordered = inOrder(errors);
    const lines = ordered.map(({ offset, path, message }) => {
      const location = `${name}${suffix(text, offset)}`;
      return path ? `${location} ${path}: ${message}` : `${location}: ${message}`;
    });
    super(lines.join('\n'));
    // Node prints the stack of an uncaught error. The error is in the file, not in this code; without any
    // line that looks like a frame, Node would wrap the text in brackets.
    const stack = `${this.message}\n    at ${file}${suffix(text, ordered[0]?.offset)}`;
    Object.defineProperty(this, 'stack', { value: stack });
  }
}

function suffix(text: string, offset: number | undefined): string {
  if (offset === undefined) return '';
  const { line, column } = positionOf(text, offset);
  return `:${line}:${column}`;
}
