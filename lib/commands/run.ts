import { version } from 'cdk-vigil/package.json';
import { Command, CommanderError } from 'commander';
import { UnreadableFile } from '../rehearsal/assembly/unreadable-file';
import { TestFileError } from '../rehearsal/testing/yaml-source';
import type { AlertTestOptions } from './alert-test';
import { CheckError, UsageError } from './errors';
import type { IncidentOptions, UpdateOptions } from './incident';
import type { MuteOptions } from './mute';
import type { PreviewOptions } from './preview';
import type { SourceOptions } from './source';
import type { Terminal } from './terminal';
import type { TestOptions } from './test';

/** 0: fine. 1: what was checked failed. 2: used wrongly. */
export type ExitCode = 0 | 1 | 2;

const USED_WRONGLY = [UsageError, UnreadableFile, TestFileError];
const EXPECTED = [CheckError, ...USED_WRONGLY];

// loaded when they are chosen: loading all takes longer than most of them need
const alerting = () => require('./alert-test') as typeof import('./alert-test');
const explaining = () => require('./explain') as typeof import('./explain');
const incidents = () => require('./incident') as typeof import('./incident');
const muting = () => require('./mute') as typeof import('./mute');
const previewing = () => require('./preview') as typeof import('./preview');
const testing = () => require('./test') as typeof import('./test');

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
    return USED_WRONGLY.some((kind) => error instanceof kind) ? 2 : 1;
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
    .option('--parameters <name=value...>', 'what parameters of the templates are at deployment')
    .option('--json', 'prints model and report as JSON')
    .action((options: PreviewOptions) => previewing().preview(options, terminal));
  vigil
    .command('test')
    .description('runs the alarms of synthesized apps on the data of test files, and tells what each of them did')
    .argument('[files...]', 'test files (default: alarms.test.yaml)')
    .option('--coverage', 'tells which alarms no test drove to ALARM, and back')
    .option('--json', 'prints results as JSON')
    .option('--junit <file>', 'writes results for build servers')
    .option('--watch', 'runs again whenever a file changes')
    .action((files: string[], options: TestOptions) => testing().test(files, options, terminal));
  vigil
    .command('explain')
    .description('tells in plain words when alarms fire and recover')
    .argument('<alarms...>', 'names, or suffixes of them that no other alarm has')
    .option('--env <name>', "the environment to synthesize (default: the first of the app's vigil.json)")
    .option('--app <folder>', 'a CDK app, or what it synthesized (default: the current folder)')
    .option('--template <file...>', 'CloudFormation templates, JSON or YAML, instead of an app')
    .option('--parameters <name=value...>', 'what parameters of the templates are at deployment')
    .action((names: string[], options: SourceOptions) => explaining().explain(names, options, terminal));
  vigil
    .command('alert-test')
    .description('sets an alarm to ALARM and back, as a test that says so, and tells whom the alert reached')
    .argument('[alarm]', 'its name, or a suffix that no other alarm has (default: one of which most people hear)')
    .option('--env <name>', "the environment to test (default: the first of the app's vigil.json)")
    .option('--app <folder>', 'a CDK app, or what it synthesized (default: the current folder)')
    .option('--timeout <seconds>', 'how long to wait for those who have not heard of it', '120')
    .action((name: string | undefined, options: AlertTestOptions) => alerting().alertTest(name, options, terminal));
  vigil
    .command('mute')
    .description('keeps alarms from telling people while a command runs, such as a deployment, or for some minutes')
    .argument('[command...]', "what to run, after '--'; the alarms are mute until it ends")
    .option('--env <name>', "the environment to mute (default: the first of the app's vigil.json)")
    .option('--app <folder>', 'a CDK app, or what it synthesized (default: the current folder)')
    .option('--for <minutes>', 'how long at most, whatever happens', '30')
    .option('--off', 'ends it')
    .action((words: string[], options: MuteOptions) => muting().mute(words, options, terminal));
  vigil
    .command('ack')
    .description('takes an incident: the channels say who has it, and nobody else is called')
    .argument('<alarm>', 'its name, or a suffix that no other open one has')
    .option('--by <name>', 'who takes it (default: the name you are signed in by)')
    .option('--env <name>', "the environment (default: the first of the app's vigil.json)")
    .option('--app <folder>', 'a CDK app, or what it synthesized (default: the current folder)')
    .action((alarm: string, options: IncidentOptions) => incidents().acknowledge(alarm, options, terminal));
  const incident = vigil.command('incident').description('tells of incidents, and what is known of them');
  incident
    .command('list')
    .description('lists what is open, and who has it')
    .option('--env <name>', "the environment (default: the first of the app's vigil.json)")
    .option('--app <folder>', 'a CDK app, or what it synthesized (default: the current folder)')
    .option('--json', 'prints them as JSON')
    .action((options: IncidentOptions) => incidents().listIncidents(options, terminal));
  incident
    .command('update')
    .description('tells everybody who has heard of an incident what is known now')
    .argument('<alarm>', 'its name, or a suffix that no other open one has')
    .option('--cause <text>', 'what is wrong')
    .option('--action <text>', 'what is being done')
    .option('--eta <text>', 'when it will be over')
    .option('--next <text>', 'when there will be more (default: within the time to answer)')
    .option('--by <name>', 'who says so (default: the name you are signed in by)')
    .option('--env <name>', "the environment (default: the first of the app's vigil.json)")
    .option('--app <folder>', 'a CDK app, or what it synthesized (default: the current folder)')
    .action((alarm: string, options: UpdateOptions) => incidents().updateIncident(alarm, options, terminal));
  return vigil;
}
