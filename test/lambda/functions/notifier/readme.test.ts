import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { read } from '../../../../lambda/shared/reading/read';
import { emailSubject } from '../../../../lambda/shared/rendering/email';
import { slackMessage } from '../../../../lambda/shared/rendering/slack';
import { smsText } from '../../../../lambda/shared/rendering/sms';
import { bySns, change, described, reasonOf, trigger } from '../../support/payloads/payload';
import { plainSlack } from '../../support/plain-slack';

const readme = readFileSync(join(__dirname, '../../../../README.md'), 'utf8');

const STUCK = bySns(
  'a queue that is stuck',
  change('Shop/Orders/QueueStuck', {
    AlarmDescription: described(
      'QueueStuck',
      'Nothing has taken a message for 15 minutes, and messages wait.',
      ['Look for errors of the consumer.', 'Look whether it is throttled.'],
      { unit: 'seconds' },
    ),
    NewStateReason: reasonOf(['1260.0', '1200.0', '1140.0'], 'greater than', 900),
    Trigger: trigger(
      'AWS/SQS',
      'ApproximateAgeOfOldestMessage',
      { QueueName: 'orders' },
      { Statistic: 'MAXIMUM', Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 3, Threshold: 900 },
    ),
  }),
);
const alert = read(STUCK.body, { id: 'x', sentAt: 0 });
const incident = { startedAt: alert.changedAt, isLate: false };

test('the README shows what arrives in Slack', () => {
  const picture = 'https://graphs.example.com/x.png';
  const [title, , ...details] = plainSlack(slackMessage(alert, incident, { mention: 'S0123ABCD', picture }));
  const plain = (line: string) =>
    line
      .replace(/^picture .*$/, '[graph of the metric around that time]')
      .replace(/ <[^>]*>/g, '')
      .replace(/[*_]/g, '')
      .replace(/ {2,}/g, ' ');
  const lines = details.flatMap((block) => plain(block).split('\n')).map((line) => `┃ ${line}`);

  expect(readme).toContain([plain(title as string).replace('@S0123ABCD', '@oncall'), ...lines].join('\n'));
});

test('the README shows what arrives as a text message and by mail', () => {
  expect(readme).toContain(`As a text message: \`${smsText(alert, incident)}\``);
  expect(readme).toContain('under `[P1] Orders in prod: …`');
  expect(emailSubject(alert)).toMatch(/^\[P1\] Orders in prod: /);
});
