import { version } from 'cdk-vigil/package.json';
import { Command, CommanderError } from 'commander';
import { UnreadableFile } from '../rehearsal/assembly/unreadable-file';
import { TestFileError } from '../rehearsal/testing/yaml-source';
import type { AlertTestOptions } from './alert-test';
import { CheckError, UsageError } from './errors';
import type { IncidentOptions, UpdateOptions } from './incident';
import type { MuteOptions } from './mute';
import type { PreviewOptions } from './preview';
import { type SourceOptions, withAppOptions, withSourceOptions } from './source-options';
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

const TESTED =
  'Each test file names what it tests. --app, --env or --template replace that; --parameters, --region and --account add to it.';

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
  withSourceOptions(vigil.command('preview'))
    .description(
      'explains what will be deployed: alarms in plain words, their routes, dashboards, quotas, monthly cost',
    )
    .option('--json', 'prints model and report as JSON')
    .action((options: PreviewOptions) => previewing().preview(options, terminal));
  withSourceOptions(vigil.command('test'))
    .description('runs alarms on the data of test files and checks when they fire and recover')
    .argument('[files...]', 'test files (default: alarms.test.yaml)')
    .option('--coverage', 'lists alarms that no test drives to ALARM and back')
    .option('--json', 'prints results as JSON')
    .option('--junit <file>', 'writes results as JUnit XML, for build servers')
    .option(
      '--readings <names>',
      "what AWS's documentation may mean besides the default: 'all', or names; expectations have to hold under each",
    )
    .option('--watch', 'runs again whenever a file changes')
    .addHelpText('after', `\n${TESTED}`)
    .action((files: string[], options: TestOptions) => testing().test(files, options, terminal));
  withSourceOptions(vigil.command('explain'))
    .description('explains in plain words when alarms fire and recover')
    .argument('<alarms...>', 'alarm names, or endings of names that no other alarm has')
    .action((names: string[], options: SourceOptions) => explaining().explain(names, options, terminal));
  withAppOptions(vigil.command('alert-test'))
    .description('sets an alarm to ALARM and back, marked as a test, and shows who received the alert')
    .argument('[alarm]', 'its name, or an ending that no other alarm has (default: one with the most recipients)')
    .option('--timeout <seconds>', 'how long to wait for each recipient', '120')
    .action((name: string | undefined, options: AlertTestOptions) => alerting().alertTest(name, options, terminal));
  withAppOptions(vigil.command('mute'))
    .description('mutes alarms while a command runs, such as a deployment, or for some minutes')
    .argument('[command...]', "what to run, after '--'; the alarms are muted until it ends")
    .option('--for <minutes>', 'the longest time, whatever happens', '30')
    .option('--off', 'ends it')
    .action((words: string[], options: MuteOptions) => muting().mute(words, options, terminal));
  withAppOptions(vigil.command('ack'))
    .description('acknowledges an incident: the channels show who has it, and escalation stops')
    .argument('<alarm>', 'its name, or an ending that no other open incident has')
    .option('--by <name>', 'who has it (default: the name you are signed in by)')
    .action((alarm: string, options: IncidentOptions) => incidents().acknowledge(alarm, options, terminal));
  const incident = vigil.command('incident').description('lists and updates incidents');
  withAppOptions(incident.command('list'))
    .description('lists open incidents and who has them')
    .option('--json', 'prints them as JSON')
    .action((options: IncidentOptions) => incidents().listIncidents(options, terminal));
  withAppOptions(incident.command('update'))
    .description('sends what is known now to everybody who was notified of an incident')
    .argument('<alarm>', 'its name, or an ending that no other open incident has')
    .option('--cause <text>', 'what is wrong')
    .option('--action <text>', 'what is being done')
    .option('--eta <text>', 'when it will be over')
    .option('--next <text>', 'when the next update comes (default: within the response time of its severity)')
    .option('--by <name>', 'who reports it (default: the name you are signed in by)')
    .action((alarm: string, options: UpdateOptions) => incidents().updateIncident(alarm, options, terminal));
  return vigil;
}
