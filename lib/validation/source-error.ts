/** An error of a file that people wrote. */
export interface SourceError {
  /** The offset in the text. @default - the error has none */
  readonly offset?: number;
  /** The path of the value, such as `environments.prod.routes[0].email`. */
  readonly path?: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** Line and column of an offset, from 1. */
export function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** In the order of the file; those without an offset come last. */
export const inOrder = <Error extends SourceError>(errors: readonly Error[]): Error[] =>
  [...errors].sort((a, b) => (a.offset ?? Number.MAX_VALUE) - (b.offset ?? Number.MAX_VALUE));
