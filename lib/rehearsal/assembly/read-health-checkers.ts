import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configuredChecks } from '../../contracts/configured-checks';
import { CHECKS_FILE, HEALTH_CHECKER_ENVIRONMENT, type HealthCheckerSettings } from '../../contracts/health-checker';
import type { HealthCheck } from '../../contracts/health-checks';
import { declarationOf, type Inventory } from './inventory';
import { objectIn, textsIn } from './json';
import type { HealthChecker } from './model';
import { codeFolder } from './read-application';
import { valueIn } from './vigil-notifiers';

/** Vigil's functions that run health checks. That of another region belongs to its first. */
export const readHealthCheckers = (inventory: Inventory): HealthChecker[] =>
  inventory.ofType('AWS::Lambda::Function').flatMap((fn) => {
    const settings = objectIn(valueIn(fn, HEALTH_CHECKER_ENVIRONMENT.settings));
    const isOne = typeof settings['checks'] === 'number' && typeof settings['runsADay'] === 'number';
    const keepsStates = valueIn(fn, HEALTH_CHECKER_ENVIRONMENT.tableName) !== undefined;
    if (!isOne || !keepsStates) return [];
    const folder = codeFolder(objectIn(fn.properties.Code), dirname(fn.stack.file));
    const values = textsIn(valueIn(fn, HEALTH_CHECKER_ENVIRONMENT.values));
    return {
      ...declarationOf(fn),
      name: String(fn.resolver.reference(fn.logicalId)),
      settings: settings as unknown as HealthCheckerSettings,
      hasHeartbeatUrls: valueIn(fn, HEALTH_CHECKER_ENVIRONMENT.heartbeatUrls) !== undefined,
      checks: checksIn(folder, values),
    };
  });

/** None where the code does not lie beside the template. */
function checksIn(folder: string | undefined, values: readonly string[]): readonly HealthCheck[] {
  const file = join(folder ?? '', CHECKS_FILE);
  return folder !== undefined && existsSync(file) ? configuredChecks(readFileSync(file, 'utf8'), values) : [];
}
