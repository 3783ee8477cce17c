import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, GOOD, orders, TEMPLATE, testsOf } from './stuck-queue';
import { runIn } from './terminal';

test('prints results as JSON, with coverage', async () => {
  const { stdout } = await runIn(folder(GOOD), ['test', '--json', '--coverage']);

  expect(JSON.parse(stdout)).toMatchObject({
    passed: true,
    files: [
      {
        file: 'alarms.test.yaml',
        tests: [
          {
            name: 'a stuck consumer',
            failures: [],
            alerts: [{ alarm: 'Invoicing/Orders/OldestMessageAge', severity: 'P2', after: 29 * 60 }],
            changes: [{ to: 'OK' }, { to: 'ALARM', after: 29 * 60, ground: 'documented' }, { to: 'OK' }],
          },
        ],
      },
    ],
    coverage: [{ alarm: 'Invoicing/Orders/OldestMessageAge', alarmed: true, recovered: true }],
  });
});

test('lists alarms that no test drove to ALARM and back', async () => {
  const template = {
    Resources: {
      ...TEMPLATE.Resources,
      Never: orders({ AlarmName: 'never', Threshold: 9999 }),
      Stays: orders({ AlarmName: 'stays', TreatMissingData: 'ignore' }),
    },
  };
  const { stdout } = await runIn(folder(GOOD.replace('- no other alerts', ''), template), ['test', '--coverage']);
  expect(stdout).toContain('Coverage\n2 of 3 alarms were driven to ALARM, 1 of them back.\n');
  expect(stdout).toMatch(/never +never in ALARM\n.*stays +never recovered\n/);
});

test('writes results for build servers', async () => {
  const directory = folder(
    `${testsOf('      - { alarm: OldestMessageAge, states: { 25m: ALARM } }')}\n  - name: '<none> & "none"'\n    lasting: 1h\n    expect: [no other alerts]\n`,
  );
  await runIn(directory, ['test', '--junit', 'report.xml']);
  const report = readFileSync(join(directory, 'report.xml'), 'utf8');

  expect(report).toContain('<testsuites tests="2" failures="1"');
  expect(report).toContain('message="at 25m: expected ALARM, got OK"');
  expect(report).toContain('name="&lt;none> &amp; &quot;none&quot;"');
});
