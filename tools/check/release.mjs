// The tag is that of the version in package.json, and the changelog has its changes. In the folder of both: release.mjs v1.2.3
import { readFileSync } from 'node:fs';

const [tag = 'missing'] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const headings = readFileSync('CHANGELOG.md', 'utf8').match(/^## .*$/gm) ?? [];
const errors = [];

if (tag !== `v${version}`) {
  errors.push(`The tag is ${tag}, and package.json has version ${version}: the tag has to be v${version}.`);
}
if (!headings.some((heading) => heading.startsWith(`## [${version}]`))) {
  errors.push(`CHANGELOG.md has no heading "## [${version}]": move what is under "Unreleased" below it.`);
}

for (const error of errors) console.error(error);
process.exitCode = errors.length > 0 ? 1 : 0;
