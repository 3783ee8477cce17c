/** A file that cannot be used. The message begins with the file and, where known, line and column. */
export class UnreadableFile extends Error {
  public constructor(file: string, error: string, position?: { readonly line: number; readonly col: number }) {
    super(`${file}${position === undefined ? '' : `:${position.line}:${position.col}`}: ${error}`);
    this.name = 'UnreadableFile';
  }
}
