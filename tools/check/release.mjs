// A tag is that of the version in package.json, and the changelog has its changes: node tools/check/release.mjs v1.2.3
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const read = (file) => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');
const [tag] = process.argv.slice(2);
const { version } = JSON.parse(read('package.json'));
const headings = read('CHANGELOG.md').match(/^## .*$/gm) ?? [];
const errors = [];

if (tag !== `v${version}`) {
  errors.push(
    `The tag is ${tag ?? 'missing'}, and package.json has version ${version}: the tag has to be v${version}.`,
  );
}
if (!headings.some((heading) => heading.startsWith(`## [${version}]`))) {
  errors.push(`CHANGELOG.md has no heading "## [${version}]": move what is under "Unreleased" below it.`);
}

for (const error of errors) console.error(error);
process.exitCode = errors.length > 0 ? 1 : 0;
