import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles what runs in Lambda, one folder per function: dist/lambda/{invoicing,functions}/NAME/index.mjs */
export async function bundle() {
  const handlers = readdirSync(join(root, 'lambda', 'invoicing'), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [`invoicing/${basename(entry.name, '.ts')}`, `invoicing/${entry.name}`]);
  const functions = readdirSync(join(root, 'lambda', 'functions')).map((name) => [
    `functions/${name}`,
    `functions/${name}/index.ts`,
  ]);
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(
      [...handlers, ...functions].map(([name, file]) => [`${name}/index`, join(root, 'lambda', file)]),
    ),
    outdir: join(root, 'dist', 'lambda'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    // the Lambda runtime brings it
    external: ['@aws-sdk/*'],
    write: false,
  });
  for (const { path, contents } of outputFiles) replace(path, contents);
}

/** What bundlers of other people's functions shake: the same as the CommonJS modules beside it, for `import`. */
export async function bundleModules() {
  await build({
    entryPoints: {
      catalogue: join(root, 'lib', 'catalogue', 'index.ts'),
      lambda: join(root, 'lambda', 'runtime', 'index.ts'),
      agent: join(root, 'lambda', 'agent', 'index.ts'),
    },
    outdir: join(root, 'dist', 'esm'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // the agent carries what the runtime writes: both have to have the same module for it
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
  });
}

/** In one step, so that whoever reads the folder meanwhile finds the old file or the new one, never a part. */
function replace(path, contents) {
  const folder = dirname(path);
  const draft = `${folder}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
