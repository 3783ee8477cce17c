/** A file that is not what it should be. The message begins with the file and, where known, line and column. */
export class UnreadableFile extends Error {
  public constructor(file: string, fault: string, position?: { readonly line: number; readonly col: number }) {
    super(`${file}${position === undefined ? '' : `:${position.line}:${position.col}`}: ${fault}`);
    this.name = 'UnreadableFile';
  }
}
