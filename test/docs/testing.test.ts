import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { READINGS } from '../../lib/rehearsal/simulator/readings';
import { runIn } from '../commands/terminal';
import { alarm, composite, factsLine, folderWith, topic } from '../rehearsal/templates';

const page = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');

/** What the examples are about. */
const TEMPLATE = {
  Resources: {
    Tickets: topic(),
    Age: alarm({
      ...{ AlarmName: 'Invoicing/Orders/OldestMessageAge', AlarmDescription: factsLine({ severity: 'P2' }) },
      ...{ MetricName: 'ApproximateAgeOfOldestMessage', Dimensions: [{ Name: 'QueueName', Value: 'Orders' }] },
      ...{ Statistic: 'Maximum', EvaluationPeriods: 5, DatapointsToAlarm: 3, Threshold: 300 },
      ...{ ComparisonOperator: 'GreaterThanThreshold', AlarmActions: [{ Ref: 'Tickets' }] },
    }),
    Other: composite('ALARM("some/other/alarm")', { AlarmName: 'Other' }),
  },
};

test('the test file in docs/testing.md passes', async () => {
  const [, example = ''] = /```yaml\n(# alarms[\s\S]*?)```/.exec(page('docs/testing.md')) ?? [];
  const files = {
    'template.json': TEMPLATE,
    'alarms.test.yaml': example.replace('assembly: cdk.out', 'template: template.json'),
  };
  const { stdout, stderr } = await runIn(folderWith(files), ['test']);
  expect({ stdout, stderr }).toEqual({ stdout: expect.stringContaining('1 test passed.'), stderr: '' });
});

test('docs/testing.md lists each reading as the simulator has it', () => {
  const table = page('docs/testing.md');
  for (const { name, what } of READINGS.filter(({ name }) => !name.startsWith('multi-day'))) {
    expect(table).toContain(`| \`${name}\` | ${what} |`);
  }
  expect(table).toContain('| `multi-day-first`, `multi-day-last` | ');
});
