import { version } from 'cdk-vigil/package.json';
import { Command, CommanderError } from 'commander';
import { UnreadableFile } from '../rehearsal/assembly/unreadable-file';
import { CheckError, UsageError } from './errors';
import { type PreviewOptions, preview } from './preview';
import type { Terminal } from './terminal';

/** 0: fine. 1: what was checked failed. 2: used wrongly. */
export type ExitCode = 0 | 1 | 2;

const EXPECTED = [CheckError, UsageError, UnreadableFile];

/** Runs the command line. */
export async function run(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    await program(terminal).parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    // commander has already said what is wrong
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const message = error instanceof Error ? error.message : String(error);
    const isUnexpected = !EXPECTED.some((kind) => error instanceof kind);
    terminal.stderr.write(
      `vigil: ${isUnexpected ? 'this is a fault of vigil itself, please report it: ' : ''}${message}\n`,
    );
    return error instanceof UsageError || error instanceof UnreadableFile ? 2 : 1;
  }
}

function program(terminal: Terminal): Command {
  const vigil = new Command('vigil')
    .description('Alarms, dashboards and alert routes for AWS CDK apps.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    });
  vigil
    .command('preview')
    .description('explains what one gets: alarms in plain words, whom they tell, dashboards, budgets, monthly cost')
    .option('--env <name>', "the environment to synthesize (default: the first of the app's vigil.json)")
    .option('--app <folder>', 'a CDK app, or what it synthesized (default: the current folder)')
    .option('--template <file...>', 'CloudFormation templates, JSON or YAML, instead of an app')
    .option('--json', 'prints model and report as JSON')
    .action((options: PreviewOptions) => preview(options, terminal));
  return vigil;
}
