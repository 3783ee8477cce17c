import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { readAssembly, readTemplates } from '../rehearsal/assembly/assembly';
import { readDocument } from '../rehearsal/assembly/document';
import { objectIn } from '../rehearsal/assembly/json';
import type { Assembly } from '../rehearsal/assembly/model';
import { unknownParameter } from '../rehearsal/testing/parameters';
import { UsageError } from './errors';
import { synthesize } from './synthesize';
import type { Terminal } from './terminal';

interface Source {
  readonly title: string;
  readonly assembly: Assembly;
}

/** Where alarms come from. */
export interface SourceOptions {
  readonly env?: string;
  readonly app?: string;
  readonly template?: readonly string[];
  /** What parameters of the templates are at deployment: `NAME=VALUE`. */
  readonly parameters?: readonly string[];
}

/** Reads templates, a cloud assembly, or an app, which is synthesized. @throws UsageError, UnreadableFile, CheckError */
export async function readSource(options: SourceOptions, terminal: Terminal): Promise<Source> {
  const parameters = Object.fromEntries((options.parameters ?? []).map(nameAndValue));
  const source = await read(options, parameters, terminal);
  const known = source.assembly.parameters;
  const unknown = Object.keys(parameters).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new UsageError(unknown.map((name) => unknownParameter(name, known).replace(/^t/, 'T')).join('\nvigil: '));
  return source;
}

function nameAndValue(text: string): [name: string, value: string] {
  const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageError(`'${text}' is no parameter. Write NAME=VALUE, such as Stage=prod.`);
  return [name, value];
}

async function read(
  { env, app, template }: SourceOptions,
  parameters: Readonly<Record<string, string>>,
  terminal: Terminal,
): Promise<Source> {
  if (template !== undefined) {
    if (env !== undefined)
      throw new UsageError("--env chooses what an app synthesizes; it has no effect on '--template'.");
    if (app !== undefined) throw new UsageError("Give either '--app' or '--template'.");
    const files = template.map((file) => relative(terminal.cwd(), resolve(terminal.cwd(), file)));
    const paths = template.map((file) => resolve(terminal.cwd(), file));
    return { title: files.join(', '), assembly: readTemplates(paths, parameters) };
  }
  const directory = resolve(terminal.cwd(), app ?? '.');
  if (existsSync(join(directory, 'manifest.json'))) {
    if (env !== undefined)
      throw new UsageError(`--env chooses what an app synthesizes; ${app ?? '.'} is synthesized already.`);
    return { title: `Cloud assembly ${app ?? '.'}`, assembly: readAssembly(directory, parameters) };
  }
  if (!existsSync(join(directory, 'cdk.json'))) {
    throw new UsageError(
      `There is no cdk.json in ${directory}. Go to the folder of a CDK app, or give '--app DIR' or '--template FILE'.`,
    );
  }
  return readApp(directory, env, parameters, terminal);
}

async function readApp(
  app: string,
  wanted: string | undefined,
  parameters: Readonly<Record<string, string>>,
  terminal: Terminal,
): Promise<Source> {
  const environment = environmentOf(app, wanted);
  const directory = mkdtempSync(join(tmpdir(), 'vigil-preview-'));
  try {
    await synthesize(app, environment, directory, terminal);
    return {
      title: environment === undefined ? `App ${app}` : `Environment ${environment}`,
      assembly: readAssembly(directory, parameters),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The first environment of vigil.json, unless one is asked for. */
function environmentOf(app: string, wanted: string | undefined): string | undefined {
  const file = join(app, 'vigil.json');
  if (!existsSync(file)) return wanted;
  const names = Object.keys(objectIn(objectIn(readDocument(file).content).environments));
  if (wanted !== undefined && !names.includes(wanted)) {
    throw new UsageError(`${file} has no environment '${wanted}'. It has: ${names.join(', ') || 'none'}.`);
  }
  return wanted ?? names[0];
}
