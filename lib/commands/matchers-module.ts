import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { CustomMatcher } from '../contracts/health-checks';
import { UsageError } from './errors';

/**
 * Loads the custom matchers of a file of health checks.
 *
 * @param path of the module
 * @param shown the path as the file has it
 * @throws UsageError if it cannot be loaded, or exports no function
 */
export async function loadMatchers(path: string, shown: string): Promise<Readonly<Record<string, CustomMatcher>>> {
  if (!existsSync(path)) throw new UsageError(`the module of matchers does not exist: ${shown}.`);
  const loaded = await load(path, shown);
  const functions = Object.entries(loaded).filter(([, value]) => typeof value === 'function');
  if (functions.length === 0) throw new UsageError(`${shown} exports no function: each matcher is one, by its name.`);
  return Object.fromEntries(functions) as Record<string, CustomMatcher>;
}

async function load(path: string, shown: string): Promise<object> {
  try {
    return require(path) as object;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_REQUIRE_ESM') return import(pathToFileURL(path).href);
    const isTypeScript = /\.[cm]?ts$/.test(path) && error instanceof SyntaxError;
    const advice = isTypeScript ? ' Node.js loads TypeScript from 22.18 on.' : '';
    throw new UsageError(`${shown} cannot be loaded: ${(error as Error).message}.${advice}`);
  }
}
