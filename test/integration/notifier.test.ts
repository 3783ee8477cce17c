import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type { Message } from '@aws-sdk/client-sqs';
import { described } from '../lambda/support/payloads/payload';
import { plainSlack } from '../lambda/support/plain-slack';
import { arnOf, Shop } from './shop';

jest.setTimeout(120_000);
const NAME = 'Shop/Orders/QueueStuck';
const TOPIC = arnOf('sns', 'Shop-Vigil-P1');
let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open();
  for (const name of ['notifier', 'notifier-dead-letters', 'subscriber', 'raw']) await shop.queue(name);
  await shop.topic('Shop-Vigil-P1', 'notifier', 'raw');
  await shop.topic('Shop-Vigil-alerts', 'subscriber');
  await shop.secret('bot', 'xoxb-secret-token');
  await new CloudWatchClient(shop.options).send(
    new PutMetricAlarmCommand({
      AlarmName: NAME,
      AlarmDescription: described(
        'QueueStuck',
        'Nothing has taken a message for 15 minutes, and messages wait.',
        ['Look for errors of the consumer.', 'Look whether it is throttled.'],
        { unit: 'seconds' },
      ),
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 3,
      Threshold: 900,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [TOPIC],
      OKActions: [TOPIC],
    }),
  );
});
afterAll(() => shop.close());

async function setState(StateValue: 'ALARM' | 'OK', StateReason: string): Promise<void> {
  const client = new CloudWatchClient(shop.options);
  await client.send(new SetAlarmStateCommand({ AlarmName: NAME, StateValue, StateReason }));
}

function notify(messages: readonly Message[], secret = 'bot') {
  const severities = ['P0', 'P1', 'P2'];
  const channels = [
    // each with a pace of its own
    { id: secret, kind: 'slackBot', secret, channel: 'C0123ABCD', severities },
    { id: 'alerts', kind: 'alertsTopic', topicArn: arnOf('sns', 'Shop-Vigil-alerts'), severities },
  ];
  return shop.invoke(messages, { queue: 'notifier', channels });
}

test('an alarm goes from CloudWatch to Slack, and a subscriber receives it', async () => {
  // WHEN
  await setState(
    'ALARM',
    'Threshold Crossed: 1 out of the last 1 datapoints [1260.0 (23/08/26 04:14:00)] was greater than the threshold (900.0).',
  );
  const message = await shop.receive('notifier');
  const told = await notify([message, message]);

  // THEN
  expect(told?.results).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
  expect(JSON.parse((await shop.receive('raw')).Body as string).TopicArn).toMatch(/Shop-Vigil-P1$/);
  expect(shop.chat.posts).toHaveLength(1);
  const lines = plainSlack(shop.chat.posts[0]?.message).join('\n');
  expect(lines).toContain('[P1] Orders in prod: Nothing has taken a message for 15 minutes, and messages wait.');
  const heard = JSON.parse(JSON.parse((await shop.receive('subscriber')).Body as string).Message);
  expect(heard).toMatchObject({ version: '1.0', state: 'ALARM', severity: 'P1', component: 'Orders' });
  console.log(lines);
});

test('its recovery changes the message and stands below it', async () => {
  await setState('OK', 'Threshold Crossed: no datapoints were greater than the threshold (900.0).');
  await notify([await shop.receive('notifier')]);

  expect(shop.chat.posts.map(({ thread }) => thread)).toEqual([undefined, shop.chat.posts[0]?.ts]);
  expect(shop.chat.posts[0]?.message.attachments[0].color).toBe('#2e7d32');
});

test('a secret that is missing leaves a dead letter with its reason', async () => {
  await setState('ALARM', 'again');
  await notify([await shop.receive('notifier')], 'missing');

  const { MessageAttributes } = await shop.receive('notifier-dead-letters');
  expect(MessageAttributes?.['vigilReason']?.StringValue).toMatch(/ResourceNotFoundException/);
});
