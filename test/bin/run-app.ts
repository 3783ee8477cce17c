import { exec } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { folderWith } from '../rehearsal/templates';

const root = join(__dirname, '..', '..');

/** Runs the app as the CDK CLI does, and returns the named files of what it writes. */
export async function runApp(context: Record<string, string>, ...files: string[]) {
  const { app, build, context: settings } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
  // the CLI reports errors itself
  const cli = { '@aws-cdk/core:failSynthOnValidationErrors': false };
  const directory = mkdtempSync(join(tmpdir(), 'invoicing-'));
  const env = {
    ...process.env,
    CDK_OUTDIR: directory,
    CDK_CONTEXT_JSON: JSON.stringify({ ...settings, ...cli, ...context }),
  };
  try {
    await promisify(exec)(`${build} && ${app}`, { cwd: root, env });
    return files.map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A folder with what the app synthesizes in `cdk.out`, and further files. */
export async function folderOfApp(env: string, files: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const names = ['manifest.json', 'Invoicing.template.json', 'Invoicing.assets.json', 'Invoicing.metadata.json'];
  const assembly = await runApp({ env }, ...names);
  const synthesized = Object.fromEntries(names.map((name, index) => [`cdk.out/${name}`, assembly[index]]));
  return folderWith({ ...synthesized, ...files });
}
