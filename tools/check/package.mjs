// Packs the package, installs it into an empty folder as a user would, beside the oldest release of CDK that it admits, and uses it there
// in every way that it offers.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const published = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'vigil-package-'));
const faults = [];
/** What can be imported and is code: `cdk-vigil`, `cdk-vigil/lambda`, … */
const modules = Object.entries(published.exports)
  .filter(([, target]) => typeof target === 'object')
  .map(([path]) => published.name + path.slice(1));

const NEEDED = [
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'vigil.schema.json',
  'docs/alarms.md',
  'docs/runbooks/README.md',
  'dist/bin/vigil.js',
];
const SHIPPED = [
  /^(LICENSE|README\.md|CHANGELOG\.md|package\.json|vigil\.schema\.json)$/,
  /^docs\/.+\.(md|svg|png)$/,
  /^dist\/vigil\.schema\.json$/,
  /^dist\/bin\/vigil\.(js|d\.ts)$/,
  /^dist\/(lib|lambda\/(runtime|agent))\/.+\.(js|d\.ts)$/,
  /^dist\/lambda\/functions\/[a-z-]+\/index\.js$/,
  /^dist\/esm\/.+\.(mjs|d\.mts)$/,
];

/** The two lines that the README tells users to add. */
const EXAMPLE = `
import { App, Stack } from 'aws-cdk-lib';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Route, Severity, Vigil } from 'cdk-vigil';

class Orders extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { env: { account: '111122223333', region: 'eu-west-1' } });
    new Distribution(this, 'Portal', { defaultBehavior: { origin: new HttpOrigin('example.com') } });
    const deadLetterQueue = { queue: new Queue(this, 'Failed'), maxReceiveCount: 3 };
    new Queue(this, 'Queue', { deadLetterQueue });

    const vigil = new Vigil(this, 'Vigil', {
      environment: 'prod',
      routes: [
        Route.email('oncall@example.com'),
        Route.sms('+4915112345678', { severities: [Severity.P0, Severity.P1] }),
        Route.slack(Secret.fromSecretNameV2(this, 'Slack', 'prod/slack-alerts')),
      ],
    });
    vigil.watch(this);
  }
}

const app = new App();
new Orders(app, 'Orders');
app.synth();
`;

/** Measured: 590 KB packed, half of it documentation and types. A tenth more, so that what doubles the download is noticed. */
const LARGEST_KB = 650;
/** Of CDK's releases, the oldest that the package admits; of constructs, the newest, as npm installs it. */
const FLOOR = published.peerDependencies['aws-cdk-lib'].replace('^', '');

const COMPILER_OPTIONS = { target: 'es2022', strict: true, skipLibCheck: false, types: ['node'] };
const CONSUMERS = {
  // what runs is what this one emits
  node16: { files: ['app.ts', 'app.mts'], compilerOptions: { module: 'node16', outDir: 'out' } },
  bundler: {
    files: ['app.ts'],
    compilerOptions: { module: 'esnext', moduleResolution: 'bundler', noEmit: true },
  },
};
// what a CommonJS module has besides its own names, as seen by `import`
const INTEROPERATION = ['default', 'module.exports', '__esModule'];

try {
  const tarball = pack();
  lint(tarball);
  install(tarball);
  for (const name of modules) sameNames(name);
  const schema = run('node', '-p', 'typeof require("cdk-vigil/vigil.schema.json").properties');
  expect('the schema can be imported', schema, 'object');
  for (const [name, settings] of Object.entries(CONSUMERS)) typeCheck(name, settings);
  synthesize();
  expect('npx vigil --version', run('npx', '--no-install', 'vigil', '--version'), published.version);
} catch (error) {
  // what the command wrote to standard error has been shown
  faults.push(`${error.message.split('\n')[0]}\n${error.stdout ?? ''}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

function pack() {
  // what `npm run build` made, as it is
  const [{ filename, files, size }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
    }),
  );
  const paths = files.map(({ path }) => path);
  const stray = paths.filter((path) => !SHIPPED.some((pattern) => pattern.test(path)));
  const missing = NEEDED.filter((path) => !paths.includes(path));
  expect('files shipped without need', stray, []);
  expect('files that are missing', missing, []);
  const kilobytes = Math.round(size / 1024);
  console.log(`${filename}: ${paths.length} files, ${kilobytes} KB packed`);
  if (kilobytes > LARGEST_KB) faults.push(`The package has ${kilobytes} KB, which is over ${LARGEST_KB} KB.`);
  return join(folder, filename);
}

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
      faults.push(`${tool}:\n${error.stdout}`);
    }
  }
}

function install(tarball) {
  const locked = (name) => `${name}@${packages[`node_modules/${name}`].version}`;
  const beside = [`aws-cdk-lib@${FLOOR}`, ...['constructs', 'typescript', '@types/node'].map(locked)];
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'orders', private: true }));
  run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball, ...beside);
}

function sameNames(name) {
  const required = run('node', '-p', `Object.keys(require('${name}')).sort().join()`);
  const imported = run(
    'node',
    '--input-type=module',
    '-e',
    `import * as all from '${name}';
    const names = Object.keys(all).filter((name) => !${JSON.stringify(INTEROPERATION)}.includes(name));
    console.log(names.sort().join());`,
  );
  expect(`${name}, imported and required`, imported, required);
  if (required === '') faults.push(`${name} exports nothing`);
}

function typeCheck(name, { files, compilerOptions }) {
  const config = join(folder, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ compilerOptions: { ...COMPILER_OPTIONS, ...compilerOptions }, files }));
  const imports = modules.map((module, index) => `import * as module${index} from '${module}';\nvoid module${index};`);
  for (const file of files) writeFileSync(join(folder, file), `${imports.join('\n')}${EXAMPLE}`);
  try {
    run('npx', '--no-install', 'tsc', '-p', config);
    console.log(`types: ${name}`);
  } catch (error) {
    faults.push(`types, ${name}:\n${error.stdout}`);
  }
}

function synthesize() {
  const directory = join(folder, 'cdk.out');
  mkdirSync(directory);
  run('node', 'out/app.js');
  const templateOf = (stack) => JSON.parse(readFileSync(join(directory, `${stack}.template.json`), 'utf8'));
  const typesIn = (stack) => Object.values(templateOf(stack).Resources).map(({ Type }) => Type);
  const count = (type, stack = 'Orders') => typesIn(stack).filter((each) => each === type).length;
  expect(
    'alarms, topics and dashboards in the example',
    [count('AWS::CloudWatch::Alarm') > 0, count('AWS::SNS::Topic'), count('AWS::CloudWatch::Dashboard')],
    // three severities, the alerts, the watch on the watcher and its heartbeat
    [true, 6, 1],
  );
  // the notifier, whose code comes with the package, and CDK's own, which exports the distribution's id
  expect('functions in the example', count('AWS::Lambda::Function'), 2);
  // CloudFront is measured in us-east-1 only
  expect('alarms in us-east-1', count('AWS::CloudWatch::Alarm', 'Orders-us-east-1') > 0, true);
}

function run(command, ...words) {
  const env = { ...process.env, CDK_OUTDIR: join(folder, 'cdk.out') };
  return execFileSync(command, words, { cwd: folder, encoding: 'utf8', env }).trim();
}

function expect(what, actual, expected) {
  const right = JSON.stringify(actual) === JSON.stringify(expected);
  const line = `${what}: ${JSON.stringify(actual)}`;
  if (right) console.log(line);
  else faults.push(`${line}, expected ${JSON.stringify(expected)}`);
}
