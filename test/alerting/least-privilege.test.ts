import { Route } from '../../lib/index';
import { type Json, textOf } from '../support/synth';
import { everyRoute, shopWith } from './routed-shop';

describe('least privilege', () => {
  interface Statement {
    readonly Effect: string;
    readonly Action: string | string[];
    readonly Resource: Json;
  }
  const withApp = shopWith((stack) => [...everyRoute(stack), Route.slackApp('T0123ABCD', 'C0123ABCD')]);
  const roles = Object.values(withApp.resources('AWS::IAM::Role')).map(({ Properties }) => Properties);
  const statements: Statement[] = [
    ...Object.values(withApp.resources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    ),
    ...roles.flatMap(({ Policies = [] }) => Policies.flatMap(({ PolicyDocument }: Json) => PolicyDocument.Statement)),
  ];
  const actionsOf = ({ Action }: Statement) => [Action].flat();

  test('roles have no policies of others', () => {
    expect(roles.flatMap(({ ManagedPolicyArns = [] }) => ManagedPolicyArns)).toEqual([]);
  });

  test('no action is a pattern', () => {
    expect(statements.flatMap(actionsOf).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('every resource is named where the service has some', () => {
    const open = statements.filter(({ Resource }) => [Resource].flat().includes('*')).flatMap(actionsOf);

    expect([...new Set(open)].sort()).toEqual(['cloudwatch:GetMetricData', 'cloudwatch:GetMetricWidgetImage']);
  });

  test('the function may do what it does', () => {
    const own = Object.entries(withApp.resources('AWS::IAM::Policy')).filter(([id]) => id.includes('Notifier'));
    const actions = own.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement.flatMap(actionsOf));

    expect([...new Set(actions)].sort()).toEqual([
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricWidgetImage',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'kms:Decrypt',
      'kms:GenerateDataKey',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
      'sns:Publish',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ]);
  });

  test('only the topics of this Vigil may write to its queues', () => {
    const policies = Object.entries(withApp.resources('AWS::SQS::QueuePolicy')).filter(([id]) =>
      id.includes('Notifier'),
    );
    const admitted = policies
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
      .filter(({ Effect }: Json) => Effect === 'Allow');

    expect(admitted).toHaveLength(3);
    for (const { Principal, Action, Condition } of admitted) {
      expect([Principal, Action]).toEqual([{ Service: 'sns.amazonaws.com' }, 'sqs:SendMessage']);
      expect(textOf(Condition.ArnLike['aws:SourceArn'])).toMatch(/:sns:\*:.*:Shop-Vigil-\*$/);
    }
  });

  test('people in a Slack channel of Amazon Q can look and not touch', () => {
    const [app] = Object.values(withApp.resources('AWS::Chatbot::SlackChannelConfiguration'));

    expect(app.Properties.GuardrailPolicies.map(textOf)).toEqual([
      expect.stringMatching(/:aws:policy\/CloudWatchReadOnlyAccess$/),
    ]);
    expect(app.Properties.SnsTopicArns).toHaveLength(3);
  });
});
