import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import LIMITS from '../../../tools/bench/runtime-limits.json';

const root = join(__dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'vigil-'));
const published = join(folder, 'lambda.mjs');
const SETTINGS = { bundle: true, platform: 'node', target: 'node20', format: 'esm' } as const;

/** The module of the package, as `tools/bundle.mjs` makes it: one file, in which bundlers see less of what nobody uses. */
const { metafile } = buildSync({
  ...SETTINGS,
  entryPoints: [join(root, 'lambda', 'runtime', 'index.ts')],
  outfile: published,
  minifySyntax: true,
  metafile: true,
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What users deploy. */
function bundle(names: string) {
  const { outputFiles } = buildSync({
    ...SETTINGS,
    stdin: { contents: `export ${names} from './lambda.mjs';`, resolveDir: folder },
    minify: true,
    write: false,
  });
  return { code: outputFiles[0].text, bytes: outputFiles[0].contents.length };
}

const everything = bundle('*');

test.each([
  ['metrics alone', bundle('{ metricsEmitter }'), LIMITS.metricsBytes],
  ['everything', everything, LIMITS.everythingBytes],
])('%s is small', (_, { bytes }, most) => {
  expect(bytes).toBeLessThanOrEqual(most);
});

test('nothing is depended on but the catalogue', () => {
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path));
  expect(imports.length).toBeGreaterThan(20);
  expect(imports.filter((path) => !/^(lambda\/runtime|lib\/catalogue)\//.test(path))).toEqual([]);
});

test('a bare import leaves nothing behind that keeps the process alive, and writes nothing', () => {
  const code = `${everything.code}\nprocess.stderr.write(JSON.stringify(process.getActiveResourcesInfo()));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  expect(JSON.parse(stderr).filter((kind: string) => /TCP|UDP|Timeout|Immediate|DNS|TLS/.test(kind))).toEqual([]);
});
