import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../rehearsal/assembly/deployed-stack';
import { readDocument } from '../rehearsal/assembly/document';
import { objectIn, textIn } from '../rehearsal/assembly/json';
import { CheckError, UsageError } from './errors';
import type { Terminal } from './terminal';

/** Which environment of an app to synthesize, and for which account and region where the app leaves that open. */
interface Wanted extends Target {
  readonly environment?: string;
}

/** Runs a CDK app as the CDK CLI does, without the CLI: its assembly goes to `directory`. */
export async function synthesize(
  app: string,
  { environment, region, account }: Wanted,
  directory: string,
  terminal: Terminal,
): Promise<void> {
  const settings = read(join(app, 'cdk.json'));
  const command = textIn(settings.app);
  if (command === undefined)
    throw new UsageError(`${join(app, 'cdk.json')}: it has no 'app'. Add the command that runs the app.`);
  const context = {
    ...read(join(app, 'cdk.context.json')),
    ...objectIn(settings.context),
    // a preview does not read bundled code, and bundling takes long
    'aws:cdk:bundling-stacks': [],
    // errors are read from the assembly; thrown, they would print a stack trace
    '@aws-cdk/core:failSynthOnValidationErrors': false,
    ...(environment === undefined ? {} : { env: environment }),
  };
  const variables = {
    // CDK's checks of templates take up to ten seconds and only warn, which `cdk synth` does as well
    CDK_VALIDATION: terminal.env.CDK_VALIDATION ?? 'false',
    CDK_OUTDIR: directory,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    ...(region !== undefined && { CDK_DEFAULT_REGION: region }),
    ...(account !== undefined && { CDK_DEFAULT_ACCOUNT: account }),
  };
  for (const step of [textIn(settings.build), command]) {
    if (step !== undefined) await run(step, app, variables, terminal);
  }
  if (!existsSync(join(directory, 'manifest.json'))) {
    throw new CheckError(`The app wrote no cloud assembly. Check that '${command}' runs a CDK app.`);
  }
}

const read = (file: string) => (existsSync(file) ? objectIn(readDocument(file).content) : {});

/** What the app prints goes to standard error, so that the report alone is on standard output. */
async function run(command: string, cwd: string, variables: Record<string, string>, terminal: Terminal): Promise<void> {
  const pass = (text: string) => terminal.stderr.write(text);
  const ended = new Promise<number | string>((resolve, reject) => {
    const env = { ...terminal.env, ...variables };
    const child = spawn(command, { cwd, shell: true, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const output of [child.stdout, child.stderr]) output.setEncoding('utf8').on('data', pass);
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve(exitCode ?? signal ?? 'no exit code'));
  });
  const code = await ended.catch((error: Error) => error.message);
  if (code !== 0)
    throw new CheckError(
      `The app did not synthesize: '${command}' failed (${typeof code === 'number' ? `exit code ${code}` : code}). See its output above.`,
    );
}
