import type { Alert, Incident } from '../../../../lambda/shared/alerts/alert';
import { parseMessage } from '../../../../lambda/shared/parsing/parse-message';
import {
  discordMessage,
  emailText,
  opsgenieRequest,
  pagerDutyRequest,
  plainDiscordMessage,
  plainSlackMessage,
  plainTeamsMessage,
  slackMessage,
  smsText,
  teamsMessage,
  webhookPayload,
} from '../../../../lambda/shared/rendering/renderings';
import { ALL } from '../../support/payloads';
import { ACCOUNT, arnOf, bySns, change, OK, type Payload, REGION } from '../../support/payloads/payload';

const FALLBACK = { id: 'fallback', sentAt: 1_787_458_532_000 };

const QUERY = 'SELECT MAX(ApproximateNumberOfMessagesVisible) FROM "AWS/SQS" GROUP BY QueueName ORDER BY MAX() DESC';
const contributor = (QueueName: string, fields: object = {}) =>
  change('dead-letters-anywhere', {
    AlarmContributorId: 'c0ffee',
    AlarmContributorAttributes: { QueueName },
    NewStateReason: 'Threshold Crossed: 1 datapoint was greater than the threshold (0.0).',
    Trigger: {
      Period: 60,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      Metrics: [{ Id: 'q1', ReturnData: true, Period: 60, Expression: QUERY }],
    },
    ...fields,
  });
const event = (kind: string, detail: object) => ({
  version: '0',
  id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
  'detail-type': kind,
  source: 'aws.cloudwatch',
  account: ACCOUNT,
  time: '2026-08-23T04:15:30Z',
  region: REGION,
  resources: [arnOf('dead-letters-anywhere')],
  detail: {
    alarmName: 'dead-letters-anywhere',
    state: { value: 'ALARM', reason: 'Threshold Crossed: one time series.', timestamp: '2026-08-23T04:15:30.123+0000' },
    previousState: { value: 'OK' },
    configuration: { metrics: [{ id: 'q1', expression: QUERY, returnData: true }] },
    ...detail,
  },
});

/** What is not among the recorded messages: one of several time series, lines of a log, and names that mean something to a chat. */
const ODD: readonly Payload[] = [
  bySns('a contributor of GROUP BY', contributor('orders-dlq')),
  bySns('its recovery', contributor('orders-dlq', OK)),
  bySns('a contributor with a hostile name', contributor('*<!here>* `x` [y](https://evil.example) @everyone_')),
  bySns('a contributor in another script', contributor('очередь-заказов 注文')),
  bySns(
    'an event of a contributor',
    event('CloudWatch Alarm Contributor State Change', {
      alarmContributor: { id: 'c0ffee', attributes: { QueueName: 'mails-dlq' } },
    }),
  ),
  bySns('an event of an alarm', event('CloudWatch Alarm State Change', {})),
  bySns(
    'an alarm on logs with its lines',
    change('log-errors', {
      LogGroups: ['/aws/lambda/Shop-Worker-1A2B'],
      NewStateReason: 'The query returned 3 results.',
      ActionLogLines: ['{"level":"error","message":"no stock for 4711"}', { '@message': 'second <b>line</b>' }],
    }),
  ),
  bySns(
    'no data',
    change('gone', {
      NewStateValue: 'INSUFFICIENT_DATA',
      NewStateReason: 'Insufficient Data: 1 datapoint was unknown.',
    }),
  ),
];

/** The text of an alert in each channel, also in the form that is sent where the usual one is refused. */
function textsOf(alert: Alert): Record<string, string> {
  const incident: Incident = { startedAt: alert.changedAt, isLate: false };
  const step = { action: 'open', key: alert.subject } as const;
  return {
    Slack: JSON.stringify(slackMessage(alert, incident, {})),
    'Slack, plain': JSON.stringify(plainSlackMessage(alert, incident)),
    Discord: JSON.stringify(discordMessage(alert, incident, {})),
    'Discord, plain': JSON.stringify(plainDiscordMessage(alert, incident)),
    Teams: JSON.stringify(teamsMessage(alert, incident)),
    'Teams, plain': JSON.stringify(plainTeamsMessage(alert, incident)),
    PagerDuty: JSON.stringify(pagerDutyRequest(alert, incident, step)),
    Opsgenie: JSON.stringify(opsgenieRequest(alert, incident, step).body),
    webhook: JSON.stringify(webhookPayload(alert, incident)),
    'e-mail': emailText(alert, incident),
    SMS: smsText(alert, incident),
  };
}

/** As people read it: without what escapes it. */
const read = (text: string): string =>
  text
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/\\n/g, ' ')
    .replace(/[\\\u2060]/g, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();
const WORDS: Record<string, readonly string[]> = {
  ALARM: ['alarm'],
  OK: ['ok'],
  INSUFFICIENT_DATA: ['insufficient', 'no data'],
};
const LONGEST_NAME = 100;

const changes = [...ALL, ...ODD].flatMap(({ name, body }): [string, Alert][] => {
  const alert = parseMessage(body, FALLBACK);
  return alert.state === 'MESSAGE' ? [] : [[name, alert]];
});

test('there are enough of them', () => {
  expect(changes.length).toBeGreaterThanOrEqual(60);
});

test.each(changes)('%s: state, resource and reason are in the text of each channel', (_, alert) => {
  for (const [channel, text] of Object.entries(textsOf(alert))) {
    const said = read(text);
    const missing = [
      (WORDS[alert.state] ?? []).some((word) => said.includes(word)) ? [] : `state ${alert.state}`,
      // one SMS has room for the sentence, the value and the time
      channel === 'SMS'
        ? []
        : Object.values(alert.resource).filter(
            (value) => value.length < LONGEST_NAME && !said.includes(read(value).trim()),
          ),
      channel === 'SMS' || said.includes(read(alert.reason).trim().slice(0, 40)) ? [] : `reason ${alert.reason}`,
      channel === 'SMS' ? [] : alert.logLines.filter((line) => !said.includes(read(line).slice(0, 40))),
    ].flat();
    expect({ channel, missing }).toEqual({ channel, missing: [] });
  }
});
