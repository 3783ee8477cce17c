import { CERTIFICATE } from './certificate';
import { DB_CLUSTER } from './db-cluster';
import { DB_INSTANCE } from './db-instance';
import { DELIVERY_STREAM } from './delivery-stream';
import { DISTRIBUTION, EDGE_FUNCTION } from './distribution';
import { ECS_SERVICE } from './ecs-service';
import { EVENT_RULE } from './event-rule';
import { FUNCTION } from './function';
import { GRAPHQL_API } from './graphql-api';
import { HTTP_API } from './http-api';
import { LOAD_BALANCER, TARGET_GROUP } from './load-balancer';
import { OTHER_SECTIONS } from './other-sections';
import { PIPE } from './pipe';
import { QUEUE } from './queue';
import type { ResourceType, Section } from './resource-type';
import { REST_API } from './rest-api';
import { STATE_MACHINE } from './state-machine';
import { STREAM } from './stream';
import { GLOBAL_TABLE, TABLE } from './table';
import { TOPIC } from './topic';

/** Every AWS resource type that rules watch. */
export const RESOURCE_TYPES: readonly ResourceType[] = [
  CERTIFICATE,
  DB_CLUSTER,
  DB_INSTANCE,
  DELIVERY_STREAM,
  DISTRIBUTION,
  EDGE_FUNCTION,
  ECS_SERVICE,
  EVENT_RULE,
  FUNCTION,
  GLOBAL_TABLE,
  GRAPHQL_API,
  HTTP_API,
  LOAD_BALANCER,
  PIPE,
  QUEUE,
  REST_API,
  STATE_MACHINE,
  STREAM,
  TABLE,
  TARGET_GROUP,
  TOPIC,
];

/** Every table of rules. */
export const SECTIONS: readonly Section[] = [...RESOURCE_TYPES.flatMap(({ sections }) => sections), ...OTHER_SECTIONS];

/** The id of every rule, whatever it applies to. */
export const ALL_RULE_IDS: readonly string[] = [...new Set(SECTIONS.flatMap(({ table }) => table.map(({ id }) => id)))];
