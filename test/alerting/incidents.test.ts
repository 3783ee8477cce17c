import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type App, Duration, type Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { type IncidentOptions, Route, Severity } from '../../lib/index';
import { matchers, Rehearsal } from '../../lib/rehearsal/testing';
import { errorsOf, type Json, newStack, newVigil, ONCALL, Synthesized, textOf } from '../support/synth';
import { workQueue } from '../vigil/shop';

expect.extend(matchers);

const { P0, P1, P2 } = Severity;
const bot = (stack: Stack) => Secret.fromSecretNameV2(stack, 'Bot', 'prod/slack-bot');
const SENIOR = Route.sms('+12125550124');
const MANAGEMENT = Route.email('management@example.com', { severities: [P0] });

/** A shop with a queue whose incidents are followed up. */
function shopWith(incidents?: IncidentOptions, routes?: (stack: Stack) => Route[]): Synthesized {
  const stack = newStack();
  workQueue(stack, 'Orders', { deadLetterQueue: { queue: workQueue(stack, 'Failed'), maxReceiveCount: 3 } });
  newVigil(stack, { incidents, routes: routes?.(stack) ?? [ONCALL, Route.slackBot(bot(stack), 'C0123ABCD')] }).watch(
    stack,
  );
  return new Synthesized(stack.node.root as App);
}

const off = shopWith();
const on = shopWith({
  escalation: [{ routes: [SENIOR, ONCALL] }, { routes: [MANAGEMENT] }],
  digest: { at: '08:30', timeZone: 'Europe/Berlin' },
});
const functionOf = (shop: Synthesized, pattern: RegExp): Json =>
  Object.entries(shop.resources('AWS::Lambda::Function')).find(([id]) => pattern.test(id))?.[1].Properties;
const notifier = functionOf(on, /NotifierFunction/);
const answers = functionOf(on, /IncidentsAnswers/);
const typesOf = (shop: Synthesized): string[] =>
  Object.values<Json>(shop.template('Shop').Resources).map(({ Type }) => Type);

test('without them there is not one resource more', () => {
  const types = typesOf(off);

  expect(types.filter((type) => type === 'AWS::Lambda::Function')).toHaveLength(1);
  expect(types.filter((type) => /Url|ScheduleGroup|SecretsManager/.test(type))).toEqual([]);
  expect(JSON.stringify(off.template('Shop'))).not.toMatch(/FOLLOW_UP|GlobalSecondaryIndexes|"level"|CreateSchedule/);
});

test('with them there is a second function, its address, a key and a group of timers', () => {
  const count = (shop: Synthesized, type: string) => typesOf(shop).filter((each) => each === type).length;
  const more = [...new Set(typesOf(on))]
    .filter((type) => count(on, type) > count(off, type) && !type.includes('CloudWatch'))
    .sort();

  expect(more).toEqual([
    'AWS::ApiGatewayV2::Api',
    'AWS::ApiGatewayV2::Integration',
    'AWS::ApiGatewayV2::Route',
    'AWS::ApiGatewayV2::Stage',
    'AWS::IAM::Policy',
    'AWS::IAM::Role',
    'AWS::Lambda::Function',
    'AWS::Lambda::Permission',
    'AWS::Logs::LogGroup',
    'AWS::SNS::Subscription',
    'AWS::Scheduler::Schedule',
    'AWS::Scheduler::ScheduleGroup',
    'AWS::SecretsManager::Secret',
  ]);
});

test('e-mail and SMS alone can be followed up, too', () => {
  const shop = shopWith({}, () => [ONCALL]);

  expect(typesOf(shop).filter((type) => type === 'AWS::Lambda::Function')).toHaveLength(2);
});

test('the key is made when it is deployed, and is in no template', () => {
  const [secret] = Object.values(on.resources('AWS::SecretsManager::Secret'));

  expect(secret.Properties.GenerateSecretString).toEqual({ PasswordLength: 64, ExcludePunctuation: true });
  expect(Object.keys(secret.Properties)).not.toContain('SecretString');
});

describe('levels', () => {
  test('differ in the filters of their subscribers, each address at its lowest level', () => {
    const subscriptions = Object.values(on.resources('AWS::SNS::Subscription'))
      .map(({ Properties }) => Properties)
      .filter(({ FilterPolicy }) => FilterPolicy?.severity !== undefined);

    expect(subscriptions.map(({ Endpoint, FilterPolicy }) => [Endpoint, FilterPolicy])).toEqual([
      ['oncall@example.com', { severity: [P0, P1, P2], level: ['1'] }],
      ['+12125550124', { severity: [P0, P1], level: ['2'], state: [{ 'anything-but': ['DIGEST'] }] }],
      ['management@example.com', { severity: [P0], level: ['3'] }],
    ]);
  });

  test('are channels that the function knows', () => {
    const channels: Json[] = JSON.parse(textOf(notifier.Environment.Variables.CHANNELS));

    expect(channels.map(({ kind, severities, level }) => ({ kind, severities, level }))).toEqual([
      { kind: 'slackBot', severities: [P0, P1, P2] },
      { kind: 'alertsTopic', severities: [P0, P1, P2, 'P3'], level: 1 },
      { kind: 'alertsTopic', severities: [P0, P1, P2], level: 2 },
      { kind: 'alertsTopic', severities: [P0], level: 3 },
    ]);
  });
});

test('the incident API is watched, and its alarms do not need the notifier', () => {
  const [alarm] = on.alarmsOf('Vigil.Notifier').filter(({ rule }) => rule.endsWith('AnswersFailing'));
  const [watch] = Object.entries(on.resources('AWS::SNS::Topic')).find(([, { Properties }]) =>
    Properties.TopicName.endsWith('-watch'),
  ) as [string, Json];

  expect(alarm?.actions).toEqual([`{${watch}}`]);
  expect(off.alarmsOf('Vigil.Notifier').filter(({ rule }) => rule.endsWith('AnswersFailing'))).toEqual([]);
});

test('the daily report is asked for by a schedule, in the time zone of the team', () => {
  const digest = Object.values(on.resources('AWS::Scheduler::Schedule')).find(({ Properties }) =>
    Properties.ScheduleExpression.startsWith('cron'),
  ).Properties;

  expect(digest).toMatchObject({
    ScheduleExpression: 'cron(30 8 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    Target: { Input: '{"vigil":"digest","time":"<aws.scheduler.scheduled-time>"}' },
  });
});

test('every hour the notifier looks for incidents that have ended without a message', () => {
  const checks = Object.values(shopWith({}).resources('AWS::Scheduler::Schedule')).filter(
    ({ Properties }) => Properties.Target.Input === '{"vigil":"check"}',
  );

  expect(checks.map(({ Properties }) => [Properties.ScheduleExpression, Properties.FlexibleTimeWindow])).toEqual([
    ['rate(1 hour)', { Mode: 'OFF' }],
  ]);
});

test('both functions know how long an acknowledgement holds; without the option, the severity says it', () => {
  const shop = shopWith({ acknowledgementTimeout: Duration.hours(2) });
  const minutesIn = (fn: Json) => [
    fn.Environment.Variables.ACKNOWLEDGED_MINUTES,
    JSON.parse(textOf(fn.Environment.Variables.FOLLOW_UP ?? '{}')).acknowledgedMinutes,
  ];

  expect(minutesIn(functionOf(shop, /IncidentsAnswers/))).toEqual(['120', undefined]);
  expect(minutesIn(functionOf(shop, /NotifierFunction/))).toEqual([undefined, 120]);
  expect([minutesIn(answers), minutesIn(notifier)]).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
});

describe('least privilege', () => {
  const statementsOf = (pattern: RegExp): Json[] =>
    [...Object.entries(on.resources('AWS::IAM::Policy')), ...Object.entries(on.resources('AWS::IAM::Role'))]
      .filter(([id]) => pattern.test(id))
      .flatMap(([, { Properties }]) => [
        ...(Properties.PolicyDocument?.Statement ?? []),
        ...(Properties.Policies ?? []).flatMap(({ PolicyDocument }: Json) => PolicyDocument.Statement),
      ]);
  const actionsOf = (statements: readonly Json[]) =>
    [...new Set(statements.flatMap(({ Action }) => [Action].flat()))].sort();

  test('the public function looks at incidents and records who has one, reads the key and writes into the queue', () => {
    const statements = statementsOf(/NotifierIncidentsRole/);

    expect(actionsOf(statements)).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
      'sqs:SendMessage',
    ]);
    expect(JSON.stringify(statements)).not.toContain('"Resource":"*"');
    const keyed = statements.find(({ Action }) => [Action].flat().includes('dynamodb:GetItem'));
    expect(keyed.Action).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
    expect(keyed.Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['incident#*'] } });
  });

  test('timers write into the queue and its dead letters, for this account and this group only', () => {
    const statements = statementsOf(/IncidentsTimerRole/);
    const [role] = Object.entries(on.resources('AWS::IAM::Role')).filter(([id]) => /IncidentsTimerRole/.test(id));

    expect(actionsOf(statements)).toEqual(['sqs:SendMessage']);
    const { StringEquals } = (role as [string, Json])[1].Properties.AssumeRolePolicyDocument.Statement[0].Condition;
    expect(textOf(StringEquals['aws:SourceArn'])).toMatch(/:schedule-group\/Shop-Vigil-incidents$/);
    expect(textOf(StringEquals['aws:SourceAccount'])).toBe('{AWS::AccountId}');
  });

  test('the notifier may create timers, in this group, with this role', () => {
    const own = statementsOf(/NotifierRoleDefaultPolicy/);
    const about = (action: string): Json => own.find(({ Action }) => [Action].flat().includes(action));

    expect(textOf(about('scheduler:CreateSchedule').Resource)).toMatch(/:schedule\/Shop-Vigil-incidents\/\*$/);
    expect(about('iam:PassRole').Condition).toEqual({
      StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    });
    expect(JSON.stringify(about('iam:PassRole').Resource)).toContain('TimerRole');
    expect(actionsOf(own).filter((action) => action.startsWith('scheduler:'))).toEqual(['scheduler:CreateSchedule']);
  });

  test('that function may see how alarms stand, which cannot be asked for one by one', () => {
    const open = statementsOf(/NotifierRoleDefaultPolicy/).filter(({ Resource }) => Resource === '*');

    expect(actionsOf(open)).toEqual(['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricWidgetImage']);
  });

  test('only the HTTP API of the page may invoke the function', () => {
    const permissions = Object.values(on.resources('AWS::Lambda::Permission')).map(({ Properties }) => Properties);

    expect(permissions.map(({ Action, Principal }) => [Action, Principal])).toEqual([
      ['lambda:InvokeFunction', 'apigateway.amazonaws.com'],
    ]);
    expect(textOf(permissions[0].SourceArn)).toMatch(/:execute-api:.*:\{Vigil.*Api.*\}\/\*\/\*\/$/);
  });
});

describe('the public page', () => {
  const only = (type: string): Json => Object.values<Json>(on.resources(type))[0].Properties;

  test('has limits of its own, which hold before any function runs', () => {
    expect(only('AWS::ApiGatewayV2::Stage')).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
    });
    expect(only('AWS::ApiGatewayV2::Route').RouteKey).toBe('ANY /');
    expect(only('AWS::ApiGatewayV2::Integration')).toMatchObject({
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
    });
  });

  test('reserves concurrency of the account only if asked to', () => {
    const reservedIn = (shop: Synthesized) => functionOf(shop, /IncidentsAnswers/).ReservedConcurrentExecutions;

    expect([reservedIn(on), reservedIn(shopWith({ reservedConcurrency: 5 }))]).toEqual([undefined, 5]);
  });

  test('answers 503, and its alarm fires', () => {
    const stack = newStack();
    workQueue(stack, 'Orders');
    newVigil(stack, { incidents: {} }).watch(stack);
    const [api] = Object.keys(new Synthesized(stack.node.root as App).resources('AWS::ApiGatewayV2::Api'));
    const rehearsal = Rehearsal.of(stack).series(
      'AWS/ApiGateway 5xx',
      { ApiId: `${api}`, Stage: '$default' },
      '0x20 1 0x40',
    );

    expect(rehearsal).not.toBeInAlarm('Answers.AnswersFailing', '19m');
    expect(rehearsal).toBeInAlarm('Answers.AnswersFailing', '26m');
    expect(rehearsal).toHaveAlerted('P2', 1);
  });
});

test('names fit, however long the name of the stack is', () => {
  const stack = newStack({ stackName: 's'.repeat(120) });
  workQueue(stack, 'Orders');
  newVigil(stack, { incidents: {} }).watch(stack);
  const shop = new Synthesized(stack.node.root as App);
  const [group] = Object.values(shop.resources('AWS::Scheduler::ScheduleGroup'));

  expect(functionOf(shop, /Answers/).FunctionName).toHaveLength(64);
  expect(group.Properties.Name).toHaveLength(64);
});

describe('errors', () => {
  const errorsFor = (incidents: IncidentOptions, also: object = {}) => {
    const stack = newStack();
    workQueue(stack, 'Orders');
    newVigil(stack, { incidents, ...also }).watch(stack);
    return errorsOf(stack.node.root as App);
  };

  test('are all reported at once, each with its path', () => {
    expect(
      errorsFor({
        escalation: [{ routes: [] }, { routes: [Route.slackApp('T0123ABCD', 'C0123ABCD')] }],
        acknowledgementTimeout: Duration.minutes(3),
        reservedConcurrency: 0.5,
        digest: { at: '8 am', timeZone: 'Berlin' },
      }),
    ).toEqual([
      'incidents.escalation[0]: it has no route and would notify nobody. Add a route, or remove the level.',
      'incidents.escalation[1]: Slack channel C0123ABCD by Route.slackApp is notified of all alarms at once and cannot be escalated to. Use Route.slackBot.',
      'incidents.acknowledgementTimeout: it is 3 minutes, but only whole minutes from 5 to 10080, which is 7 days, are possible.',
      'incidents.reservedConcurrency: 0.5 is not a whole number from 1 to 100.',
      "incidents.digest: '8 am' is not a time of day. Write hours and minutes, such as '08:00'.",
      "incidents.digest: 'Berlin' is not a time zone. Use a name such as 'Europe/Berlin' or 'UTC'.",
    ]);
  });

  test('a level that would never be notified', () => {
    expect(errorsFor({ escalation: [{ routes: [MANAGEMENT] }] }, { showOnly: [P0] })).toEqual([
      "management@example.com would never be notified, because all of its severities are in 'showOnly'. Remove the route, or one of the severities.",
    ]);
  });

  test('no route that works without the notifier', () => {
    expect(errorsFor({}, { routes: [Route.slackApp('T0123ABCD', 'C0123ABCD')] })).toEqual([
      expect.stringMatching(
        /^If the function that sends to chats, PagerDuty, Opsgenie or webhooks fails, nobody is notified\./,
      ),
    ]);
  });
});

test.each(['incident-notifier', 'incident-api'])(
  'the bundle of %s is small, and loads a client of the SDK when it uses it',
  (name) => {
    const code = readFileSync(join(__dirname, '../../dist/lambda/functions', name, 'index.js'), 'utf8');
    const loaded = (pattern: RegExp) => [...code.matchAll(pattern)].map(([, module]) => module as string);
    const clients = (names: readonly string[]) => names.filter((module) => module.startsWith('@aws-sdk/client-'));

    // packed, as Lambda counts it
    expect(gzipSync(code).length).toBeLessThanOrEqual(20 * 1024);
    expect(clients(loaded(/=>\s*require\("([^"]+)"\)/g))).toEqual(clients(loaded(/require\("([^"]+)"\)/g)));
  },
);

test('the public function is small, and has less time than a browser', () => {
  expect(answers.Timeout).toBeLessThanOrEqual(10);
  expect(answers.MemorySize).toBe(128);
});
