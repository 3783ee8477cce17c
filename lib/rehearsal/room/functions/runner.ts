// Runs a function's code in a process of its own, as Lambda's Node.js runtime does, and answers its parent.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Invocation, Outcome } from './environment';

type Handler = (event: unknown, context: object, callback: (error: unknown, result: unknown) => void) => unknown;

const EXTENSIONS: readonly string[] = ['.mjs', '.js', '.cjs'];

let handler: Promise<Handler> | undefined;

process.on('message', async (invocation: Invocation) => {
  const outcome = await run(invocation);
  // behind all that it printed
  process.stdout.write(`\n${invocation.mark}\n`, () => process.send?.(outcome));
});

async function run({ folder, handler: name, event, context, timeoutMs }: Invocation): Promise<Outcome> {
  const started = performance.now();
  try {
    handler ??= load(folder, name);
    const act = await handler;
    const end = Date.now() + timeoutMs;
    const own = { ...context, getRemainingTimeInMillis: () => Math.max(0, end - Date.now()) };
    const result = await new Promise((resolve, reject) => {
      const returned = act(event, own, (error, given) => (error ? reject(error) : resolve(given)));
      // one that takes a callback returns nothing
      if (returned !== undefined || act.length < 3) resolve(returned);
    });
    return { milliseconds: performance.now() - started, result: JSON.stringify(result ?? null) };
  } catch (error) {
    const { name: type = 'Error', message = String(error) } = (error ?? {}) as Error;
    return { milliseconds: performance.now() - started, error: `${type}: ${message}` };
  }
}

/** `dist/index.handler` is `handler` of dist/index.mjs, .js or .cjs. */
async function load(folder: string, name: string): Promise<Handler> {
  const [, path = name, exported = 'handler'] = /^(.*?)\.([^/]+)$/.exec(name) ?? [];
  const file = EXTENSIONS.map((extension) => join(folder, `${path}${extension}`)).find(existsSync);
  if (file === undefined) throw new Error(`Its code has no file ${path}.js or .mjs: it was not bundled.`);
  const module = await import(pathToFileURL(file).href);
  const found = exported.split('.').reduce((all, key) => all?.[key], module) ?? module.default?.[exported];
  if (typeof found !== 'function') throw new Error(`${path} exports no function '${exported}'.`);
  return found as Handler;
}
