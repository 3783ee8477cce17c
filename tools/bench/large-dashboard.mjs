// A dashboard as cdk-monitoring-constructs makes it of 20 sets of services: one body with 780 widgets, 27 graphs and 12 headers for
// each set, many metrics beside expressions, dynamic labels and thresholds.

const SETS = 20;
const REGION = 'us-east-1';

const metric = (namespace, name, dimensions, options) => [
  namespace,
  name,
  ...Object.entries(dimensions).flat(),
  options,
];
const computed = (label, expression) => [{ label, expression }];
const hidden = (id, stat) => ({ id, stat, visible: false });

const percentiles = (namespace, name, dimensions) =>
  ['p50', 'p90', 'p99'].map((stat) =>
    metric(namespace, name, dimensions, { label: `${stat.toUpperCase()} (avg: \${AVG})`, stat }),
  );
const sums = (namespace, names, dimensions) =>
  names.map((name) => metric(namespace, name, dimensions, { label: name, stat: 'Sum' }));
const rate = (namespace, name, dimensions) => [
  computed('TPS', 'FILL(requests,0) / PERIOD(requests)'),
  metric(namespace, name, dimensions, hidden('requests', 'Sum')),
];
const share = (namespace, bad, all, dimensions) => [
  computed('Faults (rate)', '100 * bad / all'),
  metric(namespace, bad, dimensions, hidden('bad', 'Sum')),
  metric(namespace, all, dimensions, hidden('all', 'Sum')),
];
const extremes = (namespace, name, dimensions) =>
  ['Average', 'Maximum'].map((stat) => metric(namespace, name, dimensions, { label: `${name} ${stat}`, stat }));

/** The graphs of one resource: a title, a unit, metrics, and perhaps a threshold. */
function resourcesOf(set) {
  const handler = { FunctionName: `Handler${set}` };
  const api = { ApiId: `api${set}`, Stage: '$default' };
  const [queue, failed] = [{ QueueName: `Queue${set}` }, { QueueName: `Failed${set}` }];
  const table = { TableName: `Table${set}` };
  const operation = { ...table, Operation: 'GetItem' };
  const portal = { DistributionId: `PORTAL${set}`, Region: 'Global' };
  const bus = { RuleName: `Rule${set}` };
  return {
    'Lambda Function': [
      ['TPS', 'Rate', rate('AWS/Lambda', 'Invocations', handler)],
      ['Latency', 'ms', percentiles('AWS/Lambda', 'Duration', handler), 8000],
      ['Errors (rate)', '%', share('AWS/Lambda', 'Errors', 'Invocations', handler), 5],
      ['Invocations', 'Count', sums('AWS/Lambda', ['Invocations', 'Throttles', 'Errors'], handler)],
      ['Concurrency', 'Count', extremes('AWS/Lambda', 'ConcurrentExecutions', handler)],
    ],
    'API Gateway V2 HTTP Endpoint': [
      ['TPS', 'Rate', rate('AWS/ApiGateway', 'Count', api)],
      ['Latency', 'ms', percentiles('AWS/ApiGateway', 'Latency', api)],
      ['Integration latency', 'ms', percentiles('AWS/ApiGateway', 'IntegrationLatency', api)],
      ['Errors (rate)', '%', share('AWS/ApiGateway', '5xx', 'Count', api), 5],
      ['Errors', 'Count', sums('AWS/ApiGateway', ['4xx', '5xx'], api)],
    ],
    'SQS Queue': [
      ['Message count', 'Count', extremes('AWS/SQS', 'ApproximateNumberOfMessagesVisible', queue)],
      ['Message age', 's', extremes('AWS/SQS', 'ApproximateAgeOfOldestMessage', queue), 600],
      ['Messages', 'Count', sums('AWS/SQS', ['NumberOfMessagesSent', 'NumberOfMessagesDeleted'], queue)],
      ['Dead letters', 'Count', extremes('AWS/SQS', 'ApproximateNumberOfMessagesVisible', failed), 1],
    ],
    'Dynamo Table': [
      ['Read usage', 'Count', sums('AWS/DynamoDB', ['ConsumedReadCapacityUnits', 'ReadThrottleEvents'], table)],
      ['Write usage', 'Count', sums('AWS/DynamoDB', ['ConsumedWriteCapacityUnits', 'WriteThrottleEvents'], table)],
      ['Latency', 'ms', percentiles('AWS/DynamoDB', 'SuccessfulRequestLatency', operation)],
      ['Throttles', 'Count', sums('AWS/DynamoDB', ['ThrottledRequests'], operation)],
      ['Errors', 'Count', sums('AWS/DynamoDB', ['SystemErrors', 'UserErrors'], operation)],
    ],
    'CloudFront Distribution': [
      ['TPS', 'Rate', rate('AWS/CloudFront', 'Requests', portal)],
      ['Errors (rate)', '%', extremes('AWS/CloudFront', '5xxErrorRate', portal)],
      ['Client errors (rate)', '%', extremes('AWS/CloudFront', '4xxErrorRate', portal)],
      ['Traffic', 'Bytes', sums('AWS/CloudFront', ['BytesDownloaded', 'BytesUploaded'], portal)],
    ],
    'Event Rule': [
      ['Matches', 'Count', sums('AWS/Events', ['MatchedEvents', 'TriggeredRules'], bus)],
      ['Invocations', 'Count', sums('AWS/Events', ['Invocations', 'FailedInvocations'], bus), 1],
      ['Throttles', 'Count', sums('AWS/Events', ['ThrottledRules'], bus)],
      ['TPS', 'Rate', rate('AWS/Events', 'Invocations', bus)],
    ],
  };
}

const text = (markdown) => ({
  type: 'text',
  width: 24,
  height: 1,
  properties: { markdown, background: 'transparent' },
});
const graph = ([title, label, metrics, threshold]) => ({
  type: 'metric',
  width: 6,
  height: 5,
  properties: {
    ...{ view: 'timeSeries', title, region: REGION, metrics },
    ...(threshold && {
      annotations: { horizontal: [{ label: `${title} > ${threshold}`, value: threshold, yAxis: 'left' }] },
    }),
    yAxis: { left: { min: 0, label, showUnits: false } },
  },
});

function widgetsOf(set) {
  const resources = Object.entries(resourcesOf(set));
  return resources.flatMap(([kind, graphs]) => [
    text(`# Set ${set}`),
    text(`### ${kind} **[${kind} ${set}](https://console.aws.amazon.com/)**`),
    ...graphs.map(graph),
  ]);
}

const alarm = (name, threshold, [namespace, metricName, ...dimensions]) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    ...{ AlarmName: name, Namespace: namespace, MetricName: metricName, Statistic: 'Maximum', Period: 300 },
    Dimensions: [{ Name: dimensions[0], Value: dimensions[1] }],
    ...{ Threshold: threshold, ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 3, DatapointsToAlarm: 3 },
  },
});

/** A CloudFormation template with the dashboard, and two alarms for each set. */
export function largeTemplate() {
  const sets = Array.from({ length: SETS }, (_, index) => index + 1);
  const widgets = sets.flatMap(widgetsOf);
  const alarms = sets.flatMap((set) => [
    [
      `Handler${set}Slow`,
      alarm(`Handler${set}-Latency`, 8000, ['AWS/Lambda', 'Duration', 'FunctionName', `Handler${set}`]),
    ],
    [
      `Queue${set}Old`,
      alarm(`Queue${set}-Age`, 600, ['AWS/SQS', 'ApproximateAgeOfOldestMessage', 'QueueName', `Queue${set}`]),
    ],
  ]);
  const board = {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: { DashboardName: 'Large', DashboardBody: JSON.stringify({ start: '-PT8H', widgets }) },
  };
  return { widgets: widgets.length, template: { Resources: { Board: board, ...Object.fromEntries(alarms) } } };
}
