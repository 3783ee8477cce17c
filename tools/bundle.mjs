import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles what runs in Lambda, one folder per function: dist/lambda/{invoicing,functions}/NAME/index.* */
export async function bundle() {
  await Promise.all([bundleHandlers(), bundleFunctions()]);
}

/** The handlers of the reference system. */
async function bundleHandlers() {
  const handlers = join(root, 'lambda', 'invoicing');
  const names = readdirSync(handlers, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => basename(entry.name, '.ts'));
  await bundleFor('invoicing', Object.fromEntries(names.map((name) => [name, `${name}.ts`])), {
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    mainFields: ['module', 'main'],
  });
}

/** What constructs deploy. The clients of the SDK are CommonJS: `require` loads them in half of the time of `import`. */
async function bundleFunctions() {
  const names = readdirSync(join(root, 'lambda', 'functions'));
  await bundleFor('functions', Object.fromEntries(names.map((name) => [name, `${name}/index.ts`])), { format: 'cjs' });
}

async function bundleFor(folder, entries, options) {
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, file]) => [`${name}/index`, join(root, 'lambda', folder, file)]),
    ),
    outdir: join(root, 'dist', 'lambda', folder),
    bundle: true,
    platform: 'node',
    target: 'node22',
    minify: true,
    // the Lambda runtime brings it
    external: ['@aws-sdk/*'],
    write: false,
    ...options,
  });
  for (const { path, contents } of outputFiles) replace(path, contents);
}

/** What bundlers of other people's functions shake: the same as the CommonJS modules beside it, for `import`. */
const MODULES = { catalogue: 'lib/catalogue/index', lambda: 'lambda/runtime/index', agent: 'lambda/agent/index' };

export async function bundleModules() {
  await build({
    entryPoints: Object.fromEntries(Object.entries(MODULES).map(([name, file]) => [name, join(root, `${file}.ts`)])),
    outdir: join(root, 'dist', 'esm'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // the agent carries what the runtime writes: both have to have the same module for it
    splitting: true,
    // constants are written where they are used, which bundlers could not do with them later
    minifySyntax: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
  });
  for (const [name, file] of Object.entries(MODULES)) {
    writeFileSync(join(root, 'dist', 'esm', `${name}.d.mts`), `export * from '../${file}.js';\n`);
  }
}

/** What a CDK app imports, in one file: finding and reading a hundred of them takes a third of what Vigil adds to a small synthesis. */
export async function bundleConstructs() {
  await build({
    entryPoints: [join(root, 'lib', 'index.ts')],
    outfile: join(root, 'dist', 'lib', 'index.js'),
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
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

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
