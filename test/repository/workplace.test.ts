import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

// The repository works wherever it is cloned: nothing in it names a folder outside of the clone, or a registry.

const root = resolve(__dirname, '../..');
const BINARY = /\.(png|gif|jpe?g|ico|zip|gz)$/;
const lines = execFileSync('git', ['-c', `safe.directory=${root}`, 'ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && !BINARY.test(file) && existsSync(join(root, file)))
  .flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .map((text, index) => ({ file, text, at: `${file}:${index + 1}: ${text.trim()}` })),
  );

test('all files are read', () => {
  expect(lines.map(({ file }) => file)).toEqual(
    expect.arrayContaining(['.ci/run', 'package-lock.json', 'lib/index.ts']),
  );
});

test.each([
  ['a folder of one machine', /(?<![\w.-])\/(?:work|home|Users|root)\/\w/],
  ['the address of a registry', /https?:\/\/[\w.-]*(?:registry|artifactory|nexus|verdaccio)[\w.-]*/i],
])('no file names %s', (_, pattern) => {
  expect(lines.filter(({ text }) => pattern.test(text)).map(({ at }) => at)).toEqual([]);
});

test('no file names a folder beside the clone', () => {
  const SHARED = /((?:\.\.\/)+)shared\b/g;
  const outside = lines.filter(({ file, text }) =>
    [...text.matchAll(SHARED)].some(([path]) => {
      const target = join(root, dirname(file), path);
      return relative(root, target).startsWith('..') || !existsSync(target);
    }),
  );
  expect(outside.map(({ at }) => at)).toEqual([]);
});

test('no lock file records an address, and new entries will not', () => {
  const locks = [...new Set(lines.map(({ file }) => file))].filter((file) => basename(file) === 'package-lock.json');
  for (const lock of locks) {
    const { packages } = JSON.parse(readFileSync(join(root, lock), 'utf8'));
    const entries: { readonly resolved?: string }[] = Object.values(packages);
    expect(entries.length).toBeGreaterThan(1);
    expect(entries.filter(({ resolved = '' }) => /^\w+:/.test(resolved))).toEqual([]);
    expect(readFileSync(join(root, dirname(lock), '.npmrc'), 'utf8')).toMatch(
      /^omit-lockfile-registry-resolved=true$/m,
    );
  }
  expect(locks).toContain('package-lock.json');
});
