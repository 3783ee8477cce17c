import { UnreadableFile } from '../assembly/unreadable-file';

/** A line of a file, from 1; of what is about the whole file, none. */
export interface Position {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** An error of a file that people wrote, with its position as far as it is known. */
export interface Mistake extends Partial<Position> {
  readonly message: string;
}

/** All errors of a test file, each with file, line and column. */
export class TestFileError extends Error {
  public constructor(public readonly mistakes: readonly Mistake[]) {
    super(mistakes.map(mistakeText).join('\n'));
    this.name = 'TestFileError';
  }
}

/** `alarms.test.yaml:12:7`. */
export const positionText = ({ file, line, column }: Position): string =>
  [file, line, column].filter((part) => part !== undefined).join(':');

export const mistakeText = ({ file, message, ...position }: Mistake): string =>
  file === undefined ? message : `${positionText({ file, ...position })}: ${message}`;

/** The mistakes that an error is about. */
export function mistakesIn(error: Error): readonly Mistake[] {
  if (error instanceof TestFileError) return error.mistakes;
  if (error instanceof UnreadableFile) return [{ file: error.file, ...error.position, message: error.reason }];
  return [{ message: error.message }];
}
