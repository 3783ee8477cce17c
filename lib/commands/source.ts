import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { readAssembly, readTemplates } from '../rehearsal/assembly/assembly';
import { readDocument } from '../rehearsal/assembly/document';
import { objectIn } from '../rehearsal/assembly/json';
import type { Assembly } from '../rehearsal/assembly/model';
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
}

/** Reads templates, a cloud assembly, or an app, which is synthesized. @throws UsageError, UnreadableFile, CheckError */
export async function readSource({ env, app, template }: SourceOptions, terminal: Terminal): Promise<Source> {
  if (template !== undefined) {
    if (env !== undefined)
      throw new UsageError("--env chooses what an app synthesizes; it has no effect on '--template'.");
    if (app !== undefined) throw new UsageError("Give either '--app' or '--template'.");
    const files = template.map((file) => relative(terminal.cwd(), resolve(terminal.cwd(), file)));
    return { title: files.join(', '), assembly: readTemplates(template.map((file) => resolve(terminal.cwd(), file))) };
  }
  const directory = resolve(terminal.cwd(), app ?? '.');
  if (existsSync(join(directory, 'manifest.json'))) {
    if (env !== undefined)
      throw new UsageError(`--env chooses what an app synthesizes; ${app ?? '.'} is synthesized already.`);
    return { title: `Cloud assembly ${app ?? '.'}`, assembly: readAssembly(directory) };
  }
  if (!existsSync(join(directory, 'cdk.json'))) {
    throw new UsageError(
      `There is no cdk.json in ${directory}. Go to the folder of a CDK app, or give '--app DIR' or '--template FILE'.`,
    );
  }
  return readApp(directory, env, terminal);
}

async function readApp(app: string, wanted: string | undefined, terminal: Terminal): Promise<Source> {
  const environment = environmentOf(app, wanted);
  const directory = mkdtempSync(join(tmpdir(), 'vigil-preview-'));
  try {
    await synthesize(app, environment, directory, terminal);
    return {
      title: environment === undefined ? `App ${app}` : `Environment ${environment}`,
      assembly: readAssembly(directory),
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
