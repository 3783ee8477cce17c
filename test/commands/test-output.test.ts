import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith } from '../rehearsal/templates';
import { folder, GOOD, TEMPLATE } from './stuck-queue';
import { runIn } from './terminal';

describe('test files', () => {
  const many = () =>
    folderWith({
      'template.json': TEMPLATE,
      'alarms.test.yaml': GOOD,
      'orders/returns.alarms.test.yml': GOOD.replace('template.json', '../template.json'),
      'orders/other.yaml': GOOD.replace('template.json', '../template.json'),
      'node_modules/other/alarms.test.yaml': 'tests: 1',
      '.cache/alarms.test.yaml': 'tests: 1',
    });

  test.each<[string[], string[]]>([
    [[], ['alarms.test.yaml', 'orders/returns.alarms.test.yml']],
    [['orders'], ['orders/returns.alarms.test.yml']],
    [['orders/*.y{a,}ml'], ['orders/other.yaml', 'orders/returns.alarms.test.yml']],
    [['**/*.test.y*ml'], ['alarms.test.yaml', 'orders/returns.alarms.test.yml']],
    [['./orders/[a-p]*.yaml'], ['./orders/other.yaml']],
    [
      ['orders/other.yaml', 'orders/*', 'alarms.test.yaml'],
      ['orders/other.yaml', 'orders/returns.alarms.test.yml', 'alarms.test.yaml'],
    ],
  ])('%j are %j', async (words, files) => {
    const { exitCode, stdout } = await runIn(many(), ['test', ...words, '--json']);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).files.map(({ file }: { file: string }) => file)).toEqual(
      files.map((file) => file.replace(/^\.\//, '')),
    );
  });

  test.each([
    ['[z-a].yaml', /^vigil: '\[z-a\]\.yaml' is no glob\./],
    ['nothing/*.yaml', /^vigil: No file matches 'nothing\/\*\.yaml'\.\n$/],
    ['empty', /^vigil: There is no alarms\.test\.yaml in .*empty, nor in a folder of it\./],
  ])('%s is an error', async (word, message) => {
    const { exitCode, stderr } = await runIn(folderWith({ 'empty/readme.md': '' }), ['test', word]);

    expect(exitCode).toBe(2);
    expect(stderr).toEqual(expect.stringMatching(message));
  });

  test('a table at the end has a line for each', async () => {
    const wrong = GOOD.replace('5m: OK', '5m: ALARM');
    const folder = folderWith({ 'template.json': TEMPLATE, 'a.yaml': GOOD, 'b.yaml': wrong, 'c.yaml': 'tests: 1' });

    const { exitCode, stdout } = await runIn(folder, ['test', 'a.yaml', 'b.yaml', 'c.yaml']);

    expect(exitCode).toBe(2);
    expect(stdout).toMatch(
      /\nSummary\n {2}a\.yaml {2}1 passed\n {2}b\.yaml {2}0 passed {2}1 failed\n {2}c\.yaml {12}not run: 1 error\n\n1 of 2 tests failed\.\n$/,
    );
  });
});

describe('a file that cannot be run is in the results', () => {
  const folder = () => folderWith({ 'template.json': TEMPLATE, 'alarms.test.yaml': GOOD, 'b.alarms.test.yaml': '- 1' });

  test('as JSON', async () => {
    const { exitCode, stdout } = await runIn(folder(), ['test', '--json']);

    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      passed: false,
      files: [{ file: 'alarms.test.yaml' }],
      errors: [{ file: 'b.alarms.test.yaml', line: 1, column: 1, message: 'this is not a mapping.' }],
    });
  });

  test('as JUnit XML', async () => {
    const directory = folder();
    await runIn(directory, ['test', '--junit', 'report.xml']);

    const report = readFileSync(join(directory, 'report.xml'), 'utf8');
    expect(report).toContain('<testsuites tests="2" failures="0" errors="1"');
    expect(report).toContain('b.alarms.test.yaml:1:1: this is not a mapping.');
  });
});

describe('a JUnit report', () => {
  const files = { 'template.json': TEMPLATE, 'alarms.test.yaml': GOOD };

  test('has the folders that are missing', async () => {
    const directory = folderWith(files);

    expect(await runIn(directory, ['test', '--junit', 'build/reports/vigil.xml'])).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(directory, 'build/reports/vigil.xml'), 'utf8')).toContain('<testsuites');
  });

  test('that cannot be written is an error before any test runs', async () => {
    const words = ['test', '--junit', 'template.json/vigil.xml'];

    expect(await runIn(folderWith(files), words)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        "vigil: The JUnit report cannot be written to template.json/vigil.xml: template.json is no folder. Give another '--junit'.\n",
    });
  });
});

describe('annotations of GitHub Actions', () => {
  const annotated = (text: string, files: object = {}, env = {}) =>
    runIn(
      folderWith({ 'template.json': TEMPLATE, 'alarms.test.yaml': text, ...files }),
      ['test', '--format', 'github'],
      {
        env,
      },
    );
  const commands = (stdout: string) => stdout.split('\n').filter((line) => line.startsWith('::error'));

  test('have file, line, column, the test and what failed', async () => {
    const { exitCode, stdout } = await annotated(
      GOOD.replace('5m: OK', '5m: ALARM').replace('a stuck consumer', '"50%, a: stuck consumer"'),
    );

    expect(exitCode).toBe(1);
    expect(commands(stdout)).toEqual([
      expect.stringMatching(
        /^::error file=alarms\.test\.yaml,line=12,col=16,title=50%25%2C a%3A stuck consumer::Invoicing\/Orders\/OldestMessageAge at 5m: expected ALARM, got OK%0AThreshold Crossed: /,
      ),
    ]);
  });

  test('name what an alarm reads and has no data', async () => {
    const { stdout } = await annotated(
      'template: template.json\ntests:\n  - name: silence\n    expect: [{ alarm: OldestMessageAge, states: { 5m: ALARM } }]',
    );

    expect(commands(stdout)[0]).toContain(
      '%0ANo data: AWS/SQS ApproximateAgeOfOldestMessage with { QueueName: orders }.',
    );
  });

  test('have each error of a file that cannot be run', async () => {
    const { exitCode, stdout } = await annotated(GOOD.replace('interval: 1m', 'intervall: 1m').replace('0x20', '0y20'));

    expect(exitCode).toBe(2);
    expect(commands(stdout).map((line) => /line=\d+,col=\d+/.exec(line)?.[0])).toEqual([
      'line=5,col=5',
      'line=9,col=17',
    ]);
  });

  test('are relative to the repository', async () => {
    const folder = folderWith({ 'app/template.json': TEMPLATE, 'app/alarms.test.yaml': 'tests: 1' });

    const { stdout } = await runIn(join(folder, 'app'), ['test', '--format', 'github'], {
      env: { GITHUB_WORKSPACE: folder },
    });

    expect(commands(stdout)[0]).toContain('file=app/alarms.test.yaml,line=1,');
  });

  test('are made of results only, not of what the report quotes', async () => {
    const { stdout } = await annotated(GOOD.replace('a stuck consumer', '"x\\n::error::made up"'));

    const [first, ...rest] = stdout.trimEnd().split('\n');
    const [, token] = /^::stop-commands::([0-9a-f-]{36})$/.exec(first ?? '') ?? [];
    expect(rest.at(-1)).toBe(`::${token}::`);
  });

  test('are not printed beside JSON', async () => {
    expect(await runIn(folder(GOOD), ['test', '--format', 'github', '--json'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("'--json'"),
    });
  });
});
