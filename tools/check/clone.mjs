// What somebody does who has only the address of the repository: clone, install, pack; or install Vigil from git. It is the last commit
// that is cloned, whatever else the folder has.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkFiles, expect, FLOOR, inFolder, install, pack, published, report, root, run } from './consumer.mjs';

/** Of the repository. What npm says of the configuration of whoever runs it is not ours. */
const WARNING = /^npm (warn|error) (?!Unknown (user|env|global|builtin) config).*$/gim;

await inFolder('clone', (folder) => {
  const clone = join(folder, 'clone');
  run(folder, 'git', 'clone', '--quiet', '--depth', '1', pathToFileURL(root).href, clone);
  installQuietly(clone);
  const printed = run(clone, 'npm', 'start', '--silent', '--', '--once');
  expect('whether `npm start` prints the alarms', /^\d+ alarms for \d+ components/m.test(printed), true);
  const { paths } = pack(clone, folder);

  const user = join(folder, 'user');
  install(user, `git+${pathToFileURL(clone).href}`, FLOOR);
  const installed = filesIn(join(user, 'node_modules', published.name));
  expect('files that only a packed clone has', without(paths, installed), []);
  expect('files that only an installation from git has', without(installed, paths), []);
  checkFiles(installed);
  expect('imported from git', run(user, 'node', '-p', `typeof require('${published.name}').Vigil`), 'function');
});

function installQuietly(clone) {
  const { status, stdout, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: clone,
    encoding: 'utf8',
  });
  console.log(stdout);
  expect('exit code of npm ci', status, 0);
  for (const warning of stderr.match(WARNING) ?? []) report(`npm ci: ${warning}`);
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('node_modules'));
}

function without(paths, others) {
  const known = new Set(others);
  return paths.filter((path) => !known.has(path));
}
