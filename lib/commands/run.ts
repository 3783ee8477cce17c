import { version } from 'cdk-vigil/package.json';
import { Argument, Command, CommanderError, Option } from 'commander';
import { UnreadableFile } from '../rehearsal/assembly/unreadable-file';
import { TestFileError } from '../rehearsal/testing/mistake';
import type { AlertTestOptions } from './alert-test';
import type { CheckOptions } from './check';
import type { EmitOptions } from './emit';
import { CheckError, UsageError } from './errors';
import type { GrafanaExportOptions } from './export-grafana';
import type { PrometheusExportOptions } from './export-prometheus';
import { harmlessTerminal } from './harmless';
import type { HeartbeatOptions } from './heartbeats';
import type { ImportOptions, RuleImportOptions } from './import';
import type { GrafanaImportOptions } from './import-grafana';
import type { AcknowledgeOptions, ListOptions, UpdateOptions } from './incident';
import type { MuteOptions } from './mute';
import type { PostmortemOptions } from './postmortem';
import type { PreviewOptions } from './preview';
import type { RehearseOptions } from './rehearse';
import { collect, type SourceOptions, withAppOptions, withSourceOptions, withVerifyOptions } from './source-options';
import type { Terminal } from './terminal';
import type { TestOptions } from './test';
import type { VerifyOptions } from './verify';

/** 0: fine. 1: what was checked failed. 2: used wrongly. */
export type ExitCode = 0 | 1 | 2;

const USED_WRONGLY = [UsageError, UnreadableFile, TestFileError];
const EXPECTED = [CheckError, ...USED_WRONGLY];

// loaded when they are chosen: loading all takes longer than most of them need
const alerting = () => require('./alert-test') as typeof import('./alert-test');
const checking = () => require('./check') as typeof import('./check');
const completing = () => require('./completion') as typeof import('./completion');
const emitting = () => require('./emit') as typeof import('./emit');
const explaining = () => require('./explain') as typeof import('./explain');
const exportingDashboards = () => require('./export-grafana') as typeof import('./export-grafana');
const heartbeats = () => require('./heartbeats') as typeof import('./heartbeats');
const exportingRules = () => require('./export-prometheus') as typeof import('./export-prometheus');
const importingDashboards = () => require('./import-grafana') as typeof import('./import-grafana');
const importing = () => require('./import') as typeof import('./import');
const incidents = () => require('./incident') as typeof import('./incident');
const muting = () => require('./mute') as typeof import('./mute');
const postmortem = () => require('./postmortem') as typeof import('./postmortem');
const previewing = () => require('./preview') as typeof import('./preview');
const rehearsing = () => require('./rehearse') as typeof import('./rehearse');
const testing = () => require('./test') as typeof import('./test');
const verifying = () => require('./verify') as typeof import('./verify');

const TESTED =
  'Each test file names what it tests. --app, --env or --template replace that; --parameters, --region and --account add to it.';

const CHECKED = `
A secret of a header is read from an environment variable: VIGIL_SECRET_PROD_ORDERS_TOKEN for prod/orders-token.`;

const COMPLETION = `
Add to the settings of the shell:
  bash  ~/.bashrc                    source <(vigil completion bash)
  zsh   ~/.zshrc, after compinit     source <(vigil completion zsh)
  fish  ~/.config/fish/config.fish   vigil completion fish | source`;
const VERIFIED = 'Without --app, --env or --template it asks about all rules of Vigil.';

/** Runs the command line. */
export async function run(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const shown = harmlessTerminal(terminal);
  try {
    await program(shown, terminal).parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    // commander has printed the message
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof RangeError && /call stack/.test(error.message)) {
      shown.stderr.write('vigil: the input is nested too deep to be read.\n');
      return 2;
    }
    const message = error instanceof Error ? error.message : String(error);
    const isUnexpected = !EXPECTED.some((kind) => error instanceof kind);
    shown.stderr.write(`vigil: ${isUnexpected ? 'internal error, please report it: ' : ''}${message}\n`);
    return USED_WRONGLY.some((kind) => error instanceof kind) ? 2 : 1;
  }
}

/** @param unfiltered as the shell gives it, for workflow commands of our own */
function program(terminal: Terminal, unfiltered: Terminal): Command {
  const vigil = new Command('vigil')
    .description('Alarms, dashboards and alert routes for AWS CDK apps.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    });
  withSourceOptions(vigil.command('preview'))
    .description('shows what will be deployed: alarm conditions, routes, dashboards, quotas, monthly cost')
    .option('--json', 'prints model and report as JSON')
    .option('--check', 'ends with 1 if CloudWatch would refuse an alarm')
    .action((options: PreviewOptions) => previewing().preview(options, terminal));
  withSourceOptions(vigil.command('rehearse'))
    .description('shows dashboards, alarms and alerts in a browser, on made data')
    .option('--port <number>', 'the port to serve at; another one if it is in use', '4680')
    .option('--speed <factor>', 'simulated seconds in a second', '60')
    .option('--no-open', 'does not open a browser')
    .option('--preview', 'prints what `vigil preview` prints first')
    .option('--once', 'prints that and ends')
    .option(
      '--break <name>',
      "breaks something half an hour before, such as 'orders: stuck consumer'; repeatable",
      collect,
    )
    .option('--compare <folder>', 'another app, assembly or template, to which the same happens: alerts side by side')
    .option(
      '--replay <files...>',
      "recorded metrics: GetMetricData's answer, comma-separated values, logs with embedded metrics",
    )
    .option(
      '--png <folder>',
      'writes pictures of dashboards, alarms and messages to a folder instead, with the Chromium of this machine',
    )
    .action((options: RehearseOptions) => rehearsing().rehearse(options, terminal));
  vigil
    .command('emit')
    .description('sends the metrics that code prints to a rehearsal: node handler.js | vigil emit')
    .option('--port <number>', 'the port of the rehearsal', '4680')
    .action((options: EmitOptions) => emitting().emit(options, unfiltered, terminal.stderr));
  withSourceOptions(vigil.command('test'))
    .description('runs alarms on the data of test files and checks when they fire and recover')
    .argument(
      '[files...]',
      'test files, folders or globs (default: each alarms.test.yaml and NAME.alarms.test.yaml below the working directory)',
    )
    .option('--coverage', 'lists alarms that no test drives to ALARM and back')
    .addOption(
      new Option('--format <name>', 'how results are printed; github adds annotations of GitHub Actions')
        .choices(['text', 'json', 'github'])
        .default('text')
        .conflicts('json'),
    )
    .option('--json', 'the same as --format json')
    .option('--junit <file>', 'writes results as JUnit XML, for build servers')
    .option(
      '--readings <names>',
      "other readings of AWS's documentation to test under: 'all', or names; expectations have to hold under each",
    )
    .option('--watch', 'runs again whenever a file changes')
    .addHelpText('after', `\n${TESTED}`)
    .action((files: string[], options: TestOptions) => {
      const annotated = harmlessTerminal(unfiltered, { allowsCommands: true });
      return testing().test(files, options, options.format === 'github' ? annotated : terminal);
    });
  withSourceOptions(vigil.command('explain'))
    .description('explains when alarms fire and recover')
    .argument('<alarms...>', 'alarm names, or unique endings of them')
    .action((names: string[], options: SourceOptions) => explaining().explain(names, options, terminal));
  vigil
    .command('check')
    .description('runs the health checks of a file from this machine')
    .argument('<file>', 'file of health checks, such as checks.json')
    .option('--watch', 'runs each check at its interval, and prints what alerts would say')
    .option('--json', 'prints the results as JSON')
    .option('--allow-private', 'also asks loopback, private and link-local addresses')
    .option('--tag <name>', 'runs only checks with this tag; repeatable', collect)
    .addHelpText('after', CHECKED)
    .action((file: string, options: CheckOptions) => checking().check(file, options, terminal));
  withAppOptions(vigil.command('heartbeats'))
    .description('prints the signed URLs by which jobs report heartbeats')
    .argument('[names...]', 'names of heartbeats (default: all)')
    .option('--json', 'prints them as JSON')
    .action((names: string[], options: HeartbeatOptions) => heartbeats().printHeartbeats(names, options, terminal));
  const importer = vigil.command('import').description('turns checks and alerts of other tools into those of Vigil');
  importer
    .command('gatus')
    .description('prints health checks for a configuration of Gatus, and says what it leaves out')
    .argument('<file>', 'configuration of Gatus, such as config.yaml')
    .option('--output <file>', 'writes them to a new file instead')
    .action((file: string, options: ImportOptions) => importing().importFromGatus(file, options, terminal));
  importer
    .command('prometheus')
    .description(
      'prints a template with a PromQL alarm for each alert, and says what it leaves out and what never fires',
    )
    .argument('<file>', 'rule file of Prometheus, such as rules.yml')
    .option('--output <file>', 'writes it to a new file instead')
    .option('--severity <name=P1>', "what a value of the label 'severity' is in Vigil; repeatable", collect)
    .action((file: string, options: RuleImportOptions) => importing().importFromPrometheus(file, options, terminal));
  importer
    .command('grafana')
    .description('prints a template with a dashboard of CloudWatch for one of Grafana, and says what it leaves out')
    .argument('<file>', 'dashboard of Grafana as JSON')
    .option('--output <file>', 'writes it to a new file instead')
    .option('--namespace <name>', "the namespace of the application's metrics, for queries of Prometheus")
    .option('--dimension <name=value>', 'a dimension that all its metrics have; repeatable', collect)
    .action((file: string, options: GrafanaImportOptions) =>
      importingDashboards().importFromGrafana(file, options, terminal),
    );
  const exporter = vigil.command('export').description('writes what other tools read');
  withSourceOptions(exporter.command('grafana'))
    .description('writes a folder from which Grafana provisions the dashboards, over its CloudWatch data source')
    .requiredOption('--out <folder>', 'where it is written')
    .option('--deployed', 'reads the dashboards from CloudWatch, with the names that deployment has given')
    .option('--alert-lists', 'lists alerts of the rules of Prometheus where CloudWatch lists alarms')
    .option('--sql <title=query>', 'an indicator that a query of PostgreSQL returns; repeatable', collect)
    .action((options: GrafanaExportOptions) => exportingDashboards().exportGrafana(options, terminal));
  withSourceOptions(exporter.command('prometheus'))
    .description('writes alarms as rules of Prometheus on the metrics of an exporter, and says what it leaves out')
    .requiredOption('--out <folder>', 'where they are written')
    .addOption(
      new Option('--exporter <name>', 'what brings the metrics of CloudWatch to Prometheus')
        .choices(['yace', 'cloudwatch_exporter'])
        .default('yace'),
    )
    .option('--tests <file>', 'alarm tests that become tests of promtool; repeatable', collect)
    .action((options: PrometheusExportOptions) => exportingRules().exportPrometheus(options, terminal));
  withVerifyOptions(vigil.command('verify'))
    .description(
      'asks CloudWatch in your account what its documentation leaves open, and compares it with the simulation',
    )
    .addHelpText('after', `\n${VERIFIED}`)
    .option('--dry-run', 'prints what it would create, cost and need, and ends')
    .option('--policy', 'prints the permissions that it needs as an IAM policy, and ends')
    .option('--yes', 'does not ask before it starts')
    .option('--long', 'also asks what takes hours')
    .option('--clean', 'deletes what runs have left that are surely over, and ends')
    .option('--run <id>', 'with --clean: deletes what this run has left')
    .option('--all', 'with --clean: deletes what all runs have left, also those that go on')
    .option('--record <file>', 'where the record is written (default: docs/verified/<run>-<region>.json)')
    .option('--json', 'prints the record as JSON')
    .action((options: VerifyOptions) => verifying().verify(options, terminal));
  withAppOptions(vigil.command('alert-test'))
    .description('sets an alarm to ALARM and back, marked as a test, and shows who received the alert')
    .argument('[alarm]', 'alarm name, or a unique ending of it (default: one with the most recipients)')
    .option('--timeout <seconds>', 'how long to wait for each recipient', '120')
    .action((name: string | undefined, options: AlertTestOptions) => alerting().alertTest(name, options, terminal));
  withAppOptions(vigil.command('mute'))
    .description('mutes alarms while a command runs, such as a deployment, or for some minutes')
    .argument('[command...]', "what to run, after '--'; the alarms are muted until it ends")
    .option('--for <minutes>', 'the longest duration of the mute', '30')
    .option('--off', 'ends a mute')
    .action((words: string[], options: MuteOptions) => muting().mute(words, options, terminal));
  withAppOptions(vigil.command('ack'))
    .description('acknowledges an incident: the channels show by whom, and escalation stops until that expires')
    .argument('<alarm>', 'alarm of the incident: its name, or a unique ending of it')
    .option('--release', 'releases an acknowledged incident: it is escalated again')
    .option('--by <name>', 'who does so (default: your user name)')
    .action((alarm: string, options: AcknowledgeOptions) => incidents().acknowledge(alarm, options, terminal));
  const incident = vigil.command('incident').description('lists and updates incidents');
  withAppOptions(incident.command('list'))
    .description('lists open incidents and who has acknowledged them, or those of the last days')
    .option('--past', 'lists all that began in the last 30 days')
    .option('--stats', 'says how long they took: to notify, to acknowledge, to recover')
    .option('--days <number>', 'the last 1 to 90 days instead of 30')
    .option('--json', 'prints them as JSON')
    .action((options: ListOptions) => incidents().listIncidents(options, terminal));
  withAppOptions(incident.command('update'))
    .description('sends an update to everybody who was notified of an incident')
    .argument('<alarm>', 'alarm of the incident: its name, or a unique ending of it')
    .option('--cause <text>', 'what is wrong')
    .option('--action <text>', 'what is being done')
    .option('--eta <text>', 'when it is expected to be resolved')
    .option('--next <text>', 'when the next update follows (default: within the response time of the severity)')
    .option('--by <name>', 'who sends the update (default: your user name)')
    .action((alarm: string, options: UpdateOptions) => incidents().updateIncident(alarm, options, terminal));
  withAppOptions(incident.command('postmortem'))
    .description(
      'writes the post-mortem of an incident: what is recorded of it, and the sections to fill in, as Markdown',
    )
    .argument('<alarm>', 'alarm of the incident: its name, or a unique ending of it')
    .option('--since <time>', 'when it began, such as 2026-08-23T04:15 (default: the newest incident of the alarm)')
    .option('--out <file>', 'writes it into a file, and its graph beside it')
    .action((alarm: string, options: PostmortemOptions) => postmortem().writePostmortem(alarm, options, terminal));
  vigil
    .command('completion')
    .description('prints what makes a shell complete commands and options')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', COMPLETION)
    .action((shell: keyof typeof import('./completion').SCRIPTS) => {
      terminal.stdout.write(completing().SCRIPTS[shell]);
    });
  vigil
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action((words: string[]) => completing().complete(vigil, words, terminal));
  return vigil;
}
