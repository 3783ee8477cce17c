import { alarm, folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

/** Its name contains its region and account. */
const TEMPLATE = {
  Parameters: { Stage: { Type: 'String', Default: 'dev' } },
  Resources: {
    Age: alarm({
      AlarmName: {
        'Fn::Join': [' ', [{ Ref: 'Stage' }, 'in', { Ref: 'AWS::Region' }, 'of', { Ref: 'AWS::AccountId' }]],
      },
    }),
  },
};
const stack = (environment: string) => ({
  type: 'aws:cloudformation:stack',
  environment,
  properties: { templateFile: 'shop.json' },
});
const FILES = {
  'shop.json': TEMPLATE,
  'cdk.out/shop.json': TEMPLATE,
  'cdk.out/manifest.json': { artifacts: { shop: stack('aws://unknown-account/unknown-region') } },
  'fixed.out/shop.json': TEMPLATE,
  'fixed.out/manifest.json': { artifacts: { shop: stack('aws://111122223333/eu-west-1') } },
  'app/cdk.json': { app: 'node app.js' },
  'app/app.js': `
    const { writeFileSync } = require('node:fs');
    const { CDK_OUTDIR, CDK_DEFAULT_REGION, CDK_DEFAULT_ACCOUNT } = process.env;
    const environment = 'aws://' + CDK_DEFAULT_ACCOUNT + '/' + CDK_DEFAULT_REGION;
    const shop = { ...${JSON.stringify(stack(''))}, environment };
    writeFileSync(CDK_OUTDIR + '/manifest.json', JSON.stringify({ artifacts: { shop } }));
    writeFileSync(CDK_OUTDIR + '/shop.json', '${JSON.stringify(TEMPLATE)}');`,
  'object.json': { Stage: 'prod' },
  'aws-cli.json': [{ ParameterKey: 'Stage', ParameterValue: 'prod' }],
  'pairs.json': ['Stage=prod'],
  'pipeline.json': { Parameters: { Stage: 'prod' } },
  'nested.json': { Stage: { of: 'prod' } },
  'broken.json': '{"Stage"',
  'alarms.test.yaml': `
template: shop.json
parameters: { Stage: beta }
tests: [{ name: it, expect: [{ alarm: prod in eu-central-1 of 111122223333, states: { 1m: OK } }] }]`,
};
const vigil = (...words: string[]) => runIn(folderWith(FILES), words);

const DEPLOYED = ['--region', 'eu-central-1', '--account', '111122223333', '--parameters', 'Stage=prod'];
const NAME = 'prod in eu-central-1 of 111122223333';

describe.each([
  ['a template', ['--template', 'shop.json']],
  ['a cloud assembly', ['--app', 'cdk.out']],
  ['an app', ['--app', 'app']],
])('%s', (_, source) => {
  test.each([
    ['preview', ['preview', '--json', ...source, ...DEPLOYED]],
    ['explain, with the alarm last', ['explain', ...source, ...DEPLOYED, NAME]],
    ['explain, with the alarm first', ['explain', NAME, ...source, ...DEPLOYED]],
    ['explain, with the alarm in between', ['explain', ...source, NAME, ...DEPLOYED]],
    ['test', ['test', ...source, ...DEPLOYED]],
  ])('is deployed to the region and account given to %s', async (command, words) => {
    const { exitCode, stdout, stderr } = await vigil(...words);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(command === 'test' ? '1 test passed' : NAME);
  });
});

test('the values of the command line take precedence over those of a test file', async () => {
  expect(await vigil('test', ...DEPLOYED)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await vigil('test', ...DEPLOYED.slice(0, 4))).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(NAME),
  });
});

test.each(['object.json', 'aws-cli.json', 'pairs.json', 'pipeline.json', './object.json', 'file://aws-cli.json'])(
  'parameters are read from %s',
  async (file) => {
    expect(
      await vigil('explain', 'prod in us-east-1 of 123456789012', '--template', 'shop.json', '--parameters', file),
    ).toMatchObject({ exitCode: 0, stderr: '' });
  },
);

test('a parameter by name takes precedence over one of a file', async () => {
  const words = ['--template', 'shop.json', '--parameters', 'Stage=test', '--parameters', 'object.json'];

  expect(await vigil('explain', 'test in us-east-1 of 123456789012', ...words)).toMatchObject({ exitCode: 0 });
});

test.each<[string[], string]>([
  [
    ['--parameters', 'Stage=a', '--parameters', 'Stage=b'],
    "--parameters gives 'Stage' two values: 'a' and 'b'. Give one.",
  ],
  [
    ['--parameters', 'nowhere.json'],
    '--parameters nowhere.json: this is neither NAME=VALUE nor an existing file. Write NAME=VALUE, such as Stage=prod, or the path of a JSON file.',
  ],
  [
    ['--parameters', 'nested.json'],
    'nested.json: this is not a parameter file. Write an object such as { "Stage": "prod" }',
  ],
  [['--parameters', 'broken.json'], 'broken.json:1:'],
  [['--parameters', 'Stag=prod'], "The templates have no parameter 'Stag'. Did you mean 'Stage'?"],
  [['--region', 'Frankfurt'], '--region Frankfurt: this is not a region code. Give one such as eu-central-1.'],
  [['--account', '1234'], '--account 1234: this is not an account id. Give 12 digits.'],
  [['--app', 'cdk.out'], "Give either '--app' or '--template', not both."],
  [
    ['--env', 'prod'],
    "--env has no effect on '--template': it selects the environment that an app synthesizes. Leave it out.",
  ],
])('contradictory or unusable options end with 2 and a message: %j', async (words, message) => {
  for (const command of [['preview'], ['explain', 'dev in us-east-1 of 123456789012'], ['test']]) {
    const { exitCode, stdout, stderr } = await vigil(...command, '--template', 'shop.json', ...words);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  }
});

test('a region and an account that no stack leaves open end with 2 and a message', async () => {
  expect(await vigil('preview', '--app', 'fixed.out', '--region', 'eu-central-1', '--account', '999999999999')).toEqual(
    {
      exitCode: 2,
      stdout: '',
      stderr:
        'vigil: --region eu-central-1 has no effect: every stack sets its own region: shop (eu-west-1).\n' +
        'vigil: --account 999999999999 has no effect: every stack sets its own account: shop (111122223333).\n',
    },
  );
  expect(await vigil('preview', '--app', 'fixed.out', '--region', 'eu-west-1')).toMatchObject({ exitCode: 0 });
});

test.each([
  ['left to `cdk synth`', {}, 'false'],
  ['made where the environment asks for them', { CDK_VALIDATION: 'true' }, 'true'],
])("CDK's own checks of templates are %s", async (_, env: Record<string, string>, value) => {
  const folder = folderWith({ 'cdk.json': { app: 'echo "validation: $CDK_VALIDATION"' } });

  const { stderr } = await runIn(folder, ['preview'], { env });

  expect(stderr).toContain(`validation: ${value}\n`);
});

test('an app that would have to be synthesized cannot be watched', async () => {
  expect(await vigil('test', '--watch', '--app', 'app')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      'vigil: --watch does not synthesize an app. Give the folder of the synthesized app, such as --app cdk.out\n',
  });
});

test.each(['preview', 'test', 'explain'])('the help of %s names every option', async (command) => {
  const { exitCode, stdout } = await vigil(command, '--help');

  expect(exitCode).toBe(0);
  for (const option of ['--app', '--env', '--template', '--parameters', '--region', '--account']) {
    expect(stdout).toContain(`  ${option} <`);
  }
});
