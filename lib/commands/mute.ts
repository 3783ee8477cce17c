import { spawn } from 'node:child_process';
import type { Assembly, Stack } from '../rehearsal/assembly/model';
import { counted } from '../rehearsal/preview/units';
import { readAlarms } from './aws/alarms';
import { Aws } from './aws/aws';
import { ALARMS_PER_RULE, deleteMuteRule, isActive, type MuteRule, writeMuteRule } from './aws/mute-rules';
import { CheckError, UsageError } from './errors';
import { readSource } from './source';
import type { SourceOptions } from './source-options';
import type { Terminal } from './terminal';

export interface MuteOptions extends Pick<SourceOptions, 'env' | 'app'> {
  /** Minutes. */
  readonly for: string;
  readonly off?: boolean;
}

/** Of CloudWatch: 15 days. */
const MOST_MINUTES = 15 * 24 * 60;
const MINUTE_MS = 60_000;
const POLL_MS = 2000;
/** A rule begins at a whole minute. */
const LONGEST_WAIT_MS = 2.5 * MINUTE_MS;

/** The rules of a stack, with the alarms that they mute. */
interface Muted {
  readonly aws: Aws;
  readonly rules: readonly Pick<MuteRule, 'name' | 'alarms'>[];
}

/**
 * Mutes the alarms of an app while a command runs, such as a deployment, and at most for the given time, so that a mute that is not
 * ended ends by itself. Alarms that are in ALARM when it ends notify at once.
 */
export async function mute(words: readonly string[], options: MuteOptions, terminal: Terminal): Promise<void> {
  const minutes = Number(options.for);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MOST_MINUTES) {
    throw new UsageError(`--for ${options.for}: give whole minutes, from 1 to ${MOST_MINUTES}, which is 15 days.`);
  }
  if (options.off && words.length > 0) throw new UsageError('--off ends a mute. Leave out the command.');
  const { assembly } = await readSource(options, terminal);
  const muted = await mutedIn(assembly, terminal.cwd());
  if (options.off) {
    await end(muted);
    return void terminal.stderr.write('The mute has ended.\n');
  }
  try {
    await begin(muted, minutes, terminal);
  } catch (error) {
    await endAtLast(muted, terminal);
    throw error;
  }
  if (words.length === 0) return;
  try {
    await run(words, terminal);
  } finally {
    await endAtLast(muted, terminal);
  }
}

/** An error here does not change the outcome of the command. */
async function endAtLast(muted: readonly Muted[], terminal: Terminal): Promise<void> {
  try {
    await end(muted);
    terminal.stderr.write('The mute has ended. Alarms notify again.\n');
  } catch (error) {
    terminal.stderr.write(
      `The mute could not be ended. It ends by itself at the time above. ${(error as Error).message}\n`,
    );
  }
}

/** The deployed alarms that have actions: CloudWatch accepts no others in a mute rule. */
async function mutedIn(assembly: Assembly, folder: string): Promise<Muted[]> {
  return Promise.all(
    assembly.stacks.map(async (stack) => {
      const aws = new Aws(folder, stack.region);
      const names = assembly.alarms
        .filter((alarm) => alarm.stack === stack.path && alarm.actions.alarm.length > 0)
        .map(({ name }) => name);
      const deployed = [...(await readAlarms(aws, names)).keys()];
      return { aws, rules: rulesFor(stack, names.length, deployed) };
    }),
  );
}

/** One rule for each 100 alarms of the app, deployed or not, so that all rules can be ended. */
function rulesFor({ name }: Stack, alarms: number, deployed: readonly string[]): Muted['rules'] {
  return Array.from({ length: Math.ceil(alarms / ALARMS_PER_RULE) }, (_, page) => ({
    name: `${name}-vigil-mute${page === 0 ? '' : `-${page + 1}`}`,
    alarms: deployed.slice(page * ALARMS_PER_RULE, (page + 1) * ALARMS_PER_RULE),
  }));
}

async function begin(muted: readonly Muted[], minutes: number, terminal: Terminal): Promise<void> {
  const from = new Date(Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS);
  const needed = muted.flatMap(({ aws, rules }) =>
    rules.filter(({ alarms }) => alarms.length > 0).map((rule) => ({ aws, rule })),
  );
  const count = needed.reduce((sum, { rule }) => sum + rule.alarms.length, 0);
  if (count === 0)
    return void terminal.stderr.write("None of the app's alarms is deployed: there is nothing to mute.\n");
  await Promise.all(needed.map(({ aws, rule }) => writeMuteRule(aws, { ...rule, from, minutes })));
  const until = new Date(from.getTime() + minutes * MINUTE_MS);
  terminal.stderr.write(`Mutes ${counted(count, 'alarm')} from ${clock(from)} until ${clock(until)} at the latest.\n`);
  const latest = Date.now() + LONGEST_WAIT_MS;
  while (!(await allActive(needed))) {
    if (Date.now() > latest)
      return void terminal.stderr.write('CloudWatch has not activated the mute yet. The command starts anyway.\n');
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

const allActive = async (rules: readonly { readonly aws: Aws; readonly rule: { readonly name: string } }[]) =>
  (await Promise.all(rules.map(({ aws, rule }) => isActive(aws, rule.name)))).every(Boolean);

async function end(muted: readonly Muted[]): Promise<void> {
  await Promise.all(muted.flatMap(({ aws, rules }) => rules.map(({ name }) => deleteMuteRule(aws, name))));
}

/** Ctrl+C goes to the command; after it the mute is ended. */
async function run([command, ...words]: readonly string[], terminal: Terminal): Promise<void> {
  const ignore = () => {};
  terminal.on?.('SIGINT', ignore);
  const ended = new Promise<number | string>((resolve, reject) => {
    const child = spawn(command as string, words, {
      cwd: terminal.cwd(),
      env: { ...terminal.env },
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    child.on('error', reject);
    child.on('exit', (exitCode, signal) => resolve(exitCode ?? signal ?? 'no exit code'));
  });
  const outcome = await ended.catch((error: Error) => error.message);
  terminal.off?.('SIGINT', ignore);
  if (outcome !== 0)
    throw new CheckError(
      `'${[command, ...words].join(' ')}' failed: ${typeof outcome === 'number' ? `exit code ${outcome}` : outcome}.`,
    );
}

const clock = (time: Date): string => `${time.toISOString().slice(11, 16)} UTC`;
