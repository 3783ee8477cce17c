import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith } from '../rehearsal/templates';
import { folder, GOOD, testsOf } from './stuck-queue';
import { runIn } from './terminal';

describe('an error in a test file is reported with its location', () => {
  const wrong: [string, string, string][] = [
    [
      'unknown alarm',
      testsOf('      - { alarm: OldestMesageAge, states: { 5m: OK } }'),
      "alarms.test.yaml:12:18: there is no alarm 'OldestMesageAge'. Did you mean 'OldestMessageAge'?",
    ],
    [
      'unknown alarm, more of it',
      testsOf('      - { alarm: Orders/Slow, states: { 5m: OK } }'),
      "there is no alarm 'Orders/Slow'. The alarms are: Invoicing/Orders/OldestMessageAge.",
    ],
    ['bad notation', GOOD.replace('0x20 60', '0y20 60'), "alarms.test.yaml:9:17: '0y20' is neither a number"],
    [
      'impossible interval',
      GOOD.replace('interval: 1m', 'interval: soon'),
      "alarms.test.yaml:5:15: 'soon' is not a duration; write for example 90s, 5m or 1h30m.",
    ],
    [
      'no interval',
      GOOD.replace('interval: 1m', 'interval: 0m'),
      'alarms.test.yaml:5:15: an interval must be longer than 0.',
    ],
    [
      'unknown key',
      GOOD.replace('interval: 1m', 'intervall: 1m'),
      "alarms.test.yaml:5:5: unknown key 'intervall'. Did you mean 'interval'?",
    ],
    [
      'strange key',
      GOOD.replace('interval: 1m', 'colour: red'),
      "unknown key 'colour'. Use one of: name, start, interval, lasting, series, bands, seasonalBands, given, expect.",
    ],
    ['duplicate key', GOOD.replace('interval: 1m', 'name: again'), 'alarms.test.yaml:5:5: Map keys must be unique.'],
    [
      'duplicate test',
      `${GOOD}\n  - name: a stuck consumer\n    expect: [no other alerts]`,
      "alarms.test.yaml:16:11: another test has the name 'a stuck consumer'.",
    ],
    ['tab', GOOD.replace('    interval', '\tinterval'), 'alarms.test.yaml:5:1: Tabs are not allowed as indentation.'],
    ['empty', '', 'alarms.test.yaml:1:1: the file is empty.'],
    [
      'no time',
      'template: template.json\ntests:\n  - name: quiet\n    expect: [no other alerts]',
      "alarms.test.yaml:3:11: this test has no length: add series, states, or for example 'lasting: 8h'.",
    ],
    [
      'unknown parameter',
      `parameters: { Stag: prod }\n${GOOD}`,
      "alarms.test.yaml:1:15: the templates have no parameter 'Stag'. They have: none.",
    ],
    ['no tests', 'template: template.json', "alarms.test.yaml:1:1: 'tests' is missing."],
    ['a list', '- 1', 'alarms.test.yaml:1:1: this is not a mapping.'],
    [
      'no source',
      GOOD.replace('template: template.json', ''),
      "give either 'assembly' or 'template', not both or none.",
    ],
    ['a number for a file', GOOD.replace('template.json', '5'), "alarms.test.yaml:1:11: '5' is not a text or list."],
    ['two sources', `assembly: cdk.out\n${GOOD}`, "give either 'assembly' or 'template', not both or none."],
    [
      'bad state',
      GOOD.replace('5m: OK', '5m: FINE'),
      "alarms.test.yaml:13:23: 'FINE' is not one of OK, ALARM, INSUFFICIENT_DATA.",
    ],
    ['bad time of a state', GOOD.replace('5m: OK', 'soon: OK'), "alarms.test.yaml:13:19: 'soon' is not a duration"],
    [
      'bad severity',
      GOOD.replace('P2: 1', 'P9: 1'),
      "alarms.test.yaml:14:19: 'P9' is not one of P0, P1, P2, P3, unknown.",
    ],
    ['bad count', GOOD.replace('P2: 1', 'P2: many'), "alarms.test.yaml:14:23: 'many' is not a whole number."],
    [
      'bad time',
      GOOD.replace('2026-01-05T00:00:00Z', 'yesterday'),
      "alarms.test.yaml:4:12: 'yesterday' is not a time; write for example 2026-01-05T00:00:00Z.",
    ],
    [
      'bad sentence',
      GOOD.replace('no other alerts', 'no alerts'),
      "alarms.test.yaml:15:9: 'no alerts' is not an expectation; write 'no other alerts'",
    ],
    [
      'bad metric',
      GOOD.replace('AWS/SQS ApproximateAgeOfOldestMessage', 'Age'),
      "alarms.test.yaml:7:17: 'Age' is not a metric; write its namespace, a space and its name.",
    ],
    [
      'unread metric',
      GOOD.replace('AgeOfOldest', 'AgeOfOldst'),
      "alarms.test.yaml:7:17: no alarm reads AWS/SQS ApproximateAgeOfOldstMessage with { QueueName: orders }. Did you mean 'AWS/SQS ApproximateAgeOfOldestMessage'?",
    ],
    [
      'unread dimensions',
      GOOD.replace('QueueName: orders', 'QueueName: Orders'),
      'Alarms read AWS/SQS ApproximateAgeOfOldestMessage with { QueueName: orders }.',
    ],
    [
      'nothing expected',
      testsOf('      - alarm: OldestMessageAge'),
      "the expectation of 'OldestMessageAge' is empty: add states or alerts.",
    ],
    ['unknown given', testsOf('      - no other alerts', 'given: { nobody: OK }'), "there is no alarm 'nobody'."],
    ['endless', GOOD.replace('29m: ALARM', '999999d: ALARM'), 'a test lasts at most 400 days.'],
  ];

  test.each(wrong)('%s', async (_, tests, message) => {
    const { exitCode, stdout, stderr } = await runIn(folder(tests), ['test']);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('all errors at once, in their order', async () => {
    const tests = GOOD.replace('interval: 1m', 'intervall: 1m').replace('0x20', '0y20').replace('P2: 1', 'P9: 1');
    const { stderr } = await runIn(folder(tests), ['test']);
    expect([...stderr.matchAll(/alarms\.test\.yaml:(\d+):/g)].map(([, line]) => line)).toEqual(['5', '9', '14']);
  });

  test('50 MB', async () => {
    const directory = folder(GOOD);
    truncateSync(join(directory, 'alarms.test.yaml'), 50_000_000);
    const { exitCode, stderr } = await runIn(directory, ['test']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'vigil: alarms.test.yaml:1:1: the file has 50 MB; a test file has at most 1 MB.\n',
    });
  });

  test.each([
    [['test'], {}, 'vigil: There is no alarms.test.yaml in '],
    [['test', 'nowhere.yaml'], {}, 'vigil: nowhere.yaml: there is no such file.'],
    [['test'], { 'alarms.test.yaml': GOOD }, 'template.json: there is no such file.'],
    [
      ['test'],
      { 'alarms.test.yaml': GOOD.replace('template: template.json', 'assembly: cdk.out') },
      "alarms.test.yaml:1:11: there is no cloud assembly in cdk.out: run 'cdk synth' first.",
    ],
  ])('%j with %j', async (words, files, message) => {
    const { exitCode, stderr } = await runIn(folderWith(files), words);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test('the errors of several files are reported together', async () => {
    const directory = folderWith({ 'a.yaml': 'tests: 1', 'b.yaml': '' });
    const { stderr } = await runIn(directory, ['test', 'a.yaml', 'b.yaml']);
    expect(stderr).toContain("a.yaml:1:8: '1' is not a list.");
    expect(stderr).toContain('b.yaml:1:1: the file is empty.');
  });
});

test('an error in one file does not end the run of the others', async () => {
  // GIVEN
  const good = GOOD;
  const directory = folder(good);
  writeFileSync(join(directory, 'broken.test.yaml'), 'template: [');
  writeFileSync(
    join(directory, 'lost.test.yaml'),
    good.replace(/^(template|assembly): .*$/m, 'template: nowhere.json'),
  );

  // WHEN
  const { exitCode, stdout, stderr } = await runIn(directory, [
    'test',
    'broken.test.yaml',
    'lost.test.yaml',
    'alarms.test.yaml',
  ]);

  // THEN
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^alarms\.test\.yaml\n {2}ok {4}/);
  expect(stderr).toMatch(/broken\.test\.yaml:1:/);
  expect(stderr).toMatch(/nowhere\.json: there is no such file/);
});
