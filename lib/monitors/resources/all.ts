import type { CfnBroker } from 'aws-cdk-lib/aws-amazonmq';
import type { CfnRestApi, IRestApi } from 'aws-cdk-lib/aws-apigateway';
import type { CfnApi, IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { CfnService as CfnAppRunnerService } from 'aws-cdk-lib/aws-apprunner';
import type { CfnGraphQLApi, IGraphqlApi } from 'aws-cdk-lib/aws-appsync';
import type { CfnAutoScalingGroup, IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { CfnCertificate, ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { CfnDistribution, IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { CfnUserPool, IUserPool } from 'aws-cdk-lib/aws-cognito';
import type {
  CfnDBCluster as CfnDocumentDbCluster,
  CfnDBInstance as CfnDocumentDbInstance,
} from 'aws-cdk-lib/aws-docdb';
import type { CfnGlobalTable, CfnTable, ITable, ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { CfnInstance, CfnNatGateway, IInstance } from 'aws-cdk-lib/aws-ec2';
import type { CfnService, IBaseService } from 'aws-cdk-lib/aws-ecs';
import type { CfnFileSystem, IFileSystem } from 'aws-cdk-lib/aws-efs';
import type { CfnCluster as CfnEksCluster } from 'aws-cdk-lib/aws-eks';
import type { CfnCacheCluster, CfnReplicationGroup, CfnServerlessCache } from 'aws-cdk-lib/aws-elasticache';
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
import type { CfnCluster as CfnMemoryDbCluster } from 'aws-cdk-lib/aws-memorydb';
import type { CfnCluster as CfnKafkaCluster } from 'aws-cdk-lib/aws-msk';
import type { CfnDomain, IDomain } from 'aws-cdk-lib/aws-opensearchservice';
import type { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type {
  CfnDBCluster,
  CfnDBInstance,
  CfnDBProxy,
  IDatabaseCluster,
  IDatabaseInstance,
  IDatabaseProxy,
  IServerlessCluster,
} from 'aws-cdk-lib/aws-rds';
import type { CfnHealthCheck } from 'aws-cdk-lib/aws-route53';
import type { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { CfnTopic, ITopic } from 'aws-cdk-lib/aws-sns';
import type { CfnQueue, IQueue } from 'aws-cdk-lib/aws-sqs';
import type { CfnStateMachine, IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { CfnCanary } from 'aws-cdk-lib/aws-synthetics';
import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { HTTP_APIS, REST_APIS } from './api';
import { APP_RUNNER_SERVICES } from './app-runner';
import { BROKERS } from './broker';
import { CACHE_CLUSTERS, REPLICATION_GROUPS, SERVERLESS_CACHES } from './cache';
import { CERTIFICATES } from './certificate';
import { DB_CLUSTERS } from './db-cluster';
import { DB_INSTANCES } from './db-instance';
import { DB_PROXIES } from './db-proxy';
import { DELIVERY_STREAMS } from './delivery-stream';
import { DISTRIBUTIONS } from './distribution';
import { DOCUMENT_DB_CLUSTERS, DOCUMENT_DB_INSTANCES } from './document-db';
import { ECS_SERVICES } from './ecs-service';
import { EKS_CLUSTERS } from './eks-cluster';
import { EVENT_RULES } from './event-rule';
import { FILE_SYSTEMS } from './file-system';
import { EVENT_FUNCTIONS, REQUEST_FUNCTIONS } from './functions';
import { GRAPHQL_APIS } from './graphql-api';
import { AUTO_SCALING_GROUPS, INSTANCES } from './instance';
import { KAFKA_CLUSTERS } from './kafka';
import { LOAD_BALANCERS, TARGET_GROUPS } from './load-balancer';
import { MEMORY_DB_CLUSTERS } from './memory-db';
import { NAT_GATEWAYS } from './nat-gateway';
import { CANARIES, ROUTE53_HEALTH_CHECKS } from './outside-check';
import { PIPES } from './pipe';
import { QUEUES } from './queue';
import type { Registration } from './registration';
import { SCHEDULE_GROUPS, SCHEDULES } from './schedule';
import { SEARCH_DOMAINS } from './search-domain';
import { STATE_MACHINES } from './state-machine';
import { STREAMS } from './stream';
import { GLOBAL_TABLES, TABLES } from './table';
import { TOPICS } from './topic';
import { USER_POOLS } from './user-pool';
import { WEB_ACLS } from './web-acl';

/** What a queue monitor watches: an SQS queue. */
export type QueueSource = IQueue | CfnQueue | CfnBroker;

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
  | CfnFunction
  | CfnSchedule
  | CfnScheduleGroup
  | CfnKafkaCluster;

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
  | CfnFunction
  | CfnNatGateway
  | CfnAppRunnerService
  | IInstance
  | CfnInstance
  | IAutoScalingGroup
  | CfnAutoScalingGroup
  | CfnEksCluster;

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
  | CfnDBCluster
  | CfnReplicationGroup
  | CfnCacheCluster
  | CfnServerlessCache
  | CfnMemoryDbCluster
  | IDomain
  | CfnDomain
  | CfnDocumentDbCluster
  | CfnDocumentDbInstance
  | IDatabaseProxy
  | CfnDBProxy
  | IFileSystem
  | CfnFileSystem;

/** What a web portal monitor watches: a CloudFront distribution, an Application Load Balancer, one of its target groups, or a certificate. */
export type WebPortalSource =
  | IDistribution
  | CfnDistribution
  | IApplicationLoadBalancer
  | CfnLoadBalancer
  | IApplicationTargetGroup
  | CfnTargetGroup
  | ICertificate
  | CfnCertificate
  | IUserPool
  | CfnUserPool
  | CfnWebACL
  | CfnHealthCheck
  | CfnCanary;

/** Every AWS resource type that makes a component. The first in the list claims shared functions first. */
export const REGISTRATIONS: readonly Registration[] = [
  QUEUES,
  BROKERS,
  STREAMS,
  TOPICS,
  EVENT_RULES,
  PIPES,
  DELIVERY_STREAMS,
  // before HTTP APIs: both have an `apiId`
  SCHEDULE_GROUPS,
  SCHEDULES,
  KAFKA_CLUSTERS,
  GRAPHQL_APIS,
  HTTP_APIS,
  REST_APIS,
  TABLES,
  GLOBAL_TABLES,
  DB_CLUSTERS,
  DB_INSTANCES,
  REPLICATION_GROUPS,
  CACHE_CLUSTERS,
  SERVERLESS_CACHES,
  MEMORY_DB_CLUSTERS,
  SEARCH_DOMAINS,
  DOCUMENT_DB_CLUSTERS,
  DOCUMENT_DB_INSTANCES,
  DB_PROXIES,
  FILE_SYSTEMS,
  DISTRIBUTIONS,
  LOAD_BALANCERS,
  TARGET_GROUPS,
  CERTIFICATES,
  ECS_SERVICES,
  NAT_GATEWAYS,
  APP_RUNNER_SERVICES,
  USER_POOLS,
  WEB_ACLS,
  ROUTE53_HEALTH_CHECKS,
  CANARIES,
  INSTANCES,
  AUTO_SCALING_GROUPS,
  EKS_CLUSTERS,
  STATE_MACHINES,
  REQUEST_FUNCTIONS,
  EVENT_FUNCTIONS,
];
