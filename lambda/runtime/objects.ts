// by short names, which minifiers cannot give them: every function pays for the length of its bundle
export const entries = Object.entries;
export const fromEntries = Object.fromEntries;
export const round = Math.round;
export const isText = (value: unknown): value is string => typeof value === 'string';

/** What cannot be read is as if it was not there. For what is rarely so: an error costs more than all else that is measured. */
export function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
