import { createInterface } from 'node:readline/promises';
import { UsageError } from '../errors';
import type { Terminal } from '../terminal';

/** Asks a question to be answered with yes or no. @throws UsageError where nobody can answer */
export async function confirmed(question: string, { stdin, stderr }: Terminal): Promise<boolean> {
  if (stdin === undefined || !stdin.isTTY) throw new UsageError("Nobody can be asked here. Give '--yes' to agree.");
  stderr.write(`${question} [y/N] `);
  const lines = createInterface({ input: stdin });
  try {
    for await (const line of lines) return /^y(es)?$/i.test(line.trim());
    return false;
  } finally {
    lines.close();
  }
}
