import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';

type Esbuild = typeof import('esbuild');

/** A module of custom matchers, ready to run in the function. */
export interface BundledMatchers {
  readonly code: string;
  /** What it exports. */
  readonly names: readonly string[];
}

/**
 * Bundles the module of custom matchers that a file of checks names, with what it imports.
 *
 * @param module as the file names it: relative to the file
 * @param file of checks
 * @throws Error that says what to do, if esbuild is not installed, or with what it reports
 */
export function bundleMatchers(module: string, file: string): BundledMatchers {
  const esbuild = esbuildOf(file);
  const options = {
    entryPoints: [resolve(dirname(file), module)],
    bundle: true,
    platform: 'node' as const,
    target: 'node22',
    // the Lambda runtime brings it
    external: ['@aws-sdk/*'],
    write: false as const,
    logLevel: 'silent' as const,
  };
  const { outputFiles } = esbuild.buildSync({ ...options, format: 'cjs' });
  // only of this format it lists what is exported
  const { metafile } = esbuild.buildSync({ ...options, format: 'esm', metafile: true });
  const names = Object.values(metafile.outputs).flatMap(({ exports }) => exports);
  return { code: outputFiles[0]?.text ?? '', names: names.filter((name) => name !== 'default') };
}

/** As installed beside the file of checks, else beside the app. */
function esbuildOf(file: string): Esbuild {
  for (const path of [file, 'package.json']) {
    try {
      return createRequire(resolve(path))('esbuild');
    } catch {
      // the next, or none
    }
  }
  throw new Error(
    'The custom matchers are bundled with esbuild, which is not installed. Run `npm install --save-dev esbuild`.',
  );
}
