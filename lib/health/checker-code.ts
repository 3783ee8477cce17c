import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import { functionFolder } from '../alerting/function-code';
import { CHECKS_FILE, MATCHERS_FILE } from '../contracts/health-checker';
import type { HealthCheck } from '../contracts/health-checks';

/** A folder with the function that runs checks, with the checks, and with custom matchers where there are some. */
export function checkerFolder(checks: readonly HealthCheck[], matchers?: string): string {
  const folder = FileSystem.mkdtemp('vigil-health-checks-');
  cpSync(functionFolder('health-checker'), folder, { recursive: true });
  writeFileSync(join(folder, CHECKS_FILE), JSON.stringify(checks));
  if (matchers !== undefined) writeFileSync(join(folder, MATCHERS_FILE), matchers);
  return folder;
}
