// Packs the package, installs it into an empty folder as a user would, beside the oldest release of CDK that it admits, and uses it there
// in every way that it offers.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  CONSUMERS,
  expect,
  FLOOR,
  inFolder,
  install,
  modules,
  pack,
  published,
  report,
  root,
  run,
  typeCheck,
} from './consumer.mjs';

/**
 * Measured: 1,538 KB packed. Documentation and types are half of it; the rehearsal room is 170 KB: its page with the libraries that draw, and
 * the server with the code of the notifier; the function of health checks is 60 KB, of which the validator of JSON schemas is the most;
 * PromQL is 45 KB; rules and runbooks of forty resource types are most of the rest. A twentieth more, so that what makes the download larger
 * is noticed.
 */
const LARGEST_KB = 1545;

// what a CommonJS module has besides its own names, as seen by `import`
const INTEROPERATION = ['default', 'module.exports', '__esModule'];

await inFolder('package', (folder) => {
  const { tarball, paths, kilobytes } = pack(root, folder, '--ignore-scripts');
  console.log(`${basename(tarball)}: ${paths.length} files, ${kilobytes} KB packed`);
  if (kilobytes > LARGEST_KB) report(`The package has ${kilobytes} KB, which is over ${LARGEST_KB} KB.`);
  lint(tarball);
  install(folder, tarball, FLOOR);
  for (const name of modules) sameNames(folder, name);
  const schema = run(folder, 'node', '-p', 'typeof require("cdk-vigil/vigil.schema.json").properties');
  expect('the schema can be imported', schema, 'object');
  for (const name of Object.keys(CONSUMERS)) typeCheck(folder, name);
  synthesize(folder);
  expect('npx vigil --version', run(folder, 'npx', '--no-install', 'vigil', '--version'), published.version);
});

/** What other tools find wrong with it, each for one kind of consumer. */
function lint(tarball) {
  const tools = [
    ['publint', 'run', tarball, '--strict'],
    ['attw', tarball, '--no-emoji'],
  ];
  for (const [tool, ...words] of tools) {
    try {
      execFileSync(join(root, 'node_modules', '.bin', tool), words, { cwd: root, encoding: 'utf8' });
      console.log(`${tool}: nothing found`);
    } catch (error) {
      report(`${tool}:\n${error.stdout}`);
    }
  }
}

function sameNames(folder, name) {
  const required = run(folder, 'node', '-p', `Object.keys(require('${name}')).sort().join()`);
  const imported = run(
    folder,
    'node',
    '--input-type=module',
    '-e',
    `import * as all from '${name}';
    const names = Object.keys(all).filter((name) => !${JSON.stringify(INTEROPERATION)}.includes(name));
    console.log(names.sort().join());`,
  );
  expect(`${name}, imported and required`, imported, required);
  if (required === '') report(`${name} exports nothing`);
}

function synthesize(folder) {
  const directory = join(folder, 'cdk.out');
  mkdirSync(directory);
  run(folder, 'node', 'out/app.js');
  const templateOf = (stack) => JSON.parse(readFileSync(join(directory, `${stack}.template.json`), 'utf8'));
  const typesIn = (stack) => Object.values(templateOf(stack).Resources).map(({ Type }) => Type);
  const count = (type, stack = 'Orders') => typesIn(stack).filter((each) => each === type).length;
  expect(
    'alarms, topics and dashboards in the example',
    [count('AWS::CloudWatch::Alarm') > 0, count('AWS::SNS::Topic'), count('AWS::CloudWatch::Dashboard')],
    // three severities, the alerts, the alarms of composites, the watch on the watcher and its heartbeat
    [true, 7, 1],
  );
  // the notifier, whose code comes with the package, and CDK's own, which exports the distribution's id
  expect('functions in the example', count('AWS::Lambda::Function'), 2);
  // CloudFront is measured in us-east-1 only
  expect('alarms in us-east-1', count('AWS::CloudWatch::Alarm', 'Orders-us-east-1') > 0, true);
}
