import { ANSWERS_RULES } from './answers-rules';
import { HTTP_API_RULES, REST_API_RULES } from './api-rules';
import { APPLICATION_RULES, ERROR_FILTER_RULES, METRICS_LOG_RULES, STEP_RULES } from './application-rules';
import { CERTIFICATE_RULES } from './certificate-rules';
import { CLUSTER_RULES } from './cluster-rules';
import { INSTANCE_RULES } from './database-rules';
import { DEAD_LETTER_RULES } from './dead-letter-rules';
import { DISTRIBUTION_RULES, EDGE_FUNCTION_RULES } from './distribution-rules';
import { EVENT_RULE_RULES } from './event-rule-rules';
import { API_FUNCTION_RULES, EVENT_HANDLER_RULES, QUEUE_CONSUMER_RULES, STREAM_CONSUMER_RULES } from './function-rules';
import { HEARTBEAT_RULES } from './heartbeat-rules';
import { LOAD_BALANCER_RULES, TARGET_GROUP_RULES } from './load-balancer-rules';
import { QUEUE_RULES } from './queue-rules';
import type { RuleTable } from './rule';
import { STREAM_RULES } from './stream-rules';
import { INDEX_RULES, TABLE_RULES } from './table-rules';
import { TOPIC_RULES } from './topic-rules';

const TABLES: readonly RuleTable<never>[] = [
  ANSWERS_RULES,
  APPLICATION_RULES,
  ERROR_FILTER_RULES,
  METRICS_LOG_RULES,
  STEP_RULES,
  HTTP_API_RULES,
  REST_API_RULES,
  CERTIFICATE_RULES,
  CLUSTER_RULES,
  INSTANCE_RULES,
  DEAD_LETTER_RULES,
  DISTRIBUTION_RULES,
  EDGE_FUNCTION_RULES,
  EVENT_RULE_RULES,
  API_FUNCTION_RULES,
  EVENT_HANDLER_RULES,
  QUEUE_CONSUMER_RULES,
  STREAM_CONSUMER_RULES,
  HEARTBEAT_RULES,
  LOAD_BALANCER_RULES,
  TARGET_GROUP_RULES,
  QUEUE_RULES,
  STREAM_RULES,
  INDEX_RULES,
  TABLE_RULES,
  TOPIC_RULES,
];

/** The id of every rule that there is, whatever it applies to. */
export const ALL_RULE_IDS: readonly string[] = [...new Set(TABLES.flatMap((table) => table.map(({ id }) => id)))];
