import { folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

const QUEUE = {
  Resources: {
    Orders: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } },
    Stuck: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        ...{ AlarmName: 'shop/orders/Stuck', Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage' },
        ...{ Dimensions: [{ Name: 'QueueName', Value: 'orders' }], Statistic: 'Maximum', Period: 60 },
        ...{ EvaluationPeriods: 1, Threshold: 300, ComparisonOperator: 'GreaterThanThreshold' },
      },
    },
  },
};

const folder = () => folderWith({ 't.json': QUEUE });

test('--once prints what preview prints, and ends', async () => {
  const where = folder();
  const once = await runIn(where, ['rehearse', '--template', 't.json', '--once']);
  const preview = await runIn(where, ['preview', '--template', 't.json']);

  expect(once).toEqual(preview);
  expect(once.stdout).toContain('1 alarm for 1 component');
});

test.each([
  [['--port', 'x'], '--port x: give a whole number from 0 to 65535.'],
  [['--speed', '0'], '--speed 0: give a whole number from 1 to 3600.'],
  [
    ['--break', 'orders: earthquake'],
    '--break orders: earthquake: there is no such failure. There are: orders: stuck consumer, orders: slow consumer,',
  ],
  [['--png', 'pictures'], '--png needs Chromium or Chrome, which is not installed.'],
])('%j is refused', async (words, message) => {
  const { exitCode, stdout, stderr } = await runIn(folder(), ['rehearse', '--template', 't.json', ...words], {
    env: { PATH: '/nowhere' },
  });

  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(`vigil: ${message}`);
});

test('without an assembly there is one clear message', async () => {
  const { exitCode, stderr } = await runIn(folder(), ['rehearse']);

  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(/^vigil: There is no cdk\.json/) });
});
