// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub

import type { AlarmRoute } from '../../../lib/rehearsal/preview/routes';
import { alarm, composite, reportWith, subscription, topic } from '../templates';

const PAGES = {
  Pages: topic({ TopicName: 'pages' }),
  Mail: subscription({ Ref: 'Pages' }, 'email', 'oncall@example.com'),
};

function routesOf(resources: Record<string, unknown>): Record<string, AlarmRoute> {
  const alarms = reportWith(resources).components.flatMap((component) => component.alarms);
  return Object.fromEntries(alarms.map(({ name, route }) => [name, route]));
}

test('names the endpoints that an alarm reaches, each once', () => {
  const routes = routesOf({
    ...PAGES,
    Sms: subscription({ Ref: 'Pages' }, 'sms', '+4915112345678'),
    Notifier: subscription({ Ref: 'Pages' }, 'lambda', 'arn:aws:lambda:us-east-1:1:function:Notifier'),
    Queue: subscription({ Ref: 'Pages' }, 'sqs', 'arn:aws:sqs:us-east-1:1:Archive'),
    More: topic(),
    Again: subscription({ Ref: 'More' }, 'email', 'oncall@example.com'),
    A: alarm({ AlarmActions: [{ Ref: 'Pages' }, { Ref: 'More' }] }),
  });

  expect(routes.A).toEqual({
    by: 'action',
    destinations: ['oncall@example.com', '+4915112345678', 'function Notifier', 'queue Archive'],
    withoutRecipient: false,
  });
});

test('shows a topic without a subscriber, unless another topic of the alarm has one', () => {
  const routes = routesOf({
    ...PAGES,
    Silent: topic({ TopicName: 'silent' }),
    A: alarm({ AlarmActions: [{ Ref: 'Silent' }] }),
    B: alarm({ AlarmActions: [{ Ref: 'Silent' }, { Ref: 'Pages' }] }),
  });

  expect(routes).toMatchObject({
    A: { destinations: ['no recipient: topic silent has no subscriber'], withoutRecipient: true },
    B: { withoutRecipient: false },
  });
});

test.each<[unknown, string]>([
  ['arn:aws:sns:eu-west-1:111122223333:central', 'topic central (declared elsewhere)'],
  ['arn:aws:lambda:eu-west-1:111122223333:function:repair', 'function repair'],
  ['arn:aws:automate:eu-west-1:ec2:recover', 'EC2 recover'],
  ['arn:aws:autoscaling:eu-west-1:1:scalingPolicy:x', 'a scaling policy'],
  ['arn:aws:ssm:eu-west-1:111122223333:opsitem:1', 'an OpsItem'],
  ['arn:aws:ssm-incidents::111122223333:response-plan/x', 'an incident response plan'],
  [{ 'Fn::ImportValue': 'Elsewhere' }, '${ImportValue Elsewhere}'],
])('names what %j does', (action, destination) => {
  expect(routesOf({ A: alarm({ AlarmActions: [action] }) }).A).toMatchObject({
    destinations: [destination],
    withoutRecipient: false,
  });
});

test('shows the composite alarms through which an alarm without actions notifies', () => {
  const routes = routesOf({
    ...PAGES,
    Child: alarm(),
    Middle: composite({ 'Fn::Sub': 'ALARM("${Child.Arn}")' }),
    Top: composite({ 'Fn::Sub': 'ALARM("${Middle}")' }, { AlarmActions: [{ Ref: 'Pages' }] }),
    Alone: alarm(),
    Mute: alarm({ AlarmActions: [{ Ref: 'Pages' }], ActionsEnabled: false }),
  });

  expect(routes).toMatchObject({
    Child: { by: 'composite', composites: ['Top'] },
    Middle: { by: 'composite', composites: ['Top'] },
    Top: { by: 'action' },
    Alone: { by: 'nothing' },
    Mute: { by: 'nothing' },
  });
});

test('ends where composites name each other', () => {
  const routes = routesOf({ A: composite('ALARM("B")'), B: composite('ALARM("A")') });

  expect(routes).toEqual({ A: { by: 'nothing' }, B: { by: 'nothing' } });
});

describe("behind Vigil's function", () => {
  const all = ['P0', 'P1', 'P2'];
  const channels = [
    { id: 'a', kind: 'slack', secret: 'arn:aws:secretsmanager:us-east-1:1:secret:prod/slack', severities: all },
    { id: 'b', kind: 'slackBot', secret: 'x', channel: 'C0123ABCD', severities: ['P0'] },
    { id: 'c', kind: 'alertsTopic', topicArn: 'ALERTS', severities: all },
  ];
  const mail = (severity: string[], endpoint: string) => {
    const { Type, Properties } = subscription({ Ref: 'Alerts' }, 'email', endpoint) as {
      Type: string;
      Properties: object;
    };
    return { Type, Properties: { ...Properties, FilterPolicy: { severity } } };
  };
  const [before, after] = JSON.stringify(channels).split('ALERTS');
  const NOTIFIER = {
    Pages: topic({ TopicName: 'pages' }),
    Alerts: topic({ TopicName: 'alerts' }),
    Queue: { Type: 'AWS::SQS::Queue' },
    Delivery: subscription({ Ref: 'Pages' }, 'sqs', { 'Fn::GetAtt': ['Queue', 'Arn'] }),
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Environment: { Variables: { CHANNELS: { 'Fn::Join': ['', [before, { Ref: 'Alerts' }, after]] } } },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { FunctionName: { Ref: 'Function' }, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
    },
    Urgent: mail(['P0'], 'urgent@example.com'),
    Mail: mail(['P0', 'P1'], 'oncall@example.com'),
  };
  const destinationsOf = (severity?: string) => {
    const AlarmDescription = severity && `x\nvigil:${severity}/Queue/X/count/C/prod`;
    const { A } = routesOf({ ...NOTIFIER, A: alarm({ AlarmActions: [{ Ref: 'Pages' }], AlarmDescription }) });
    return A?.by === 'action' ? A.destinations : A;
  };

  test('its channels that carry the severity are shown', () => {
    expect(destinationsOf('P0')).toEqual([
      'Slack prod/slack',
      'Slack C0123ABCD',
      'urgent@example.com',
      'oncall@example.com',
    ]);
    expect(destinationsOf('P1')).toEqual(['Slack prod/slack', 'oncall@example.com']);
    expect(destinationsOf('P2')).toEqual(['Slack prod/slack']);
  });

  test('of a severity that is not known, all of them', () => {
    expect(destinationsOf()).toHaveLength(4);
  });
});

test('a subscribed chat channel is a recipient', () => {
  const routes = routesOf({
    Pages: topic({ TopicName: 'pages' }),
    Chat: {
      Type: 'AWS::Chatbot::SlackChannelConfiguration',
      Properties: { SlackChannelId: 'C0123ABCD', SnsTopicArns: [{ Ref: 'Pages' }] },
    },
    A: alarm({ AlarmActions: [{ Ref: 'Pages' }] }),
  });

  expect(routes.A).toMatchObject({ destinations: ['Slack C0123ABCD'], withoutRecipient: false });
});
