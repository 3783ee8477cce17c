import type { Ground, RuleRow, RuleTable } from './rule';

const DOCS = 'https://docs.aws.amazon.com/';

/** The pages on which AWS says what each service publishes, and when. */
export const PAGES = {
  anomalyDetection: `${DOCS}AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html`,
  appSync: `${DOCS}appsync/latest/devguide/monitoring.html`,
  apiGateway: `${DOCS}apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html`,
  httpApi: `${DOCS}apigateway/latest/developerguide/http-api-metrics.html`,
  certificates: `${DOCS}acm/latest/userguide/cloudwatch-metrics.html`,
  cloudFront: `${DOCS}AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html`,
  dynamoDb: `${DOCS}amazondynamodb/latest/developerguide/metrics-dimensions.html`,
  ecs: `${DOCS}AmazonECS/latest/developerguide/available-metrics.html`,
  emf: `${DOCS}AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html`,
  eventBridge: `${DOCS}eventbridge/latest/userguide/eb-monitoring.html`,
  firehose: `${DOCS}firehose/latest/dev/monitoring-with-cloudwatch-metrics.html`,
  kinesis: `${DOCS}streams/latest/dev/monitoring-with-cloudwatch.html`,
  lambda: `${DOCS}lambda/latest/dg/monitoring-metrics-types.html`,
  loadBalancer: `${DOCS}elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html`,
  logs: `${DOCS}AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html`,
  pipes: `${DOCS}eventbridge/latest/userguide/eb-pipes-monitoring.html`,
  rds: `${DOCS}AmazonRDS/latest/UserGuide/rds-metrics.html`,
  aurora: `${DOCS}AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html`,
  sns: `${DOCS}sns/latest/dg/sns-monitoring-using-cloudwatch.html`,
  sqs: `${DOCS}AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html`,
  stepFunctions: `${DOCS}step-functions/latest/dg/procedure-cw-metrics.html`,
  customMetrics: `${DOCS}AmazonCloudWatch/latest/monitoring/publishingMetrics.html`,
} as const;

/** A row that leaves its ground to its table. */
type GroundedByTable<Facts> = Omit<RuleRow<Facts>, 'ground'> & Partial<Pick<RuleRow<Facts>, 'ground'>>;

/** AWS documents what the rule reads, on this page, and each construct of its condition. */
export const documented = (page: string): Ground => ({ kind: 'documented', source: page });

/** A table whose rows rest on what AWS documents, but for those that say otherwise. */
export const documentedBy = <Facts>(
  page: keyof typeof PAGES,
  rows: readonly GroundedByTable<Facts>[],
): RuleTable<Facts> => rows.map((row) => ({ ground: documented(PAGES[page]), ...row }));

/** Of rules that compare a service with its own past. */
export const COMPARES_WITH_PAST: Ground = {
  kind: 'assumed',
  source:
    "Functions over the alarm's whole range (RUNNING_SUM, AVG, MAX, SUM of one series): AWS evaluates them over more periods than N, does not say how many, and advises against them in alarms. Written to be right from N to N + N/3 + 5 periods.",
};
