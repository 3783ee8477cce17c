import type { CfnRestApi, IRestApi } from 'aws-cdk-lib/aws-apigateway';
import type { CfnApi, IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { CfnGraphQLApi, IGraphqlApi } from 'aws-cdk-lib/aws-appsync';
import type { CfnCertificate, ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { CfnDistribution, IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { CfnGlobalTable, CfnTable, ITable, ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { CfnService, IBaseService } from 'aws-cdk-lib/aws-ecs';
import type {
  CfnLoadBalancer,
  CfnTargetGroup,
  IApplicationLoadBalancer,
  IApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { CfnRule, IRule } from 'aws-cdk-lib/aws-events';
import type { CfnStream, IStream } from 'aws-cdk-lib/aws-kinesis';
import type { CfnDeliveryStream, IDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type {
  CfnDBCluster,
  CfnDBInstance,
  IDatabaseCluster,
  IDatabaseInstance,
  IServerlessCluster,
} from 'aws-cdk-lib/aws-rds';
import type { CfnTopic, ITopic } from 'aws-cdk-lib/aws-sns';
import type { CfnQueue, IQueue } from 'aws-cdk-lib/aws-sqs';
import type { CfnStateMachine, IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { HTTP_APIS, REST_APIS } from './api';
import { CERTIFICATES } from './certificate';
import { DB_CLUSTERS } from './db-cluster';
import { DB_INSTANCES } from './db-instance';
import { DELIVERY_STREAMS } from './delivery-stream';
import { DISTRIBUTIONS } from './distribution';
import { ECS_SERVICES } from './ecs-service';
import { EVENT_RULES } from './event-rule';
import { EVENT_FUNCTIONS, REQUEST_FUNCTIONS } from './functions';
import { GRAPHQL_APIS } from './graphql-api';
import { LOAD_BALANCERS, TARGET_GROUPS } from './load-balancer';
import { PIPES } from './pipe';
import { QUEUES } from './queue';
import type { Registration } from './registration';
import { STATE_MACHINES } from './state-machine';
import { STREAMS } from './stream';
import { GLOBAL_TABLES, TABLES } from './table';
import { TOPICS } from './topic';

/** What a queue monitor watches: an SQS queue. */
export type QueueSource = IQueue | CfnQueue;

/** What an event API monitor watches: an EventBridge rule, an SNS topic, a Kinesis stream, a state machine, an EventBridge pipe, a Firehose stream, or a Lambda function. */
export type EventSource =
  | IRule
  | CfnRule
  | ITopic
  | CfnTopic
  | IStream
  | CfnStream
  | IStateMachine
  | CfnStateMachine
  | CfnPipe
  | IDeliveryStream
  | CfnDeliveryStream
  | IFunction
  | CfnFunction;

/** What an HTTP API monitor watches: a REST API (v1), an HTTP API (v2), a GraphQL API, an ECS service, or a Lambda function that answers requests itself. */
export type HttpApiSource =
  | IRestApi
  | CfnRestApi
  | IHttpApi
  | CfnApi
  | IGraphqlApi
  | CfnGraphQLApi
  | IBaseService
  | CfnService
  | IFunction
  | CfnFunction;

/** What a database monitor watches: a DynamoDB table, an RDS instance or an Aurora cluster. */
export type DatabaseSource =
  | ITable
  | CfnTable
  | ITableV2
  | CfnGlobalTable
  | IDatabaseInstance
  | CfnDBInstance
  | IDatabaseCluster
  | IServerlessCluster
  | CfnDBCluster;

/** What a web portal monitor watches: a CloudFront distribution, an Application Load Balancer, one of its target groups, or a certificate. */
export type WebPortalSource =
  | IDistribution
  | CfnDistribution
  | IApplicationLoadBalancer
  | CfnLoadBalancer
  | IApplicationTargetGroup
  | CfnTargetGroup
  | ICertificate
  | CfnCertificate;

/** Every AWS resource type that makes a component. The first in the list claims shared functions first. */
export const REGISTRATIONS: readonly Registration[] = [
  QUEUES,
  STREAMS,
  TOPICS,
  EVENT_RULES,
  PIPES,
  DELIVERY_STREAMS,
  // before HTTP APIs: both have an `apiId`
  GRAPHQL_APIS,
  HTTP_APIS,
  REST_APIS,
  TABLES,
  GLOBAL_TABLES,
  DB_CLUSTERS,
  DB_INSTANCES,
  DISTRIBUTIONS,
  LOAD_BALANCERS,
  TARGET_GROUPS,
  CERTIFICATES,
  ECS_SERVICES,
  STATE_MACHINES,
  REQUEST_FUNCTIONS,
  EVENT_FUNCTIONS,
];
