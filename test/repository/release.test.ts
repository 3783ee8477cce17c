import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));
const check = (...words: string[]) =>
  spawnSync(process.execPath, [resolve(root, 'tools/check/release.mjs'), ...words], { encoding: 'utf8' });

test('a tag that is not the version of the package is not released', () => {
  const { status, stderr } = check('v0.0.9');
  expect(status).toBe(1);
  expect(stderr).toContain(
    `The tag is v0.0.9, and package.json has version ${version}: the tag has to be v${version}.`,
  );
});

test('a version without its changes is not released', () => {
  // GIVEN
  const changelog = readFileSync(resolve(root, 'CHANGELOG.md'), 'utf8');
  const isWritten = changelog.includes(`\n## [${version}]`);

  // WHEN
  const { status, stderr } = check(`v${version}`);

  // THEN
  expect(status).toBe(isWritten ? 0 : 1);
  expect(stderr).toBe(
    isWritten ? '' : `CHANGELOG.md has no heading "## [${version}]": move what is under "Unreleased" below it.\n`,
  );
});
