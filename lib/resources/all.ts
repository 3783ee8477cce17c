import { APP_RUNNER_SERVICE } from './app-runner';
import { BROKER } from './broker';
import { CACHE_CLUSTER, REPLICATION_GROUP, SERVERLESS_CACHE } from './cache';
import { CERTIFICATE } from './certificate';
import { DB_CLUSTER } from './db-cluster';
import { DB_INSTANCE } from './db-instance';
import { DB_PROXY } from './db-proxy';
import { DELIVERY_STREAM } from './delivery-stream';
import { DISTRIBUTION, EDGE_FUNCTION } from './distribution';
import { DOCUMENT_DB_CLUSTER, DOCUMENT_DB_INSTANCE } from './document-db';
import { ECS_SERVICE } from './ecs-service';
import { EKS_CLUSTER } from './eks-cluster';
import { EVENT_RULE } from './event-rule';
import { FILE_SYSTEM } from './file-system';
import { FUNCTION } from './function';
import { GRAPHQL_API } from './graphql-api';
import { HTTP_API } from './http-api';
import { AUTO_SCALING_GROUP, INSTANCE } from './instance';
import { KAFKA_CLUSTER } from './kafka';
import { LOAD_BALANCER, TARGET_GROUP } from './load-balancer';
import { MEMORY_DB_CLUSTER } from './memory-db';
import { NAT_GATEWAY } from './nat-gateway';
import { OTHER_SECTIONS } from './other-sections';
import { CANARY, ROUTE53_HEALTH_CHECK } from './outside-check';
import { PIPE } from './pipe';
import { QUEUE } from './queue';
import type { ResourceType, Section } from './resource-type';
import { REST_API } from './rest-api';
import { SCHEDULE, SCHEDULE_GROUP } from './schedule';
import { SEARCH_DOMAIN } from './search-domain';
import { STATE_MACHINE } from './state-machine';
import { STREAM } from './stream';
import { GLOBAL_TABLE, TABLE } from './table';
import { TOPIC } from './topic';
import { USER_POOL } from './user-pool';
import { WEB_ACL } from './web-acl';

/** Every AWS resource type that rules watch. */
export const RESOURCE_TYPES: readonly ResourceType[] = [
  APP_RUNNER_SERVICE,
  AUTO_SCALING_GROUP,
  BROKER,
  CACHE_CLUSTER,
  CANARY,
  CERTIFICATE,
  DB_CLUSTER,
  DB_INSTANCE,
  DB_PROXY,
  DELIVERY_STREAM,
  DISTRIBUTION,
  DOCUMENT_DB_CLUSTER,
  DOCUMENT_DB_INSTANCE,
  ECS_SERVICE,
  EDGE_FUNCTION,
  EKS_CLUSTER,
  EVENT_RULE,
  FILE_SYSTEM,
  FUNCTION,
  GLOBAL_TABLE,
  GRAPHQL_API,
  HTTP_API,
  INSTANCE,
  KAFKA_CLUSTER,
  LOAD_BALANCER,
  MEMORY_DB_CLUSTER,
  NAT_GATEWAY,
  PIPE,
  QUEUE,
  REPLICATION_GROUP,
  REST_API,
  ROUTE53_HEALTH_CHECK,
  SCHEDULE,
  SCHEDULE_GROUP,
  SEARCH_DOMAIN,
  SERVERLESS_CACHE,
  STATE_MACHINE,
  STREAM,
  TABLE,
  TARGET_GROUP,
  TOPIC,
  USER_POOL,
  WEB_ACL,
];

/** Every table of rules. */
export const SECTIONS: readonly Section[] = [
  ...new Set([...RESOURCE_TYPES.flatMap(({ sections }) => sections), ...OTHER_SECTIONS]),
];

/** The id of every rule, whatever it applies to. */
export const ALL_RULE_IDS: readonly string[] = [...new Set(SECTIONS.flatMap(({ table }) => table.map(({ id }) => id)))];
