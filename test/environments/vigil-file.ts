import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App } from 'aws-cdk-lib';
import { EnvironmentProfile } from '../../lib/environments/environment-profile';

const folder = mkdtempSync(join(tmpdir(), 'vigil-environments-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A `vigil.json` in a folder of its own, with `content` as text or data. */
export function vigilFile(content: unknown): string {
  const file = join(mkdtempSync(join(folder, 'app-')), 'vigil.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** As `cdk synth -c env=NAME` would load the file. */
export function load(content: unknown, env?: unknown): EnvironmentProfile {
  return EnvironmentProfile.load(appWith(env), { file: vigilFile(content) });
}

/** The errors that `load` reports, one per line, without the folder of the file. */
export function errorsOf(content: unknown, env: unknown = 'prod'): string[] {
  const file = vigilFile(content);
  try {
    EnvironmentProfile.load(appWith(env), { file });
  } catch (error) {
    const shown = relative(process.cwd(), file).startsWith('..') ? file : relative(process.cwd(), file);
    return (error as Error).message.replaceAll(shown, 'vigil.json').split('\n');
  }
  return [];
}

export const appWith = (env?: unknown): App => new App({ context: env === undefined ? {} : { env } });

/** A file whose environment `prod` has these settings. */
export const prod = (settings: object) => ({ version: '1.0', environments: { prod: { routes: [], ...settings } } });
