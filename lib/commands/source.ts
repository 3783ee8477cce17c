import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { type DeploymentValues, readAssembly, readTemplates } from '../rehearsal/assembly/assembly';
import type { Target } from '../rehearsal/assembly/deployed-stack';
import { readDocument } from '../rehearsal/assembly/document';
import { objectIn } from '../rehearsal/assembly/json';
import type { Assembly } from '../rehearsal/assembly/model';
import { unknownParameter } from '../rehearsal/testing/parameters';
import type { AssemblyReader } from '../rehearsal/testing/results';
import { UsageError } from './errors';
import { readParameters } from './parameters';
import type { SourceOptions } from './source-options';
import { synthesize } from './synthesize';
import type { Terminal } from './terminal';

/** Where alarms are read from. An app is synthesized first. */
export interface Source {
  readonly title: string;
  readonly read: AssemblyReader;
  /** Deletes what was synthesized. */
  readonly close: () => void;
}

/** Reads templates, a cloud assembly, or an app, which is synthesized. @throws UsageError, UnreadableFile, CheckError */
export async function readSource(
  options: SourceOptions,
  terminal: Terminal,
): Promise<{ readonly title: string; readonly assembly: Assembly }> {
  const { title, read, close } = await openSource(options, terminal);
  try {
    return { title, assembly: read({}) };
  } finally {
    close();
  }
}

/** As `readSource`, to be read more than once. */
export async function openSource(options: SourceOptions, terminal: Terminal): Promise<Source> {
  const adapt = adapterFor(options, terminal);
  const { read, ...located } = await locate(options, terminal);
  return { ...located, read: adapt(read) };
}

/**
 * Adds the deployment values of the command line, which take precedence over those of a test file.
 *
 * @throws UsageError, UnreadableFile; UsageError if a value has no use for the alarms that are read
 */
export function adapterFor(options: SourceOptions, terminal: Terminal): (read: AssemblyReader) => AssemblyReader {
  const given = valuesIn(options, terminal);
  return (read) => (values) => {
    const parameters = { ...values.parameters, ...given.parameters };
    return checked(read({ ...values, ...given, parameters }), given);
  };
}

function valuesIn({ parameters = [], region, account }: SourceOptions, terminal: Terminal): DeploymentValues {
  if (region !== undefined && !/^[a-z]{2,4}(-[a-z]+){1,2}-\d{1,2}$/.test(region))
    throw new UsageError(`--region ${region}: this is not a region code. Give one such as eu-central-1.`);
  if (account !== undefined && !/^\d{12}$/.test(account))
    throw new UsageError(`--account ${account}: this is not an account id. Give 12 digits.`);
  return {
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    parameters: readParameters(parameters, terminal.cwd()),
  };
}

/** Checks that each given value has a use in the assembly. @throws UsageError */
function checked(assembly: Assembly, { parameters = {}, ...target }: DeploymentValues): Assembly {
  const unknown = Object.keys(parameters).filter((name) => !assembly.parameters.includes(name));
  const errors = [
    ...unknown.map((name) => unknownParameter(name, assembly.parameters).replace(/^t/, 'T')),
    ...(['region', 'account'] as const).flatMap((key) => elsewhere(assembly, key, target)),
  ];
  if (errors.length > 0) throw new UsageError(errors.join('\nvigil: '));
  return assembly;
}

function elsewhere({ stacks }: Assembly, key: keyof Target, { [key]: given }: Target): string[] {
  if (given === undefined || stacks.length === 0 || stacks.some((stack) => stack[key] === given)) return [];
  const own = [...new Set(stacks.map((stack) => `${stack.path} (${stack[key]})`))].join(', ');
  return [`--${key} ${given} has no effect: every stack sets its own ${key}: ${own}.`];
}

const keep = () => {};

async function locate({ env, app, template, ...target }: SourceOptions, terminal: Terminal): Promise<Source> {
  if (template !== undefined) {
    if (env !== undefined)
      throw new UsageError(
        "--env has no effect on '--template': it selects the environment that an app synthesizes. Leave it out.",
      );
    if (app !== undefined) throw new UsageError("Give either '--app' or '--template', not both.");
    const paths = template.map((file) => resolve(terminal.cwd(), file));
    const title = paths.map((path) => relative(terminal.cwd(), path)).join(', ');
    return { title, read: (values) => readTemplates(paths, values), close: keep };
  }
  const directory = resolve(terminal.cwd(), app ?? '.');
  if (existsSync(join(directory, 'manifest.json'))) {
    if (env !== undefined)
      throw new UsageError(
        `--env has no effect: ${app ?? '.'} is synthesized already. Leave it out, or give the folder of the app.`,
      );
    const title = `Cloud assembly ${app ?? '.'}`;
    return { title, read: (values) => readAssembly(directory, values), close: keep };
  }
  if (!existsSync(join(directory, 'cdk.json'))) {
    throw new UsageError(
      `There is no cdk.json in ${directory}. Go to the folder of a CDK app, or give '--app DIR' or '--template FILE'.`,
    );
  }
  return synthesized(directory, { env, ...target }, terminal);
}

async function synthesized(app: string, { env, region, account }: SourceOptions, terminal: Terminal): Promise<Source> {
  const environment = environmentOf(app, env);
  const directory = mkdtempSync(join(tmpdir(), 'vigil-synth-'));
  const close = () => rmSync(directory, { recursive: true, force: true });
  try {
    await synthesize(app, { environment, region, account }, directory, terminal);
  } catch (error) {
    close();
    throw error;
  }
  linkModules(app, directory);
  const title = environment === undefined ? `App ${app}` : `Environment ${environment}`;
  return { title, read: (values) => readAssembly(directory, values), close };
}

/** The code of functions finds what the app has installed, also where it was synthesized to. */
function linkModules(app: string, directory: string): void {
  const modules = join(app, 'node_modules');
  if (existsSync(modules)) symlinkSync(modules, join(directory, 'node_modules'), 'junction');
  else if (dirname(app) !== app) linkModules(dirname(app), directory);
}

/** The wanted environment, or else the first of vigil.json. */
function environmentOf(app: string, wanted: string | undefined): string | undefined {
  const file = join(app, 'vigil.json');
  if (!existsSync(file)) return wanted;
  const names = Object.keys(objectIn(objectIn(readDocument(file).content).environments));
  if (wanted !== undefined && !names.includes(wanted)) {
    throw new UsageError(`${file} has no environment '${wanted}'. It has: ${names.join(', ') || 'none'}.`);
  }
  return wanted ?? names[0];
}
