export type Json = Record<string, unknown>;

const write = process.stdout.write;
let text = '';

/** Keeps what is written to standard output from now on; each test ends with `release`. */
export function capture(): void {
  text = '';
  process.stdout.write = ((chunk: string) => {
    text += chunk;
    return true;
  }) as typeof write;
}

export function release(): void {
  process.stdout.write = write;
}

/** The lines since the last time, each of which has to be JSON. */
export function lines(): Json[] {
  const all = text.split('\n');
  text = '';
  // the last line has ended as well
  expect(all.pop()).toBe('');
  return all.map((line) => JSON.parse(line));
}

export const isRecord = (line: Json): boolean => '_aws' in line;
export const records = (): Json[] => lines().filter(isRecord);
export const logs = (): Json[] => lines().filter((line) => !isRecord(line));
