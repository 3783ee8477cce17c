import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from '@swc/core';
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
  await bundleFor('invoicing', Object.fromEntries(names.map((name) => [`${name}/index`, `${name}.ts`])), {
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    mainFields: ['module', 'main'],
  });
}

/**
 * What constructs deploy. The clients of the SDK are CommonJS: `require` loads them in half of the time of `import`. What our code
 * itself requires inside of a function is a file beside the bundle, which the first alert does not load.
 */
async function bundleFunctions() {
  const names = readdirSync(join(root, 'lambda', 'functions'));
  await Promise.all(
    names.map(async (name) => {
      const later = new Map();
      const options = { format: 'cjs', tsconfigRaw: TSCONFIG, plugins: [filesOf(later)] };
      await bundleFor('functions', { [`${name}/index`]: `${name}/index.ts` }, options, minifyAgain);
      const entries = Object.fromEntries([...later].map(([file, path]) => [`${name}/${file}`, path]));
      await bundleFor('functions', entries, options, minifyAgain);
    }),
  );
}

/** Fields that constructors set are not declared a second time. */
const TSCONFIG = { compilerOptions: { useDefineForClassFields: false } };

/** Notes what our own code requires by a relative path, by the name of its file. */
const filesOf = (later) => ({
  name: 'files',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'require-call' || resolveDir.includes('node_modules')) return undefined;
      later.set(basename(path), `${resolve(resolveDir, path)}.ts`);
      return { path: `./${basename(path)}.js`, external: true };
    }),
});

/** What esbuild leaves: it looks at each statement once. A twentieth of what is packed. */
async function minifyAgain(bundled) {
  const { code } = await minify(bundled, {
    ecma: 2022,
    toplevel: true,
    compress: { passes: 3, toplevel: true },
    mangle: { toplevel: true },
  });
  return code;
}

async function bundleFor(folder, entries, options, after = (code) => code) {
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, file]) => [name, resolve(root, 'lambda', folder, file)]),
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
  for (const { path, text } of outputFiles) replace(path, await after(text));
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

/**
 * The rehearsal room in one file, with what it runs of the functions: beside the bundles of these functions, which are deployed, nothing
 * else may be.
 */
export async function bundleRoom() {
  const folder = join(root, 'dist', 'lib', 'rehearsal', 'room');
  for (const compiled of [folder, ...['functions', 'shared'].map((name) => join(root, 'dist', 'lambda', name))]) {
    rmSync(compiled, { recursive: true, force: true });
  }
  await build({
    entryPoints: [join(root, 'lib', 'rehearsal', 'room', 'index.ts')],
    outfile: join(folder, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
  });
}

/** The page of the rehearsal room: what the browser runs, with all that it needs. */
export async function bundlePage() {
  const page = join(root, 'lib', 'rehearsal', 'room', 'page');
  const built = join(root, 'dist', 'lib', 'rehearsal', 'room', 'page');
  const { outputFiles } = await build({
    entryPoints: { page: join(page, 'main.tsx'), 'page-style': join(page, 'page.css') },
    outdir: built,
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'inline',
    tsconfigRaw: TSCONFIG,
    write: false,
  });
  for (const { path, text } of outputFiles) replace(path.replace('page-style.css', 'page.css'), text);
  await bundleRunner();
  for (const file of ['index.html', 'icon.svg']) replace(join(built, file), readFileSync(join(page, file)));
}

/** What runs the functions of an app in a process of their own. */
async function bundleRunner() {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'lib', 'rehearsal', 'room', 'functions', 'runner.ts')],
    outfile: join(root, 'dist', 'lib', 'rehearsal', 'room', 'functions', 'runner.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    write: false,
  });
  for (const { path, text } of outputFiles) replace(path, text);
}

/** In one step, so that whoever reads the folder meanwhile finds the old file or the new one, never a part. */
function replace(path, contents) {
  const folder = dirname(path);
  const draft = `${folder}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await Promise.all([bundle(), bundlePage()]);
