// What the checks of the package have in common: a folder of a user, with the package, a release of CDK and TypeScript.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const published = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const locked = (name) => packages[`node_modules/${name}`].version;

/** Of CDK's releases, the oldest that the package admits; of constructs, the newest, as npm installs it. */
export const FLOOR = published.peerDependencies['aws-cdk-lib'].replace('^', '');
/** The one that Vigil is developed with. */
export const NEWEST = locked('aws-cdk-lib');

/** What can be imported and is code: `cdk-vigil`, `cdk-vigil/lambda`, … */
export const modules = Object.entries(published.exports)
  .filter(([, target]) => typeof target === 'object')
  .map(([path]) => published.name + path.slice(1));

const NEEDED = [
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'vigil.schema.json',
  'health-checks.schema.json',
  'alarms.test.schema.json',
  'docs/alarms.md',
  'docs/runbooks/README.md',
  'dist/bin/vigil.js',
  ...['index.html', 'icon.svg', 'page.css', 'page.js'].map((file) => `dist/lib/rehearsal/room/page/${file}`),
];
const SHIPPED = [
  /^(LICENSE|README\.md|CHANGELOG\.md|package\.json|(vigil|alarms\.test|health-checks)\.schema\.json)$/,
  /^docs\/.+\.(md|svg|png)$/,
  /^dist\/(vigil|health-checks)\.schema\.json$/,
  /^dist\/bin\/vigil\.(js|d\.ts)$/,
  /^dist\/(lib|lambda\/(runtime|agent))\/.+\.(js|d\.ts)$/,
  /^dist\/lib\/rehearsal\/room\/(page\/[a-z]+\.(html|svg|css)|functions\/runner\.mjs)$/,
  /^dist\/lambda\/functions\/[a-z-]+\/[a-z-]+\.js$/,
  /^dist\/esm\/.+\.(mjs|d\.mts)$/,
];

/** The two lines that users add, as the README says. */
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

const COMPILER_OPTIONS = { target: 'es2022', strict: true, skipLibCheck: false, types: ['node'] };
export const CONSUMERS = {
  // what runs is what this one emits
  node16: { files: ['app.ts', 'app.mts'], compilerOptions: { module: 'node16', outDir: 'out' } },
  bundler: {
    files: ['app.ts'],
    compilerOptions: { module: 'esnext', moduleResolution: 'bundler', noEmit: true },
  },
};

const errors = [];
export const report = (error) => errors.push(error);

export function expect(what, actual, expected) {
  const right = JSON.stringify(actual) === JSON.stringify(expected);
  const line = `${what}: ${JSON.stringify(actual)}`;
  if (right) console.log(line);
  else report(`${line}, expected ${JSON.stringify(expected)}`);
}

/** Runs checks in a folder that exists until they end; an error that they throw or report fails the script. */
export async function inFolder(name, checks) {
  const folder = mkdtempSync(join(tmpdir(), `vigil-${name}-`));
  try {
    await checks(folder);
  } catch (error) {
    // what the command wrote to standard error has been shown
    report(`${error.message.split('\n')[0]}\n${error.stdout ?? ''}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const error of errors) console.error(error);
  process.exitCode = errors.length > 0 ? 1 : 0;
}

export function run(folder, command, ...words) {
  const env = { ...process.env, CDK_OUTDIR: join(folder, 'cdk.out') };
  return execFileSync(command, words, { cwd: folder, encoding: 'utf8', env }).trim();
}

/** Packs what is in a folder: with `--ignore-scripts` what `npm run build` made there, as it is. */
export function pack(from, destination, ...options) {
  // scripts in the background keep their output, which is no JSON
  const words = ['pack', '--json', '--foreground-scripts=false', '--pack-destination', destination];
  const [packed] = JSON.parse(run(from, 'npm', ...words, ...options));
  const paths = packed.files.map(({ path }) => path);
  checkFiles(paths);
  return { tarball: join(destination, packed.filename), paths, kilobytes: Math.round(packed.size / 1024) };
}

export function checkFiles(paths) {
  const stray = paths.filter((path) => !SHIPPED.some((pattern) => pattern.test(path)));
  const missing = NEEDED.filter((path) => !paths.includes(path));
  expect('files shipped without need', stray, []);
  expect('files that are missing', missing, []);
}

/** Installs the package, from a tarball or from elsewhere, beside a release of CDK. */
export function install(folder, source, release) {
  mkdirSync(folder, { recursive: true });
  const beside = ['constructs', 'typescript', '@types/node'].map((name) => `${name}@${locked(name)}`);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'orders', private: true }));
  const options = ['--prefer-offline', '--no-audit', '--no-fund'];
  run(folder, 'npm', 'install', ...options, source, `aws-cdk-lib@${release}`, ...beside);
}

/** Compiles the example, and the types of all modules, as one kind of consumer does. */
export function typeCheck(folder, name) {
  const { files, compilerOptions } = CONSUMERS[name];
  const config = join(folder, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ compilerOptions: { ...COMPILER_OPTIONS, ...compilerOptions }, files }));
  const imports = modules.map((module, index) => `import * as module${index} from '${module}';\nvoid module${index};`);
  for (const file of files) writeFileSync(join(folder, file), `${imports.join('\n')}${EXAMPLE}`);
  try {
    run(folder, 'npx', '--no-install', 'tsc', '-p', config);
    console.log(`types: ${name}`);
  } catch (error) {
    report(`types, ${name}:\n${error.stdout}`);
  }
}
