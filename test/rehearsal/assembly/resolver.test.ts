// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub

import type { Assembly } from '../../../lib/rehearsal/assembly/model';
import { alarm, assemblyOf } from '../templates';

const SECTIONS = {
  Parameters: {
    Stage: { Type: 'String', Default: 'prod' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Secret: { Type: 'String' },
    Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/image/id' },
  },
  Mappings: { Names: { prod: { queue: 'orders-prod' } } },
  Conditions: {
    IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    IsDev: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    Both: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'IsDev' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsUnknown' }, { Condition: 'IsProd' }] },
    IsHome: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
    IsUnknown: { 'Fn::Equals': [{ Ref: 'Secret' }, 'x'] },
    Circular: { Condition: 'Circular' },
  },
};

const RESOURCES = {
  Queue: { Type: 'AWS::SQS::Queue' },
  NamedQueue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '${Stage}-orders' } } },
  Topic: { Type: 'AWS::SNS::Topic' },
  NamedTopic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'pages' } },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
  Rule: { Type: 'AWS::Events::Rule', Properties: { EventBusName: { Ref: 'Bus' } } },
  Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' },
  Thing: { Type: 'AWS::IoT::Thing' },
  Answer: { Type: 'Custom::Answer' },
  Loop: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['Loop', 'QueueName'] } } },
  Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://elsewhere/' } },
};

/** The value that an alarm's dimension gets. */
function resolve(expression: unknown): { value: string | undefined; assembly: Assembly } {
  const Alarm = alarm({ Dimensions: [{ Name: 'Value', Value: expression }] });
  const assembly = assemblyOf({ shop: { ...SECTIONS, Resources: { ...RESOURCES, Alarm } } });
  const [found] = assembly.alarms;
  const query = found !== undefined && 'queries' in found ? found.queries[0] : undefined;
  return { value: query?.metric?.dimensions.Value, assembly };
}

// each as the metrics of its service have it
test.each([
  ['AWS::AutoScaling::AutoScalingGroup', 'AutoScalingGroupName', { Ref: 'It' }],
  ['AWS::ECS::Cluster', 'ClusterName', { Ref: 'It' }],
  ['AWS::ECS::Service', 'ServiceName', { 'Fn::GetAtt': ['It', 'Name'] }],
  ['AWS::KinesisFirehose::DeliveryStream', 'DeliveryStreamName', { Ref: 'It' }],
  ['AWS::Neptune::DBCluster', 'DBClusterIdentifier', { Ref: 'It' }],
  ['AWS::OpenSearchService::Domain', 'DomainName', { Ref: 'It' }],
  ['AWS::Serverless::Function', 'FunctionName', { Ref: 'It' }],
  ['AWS::Serverless::SimpleTable', 'TableName', { Ref: 'It' }],
  ['AWS::Serverless::StateMachine', 'Name', { 'Fn::GetAtt': ['It', 'Name'] }],
])('%s is known by its %s, or by its logical id', (Type, property, expression) => {
  const valueFor = (Properties: object) => {
    const It = { Type, Properties };
    const Alarm = alarm({ Dimensions: [{ Name: 'Value', Value: expression }] });
    const [found] = assemblyOf({ shop: { Resources: { It, Alarm } } }).alarms;
    return found !== undefined && 'queries' in found && found.queries[0]?.metric?.dimensions.Value;
  };
  expect([valueFor({ [property]: 'given' }), valueFor({})]).toEqual(['given', 'It']);
});

test.each<[string, unknown, string]>([
  ['a queue without a name by its logical id', { 'Fn::GetAtt': ['Queue', 'QueueName'] }, 'Queue'],
  ['a queue with a name by that', { 'Fn::GetAtt': 'NamedQueue.QueueName' }, 'prod-orders'],
  [
    'the ARN of a topic without a name, ending with its logical id',
    { Ref: 'Topic' },
    'arn:aws:sns:us-east-1:123456789012:shop-Topic',
  ],
  ['the ARN of a topic with a name', { Ref: 'NamedTopic' }, 'arn:aws:sns:us-east-1:123456789012:pages'],
  ['a rule on a bus of its own as bus and rule', { Ref: 'Rule' }, 'shop|Rule'],
  [
    'the name of a load balancer as its metrics have it',
    { 'Fn::GetAtt': ['Balancer', 'LoadBalancerFullName'] },
    'app/Balancer/Balancer',
  ],
  ['a resource of another type by its logical id', { Ref: 'Thing' }, 'Thing'],
  ['an attribute of another type by id and attribute', { 'Fn::GetAtt': ['Thing', 'Endpoint'] }, 'Thing.Endpoint'],
  ['a parameter by its default', { Ref: 'Stage' }, 'prod'],
  ['a list parameter', { 'Fn::Select': ['1', { Ref: 'Zones' }] }, 'b'],
  ['pseudo parameters', { 'Fn::Sub': '${AWS::Partition}/${AWS::Region}/${AWS::StackName}' }, 'aws/us-east-1/shop'],
  [
    'a substitution with variables of its own',
    { 'Fn::Sub': ['${A}-${Queue.Arn}-${!Literal}', { A: { Ref: 'Stage' } }] },
    'prod-arn:aws:sqs:us-east-1:123456789012:shop-Queue-${Literal}',
  ],
  ['a join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, { Ref: 'AWS::NoValue' }, 3]] }, 'a-prod-3'],
  ['a part of a split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
  ['the branch of a condition that holds', { 'Fn::If': ['IsProd', 'yes', 'no'] }, 'yes'],
  ['the branch of a condition that does not hold', { 'Fn::If': ['IsDev', 'yes', 'no'] }, 'no'],
  ['a conjunction', { 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
  ['a disjunction that one operand decides, though the other is unknown', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
  ['an entry of a mapping', { 'Fn::FindInMap': ['Names', { Ref: 'Stage' }, 'queue'] }, 'orders-prod'],
  ['the default of a mapping', { 'Fn::FindInMap': ['Names', 'dev', 'queue', { DefaultValue: 'none' }] }, 'none'],
  ['the length of a list', { 'Fn::Length': { Ref: 'Zones' } }, '2'],
  ['JSON text', { 'Fn::ToJsonString': { a: { Ref: 'Stage' } } }, '{"a":"prod"}'],
])('resolves %s', (_, expression, expected) => {
  expect(resolve(expression).value).toBe(expected);
});

test.each<[string, unknown, string, string, string]>([
  ['a parameter without a default', { Ref: 'Secret' }, '${Secret}', 'Secret', 'a parameter without a default'],
  [
    'a value kept in SSM',
    { Ref: 'Image' },
    '${Image}',
    'Image',
    'the value of the SSM parameter /image/id, known at deployment',
  ],
  ['a missing resource', { Ref: 'Nowhere' }, '${Nowhere}', 'Nowhere', 'the template has no such parameter or resource'],
  [
    'an attribute of a missing resource',
    { 'Fn::GetAtt': ['Nowhere', 'Arn'] },
    '${Nowhere.Arn}',
    'Nowhere.Arn',
    'the template has no such resource',
  ],
  [
    'an inherited property of objects',
    { Ref: 'constructor' },
    '${constructor}',
    'constructor',
    'the template has no such parameter or resource',
  ],
  [
    'an import that nobody exports',
    { 'Fn::ImportValue': 'Elsewhere' },
    '${ImportValue Elsewhere}',
    'ImportValue Elsewhere',
    'no stack here exports it',
  ],
  [
    'an output of a stack elsewhere',
    { 'Fn::GetStackOutput': { StackName: 'Elsewhere', OutputName: 'Name' } },
    '${GetStackOutput Elsewhere.Name}',
    'GetStackOutput Elsewhere.Name',
    'no stack here has that name',
  ],
  [
    'a custom resource',
    { 'Fn::GetAtt': ['Answer', 'Value'] },
    '${Answer.Value}',
    'Answer.Value',
    'an attribute of a custom resource, known at deployment',
  ],
  [
    'an output of a nested stack elsewhere',
    { 'Fn::GetAtt': ['Nested', 'Outputs.Arn'] },
    '${Nested.Outputs.Arn}',
    'Nested.Outputs.Arn',
    'the template of the nested stack was not found',
  ],
  [
    'a missing entry of a mapping',
    { 'Fn::FindInMap': ['Names', 'dev', 'queue'] },
    '${FindInMap Names.dev.queue}',
    'FindInMap Names.dev.queue',
    'the mapping has no such entry',
  ],
  ['an unknown function', { 'Fn::GetAZs': '' }, '${GetAZs}', 'GetAZs', 'this function is evaluated only at deployment'],
  ['an item beyond the end', { 'Fn::Select': [9, ['a']] }, '${Select 9}', 'Select 9', 'the list has no such item'],
  [
    'a condition that depends on the deployment',
    { 'Fn::If': ['IsUnknown', 'yes', 'no'] },
    '${If IsUnknown}',
    'Secret',
    'a parameter without a default',
  ],
  [
    'a condition on the region, of a stack for any region',
    { 'Fn::If': ['IsHome', 'yes', 'no'] },
    '${If IsHome}',
    'AWS::Region',
    'the stack is for any account or region',
  ],
  [
    'an entry for the region, of a stack for any region',
    { 'Fn::FindInMap': ['Names', { Ref: 'AWS::Region' }, 'queue'] },
    '${FindInMap Names}',
    'AWS::Region',
    'the stack is for any account or region',
  ],
  [
    'a condition that refers to itself',
    { 'Fn::If': ['Circular', 'yes', 'no'] },
    '${If Circular}',
    'Condition Circular',
    'it refers to itself',
  ],
  [
    'a missing condition',
    { 'Fn::If': ['Nowhere', 'yes', 'no'] },
    '${If Nowhere}',
    'Condition Nowhere',
    'the template has no such condition',
  ],
  [
    'a dynamic reference',
    '{{resolve:ssm:/name}}',
    '{{resolve:ssm:/name}}',
    '{{resolve:ssm:/name}}',
    'a dynamic reference, known at deployment',
  ],
])('lists %s instead of guessing', (_, given, stand, expression, reason) => {
  const { value, assembly } = resolve(given);
  expect(value).toBe(stand);
  expect(assembly.unresolved).toContainEqual({ stack: 'shop', resource: 'Alarm', expression, reason });
});

test('lists a resource that is named after itself', () => {
  expect(resolve({ Ref: 'Loop' }).assembly.unresolved).toContainEqual(
    expect.objectContaining({ resource: 'Loop', reason: 'it refers to itself' }),
  );
});

test('resolves imports across the templates of an assembly', () => {
  // GIVEN a stack that exports its queue's name under a name that is made up, too
  const shop = {
    Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
    Outputs: {
      Name: {
        Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] },
        Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Queue' } },
      },
    },
  };
  const monitoring = {
    Resources: { Alarm: alarm({ Dimensions: [{ Name: 'QueueName', Value: { 'Fn::ImportValue': 'shop:Queue' } }] }) },
  };

  // WHEN
  const assembly = assemblyOf({ monitoring, shop });

  // THEN
  expect(assembly.alarms).toMatchObject([{ component: 'Queue' }]);
  expect(assembly.unresolved).toEqual([]);
});

test('leaves out resources whose condition does not hold, and keeps those whose condition is unknown', () => {
  const assembly = assemblyOf({
    shop: {
      ...SECTIONS,
      Resources: {
        Yes: { ...alarm(), Condition: 'IsProd' },
        No: { ...alarm(), Condition: 'IsDev' },
        Perhaps: { ...alarm(), Condition: 'IsUnknown' },
      },
    },
  });

  expect(assembly.alarms.map(({ logicalId }) => logicalId)).toEqual(['Yes', 'Perhaps']);
});
