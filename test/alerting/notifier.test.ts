import type { App } from 'aws-cdk-lib';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Route, Severity } from '../../lib/index';
import { errorsOf, type Json, newStack, newVigil, ONCALL, type Synthesized, textOf } from '../support/synth';
import { everyRoute, hook, PAGER, shopWith } from './routed-shop';

const { P0, P1, P2 } = Severity;

const all = shopWith(everyRoute);
const [notifier] = Object.entries(all.resources('AWS::Lambda::Function')).filter(([id]) => id.includes('Notifier')) as [
  [string, Json],
];
const environment = notifier[1].Properties.Environment.Variables;
const channels: Json[] = JSON.parse(textOf(environment.CHANNELS));

describe('e-mail and SMS alone', () => {
  const plain = shopWith(() => [ONCALL, PAGER]);

  test('need nothing but topics, a key and subscriptions', () => {
    const { Resources } = plain.template('Shop');
    const types = new Set(Object.values<Json>(Resources).map(({ Type }) => Type));

    expect([...types].filter((type) => !/^AWS::(CloudWatch|SQS|SNS|KMS)::/.test(type))).toEqual([]);
    expect(Object.keys(Resources).filter((id) => id.includes('Notifier'))).toEqual([]);
  });

  test('text messages are watched: whether they are delivered, and the limit of the month, once', () => {
    const own = plain.alarmsOf('Vigil.TextMessages');

    expect(own.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['P0.NotificationsFailed', 'P2'],
      ['P0.SmsSpend', 'P2'],
      ['P1.NotificationsFailed', 'P2'],
    ]);
    // by the way that sends no text messages
    expect(new Set(own.flatMap(({ actions }) => actions))).toEqual(
      new Set(
        plain
          .alarmsOf('Orders')
          .filter(({ severity }) => severity === 'P2')
          .flatMap(({ actions }) => actions),
      ),
    );
  });

  test('without text messages there is nothing to watch', () => {
    expect(shopWith(() => [ONCALL]).components).toEqual(['Orders']);
  });
});

describe('any other channel', () => {
  test('all alarm topics deliver to the queues of the notifier only', () => {
    const subscriptions = Object.values(all.resources('AWS::SNS::Subscription')).map(({ Properties }) => Properties);
    const toQueue = subscriptions.filter(({ Protocol }) => Protocol === 'sqs');
    const topics = Object.entries(all.resources('AWS::SNS::Topic'));
    const raw = topics.filter(([, { Properties }]) => /-(P\d|children)$/.test(Properties.TopicName)).map(([id]) => id);

    const [[heartbeat]] = topics.filter(([, { Properties }]) => Properties.TopicName.endsWith('-heartbeat')) as [
      [string, Json],
    ];

    expect(raw).toHaveLength(4);
    expect(toQueue.map(({ TopicArn }) => TopicArn.Ref).sort()).toEqual([...raw, heartbeat].sort());
    expect(toQueue.every(({ RedrivePolicy }) => RedrivePolicy.deadLetterTargetArn !== undefined)).toBe(true);
    expect(
      subscriptions.filter(({ TopicArn }) => raw.includes(TopicArn.Ref)).every(({ Protocol }) => Protocol === 'sqs'),
    ).toBe(true);
  });

  test('the role of the heartbeat is for the scheduler of this account only, and publishes to one topic', () => {
    const [[, { Properties }]] = Object.entries(all.resources('AWS::IAM::Role')).filter(([id]) =>
      /HeartbeatRole/.test(id),
    ) as [[string, Json]];
    const [trust] = Properties.AssumeRolePolicyDocument.Statement;
    const statements: Json[] = Properties.Policies[0].PolicyDocument.Statement;

    expect(trust.Principal).toEqual({ Service: 'scheduler.amazonaws.com' });
    expect(trust.Condition).toEqual({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });
    expect(statements.flatMap(({ Action }) => Action).sort()).toEqual([
      'kms:Decrypt',
      'kms:GenerateDataKey',
      'sns:Publish',
    ]);
    expect(statements.map(({ Resource }) => Resource)).not.toContain('*');
  });

  test("e-mail and SMS receive the function's texts, filtered by severity", () => {
    const subscriptions = Object.values(all.resources('AWS::SNS::Subscription'))
      .map(({ Properties }) => Properties)
      .filter(({ Protocol, FilterPolicy }) => Protocol !== 'sqs' && FilterPolicy?.severity !== undefined);

    expect(subscriptions.map(({ Protocol, Endpoint, FilterPolicy }) => [Protocol, Endpoint, FilterPolicy])).toEqual([
      ['email', 'oncall@example.com', { severity: ['P0', 'P1', 'P2'] }],
      ['sms', '+12125550123', { severity: ['P0', 'P1'] }],
    ]);
  });

  test('one address on two routes is subscribed once, with the severities of both', () => {
    const shop = shopWith((stack) => [
      Route.email('a@example.com', { severities: [P2] }),
      Route.email('a@example.com', { severities: [P0] }),
      Route.slack(hook(stack)),
    ]);
    const subscriptions = Object.values(shop.resources('AWS::SNS::Subscription')).filter(
      ({ Properties }) => Properties.Protocol === 'email' && Properties.FilterPolicy.severity !== undefined,
    );

    expect(subscriptions.map(({ Properties }) => Properties.FilterPolicy)).toEqual([{ severity: ['P0', 'P2'] }]);
  });

  test('the function knows its channels, and no secret', () => {
    expect(channels.map(({ kind, severities, channel, mention }) => ({ kind, severities, channel, mention }))).toEqual([
      { kind: 'slack', severities: [P0, P1, P2], mention: 'S0123ABCD' },
      { kind: 'slackBot', severities: [P0], channel: 'C0123ABCD' },
      { kind: 'discord', severities: [P0, P1, P2] },
      { kind: 'webhook', severities: [P0, P1, P2] },
      { kind: 'alertsTopic', severities: [P0, P1, P2, 'P3'] },
    ]);
    expect(new Set(channels.map(({ id }) => id)).size).toBe(5);
    expect(JSON.stringify(all.template('Shop'))).not.toContain('resolve:secretsmanager');
  });

  test('it has less time than the queue hides a message, and gives up before the queue does', () => {
    const [queue] = Object.values(all.resources('AWS::SQS::Queue')).filter(({ Properties }) =>
      /-notifier$/.test(Properties?.QueueName),
    );

    expect(queue.Properties.VisibilityTimeout).toBeGreaterThan(notifier[1].Properties.Timeout);
    expect(queue.Properties.RedrivePolicy.maxReceiveCount).toBeGreaterThan(Number(environment.MOST_DELIVERIES));
  });

  test('at most seven functions run at once, unless more are asked for; P0 waits for no other alarm', () => {
    const concurrencyOf = (shop: Synthesized) =>
      Object.values(shop.resources('AWS::Lambda::EventSourceMapping')).map(({ Properties }) => [
        Properties.EventSourceArn['Fn::GetAtt'][0].replace(/^VigilNotifier|[0-9A-F]{8}$/g, ''),
        Properties.ScalingConfig.MaximumConcurrency,
        Properties.BatchSize,
      ]);
    const topicsOf = (queue: string) =>
      Object.values(all.resources('AWS::SNS::Subscription')).flatMap(({ Properties }) =>
        new RegExp(`Notifier${queue}[0-9A-F]{8}$`).test(Properties.Endpoint['Fn::GetAtt']?.[0])
          ? Properties.TopicArn.Ref
          : [],
      );

    expect(concurrencyOf(all)).toEqual([
      ['Queue', 3, 10],
      ['UrgentQueue', 2, 1],
      ['Commands', 2, 1],
    ]);
    const wider = shopWith((stack) => [ONCALL, Route.slack(hook(stack))], undefined, undefined, 20);
    expect(concurrencyOf(wider)[0]).toEqual(['Queue', 20, 10]);
    expect(topicsOf('UrgentQueue')).toEqual([expect.stringMatching(/P0/)]);
    expect(topicsOf('Queue')).toHaveLength(4);
    expect(topicsOf('Commands')).toEqual([]);
  });

  test.each([1, 1001, 2.5, '3'])('%p functions at once are refused', (maxConcurrency) => {
    const stack = newStack();
    newVigil(stack, { routes: [ONCALL], maxConcurrency: maxConcurrency as number }).watch(stack);

    expect(errorsOf(stack.node.root as App)).toEqual([expect.stringMatching(/maxConcurrency.*from 2 to 1000/)]);
  });

  test('its name is one that SQS takes, however long the name of the stack is', () => {
    const nameOf = (stackName: string) => {
      const shop = shopWith((stack) => [ONCALL, Route.webhook(hook(stack))], { stackName });
      return Object.values(shop.resources('AWS::SQS::Queue')).flatMap(
        ({ Properties }) => Properties?.QueueName ?? [],
      )[0];
    };
    const names = ['a', 'b'].map((end) => nameOf(`${'s'.repeat(100)}${end}`));

    expect(names[0]).toHaveLength(80);
    expect(new Set(names).size).toBe(2);
  });

  test('a webhook alone needs no bucket', () => {
    const shop = shopWith((stack) => [ONCALL, Route.webhook(hook(stack))]);

    expect(Object.keys(shop.resources('AWS::S3::Bucket'))).toEqual([]);
    expect(Object.keys(all.resources('AWS::S3::Bucket'))).toHaveLength(1);
  });

  test('logical ids stay in any order of routes', () => {
    const reversed = shopWith((stack) => everyRoute(stack).reverse());
    const idsOf = (shop: Synthesized) => Object.keys(shop.template('Shop').Resources).sort();

    expect(idsOf(reversed)).toEqual(idsOf(all));
  });

  test('secrets can be named, as in vigil.json', () => {
    const shop = shopWith(() => [
      ONCALL,
      Route._slack('prod/slack', {}),
      Route._discord('arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf', {}),
    ]);
    const [[, { Properties }]] = Object.entries(shop.resources('AWS::Lambda::Function')) as [[string, Json]];
    const secrets = JSON.parse(textOf(Properties.Environment.Variables.CHANNELS)).map(({ secret }: Json) => secret);

    expect(secrets).toEqual([
      expect.stringMatching(/:secretsmanager:.*:secret:prod\/slack$/),
      'arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf',
      undefined,
    ]);
  });

  test('alarms of another region deliver to the same queues', () => {
    const shop = shopWith(
      (stack) => [ONCALL, Route.slack(hook(stack)), Route.slackApp('T0123ABCD', 'C0123ABCD')],
      { env: { account: '123456789012', region: 'eu-west-1' } },
      (stack) => new Distribution(stack, 'Portal', { defaultBehavior: { origin: new HttpOrigin('example.com') } }),
    );
    const there = Object.values(shop.resources('AWS::SNS::Subscription', 'Shop-us-east-1')).map(
      ({ Properties }) => Properties,
    );

    expect(there.length).toBeGreaterThan(0);
    const queue = 'sqs arn:{AWS::Partition}:sqs:eu-west-1:123456789012:Shop-Vigil-notifier';
    expect(new Set(there.map(({ Protocol, Endpoint }) => `${Protocol} ${textOf(Endpoint)}`))).toEqual(
      new Set([queue, `${queue}-urgent`]),
    );
    expect(Object.keys(shop.resources('AWS::Lambda::Function', 'Shop-us-east-1'))).toEqual([]);
    const [app] = Object.values(shop.resources('AWS::Chatbot::SlackChannelConfiguration'));
    expect(app.Properties.SnsTopicArns.map(textOf).filter((arn: string) => arn.includes('us-east-1'))).not.toEqual([]);
  });
});

test('from a region that SNS does not deliver from, e-mail is notified directly, and synthesis lists the channels that are not', () => {
  const shop = shopWith(
    (stack) => [ONCALL, Route.slack(hook(stack))],
    { env: { account: '123456789012', region: 'eu-south-1' } },
    (stack) => new Distribution(stack, 'Portal', { defaultBehavior: { origin: new HttpOrigin('example.com') } }),
  );
  const there = Object.values(shop.resources('AWS::SNS::Subscription', 'Shop-us-east-1')).map(
    ({ Properties }) => Properties,
  );

  expect(new Set(there.map(({ Protocol, Endpoint }) => `${Protocol} ${Endpoint}`))).toEqual(
    new Set(['email oncall@example.com']),
  );
  expect(shop.warnings).toContainEqual(expect.stringMatching(/^SNS does not deliver from us-east-1 to eu-south-1/));
});

describe('the watch on the watcher', () => {
  const [[watch]] = Object.entries(all.resources('AWS::SNS::Topic')).filter(([, { Properties }]) =>
    Properties.TopicName.endsWith('-watch'),
  ) as [[string, Json]];
  const own = [...all.alarmsOf('Vigil.Notifier'), ...all.alarmsOf('Vigil.Alerts')];

  test('function, queue, dead letters, deliveries and the limit on text messages have alarms', () => {
    expect(own.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/ConsumerErrors$/),
        'QueueStuck',
        'Urgent.QueueStuck',
        'Commands.QueueStuck',
        'NoHeartbeat',
        'DeadLetters',
        'NotificationsFailed',
        'SmsSpend',
      ]),
    );
  });

  test('they go past the function, to a topic that it has nothing to do with', () => {
    const actions = new Set(own.flatMap((alarm) => alarm.actions));
    const hearing = Object.values(all.resources('AWS::SNS::Subscription')).map(({ Properties }) => Properties);

    expect([...actions]).toEqual([`{${watch}}`]);
    expect(hearing.filter(({ TopicArn }) => TopicArn.Ref === watch).map(({ Protocol }) => Protocol)).toEqual([
      'email',
      'sms',
    ]);
    // and nothing else does
    expect(all.alarmsOf('Orders').flatMap((alarm) => alarm.actions)).not.toContain(`{${watch}}`);
  });

  test('all alarms of others stay as they are', () => {
    expect(all.components).toEqual(['Orders', 'Vigil.Alerts', 'Vigil.Notifier']);
  });

  test('without a route that works without the function, synthesis fails', () => {
    const stack = newStack();
    newVigil(stack, { routes: [Route.slack(hook(stack))] }).watch(stack);

    expect(errorsOf(stack.node.root as App)).toEqual([
      "If the function that sends to chats, PagerDuty, Opsgenie or webhooks fails, nobody is notified. Add a route that works without it, such as Route.email('oncall@example.com').",
    ]);
  });
});
