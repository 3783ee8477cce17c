import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alarm, factsLine, folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

const TEMPLATE = { Resources: { Alarm: alarm({ AlarmName: 'Shop/Orders/Slow', AlarmDescription: factsLine({}) }) } };

/** An app that writes an assembly as the CDK does, and leaves a note of where and with which context it ran. */
const APP = `
const { writeFileSync } = require('node:fs');
const out = process.env.CDK_OUTDIR;
const context = JSON.parse(process.env.CDK_CONTEXT_JSON);
writeFileSync('ran.json', JSON.stringify({ out, context }));
console.log('noise on standard output');
if (context.env === 'broken') process.exit(3);
if (context.env === 'idle') process.exit(0);
const metadata = context.env === 'wrong' ? { '/shop': [{ type: 'aws:cdk:error', data: 'No route.' }] } : {};
writeFileSync(out + '/shop.json', JSON.stringify(${JSON.stringify(TEMPLATE)}));
writeFileSync(out + '/manifest.json', JSON.stringify({ artifacts: {
  shop: { type: 'aws:cloudformation:stack', environment: 'aws://1/eu-central-1', properties: { templateFile: 'shop.json' }, metadata },
} }));
`;
const app = (files: Record<string, unknown> = {}) =>
  folderWith({ 'app.js': APP, 'cdk.json': { app: 'node app.js', context: { a: 1, b: 1 } }, ...files });
const environments = { environments: { dev: {}, prod: {}, broken: {}, wrong: {}, idle: {} } };
const ran = (folder: string) => JSON.parse(readFileSync(join(folder, 'ran.json'), 'utf8'));

test('explains templates', async () => {
  // GIVEN
  const folder = folderWith({
    'shop.template.json': TEMPLATE,
    'more.yaml': 'Resources: { Pages: { Type: "AWS::SNS::Topic" } }',
  });

  // WHEN
  const { exitCode, stdout, stderr } = await runIn(folder, [
    'preview',
    '--template',
    'shop.template.json',
    '--template',
    'more.yaml',
  ]);

  // THEN
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^shop\.template\.json, more\.yaml\n1 alarm for 1 component/);
  expect(stdout).toContain('Orders (queue)');
  expect(stdout).toContain('stack more');
});

test('explains a cloud assembly', async () => {
  const manifest = {
    artifacts: { shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'shop.json' } } },
  };
  const folder = folderWith({ 'cdk.out/manifest.json': manifest, 'cdk.out/shop.json': TEMPLATE });

  const { exitCode, stdout } = await runIn(folder, ['preview', '--app', 'cdk.out']);

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Cloud assembly cdk\.out\n1 alarm/);
});

test('synthesizes the app of the folder for the first environment of vigil.json', async () => {
  // GIVEN
  const folder = app({ 'vigil.json': environments, 'cdk.context.json': { b: 2, c: 2 } });

  // WHEN
  const { exitCode, stdout, stderr } = await runIn(folder, ['preview']);

  // THEN
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Environment dev\n1 alarm/);
  expect(stdout).not.toContain('noise');
  expect(stderr).toBe('noise on standard output\n');
  const { out, context } = ran(folder);
  expect(context).toMatchObject({ env: 'dev', a: 1, b: 1, c: 2, 'aws:cdk:bundling-stacks': [] });
  expect(existsSync(out)).toBe(false);
});

test('synthesizes another app for another environment, after its build', async () => {
  const cdk = { app: 'node app.js', build: "node -e \"fs.writeFileSync('built', '')\"" };
  const folder = folderWith({});
  const elsewhere = app({ 'vigil.json': environments, 'cdk.json': cdk });

  const { stdout } = await runIn(folder, ['preview', '--env', 'prod', '--app', elsewhere]);

  expect(stdout).toMatch(/^Environment prod\n/);
  expect(ran(elsewhere).context.env).toBe('prod');
  expect(existsSync(join(elsewhere, 'built'))).toBe(true);
});

test('needs no vigil.json', async () => {
  const folder = app();

  const { exitCode, stdout } = await runIn(folder, ['preview']);

  expect(exitCode).toBe(0);
  expect(stdout).toContain(`App ${folder}\n`);
  expect(ran(folder).context).not.toHaveProperty('env');
});

test('fails when the app fails or reports an error', async () => {
  const folder = app({ 'vigil.json': environments });

  expect(await runIn(folder, ['preview', '--env', 'broken'])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr:
      "noise on standard output\nvigil: The app did not synthesize: 'node app.js' failed (exit code 3). See its output above.\n",
  });
  expect(await runIn(folder, ['preview', '--env', 'idle'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining(
      "\nvigil: The app wrote no cloud assembly. Check that 'node app.js' runs a CDK app.\n",
    ),
  });
  const wrong = await runIn(folder, ['preview', '--env', 'wrong']);
  expect(wrong).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('\nvigil: The app reports 1 error. It cannot'),
  });
  expect(wrong.stdout).toMatch(/Messages of the app\n {2}error {2}shop: No route\.\n/);
});

describe('what CloudWatch would refuse', () => {
  const refused = alarm({ TreatMissingData: 'notbreaching' });

  test('is named, and ends a check with 1', async () => {
    const folder = folderWith({ 'shop.json': { Resources: { Sound: alarm(), Wrong: refused } } });

    const shown = await runIn(folder, ['preview', '--template', 'shop.json']);
    const { exitCode, stdout, stderr } = await runIn(folder, ['preview', '--check', '--template', 'shop.json']);

    expect(shown.exitCode).toBe(0);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /Refused by CloudWatch\n {2}error {2}.*shop\.json:1: shop\/Wrong: TreatMissingData:[\s\S]*Did you mean[\s\S]*'notBreaching'\?/,
    );
    expect(stderr).toBe(
      'vigil: CloudWatch would refuse what is deployed: 1 error. It cannot be deployed until that is fixed.\n',
    );
  });

  test('is not what is sound, nor a child that may exist in the account', async () => {
    const composite = { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: 'ALARM(Elsewhere)' } };
    const folder = folderWith({ 'shop.json': { Resources: { Sound: alarm(), Composite: composite } } });

    const { exitCode, stdout } = await runIn(folder, ['preview', '--check', '--template', 'shop.json']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Refused by CloudWatch\n {2}warning {2}.*no\s+template[\s\S]*'Elsewhere'/);
  });
});

test('prints model and report as JSON', async () => {
  const folder = folderWith({ 'shop.template.json': TEMPLATE });

  const { stdout } = await runIn(folder, ['preview', '--json', '--template', 'shop.template.json']);

  expect(JSON.parse(stdout)).toMatchObject({
    assembly: { stacks: [{ name: 'shop' }], alarms: [{ kind: 'metric', severity: 'P1' }] },
    report: { components: [{ component: 'Orders', alarms: [{ label: 'Slow', route: { by: 'nothing' } }] }] },
  });
});

test.each<[string, Parameters<typeof runIn>[2], boolean]>([
  ['on a terminal', { isTTY: true }, true],
  ['in a file', { isTTY: false }, false],
  ['with NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }, false],
  ['on a dumb terminal', { isTTY: true, env: { TERM: 'dumb' } }, false],
])('is coloured %s: %#', async (_, terminal, coloured) => {
  const folder = folderWith({ 'shop.template.json': TEMPLATE });

  const { stdout } = await runIn(folder, ['preview', '--template', 'shop.template.json'], terminal);

  expect(stdout.includes('\u001b[31mP1\u001b[39m')).toBe(coloured);
});

test.each([
  [60, 80],
  [90, 90],
  [300, 120],
  [undefined, 100],
])('fits a terminal with %p columns into %i', async (columns, width) => {
  const folder = folderWith({ 'shop.template.json': TEMPLATE });

  const { stdout } = await runIn(folder, ['preview', '--template', 'shop.template.json'], { columns });

  expect(stdout.split('\n').find((line) => line.startsWith('Orders'))).toHaveLength(width);
});

test.each<[string[], string]>([
  [['preview', '--template'], "error: option '--template <file>' argument missing"],
  [['preview', '--nonsense'], "error: unknown option '--nonsense'"],
  [['preview', 'stray'], "error: too many arguments for 'preview'"],
  [['nonsense'], "error: unknown command 'nonsense'"],
  [[], 'Usage: vigil'],
  [['preview'], 'vigil: There is no cdk.json in '],
  [['preview', '--template', 'nowhere.json'], 'nowhere.json: there is no such file.'],
  [['preview', '--template', 'broken.json'], 'broken.json:1:14: '],
  [
    ['preview', '--template', 'x.json', '--env', 'prod'],
    "vigil: --env has no effect on '--template': it selects the environment that an app synthesizes. Leave it out.",
  ],
  [['preview', '--template', 'x.json', '--app', '.'], "vigil: Give either '--app' or '--template', not both."],
  [
    ['preview', '--app', 'assembly', '--env', 'prod'],
    'vigil: --env has no effect: assembly is synthesized already. Leave it out, or give the folder of the app.',
  ],
  [
    ['preview', '--app', 'app', '--env', 'nowhere'],
    "has no environment 'nowhere'. It has: dev, prod, broken, wrong, idle.",
  ],
  [['preview', '--app', 'appless'], "cdk.json: it has no 'app'. Add the command that runs the app."],
])('ends with 2 and a message when used wrongly: %j', async (words, message) => {
  const folder = folderWith({
    'broken.json': '{"Resources":',
    'assembly/manifest.json': { artifacts: {} },
    'app/cdk.json': { app: 'node app.js' },
    'app/vigil.json': environments,
    'appless/cdk.json': {},
  });

  const { exitCode, stdout, stderr } = await runIn(folder, words);

  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test.each([['--version'], ['-V']])('prints its version with %s', async (option) => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));

  expect(await runIn('.', [option])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
});

test('helps', async () => {
  expect(await runIn('.', ['--help'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('preview [options]'),
  });
  expect(await runIn('.', ['preview', '--help'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('--template <file>'),
  });
});
