import { type Command, Option } from 'commander';

/** Where alarms are read from, as given on the command line. Each command takes the options that it needs. */
export interface SourceOptions {
  readonly env?: string;
  readonly app?: string;
  readonly template?: readonly string[];
  /** `NAME=VALUE`, or a file of them. */
  readonly parameters?: readonly string[];
  readonly region?: string;
  readonly account?: string;
}

/** May be repeated. Not `<file...>`, which would also take the argument that follows, such as the name of an alarm. */
export const collect = (value: string, previous: readonly string[] = []): string[] => [...previous, value];

const OPTIONS = {
  env: () => new Option('--env <name>', "the environment to synthesize (default: the first of the app's vigil.json)"),
  app: () =>
    new Option('--app <folder>', 'a CDK app, or a folder that it was synthesized to (default: the current folder)'),
  template: () =>
    new Option('--template <file>', 'a CloudFormation template, JSON or YAML, instead of an app; repeatable').argParser(
      collect,
    ),
  parameters: () =>
    new Option(
      '--parameters <name=value>',
      'the value of a template parameter, or a JSON file of such values; repeatable',
    ).argParser(collect),
  region: () => new Option('--region <region>', 'the region of stacks that do not set one'),
  account: () => new Option('--account <id>', 'the account of stacks that do not set one'),
} satisfies Readonly<Record<keyof SourceOptions, () => Option>>;

/** For commands that read what is deployed, where region, account and parameters are known. */
export const withAppOptions = (command: Command): Command => withOptions(command, ['env', 'app']);

/** For commands that work without AWS. */
export const withSourceOptions = (command: Command): Command =>
  withOptions(command, Object.keys(OPTIONS) as (keyof SourceOptions)[]);

/** Where CloudWatch is asked, and for whose alarms. */
export const withVerifyOptions = (command: Command): Command =>
  withOptions(command, ['env', 'app', 'template', 'parameters']).requiredOption(
    '--region <region>',
    'the region in which CloudWatch is asked',
  );

const withOptions = (command: Command, names: readonly (keyof SourceOptions)[]): Command =>
  names.reduce((all, name) => all.addOption(OPTIONS[name]()), command);
