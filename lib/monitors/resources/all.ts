import type { IRestApiRef } from 'aws-cdk-lib/aws-apigateway';
import type { IApiRef } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ICertificateRef } from 'aws-cdk-lib/aws-certificatemanager';
import type { IDistributionRef } from 'aws-cdk-lib/aws-cloudfront';
import type { IGlobalTableRef, ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import type { ILoadBalancerRef } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IRuleRef } from 'aws-cdk-lib/aws-events';
import type { IStreamRef } from 'aws-cdk-lib/aws-kinesis';
import type { IFunctionRef } from 'aws-cdk-lib/aws-lambda';
import type { IDBClusterRef, IDBInstanceRef } from 'aws-cdk-lib/aws-rds';
import type { ITopicRef } from 'aws-cdk-lib/aws-sns';
import type { IQueueRef } from 'aws-cdk-lib/aws-sqs';
import { HTTP_APIS, REST_APIS } from './api';
import { CERTIFICATES } from './certificate';
import { DB_CLUSTERS } from './db-cluster';
import { DB_INSTANCES } from './db-instance';
import { DISTRIBUTIONS } from './distribution';
import { EVENT_RULES } from './event-rule';
import { EVENT_FUNCTIONS, REQUEST_FUNCTIONS } from './functions';
import { LOAD_BALANCERS } from './load-balancer';
import { QUEUES } from './queue';
import type { Registration } from './registration';
import { STREAMS } from './stream';
import { GLOBAL_TABLES, TABLES } from './table';
import { TOPICS } from './topic';

/** What a queue monitor watches: an SQS queue. */
export type QueueSource = IQueueRef;

/** What an event API monitor watches: an EventBridge rule, an SNS topic, a Kinesis stream, or a Lambda function. */
export type EventSource = IRuleRef | ITopicRef | IStreamRef | IFunctionRef;

/** What an HTTP API monitor watches: a REST API (v1), an HTTP API (v2), or a Lambda function that answers requests itself. */
export type HttpApiSource = IRestApiRef | IApiRef | IFunctionRef;

/** What a database monitor watches: a DynamoDB table, an RDS instance or an Aurora cluster. */
export type DatabaseSource = ITableRef | IGlobalTableRef | IDBInstanceRef | IDBClusterRef;

/** What a web portal monitor watches: a CloudFront distribution, an Application Load Balancer, or a certificate. */
export type WebPortalSource = IDistributionRef | ILoadBalancerRef | ICertificateRef;

/** Every AWS resource type that makes a component. The first in the list claims shared functions first. */
export const REGISTRATIONS: readonly Registration[] = [
  QUEUES,
  STREAMS,
  TOPICS,
  EVENT_RULES,
  HTTP_APIS,
  REST_APIS,
  TABLES,
  GLOBAL_TABLES,
  DB_CLUSTERS,
  DB_INSTANCES,
  DISTRIBUTIONS,
  LOAD_BALANCERS,
  CERTIFICATES,
  REQUEST_FUNCTIONS,
  EVENT_FUNCTIONS,
];
