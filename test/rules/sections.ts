import { ANSWERS_RULES } from '../../lib/rules/answers-rules';
import { HTTP_API_RULES, REST_API_RULES } from '../../lib/rules/api-rules';
import {
  APPLICATION_RULES,
  ERROR_FILTER_RULES,
  METRICS_LOG_RULES,
  STEP_RULES,
} from '../../lib/rules/application-rules';
import { CERTIFICATE_RULES } from '../../lib/rules/certificate-rules';
import { DEAD_LETTER_RULES } from '../../lib/rules/dead-letter-rules';
import { DISTRIBUTION_RULES, EDGE_FUNCTION_RULES } from '../../lib/rules/distribution-rules';
import { EVENT_RULE_RULES } from '../../lib/rules/event-rule-rules';
import {
  API_FUNCTION_RULES,
  EVENT_HANDLER_RULES,
  QUEUE_CONSUMER_RULES,
  STREAM_CONSUMER_RULES,
} from '../../lib/rules/function-rules';
import { HEARTBEAT_RULES } from '../../lib/rules/heartbeat-rules';
import { LOAD_BALANCER_RULES, TARGET_GROUP_RULES } from '../../lib/rules/load-balancer-rules';
import { QUEUE_RULES } from '../../lib/rules/queue-rules';
import { STREAM_RULES } from '../../lib/rules/stream-rules';
import { TOPIC_RULES } from '../../lib/rules/topic-rules';
import { DATABASE_SECTIONS } from './database-sections';
import { type Section, section } from './section';

/** All tables of rules, in the order of the catalogue. */
export const SECTIONS: readonly Section[] = [
  section({
    type: 'Web portal',
    resource: 'CloudFront distribution',
    dimensions: ['DistributionId', 'Region'],
    table: DISTRIBUTION_RULES,
    variants: [
      { name: 'with additional metrics', component: 'Site', facts: { hasAdditionalMetrics: true } },
      { name: 'without', component: 'Blog', facts: { hasAdditionalMetrics: false } },
    ],
  }),
  section({
    type: 'Web portal',
    resource: 'CloudFront Function',
    dimensions: ['DistributionId', 'FunctionName', 'Region'],
    table: EDGE_FUNCTION_RULES,
    variants: [{ name: 'any', component: 'Site', part: 'Rewrite', facts: {} }],
  }),
  section({
    type: 'Web portal',
    resource: 'Application Load Balancer',
    dimensions: ['LoadBalancer'],
    table: LOAD_BALANCER_RULES,
    variants: [{ name: 'any', component: 'Web', facts: {} }],
  }),
  section({
    type: 'Web portal',
    resource: 'Target group',
    dimensions: ['TargetGroup', 'LoadBalancer'],
    table: TARGET_GROUP_RULES,
    variants: [
      { name: 'instances or addresses', component: 'Web', part: 'Instances', facts: { isLambda: false } },
      { name: 'a function', component: 'Web', part: 'TargetFunction', facts: { isLambda: true } },
    ],
  }),
  section({
    type: 'Web portal',
    resource: 'Certificate',
    dimensions: ['CertificateArn'],
    table: CERTIFICATE_RULES,
    variants: [{ name: 'any', component: 'Certificate', facts: {} }],
  }),
  section({
    type: 'HTTP API',
    resource: 'HTTP API',
    dimensions: ['ApiId', 'Stage'],
    table: HTTP_API_RULES,
    variants: [{ name: 'any', component: 'Shop', facts: {} }],
  }),
  section({
    type: 'HTTP API',
    resource: 'REST API',
    dimensions: ['ApiName', 'Stage'],
    table: REST_API_RULES,
    variants: [{ name: 'any', component: 'Partners', facts: {} }],
  }),
  section({
    type: 'HTTP API',
    resource: 'Function behind an API',
    dimensions: ['FunctionName'],
    table: API_FUNCTION_RULES,
    variants: [
      {
        name: 'timeout 30 s, 10 reserved',
        component: 'Shop',
        part: 'ApiHandler',
        facts: { timeoutSeconds: 30, reservedConcurrency: 10 },
      },
      {
        name: 'timeout 10 s',
        component: 'Partners',
        part: 'PartnersHandler',
        facts: { timeoutSeconds: 10 },
      },
    ],
  }),
  section({
    type: 'Event API',
    resource: 'EventBridge rule',
    dimensions: ['RuleName'],
    table: EVENT_RULE_RULES,
    variants: [
      { name: 'without a dead-letter queue', component: 'OrderPlaced', facts: { hasDeadLetterQueue: false } },
      {
        name: 'on a custom bus, with a dead-letter queue',
        component: 'InvoiceCreated',
        dimensions: ['EventBusName', 'RuleName'],
        facts: { hasDeadLetterQueue: true },
      },
    ],
  }),
  section({
    type: 'Event API',
    resource: 'SNS topic',
    dimensions: ['TopicName'],
    table: TOPIC_RULES,
    variants: [
      { name: 'plain', component: 'News', facts: { hasDeadLetterQueue: false, isFiltered: false, sendsSms: false } },
      {
        name: 'with filter policy, dead-letter queue and text messages',
        component: 'Offers',
        facts: { hasDeadLetterQueue: true, isFiltered: true, sendsSms: true },
      },
    ],
  }),
  section({
    type: 'Event API',
    resource: 'Kinesis stream',
    dimensions: ['StreamName'],
    table: STREAM_RULES,
    variants: [
      {
        name: 'read by functions, kept 48 h',
        component: 'Clicks',
        facts: { retentionHours: 48, readByFunctions: true },
      },
      {
        name: 'read by others, kept 24 h',
        component: 'Archive',
        facts: { retentionHours: 24, readByFunctions: false },
      },
    ],
  }),
  section({
    type: 'Event API',
    resource: 'Function that handles events',
    dimensions: ['FunctionName'],
    table: EVENT_HANDLER_RULES,
    variants: [
      {
        name: 'timeout 60 s, 10 reserved',
        component: 'OrderPlaced',
        part: 'OrderHandler',
        facts: { timeoutSeconds: 60, reservedConcurrency: 10 },
      },
      {
        name: 'timeout 30 s',
        component: 'InvoiceCreated',
        part: 'InvoiceHandler',
        facts: { timeoutSeconds: 30 },
      },
    ],
  }),
  section({
    type: 'Event API',
    resource: 'Function that reads a stream',
    dimensions: ['FunctionName'],
    table: STREAM_CONSUMER_RULES,
    variants: [
      {
        name: 'timeout 60 s, 10 reserved, records kept 48 h',
        component: 'Clicks',
        part: 'ClicksReader',
        facts: { timeoutSeconds: 60, reservedConcurrency: 10, retentionHours: 48 },
      },
      {
        name: 'timeout 30 s, records kept 48 h',
        component: 'Clicks',
        part: 'ClicksCounter',
        facts: { timeoutSeconds: 30, retentionHours: 48 },
      },
    ],
  }),
  section({
    type: 'Queue',
    resource: 'SQS queue',
    dimensions: ['QueueName'],
    table: QUEUE_RULES,
    variants: [
      {
        name: 'standard, visibility timeout 180 s, 5 receives',
        component: 'Orders',
        facts: { isFifo: false, visibilityTimeoutSeconds: 180, maxReceiveCount: 5, consumerTimeoutSeconds: 30 },
      },
      {
        name: 'FIFO, 120 s, 5 receives',
        component: 'Ledger',
        facts: { isFifo: true, visibilityTimeoutSeconds: 120, maxReceiveCount: 5 },
      },
      {
        name: 'standard, 30 s, consumer timeout 600 s',
        component: 'Jobs',
        facts: { isFifo: false, visibilityTimeoutSeconds: 30, consumerTimeoutSeconds: 600 },
      },
    ],
  }),
  section({
    type: 'Queue',
    resource: 'Dead-letter queue of a queue, a rule or a topic',
    dimensions: ['QueueName'],
    table: DEAD_LETTER_RULES,
    variants: [
      {
        name: 'not consumed, kept 14 days',
        component: 'Orders',
        facts: { retentionSeconds: 1_209_600, isConsumed: false },
      },
      { name: 'consumed, kept 4 days', component: 'Ledger', facts: { retentionSeconds: 345_600, isConsumed: true } },
    ],
  }),
  section({
    type: 'Queue',
    resource: 'Function that consumes a queue',
    dimensions: ['FunctionName'],
    table: QUEUE_CONSUMER_RULES,
    variants: [
      {
        name: 'timeout 30 s, 10 reserved',
        component: 'Orders',
        part: 'OrdersWorker',
        facts: { timeoutSeconds: 30, reservedConcurrency: 10 },
      },
      {
        name: 'timeout 600 s',
        component: 'Jobs',
        part: 'JobsWorker',
        facts: { timeoutSeconds: 600 },
      },
    ],
  }),
  ...DATABASE_SECTIONS,
  section({
    type: 'Application',
    resource: 'Step of an application',
    dimensions: ['Service'],
    table: STEP_RULES,
    variants: [
      {
        name: 'any',
        component: 'Shop-orders',
        part: 'Pay',
        facts: { namespace: 'Shop', failed: 'PayFailed', duration: 'PayDuration' },
      },
    ],
  }),
  section({
    type: 'Application',
    resource: 'Application',
    dimensions: ['Service'],
    table: APPLICATION_RULES,
    variants: [{ name: 'any', component: 'Shop-orders', facts: { namespace: 'Shop' } }],
  }),
  section({
    type: 'Application',
    resource: 'Error filter of an application',
    dimensions: [],
    table: ERROR_FILTER_RULES,
    variants: [{ name: 'any', component: 'Shop-orders', part: 'Log', facts: { namespace: 'Shop' } }],
  }),
  section({
    type: 'Application',
    resource: 'Log groups with metrics',
    dimensions: ['LogGroupName'],
    table: METRICS_LOG_RULES,
    variants: [
      { name: 'one log group', component: 'Shop-orders', part: 'Logs', facts: { logGroups: ['<LogGroupName>'] } },
    ],
  }),
  section({
    type: 'Queue',
    resource: "Vigil's own notifier",
    dimensions: ['QueueName'],
    table: HEARTBEAT_RULES,
    variants: [{ name: 'any', component: 'Vigil.Notifier', facts: {} }],
  }),
  section({
    type: 'Queue',
    resource: "Vigil's own answers",
    dimensions: ['FunctionName'],
    table: ANSWERS_RULES,
    variants: [{ name: 'any', component: 'Vigil.Notifier', part: 'Answers', facts: {} }],
  }),
];
