import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const CHECK = resolve(__dirname, '../../tools/check/release.mjs');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-release-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '1.2.3' }));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Checks a tag of version 1.2.3 whose changelog has these headings. */
function check(tag: string, ...headings: string[]) {
  writeFileSync(join(folder, 'CHANGELOG.md'), ['# Changelog', ...headings].join('\n\n'));
  const { status, stderr } = spawnSync(process.execPath, [CHECK, tag], { cwd: folder, encoding: 'utf8' });
  return { status, errors: stderr.split('\n').filter(Boolean) };
}

test('the tag of the version, with its changes, is released', () => {
  expect(check('v1.2.3', '## [Unreleased]', '## [1.2.3] - 2026-12-01')).toEqual({ status: 0, errors: [] });
});

test('another tag, or a version without its changes, is not', () => {
  expect(check('v1.2.4', '## [Unreleased]', '## [1.2.30] - 2026-12-01')).toEqual({
    status: 1,
    errors: [
      'The tag is v1.2.4, and package.json has version 1.2.3: the tag has to be v1.2.3.',
      'CHANGELOG.md has no heading "## [1.2.3]": move what is under "Unreleased" below it.',
    ],
  });
});
