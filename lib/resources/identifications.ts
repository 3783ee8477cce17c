import { RESOURCE_TYPES } from './all';
import { DB_CLUSTER_NAMES } from './db-cluster';
import { DB_INSTANCE_NAMES } from './db-instance';
import { FUNCTION_NAMES } from './function';
import { arn, type Identification, name, named } from './names';
import { stateMachineNames } from './state-machine';
import { TABLE_NAMES } from './table';

const alarm = named(
  'AlarmName',
  arn('cloudwatch', ({ unique }) => `alarm:${unique}`),
);
const domain = named(
  'DomainName',
  arn('es', ({ unique }) => `domain/${unique}`),
);

/** Types that no rule watches by default, but that users' own alarms watch or that carry what alarms do. */
const OTHERS: Readonly<Record<string, Identification>> = {
  'AWS::ApiGateway::Stage': { nameProperty: 'StageName', ref: name, attributes: {} },
  'AWS::ApiGatewayV2::Stage': { nameProperty: 'StageName', ref: name, attributes: {} },
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::AlarmMuteRule': named(
    'Name',
    arn('cloudwatch', ({ unique }) => `alarm-mute-rule:${unique}`),
  ),
  'AWS::CloudWatch::CompositeAlarm': alarm,
  'AWS::CloudWatch::LogAlarm': alarm,
  'AWS::CloudWatch::Dashboard': { nameProperty: 'DashboardName', ref: name, attributes: {} },

  'AWS::ECS::Cluster': named(
    'ClusterName',
    arn('ecs', ({ unique }) => `cluster/${unique}`),
  ),
  'AWS::ElasticLoadBalancing::LoadBalancer': { nameProperty: 'LoadBalancerName', ref: name, attributes: {} },
  'AWS::Elasticsearch::Domain': domain,
  'AWS::Events::EventBus': named(
    'Name',
    arn('events', ({ unique }) => `event-bus/${unique}`),
    { Name: name },
  ),
  'AWS::KMS::Alias': { nameProperty: 'AliasName', ref: name, attributes: {} },
  'AWS::KMS::Key': {
    ref: ({ unique }) => unique,
    attributes: { Arn: arn('kms', ({ unique }) => `key/${unique}`), KeyId: ({ unique }) => unique },
  },
  'AWS::Logs::LogGroup': named(
    'LogGroupName',
    arn('logs', ({ unique }) => `log-group:${unique}:*`),
  ),
  'AWS::Neptune::DBCluster': DB_CLUSTER_NAMES,
  'AWS::Neptune::DBInstance': DB_INSTANCE_NAMES,

  'AWS::S3::Bucket': named('BucketName', ({ partition, name }) => `arn:${partition}:s3:::${name}`),
  // of the Serverless Application Model, whose templates are read as they are written
  'AWS::Serverless::Function': FUNCTION_NAMES,
  'AWS::Serverless::SimpleTable': TABLE_NAMES,
  'AWS::Serverless::StateMachine': stateMachineNames('Name'),
};

/** How CloudFormation names a resource, by its type. For types that are not here, `Ref` gives the logical id. */
export const IDENTIFICATIONS: Readonly<Record<string, Identification>> = {
  ...OTHERS,
  ...Object.fromEntries(RESOURCE_TYPES.flatMap(({ type, names }) => (names === undefined ? [] : [[type, names]]))),
};
