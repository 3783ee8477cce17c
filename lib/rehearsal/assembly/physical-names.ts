/** What is known of a resource before it exists. */
export interface Physical {
  readonly logicalId: string;
  /** The name it was given, else its logical id. */
  readonly name: string;
  /** The name it was given, else one that no other stack has: ends with its logical id. */
  readonly unique: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly property: (name: string) => string | undefined;
}

type Derive = (resource: Physical) => string;

/** How CloudFormation answers `Ref` and `Fn::GetAtt` for a type of resource. */
interface Identification {
  /** The property that names it. */
  readonly nameProperty?: string;
  readonly ref: Derive;
  readonly attributes: Readonly<Record<string, Derive>>;
}

const name: Derive = (resource) => resource.name;
const arn =
  (service: string, resource: Derive): Derive =>
  (physical) =>
    `arn:${physical.partition}:${service}:${physical.region}:${physical.account}:${resource(physical)}`;

/** Most resources: `Ref` gives the name, `Arn` the ARN. */
const named = (nameProperty: string, Arn: Derive, more: Record<string, Derive> = {}): Identification => ({
  nameProperty,
  ref: name,
  attributes: { Arn, ...more },
});
const alarm = named(
  'AlarmName',
  arn('cloudwatch', ({ unique }) => `alarm:${unique}`),
);
const table = named(
  'TableName',
  arn('dynamodb', ({ unique }) => `table/${unique}`),
);
const lambdaFunction = named(
  'FunctionName',
  arn('lambda', ({ unique }) => `function:${unique}`),
);
const stateMachineArn = arn('states', ({ unique }) => `stateMachine:${unique}`);
const stateMachine = (nameProperty: string): Identification => ({
  nameProperty,
  ref: stateMachineArn,
  attributes: { Arn: stateMachineArn, Name: name },
});
const domain = named(
  'DomainName',
  arn('es', ({ unique }) => `domain/${unique}`),
);
const cluster = named(
  'DBClusterIdentifier',
  arn('rds', ({ unique }) => `cluster:${unique}`),
);
const instance = named(
  'DBInstanceIdentifier',
  arn('rds', ({ unique }) => `db:${unique}`),
);
const ecsService = arn('ecs', ({ unique }) => `service/${unique}`);
const topicArn = arn('sns', ({ unique }) => unique);
const queueUrl: Derive = ({ region, account, unique }) => `https://sqs.${region}.amazonaws.com/${account}/${unique}`;
const bus = ({ property }: Physical) => property('EventBusName');
const loadBalancer: Derive = ({ name, logicalId, property }) =>
  `${property('Type') === 'network' ? 'net' : 'app'}/${name}/${logicalId}`;
const targetGroup: Derive = ({ name, logicalId }) => `targetgroup/${name}/${logicalId}`;
const elb = (resource: Derive) => arn('elasticloadbalancing', resource);

/** The types that alarms watch, or that carry what alarms say. For others, `Ref` gives the logical id. */
export const IDENTIFICATIONS: Readonly<Record<string, Identification>> = {
  'AWS::ApiGateway::Stage': { nameProperty: 'StageName', ref: name, attributes: {} },
  'AWS::ApiGatewayV2::Stage': { nameProperty: 'StageName', ref: name, attributes: {} },
  'AWS::AutoScaling::AutoScalingGroup': { nameProperty: 'AutoScalingGroupName', ref: name, attributes: {} },
  'AWS::CertificateManager::Certificate': {
    ref: arn('acm', ({ logicalId }) => `certificate/${logicalId}`),
    attributes: {},
  },
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::AlarmMuteRule': named(
    'Name',
    arn('cloudwatch', ({ unique }) => `alarm-mute-rule:${unique}`),
  ),
  'AWS::CloudWatch::CompositeAlarm': alarm,
  'AWS::CloudWatch::LogAlarm': alarm,
  'AWS::CloudWatch::Dashboard': { nameProperty: 'DashboardName', ref: name, attributes: {} },
  'AWS::DocDB::DBCluster': cluster,
  'AWS::DocDB::DBInstance': instance,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::ECS::Cluster': named(
    'ClusterName',
    arn('ecs', ({ unique }) => `cluster/${unique}`),
  ),
  'AWS::ECS::Service': {
    nameProperty: 'ServiceName',
    ref: ecsService,
    attributes: { Name: name, ServiceArn: ecsService },
  },
  'AWS::ElasticLoadBalancing::LoadBalancer': { nameProperty: 'LoadBalancerName', ref: name, attributes: {} },
  'AWS::Elasticsearch::Domain': domain,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    nameProperty: 'Name',
    ref: elb((resource) => `loadbalancer/${loadBalancer(resource)}`),
    attributes: { LoadBalancerFullName: loadBalancer, LoadBalancerName: name },
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    nameProperty: 'Name',
    ref: elb(targetGroup),
    attributes: { TargetGroupFullName: targetGroup, TargetGroupName: name },
  },
  'AWS::Events::EventBus': named(
    'Name',
    arn('events', ({ unique }) => `event-bus/${unique}`),
    { Name: name },
  ),
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    // on a bus of one's own, Ref gives bus|rule: the trap in alarms on rules
    ref: (rule) => [bus(rule), rule.name].filter(Boolean).join('|'),
    attributes: { Arn: arn('events', (rule) => ['rule', bus(rule), rule.unique].filter(Boolean).join('/')) },
  },
  'AWS::KMS::Alias': { nameProperty: 'AliasName', ref: name, attributes: {} },
  'AWS::KMS::Key': {
    ref: ({ unique }) => unique,
    attributes: { Arn: arn('kms', ({ unique }) => `key/${unique}`), KeyId: ({ unique }) => unique },
  },
  'AWS::Kinesis::Stream': named(
    'Name',
    arn('kinesis', ({ unique }) => `stream/${unique}`),
  ),
  'AWS::KinesisFirehose::DeliveryStream': named(
    'DeliveryStreamName',
    arn('firehose', ({ unique }) => `deliverystream/${unique}`),
  ),
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Logs::LogGroup': named(
    'LogGroupName',
    arn('logs', ({ unique }) => `log-group:${unique}:*`),
  ),
  'AWS::Neptune::DBCluster': cluster,
  'AWS::Neptune::DBInstance': instance,
  'AWS::OpenSearchService::Domain': domain,
  'AWS::RDS::DBCluster': cluster,
  'AWS::RDS::DBInstance': instance,
  'AWS::S3::Bucket': named('BucketName', ({ partition, name }) => `arn:${partition}:s3:::${name}`),
  // of the Serverless Application Model, whose templates are read as they are written
  'AWS::Serverless::Function': lambdaFunction,
  'AWS::Serverless::SimpleTable': table,
  'AWS::Serverless::StateMachine': stateMachine('Name'),
  'AWS::SNS::Topic': { nameProperty: 'TopicName', ref: topicArn, attributes: { TopicArn: topicArn, TopicName: name } },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    ref: queueUrl,
    attributes: { Arn: arn('sqs', ({ unique }) => unique), QueueName: name, QueueUrl: queueUrl },
  },
  'AWS::StepFunctions::StateMachine': stateMachine('StateMachineName'),
};
