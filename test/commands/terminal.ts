import { type ExitCode, run } from '../../lib/commands/run';

export interface Outcome {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a shell would, in a folder, with all output kept. */
export async function runIn(
  folder: string,
  words: readonly string[],
  { isTTY = false, columns, env = {} }: { isTTY?: boolean; columns?: number; env?: Record<string, string> } = {},
): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    isTTY,
    columns,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const exitCode = await run(words, {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    env: { PATH: process.env.PATH, ...env },
    cwd: () => folder,
  });
  return { exitCode, ...written };
}
