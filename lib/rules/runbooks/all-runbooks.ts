import { ANSWERS_RUNBOOKS } from './answers';
import { API_RUNBOOKS } from './api';
import { APPLICATION_RUNBOOKS } from './application';
import { CERTIFICATE_RUNBOOKS } from './certificate';
import { CLUSTER_RUNBOOKS } from './cluster';
import { DATABASE_RUNBOOKS } from './database';
import { DATABASE_METRIC_RUNBOOKS } from './database-metrics';
import { DEAD_LETTER_RUNBOOKS } from './dead-letter';
import { DISTRIBUTION_RUNBOOKS } from './distribution';
import { EVENT_RULE_RUNBOOKS } from './event-rule';
import { FUNCTION_RUNBOOKS } from './function';
import { HEALTH_METRIC_RUNBOOKS } from './health-metrics';
import { HEARTBEAT_RUNBOOKS } from './heartbeat';
import { LOAD_BALANCER_RUNBOOKS } from './load-balancer';
import { PARTNER_METRIC_RUNBOOKS } from './partner-metrics';
import { QUEUE_RUNBOOKS } from './queue';
import type { MetricRunbooks, Runbooks } from './runbook';
import { STREAM_RUNBOOKS } from './stream';
import { TABLE_RUNBOOKS } from './table';
import { TOPIC_RUNBOOKS } from './topic';
import { TRAFFIC_RUNBOOKS } from './traffic';

// Only documentation is made of these: synthesis loads none of them.

/** What to do, by the id of the rule that tells it. */
export const RULE_RUNBOOKS: Runbooks = {
  ...API_RUNBOOKS,
  ...APPLICATION_RUNBOOKS,
  ...CERTIFICATE_RUNBOOKS,
  ...CLUSTER_RUNBOOKS,
  ...DATABASE_RUNBOOKS,
  ...DEAD_LETTER_RUNBOOKS,
  ...DISTRIBUTION_RUNBOOKS,
  ...EVENT_RULE_RUNBOOKS,
  ...FUNCTION_RUNBOOKS,
  ...ANSWERS_RUNBOOKS,
  ...HEARTBEAT_RUNBOOKS,
  ...LOAD_BALANCER_RUNBOOKS,
  ...TRAFFIC_RUNBOOKS,
  ...QUEUE_RUNBOOKS,
  ...STREAM_RUNBOOKS,
  ...TABLE_RUNBOOKS,
  ...TOPIC_RUNBOOKS,
};

/** What to do, by the name of the metric that comes with an alarm. */
export const METRIC_RUNBOOKS: MetricRunbooks = {
  ...DATABASE_METRIC_RUNBOOKS,
  ...HEALTH_METRIC_RUNBOOKS,
  ...PARTNER_METRIC_RUNBOOKS,
};
