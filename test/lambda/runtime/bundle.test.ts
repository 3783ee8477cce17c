import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..', '..', '..');

function bundle(source: string) {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    metafile: true,
    write: false,
  });
  const inputs = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
  return { code: outputFiles[0].text, bytes: outputFiles[0].contents.length, imports: inputs.map(({ path }) => path) };
}

const everything = bundle("export * from './lambda/runtime';");

test.each([
  ['metrics alone', bundle("export { metricsEmitter } from './lambda/runtime';"), 3 * 1024],
  ['everything', everything, 12 * 1024],
])('%s is small', (_, { bytes }, most) => {
  expect(bytes).toBeLessThanOrEqual(most);
});

test('nothing is depended on but the catalogue', () => {
  expect(everything.imports.filter((path) => !/^(lambda\/runtime|lib\/catalogue)\//.test(path))).toEqual([]);
});

test('a bare import leaves nothing behind that keeps the process alive, and writes nothing', () => {
  const code = `${everything.code}\nprocess.stderr.write(JSON.stringify(process.getActiveResourcesInfo()));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  expect(JSON.parse(stderr).filter((kind: string) => /TCP|UDP|Timeout|Immediate|DNS|TLS/.test(kind))).toEqual([]);
});
