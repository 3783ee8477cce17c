import { join } from 'node:path';
import { alarm, folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

const NAME = 'x\u001b]0;pwned\u0007\u001b[2J\u001b[31mRED\u001b[0m\u009b1m\u202e\r\n::error::injected';
const HOSTILE = { Resources: { A: alarm({ AlarmName: NAME, AlarmDescription: `why${NAME}`, AlarmActions: ['arn'] }) } };
const CONTROL = /(?![\n\t])[\p{Cc}\u202e]/u;
const COMMAND = /^\s*::/m;
/** Those of the command line itself. */
const ESC = '\u001b';
const STYLES = new RegExp(`${ESC}\\[(1|22|31|33|39|90)m`, 'g');

describe('what files say is shown, not obeyed', () => {
  test.each<[string, string[]]>([
    ['preview', ['preview', '--template', 'hostile.json']],
    ['preview --json', ['preview', '--json', '--template', 'hostile.json']],
    ['explain', ['explain', NAME, '--template', 'hostile.json']],
    ['test', ['test', 'hostile.test.yaml']],
    ['a name of an alarm that is not there', ['explain', `no${NAME}`, '--template', 'hostile.json']],
    ['a file name', ['preview', '--template', `${NAME}.json`]],
    ['the name of a test file', ['test', `${NAME}.test.yaml`]],
    ['an unknown option', [`--${NAME}`]],
  ])('%s', async (_, words) => {
    const folder = folderWith({
      'hostile.json': HOSTILE,
      'hostile.test.yaml': `template: hostile.json\ntests: [{name: ${JSON.stringify(NAME)}, lasting: 1h, expect: [{alarm: ${JSON.stringify(NAME)}, alerts: {P0: 3}}]}]`,
    });
    for (const isTTY of [false, true]) {
      const { stdout, stderr } = await runIn(folder, words, { isTTY });
      const written = (stdout + stderr).replace(isTTY ? STYLES : '', '');

      expect(written).not.toMatch(CONTROL);
      expect(written).not.toMatch(COMMAND);
      expect(written).toContain('pwned');
    }
  });

  test('JSON has the name itself', async () => {
    const { stdout } = await runIn(folderWith({ 'hostile.json': HOSTILE }), [
      'preview',
      '--json',
      '--template',
      'hostile.json',
    ]);

    expect(stdout).not.toMatch(CONTROL);
    expect(JSON.stringify(JSON.parse(stdout))).toContain(JSON.stringify(NAME).slice(1, -1));
  });

  test('annotations of GitHub are still written', async () => {
    const folder = folderWith({
      'hostile.json': HOSTILE,
      'hostile.test.yaml': `template: hostile.json\ntests: [{name: t, lasting: 1h, expect: [{alarm: ${JSON.stringify(NAME)}, alerts: {P0: 3}}]}]`,
    });
    const words = ['test', '--format', 'github', 'hostile.test.yaml'];

    expect((await runIn(folder, words)).stdout).toMatch(/^::error file=/m);
  });
});

describe('what is too deep or too large ends with one message', () => {
  const nested = (count: number, open: string, close: string) => open.repeat(count) + close.repeat(count);
  const twice = (count: number, of: (next: number) => object, last: object) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`R${index}`, index === count - 1 ? last : of(index + 1)]),
    );
  const topic = (TopicName: unknown) => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName } });

  test.each<[string, unknown, RegExp]>([
    ['JSON', `{"Resources":{"A":{"X":${nested(100_000, '[', ']')}}}}`, /nested more than 200 levels deep\./],
    [
      'functions',
      `{"Resources":{"A":{"X":${nested(5000, '{"Fn::Join":["",[', ']]}')}}}}`,
      /nested more than 200 levels/,
    ],
    ['YAML', `Resources: ${'['.repeat(20_000)}`, /:1:\d+: its values are nested too deep\./],
    ['a document in itself', 'Resources: &r\n  A: *r\n', /nested more than 200 levels deep\./],
    [
      'references',
      {
        Resources: twice(
          24,
          (next) => topic({ 'Fn::Join': ['', [{ Ref: `R${next}` }, { Ref: `R${next}` }]] }),
          topic('x'),
        ),
      },
      /refer to each other too often/,
    ],
  ])('%s', async (_, template, message) => {
    const { exitCode, stdout, stderr } = await runIn(folderWith({ 'a.json': template }), [
      'preview',
      '--template',
      'a.json',
    ]);

    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('conditions that name each other twice are decided once', async () => {
    const Conditions = twice(60, (next) => ({ 'Fn::And': [{ Condition: `R${next}` }, { Condition: `R${next}` }] }), {
      'Fn::Equals': ['a', 'a'],
    });
    const template = { Conditions, Resources: { A: { ...alarm(), Condition: 'R0' } } };
    const { exitCode, stdout } = await runIn(folderWith({ 'a.json': template }), ['preview', '--template', 'a.json']);

    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('1 alarm')]);
  });

  test('metric math and alarm rules of nothing but brackets are refused as such', async () => {
    const query = { Id: 'e', Expression: `${nested(20_000, '(', ')')}`, ReturnData: true };
    const template = {
      Resources: {
        A: alarm({ MetricName: undefined, Namespace: undefined, Statistic: undefined, Metrics: [query] }),
        B: {
          Type: 'AWS::CloudWatch::CompositeAlarm',
          Properties: { AlarmName: 'b', AlarmRule: `${'NOT ('.repeat(10_000)}TRUE${')'.repeat(10_000)}` },
        },
      },
    };
    const { stdout, stderr } = await runIn(folderWith({ 'a.json': template }), ['preview', '--template', 'a.json']);

    expect(stderr).toBe('');
    expect(stdout).toContain('2 alarms');
  });

  test('an assembly that contains itself', async () => {
    const artifacts = { me: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } };
    const folder = folderWith({ 'cdk.out/manifest.json': { version: '1', artifacts } });
    const { exitCode, stderr } = await runIn(folder, ['preview', '--app', 'cdk.out']);

    expect([exitCode, stderr]).toEqual([
      2,
      `vigil: ${join(folder, 'cdk.out', 'manifest.json')}: this assembly contains itself.\n`,
    ]);
  });

  (process.platform === 'win32' ? test.skip : test)('a device', async () => {
    const { exitCode, stderr } = await runIn(folderWith({}), ['preview', '--template', '/dev/zero']);

    expect([exitCode, stderr]).toEqual([2, 'vigil: /dev/zero: this is a device, not a file.\n']);
  });
});

test.each(['toString', 'constructor', '__proto__', 'valueOf'])(
  '%s is the name of a metric, statistic or unit',
  async (name) => {
    const template = {
      Resources: {
        A: alarm({ MetricName: name, Namespace: name, Statistic: name, Unit: name, ComparisonOperator: name }),
      },
    };
    const { stdout } = await runIn(folderWith({ 'a.json': template }), ['preview', '--template', 'a.json']);

    expect(stdout).not.toMatch(/native code|\[object|function /);
    expect(stdout).toContain(name);
  },
);
