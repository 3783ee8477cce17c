/** A file that cannot be used. The message begins with the file and, where known, line and column. */
export class UnreadableFile extends Error {
  public constructor(
    public readonly file: string,
    public readonly reason: string,
    public readonly position?: { readonly line: number; readonly column: number },
  ) {
    super(`${file}${position === undefined ? '' : `:${position.line}:${position.column}`}: ${reason}`);
    this.name = 'UnreadableFile';
  }
}
