/**
 * Lambda reads one event from each line of standard output. `console.log` is not used: with Lambda's JSON log format it escapes
 * the line, and with a log level above INFO it drops it.
 */
let write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Outside Lambda, lines may have to go elsewhere. */
export function writeWith(other: typeof write): void {
  write = other;
}

export function writeLine(line: string): void {
  try {
    write(line);
  } catch {
    // it cannot be reported anywhere, and measuring must never fail the measured work
  }
}

export const json = JSON.stringify;

/** A member of a JSON object that has members before it. */
export const member = (name: string, value: unknown): string => `,${json(name)}:${json(value)}`;
