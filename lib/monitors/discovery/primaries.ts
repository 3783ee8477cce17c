import type { CfnResource } from 'aws-cdk-lib';
import type { CfnRestApi } from 'aws-cdk-lib/aws-apigateway';
import type { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { CfnCertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { CfnDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { CfnGlobalTable, CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import type { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { CfnRule } from 'aws-cdk-lib/aws-events';
import type { CfnStream } from 'aws-cdk-lib/aws-kinesis';
import type { CfnDBCluster, CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import type { CfnTopic } from 'aws-cdk-lib/aws-sns';
import type { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { DatabaseMonitor } from '../database-monitor';
import { EventApiMonitor } from '../event-api-monitor';
import { HttpApiMonitor } from '../http-api-monitor';
import type { IVigil, Monitor } from '../monitor';
import { QueueMonitor } from '../queue-monitor';
import { HTTP_API, isWebSocketApi, REST_API } from '../resources/apis';
import { CERTIFICATE } from '../resources/certificates';
import { DISTRIBUTION } from '../resources/distributions';
import { EVENT_RULE, STREAM, TOPIC } from '../resources/event-sources';
import { isApplicationLoadBalancer, LOAD_BALANCER } from '../resources/load-balancers';
import { QUEUE } from '../resources/queues';
import { CLUSTER, INSTANCE } from '../resources/relational-databases';
import { GLOBAL_TABLE, TABLE } from '../resources/tables';
import { WebPortalMonitor } from '../web-portal-monitor';

/** Which monitor to make: its id, and its label where the default would be taken. */
export interface Identity {
  readonly vigil: IVigil;
  readonly id: string;
  readonly label?: string;
}

type Watch = (scope: Construct, identity: Identity, resource: CfnResource) => Monitor;

/** A resource type that makes a component of its own. */
export interface Primary {
  readonly type: string;
  /** Only where it belongs to no other component. */
  readonly leftover?: true;
  /** @default - all of the type */
  readonly accepts?: (resource: CfnResource) => boolean;
  readonly watch: Watch;
}

const asQueue: Watch = (scope, { id, ...common }, resource) =>
  new QueueMonitor(scope, id, { ...common, queue: resource as CfnQueue });
const asEvents: Watch = (scope, { id, ...common }, resource) =>
  new EventApiMonitor(scope, id, { ...common, source: resource as CfnRule | CfnTopic | CfnStream });
const asApi: Watch = (scope, { id, ...common }, resource) =>
  new HttpApiMonitor(scope, id, { ...common, api: resource as CfnRestApi | CfnApi });
const asDatabase: Watch = (scope, { id, ...common }, resource) =>
  new DatabaseMonitor(scope, id, {
    ...common,
    database: resource as CfnTable | CfnGlobalTable | CfnDBInstance | CfnDBCluster,
  });
const asPortal: Watch = (scope, { id, ...common }, resource) =>
  new WebPortalMonitor(scope, id, {
    ...common,
    portal: resource as CfnDistribution | CfnLoadBalancer | CfnCertificate,
  });

/** What `watch` finds. What comes first claims shared functions first. */
export const PRIMARIES: readonly Primary[] = [
  { type: QUEUE, watch: asQueue },
  { type: STREAM, watch: asEvents },
  { type: TOPIC, watch: asEvents },
  { type: EVENT_RULE, watch: asEvents },
  { type: HTTP_API.type, watch: asApi, accepts: (api) => !isWebSocketApi(api) },
  { type: REST_API.type, watch: asApi },
  { type: TABLE, watch: asDatabase },
  { type: GLOBAL_TABLE, watch: asDatabase },
  { type: CLUSTER, watch: asDatabase },
  {
    type: INSTANCE,
    watch: asDatabase,
    accepts: (instance) => (instance as CfnDBInstance).dbClusterIdentifier === undefined,
  },
  { type: DISTRIBUTION, watch: asPortal },
  {
    type: LOAD_BALANCER,
    watch: asPortal,
    accepts: (balancer) => isApplicationLoadBalancer(balancer as CfnLoadBalancer, balancer as CfnLoadBalancer),
  },
  { type: CERTIFICATE, watch: asPortal, leftover: true },
];
