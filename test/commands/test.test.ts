// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub

import { alarm, composite, factsLine, folderWith, mathAlarm, query, topic } from '../rehearsal/templates';
import { AGE, folder, GOOD, orders, TEMPLATE, testsOf } from './stuck-queue';
import { runIn } from './terminal';

test('passes when everything comes as expected', async () => {
  const { exitCode, stdout, stderr } = await runIn(folder(GOOD), ['test']);

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe('alarms.test.yaml\n  ok    a stuck consumer\n\n1 test passed.\n');
});

test('reads cloud assemblies, relative to the test file', async () => {
  const manifest = {
    artifacts: { shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'shop.json' } } },
  };
  const elsewhere = folderWith({
    'cdk.out/manifest.json': manifest,
    'cdk.out/shop.json': TEMPLATE,
    'tests/queue.yaml': GOOD.replace('template: template.json', 'assembly: ../cdk.out'),
  });
  expect(await runIn(elsewhere, ['test', 'tests/queue.yaml'])).toMatchObject({ exitCode: 0 });
});

test('shows what an alarm saw and did, where it was expected to do something else', async () => {
  const { exitCode, stdout, stderr } = await runIn(
    folder(testsOf('      - alarm: OldestMessageAge\n        states: { 25m: ALARM }')),
    ['test'],
  );

  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'vigil: 1 alarm test failed.\n' });
  expect(stdout).toContain(
    'FAIL  a stuck consumer\n      alarms.test.yaml:12:16: Invoicing/Orders/OldestMessageAge at 25m: expected ALARM, got OK\n',
  );
  expect(stdout).toContain('300 │┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄•••');
  expect(stdout).toMatch(/─{24}█{34}──\n/);
  expect(stdout).toMatch(/▲ 25m\n/);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'no datapoints were received for 5 periods and 5 missing datapoints were treated as [NonBreaching].',
  );
  expect(stdout).toMatch(/\n1 of 1 test failed\.\n$/);
});

test.each([
  ['alerts: { P2: 2 }', 'expected 2 P2 alerts, got 1 P2 alert (at 29m)'],
  ['alerts: { P2: 0 }', 'expected no P2 alerts, got 1 P2 alert (at 29m)'],
  ['alerts: { P1: 0 }', 'its severity is P2: got 1 P2 alert (at 29m)'],
])('counts alerts by severity: %s', async (expectation, message) => {
  const { exitCode, stdout } = await runIn(folder(testsOf(`      - alarm: OldestMessageAge\n        ${expectation}`)), [
    'test',
  ]);
  expect(exitCode).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toContain(message);
});

test('reports unexpected alerts', async () => {
  const template = {
    Resources: { ...TEMPLATE.Resources, Other: orders({ AlarmName: 'Shop/Orders/Older', Threshold: 600 }) },
  };
  const tests = testsOf('      - alarm: OldestMessageAge\n        alerts: { P2: 1 }\n      - no other alerts');
  const { exitCode, stdout } = await runIn(folder(tests, template), ['test']);

  expect(exitCode).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'alarms.test.yaml:14:9: Shop/Orders/Older expected no other alerts, got 1 P2 alert of Shop/Orders/Older at 34m',
  );
});

test('names the composite alarm through which an alarm without actions notifies', async () => {
  const page = composite('ALARM("Invoicing/Orders/OldestMessageAge")', {
    ...{
      AlarmName: 'Invoicing/Orders/Failing',
      AlarmActions: [{ Ref: 'Tickets' }],
      AlarmDescription: factsLine({ severity: 'P1' }),
    },
  });
  const template = { Resources: { Tickets: topic(), Age: orders({ AlarmActions: [] }), Page: page } };
  const { stdout } = await runIn(
    folder(testsOf('      - alarm: OldestMessageAge\n        alerts: { P2: 1 }'), template),
    ['test'],
  );
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'It has no action for ALARM. Its composite alarm Invoicing/Orders/Failing sent 1 P1 alert.',
  );

  const right = testsOf(
    '      - alarm: Orders/Failing\n        states: { 28m: OK, 29m: ALARM }\n        alerts: { P1: 1 }\n      - no other alerts',
  );
  expect(await runIn(folder(right, template), ['test'])).toMatchObject({ exitCode: 0 });
});

test('begins with the states that are given', async () => {
  const template = {
    Resources: {
      ...TEMPLATE.Resources,
      Page: composite('ALARM("elsewhere")', { AlarmName: 'Shop/Page', AlarmActions: [{ Ref: 'Tickets' }] }),
    },
  };
  const ignoring = { Resources: { ...template.Resources, Age: orders({ TreatMissingData: 'ignore' }) } };
  const tests = (given: string, state: string) => `
template: template.json
tests:
  - name: silence
    given: ${given}
    expect:
      - alarm: OldestMessageAge
        states: { 10m: ${state} }`;
  expect(await runIn(folder(tests('{ OldestMessageAge: ALARM }', 'ALARM'), ignoring), ['test'])).toMatchObject({
    exitCode: 0,
  });
  expect(await runIn(folder(tests('{}', 'INSUFFICIENT_DATA'), ignoring), ['test'])).toMatchObject({ exitCode: 0 });
  // what a composite names may be outside of the assembly
  const page = tests('{ elsewhere: ALARM }', 'ALARM').replace('alarm: OldestMessageAge', 'alarm: Shop/Page');
  expect(await runIn(folder(page, ignoring), ['test'])).toMatchObject({ exitCode: 0 });
});

test('a quiet night needs no series', async () => {
  const tests = (seconds: string) => `
template: template.json
tests:
  - name: quiet
    lasting: ${seconds}
    expect: [no other alerts]`;
  const template = { Resources: { ...TEMPLATE.Resources, Age: orders({ TreatMissingData: 'breaching' }) } };
  expect(await runIn(folder(tests('8h')), ['test'])).toMatchObject({ exitCode: 0 });
  const { exitCode, stdout } = await runIn(folder(tests('8h'), template), ['test']);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/ 300 │┄{60}\n +│ no data\n +█{60}\n +0m +8h\n/);
});

test('passes parameters to templates and reports those without a value', async () => {
  const template = {
    Parameters: { Stage: { Type: 'String' }, Limit: { Type: 'Number', Default: 300 } },
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    Resources: {
      Tickets: topic(),
      Age: { ...orders({ Dimensions: [{ Name: 'QueueName', Value: { 'Fn::Sub': '${Stage}-orders' } }] }) },
      More: { ...orders({ AlarmName: 'More', Threshold: { Ref: 'Limit' } }), Condition: 'IsProd' },
    },
  };
  const tests = (queue: string, expectation: string, parameters = '') =>
    testsOf(expectation).replace('QueueName: orders', `QueueName: ${queue}`).replace('tests:', `${parameters}\ntests:`);

  const given = tests(
    'prod-orders',
    '      - { alarm: More, states: { 5m: OK } }',
    'parameters: { Stage: prod, Limit: 5 }',
  );
  const { exitCode, stdout } = await runIn(folder(given, template), ['test']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.not.stringContaining('not resolved') });

  const dev = tests('dev-orders', '      - { alarm: More, states: { 5m: OK } }', 'parameters: { Stage: dev }');
  expect(await runIn(folder(dev, template), ['test'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("there is no alarm 'More'"),
  });

  const nothing = tests("'${Stage}-orders'", '      - { alarm: OldestMessageAge, states: { 29m: ALARM } }');
  const { stdout: reported } = await runIn(folder(nothing, template), ['test']);
  expect(reported).toContain('\n  not resolved: Stage in More and 1 more (a parameter without a default)\n');
  const { stdout: json } = await runIn(folder(nothing, template), ['test', '--json']);
  expect(JSON.parse(json).files[0].unresolved).toEqual([
    {
      ...{ expression: 'Stage', reason: 'a parameter without a default' },
      alarms: ['More', 'Invoicing/Orders/OldestMessageAge'],
    },
  ]);
});

test('runs alarms on metric math, percentiles and recorded bands', async () => {
  const template = {
    Resources: {
      Rate: mathAlarm(
        [
          { Id: 'rate', Expression: '100 * e / i', ReturnData: true },
          query('e', 'AWS/Lambda', 'Errors', 'Sum'),
          query('i', 'AWS/Lambda', 'Invocations', 'Sum'),
        ],
        { AlarmName: 'rate', Threshold: 5 },
      ),
      Slow: alarm({ ...AGE, AlarmName: 'slow', Statistic: undefined, ExtendedStatistic: 'p90', Threshold: 8 }),
      Odd: mathAlarm(
        [
          { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(d, 2)', ReturnData: true },
          { ...query('d', 'AWS/Lambda', 'Duration', 'Average'), ReturnData: true },
        ],
        {
          AlarmName: 'odd',
          Threshold: undefined,
          ThresholdMetricId: 'band',
          ComparisonOperator: 'GreaterThanUpperThreshold',
        },
      ),
    },
  };
  const tests = `
template: template.json
tests:
  - name: all
    series:
      - { metric: AWS/Lambda Errors, dimensions: { FunctionName: worker }, values: 0x9 1x9 }
      - { metric: AWS/Lambda Invocations, dimensions: { FunctionName: worker }, values: 20x19 }
      - { metric: AWS/Lambda Duration, dimensions: { FunctionName: worker }, values: 5x9 50x9 }
      - { metric: AWS/SQS ApproximateAgeOfOldestMessage, dimensions: { QueueName: orders }, values: '[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]x' }
    bands:
      - { metric: AWS/Lambda Duration, dimensions: { FunctionName: worker }, upper: 10x19, lower: 1x19 }
    expect:
      - alarm: rate
        states: { 5m: OK, 20m: ALARM }
      - alarm: slow
        states: { 1m: ALARM }
      - alarm: odd
        states: { 10m: OK, 20m: ALARM }`.replace("10]x'", "10]'");
  expect(await runIn(folder(tests, template), ['test'])).toMatchObject({ exitCode: 0 });
});

test('reports alarms that it cannot model', async () => {
  const template = {
    Resources: {
      Log: { Type: 'AWS::CloudWatch::LogAlarm', Properties: { AlarmName: 'log' } },
      Quota: mathAlarm(
        [{ Id: 'q', Expression: 'SERVICE_QUOTA(m)', ReturnData: true }, query('m', 'AWS/Usage', 'CallCount', 'Sum')],
        { AlarmName: 'quota' },
      ),
    },
  };
  const tests = `
template: template.json
tests:
  - name: strange
    expect:
      - { alarm: log, states: { 1m: OK } }
      - { alarm: quota, states: { 1m: OK } }`;
  const { exitCode, stdout } = await runIn(folder(tests, template), ['test']);

  expect(exitCode).toBe(1);
  expect(stdout).toContain('log cannot be simulated: a query of logs is not modelled.');
  expect(stdout).toContain('quota cannot be simulated: The function SERVICE_QUOTA is not modelled.');
});

test('reports alarms that it cannot model also without an expectation', async () => {
  const template = {
    Resources: { ...TEMPLATE.Resources, Log: { Type: 'AWS::CloudWatch::LogAlarm', Properties: { AlarmName: 'log' } } },
  };
  const { exitCode, stdout } = await runIn(folder(GOOD, template), ['test']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('\n  not modelled: log (a query of logs)\n');

  const { stdout: json } = await runIn(folder(GOOD, template), ['test', '--json']);
  expect(JSON.parse(json).files[0].notModelled).toEqual([{ alarm: 'log', reason: 'a query of logs' }]);
});

test('notes results that depend on undocumented behaviour', async () => {
  const tests = testsOf('      - alarm: OldestMessageAge\n        states: { 69m: ALARM, 71m: OK }');
  const { exitCode, stdout } = await runIn(folder(tests), ['test']);
  expect(exitCode).toBe(0);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'note: Invoicing/Orders/OldestMessageAge: this depends on behaviour that AWS does not document. The result differs if CloudWatch retrieves N + 2 periods (range-n+2), or if',
  );
});

test('metrics of other accounts are metrics of their own', async () => {
  const errors = (AlarmName: string, AccountId?: string) =>
    alarm({
      ...{ AlarmName, MetricName: undefined, Namespace: undefined, Period: undefined, Statistic: undefined },
      Dimensions: undefined,
      ...{ EvaluationPeriods: 1, Threshold: 10, ComparisonOperator: 'GreaterThanThreshold' },
      Metrics: [
        {
          Id: 'm',
          AccountId,
          MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' },
        },
      ],
    });
  const template = { Resources: { Here: errors('here'), There: errors('there', '222222222222') } };
  const test = (account: string, here: string, there: string) => `template: template.json
tests:
  - name: only one account has errors
    series:
      - { metric: Shop Errors, values: 20x10${account} }
      - { metric: Shop Errors, values: '0x10', ${account === '' ? "account: '222222222222'" : ''} }
    expect:
      - { alarm: here, states: { 5m: ${here} } }
      - { alarm: there, states: { 5m: ${there} } }
`;
  const passes = async (text: string) => (await runIn(folder(text, template), ['test'])).stdout;
  expect(await passes(test('', 'ALARM', 'OK'))).toContain('1 test passed.');
  expect(await passes(test(", account: '222222222222'", 'OK', 'ALARM'))).toContain('1 test passed.');
  const wrong = await runIn(folder(test(', account: 12', 'OK', 'ALARM'), template), ['test']);
  expect(wrong).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("'12' is not an account id; write its 12 digits, in quotes."),
  });
});

describe('readings', () => {
  const late = testsOf(`      - alarm: OldestMessageAge
        states: { 28m: OK, 29m: ALARM, 68m: ALARM }`);

  test('that expectations have to hold under, by the file', async () => {
    const { exitCode, stdout } = await runIn(folder(`readings: [range-n+2, range-third]\n${late}`), ['test']);
    expect(exitCode).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      "OldestMessageAge at 1h8m: expected ALARM, got OK, under the reading 'range-n+2'",
    );
    expect(stdout).not.toContain('note:');
  });

  test('that expectations have to hold under, by the command line', async () => {
    const { exitCode, stdout } = await runIn(folder(late), ['test', '--readings', 'all', '--json']);
    expect(exitCode).toBe(1);
    const [file] = JSON.parse(stdout).files;
    expect(file.tests[0].failures).toMatchObject([{ reading: 'range-n+2' }, { reading: 'range-third' }]);
  });

  test('that do not exist', async () => {
    const byOption = await runIn(folder(late), ['test', '--readings', 'avg-skip']);
    expect(byOption).toMatchObject({
      exitCode: 2,
      stderr: "vigil: --readings: there is no reading 'avg-skip'; write 'avg-skips'.\n",
    });
    const byFile = await runIn(folder(`readings: other\n${late}`), ['test']);
    expect(byFile.exitCode).toBe(2);
    expect(byFile.stderr).toContain(
      "alarms.test.yaml:1:11: there is no reading 'other'; write 'all' or some of range-n+2,",
    );
  });
});

describe('an alarm that CloudWatch would refuse', () => {
  test('fails the test that expects something of it, and no other', async () => {
    const template = {
      Resources: { Wrong: alarm({ AlarmName: 'wrong', EvaluationPeriods: 0 }), Sound: alarm({ AlarmName: 'sound' }) },
    };
    const test = (name: string) => `template: template.json
tests:
  - name: messages
    series: [{ metric: AWS/SQS NumberOfMessagesSent, dimensions: { QueueName: orders }, values: 5x10 }]
    expect: [{ alarm: ${name}, states: { 5m: ALARM } }]
`;

    const wrong = await runIn(folder(test('wrong'), template), ['test']);
    expect(wrong.exitCode).toBe(1);
    expect(wrong.stdout.replace(/\s+/g, ' ')).toContain(
      'wrong cannot be simulated: CloudWatch would refuse it: EvaluationPeriods: it is 0: write a whole number of at least 1.',
    );
    expect(await runIn(folder(test('sound'), template), ['test'])).toMatchObject({ exitCode: 0 });
  });
});

test('a failing test names what the alarm reads, and what of it has no data', async () => {
  const stat = (Id: string, MetricName: string) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'Shop', MetricName }, Period: 60, Stat: 'Sum' },
  });
  const template = {
    Resources: {
      Ratio: mathAlarm([{ Id: 'e', Expression: 'a / b' }, stat('a', 'Failed'), stat('b', 'All')], {
        AlarmName: 'ratio',
      }),
    },
  };
  const text = `template: template.json
tests:
  - name: fails
    series: [{ metric: Shop Failed, values: 5x10 }]
    expect: [{ alarm: ratio, states: { 5m: ALARM } }]
`;

  const { stdout } = await runIn(folder(text, template), ['test']);

  expect(stdout).toContain('reads Shop Failed with no dimensions: has data\n');
  expect(stdout).toContain('reads Shop All with no dimensions: no data\n');
});

test('namespaces and names with spaces can be given data', async () => {
  const template = {
    Resources: {
      Logins: alarm({
        AlarmName: 'logins',
        Namespace: 'My Company',
        MetricName: 'Failed Logins',
        Dimensions: undefined,
      }),
    },
  };
  const text = `template: template.json
tests:
  - name: fails
    series: [{ metric: My Company Failed Logins, values: 5x10 }]
    expect: [{ alarm: logins, states: { 5m: ALARM } }]
`;

  expect(await runIn(folder(text, template), ['test'])).toMatchObject({ exitCode: 0 });
});

test('values are what is written: 0x59 is zero for an hour, and ids keep their zeros', async () => {
  const template = {
    Resources: {
      Depth: alarm({
        AlarmName: 'depth',
        Dimensions: [{ Name: 'Account', Value: '012345678901' }],
        Threshold: 50,
        Statistic: 'Maximum',
      }),
    },
  };
  const text = `template: template.json
tests:
  - name: zero
    series: [{ metric: AWS/SQS NumberOfMessagesSent, dimensions: { Account: 012345678901 }, values: 0x99 }]
    expect: [{ alarm: depth, states: { 2m: OK, 95m: OK } }]
`;

  expect(await runIn(folder(text, template), ['test'])).toMatchObject({ exitCode: 0 });
});

test('names alarms that a condition leaves out', async () => {
  const template = {
    Parameters: { Stage: { Type: 'String', Default: 'dev' } },
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    Resources: { Sound: alarm({ AlarmName: 'sound' }), Extra: { ...alarm({}), Condition: 'IsProd' } },
  };
  const text = `template: template.json
tests:
  - name: messages
    lasting: 5m
    expect: [no other alerts]
`;

  const { stdout } = await runIn(folder(text, template), ['test']);

  expect(stdout.replace(/\s+/g, ' ')).toContain(
    "not deployed: template/Extra: the condition IsProd is false; it depends on Stage (now 'dev')",
  );
});
