import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Environment } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import schema from '../../vigil.schema.json';
import { nearest } from '../text/nearest';
import { JsonDocument } from '../validation/json-document';
import { CONSTRUCT, required, TEXT } from '../validation/kind';
import { checkNow, object } from '../validation/options';
import { schemaErrors } from '../validation/schema-errors';
import type { SourceError } from '../validation/source-error';
import type { VigilProps } from '../vigil';
import { EnvironmentError } from './environment-error';
import { type EnvironmentSettings, type Settings, vigilPropsOf } from './settings';

/** Options of {@link EnvironmentProfile.load}. */
export interface EnvironmentProfileOptions {
  /**
   * The file of environments, relative to the working directory.
   *
   * @default - `vigil.json`
   */
  readonly file?: string;

  /**
   * The name of the environment.
   *
   * @default - the context value `env`, as given by `-c env=NAME`
   */
  readonly environment?: string;
}

interface Arguments {
  readonly scope: Construct;
  readonly options: EnvironmentProfileOptions;
}

const ARGUMENTS = object<Arguments>({
  scope: required(CONSTRUCT, 'Give the app.'),
  options: required(
    object<EnvironmentProfileOptions>({ file: TEXT, environment: TEXT }, "{ environment: 'prod' }"),
    'Leave it out, or give an object.',
  ),
});

/**
 * One environment of `vigil.json`: account and region, routes, and changes of the default rules.
 *
 * @example
 *
 * const profile = EnvironmentProfile.load(app);
 * const stack = new Stack(app, 'Orders', { env: profile.env });
 * new Vigil(stack, 'Vigil', profile.vigilProps).watch(stack);
 */
export class EnvironmentProfile {
  /**
   * Reads `vigil.json` at the app's root and chooses one environment, by default the one given by `-c env=NAME`.
   *
   * @param scope the app; its context is read
   * @throws if the file is missing or invalid, also in other environments than the chosen one, or if there is no such
   * environment; the message lists all errors at once, each with line, column, path and what to do
   */
  public static load(scope: Construct, options: EnvironmentProfileOptions = {}): EnvironmentProfile {
    checkNow('EnvironmentProfile.load', ARGUMENTS, { scope, options });
    const file = resolve(options.file ?? 'vigil.json');
    const inside = relative(process.cwd(), file);
    const refuse = (text: string, ...errors: SourceError[]) =>
      new EnvironmentError(inside.startsWith('..') ? file : inside, file, text, errors);

    let text: string;
    try {
      // editors on Windows may put a byte order mark in front
      text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
    } catch (error) {
      throw refuse('', unreadable(file, error as NodeJS.ErrnoException));
    }

    const document = new JsonDocument(text);
    if (document.syntaxErrors.length > 0) throw refuse(text, ...document.syntaxErrors);
    const name = options.environment ?? scope.node.tryGetContext('env');
    const errors = [
      ...document.duplicates(),
      ...schemaErrors(document, schema),
      ...choiceErrors(document.value, name, options),
    ];
    if (errors.length > 0) throw refuse(text, ...errors);

    return new EnvironmentProfile(name, (document.value as Settings).environments[name] as EnvironmentSettings);
  }

  /** The name of the environment, such as `prod`. */
  public readonly name: string;

  /** The account and region to deploy to: those of the file, else those of the CDK command line, else unset. */
  public readonly env: Environment;

  /** The properties of `Vigil` in this environment. */
  public readonly vigilProps: VigilProps;

  private constructor(name: string, settings: EnvironmentSettings) {
    this.name = name;
    this.env = {
      account: settings.account ?? process.env['CDK_DEFAULT_ACCOUNT'],
      region: settings.region ?? process.env['CDK_DEFAULT_REGION'],
    };
    this.vigilProps = vigilPropsOf(name, settings);
  }
}

function unreadable(file: string, { code, message }: NodeJS.ErrnoException): SourceError {
  if (code !== 'ENOENT') return { message: `the file cannot be read: ${message}.` };
  const example = JSON.stringify(schema.examples[0], undefined, 2);
  return { message: `there is no such file in ${dirname(file)}. Create it, for example with:\n\n${example}\n` };
}

/** Whether the chosen environment exists. That the file has none at all is an error of the schema. */
function choiceErrors(value: unknown, chosen: unknown, options: EnvironmentProfileOptions): SourceError[] {
  const environments: unknown = (value as Partial<Settings> | null)?.environments;
  const names = environments instanceof Object && !Array.isArray(environments) ? Object.keys(environments) : [];
  if (names.length === 0 || names.includes(chosen as string)) return [];
  const problem =
    chosen === undefined ? 'no environment is chosen' : `there is no environment ${JSON.stringify(chosen)}`;
  const meant = nearest(String(chosen ?? ''), names) ?? names[0];
  const advice =
    options.environment === undefined
      ? `Choose one on the command line, for example: npx cdk synth -c env=${meant}`
      : `Pass one as 'environment' to EnvironmentProfile.load, for example '${meant}'.`;
  return [{ message: `${problem}. There are: ${names.join(', ')}. ${advice}` }];
}
