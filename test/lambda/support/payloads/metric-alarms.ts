import { bySns, change, described, metricStat, OK, type Payload, reasonOf, trigger } from './payload';

const CONSUMER = described(
  'ConsumerErrors',
  'Most invocations of the consumer fail.',
  ['Read the newest errors in its log.', 'Roll back the last deployment if the errors began with it.'],
  { unit: 'percent' },
);
const FUNCTION = { FunctionName: 'Shop-Worker-1A2B' };
const QUEUE = { QueueName: 'Shop-Orders-9Z8Y' };

const consumerErrors = (fields: Record<string, unknown> = {}) =>
  change('Shop/Orders/Worker.ConsumerErrors', {
    AlarmDescription: CONSUMER,
    NewStateReason: reasonOf(['87.5', '92.0', '100.0', '61.3'], 'greater than or equal to', 50),
    Trigger: {
      Period: 60,
      EvaluationPeriods: 10,
      DatapointsToAlarm: 4,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 50,
      TreatMissingData: 'notBreaching',
      EvaluateLowSampleCountPercentile: '',
      Metrics: [
        metricStat('m', 'AWS/Lambda', 'Errors', FUNCTION, 'Average'),
        { Id: 'result', Expression: '100 * m', Label: 'Failed invocations', ReturnData: true },
      ],
    },
    ...fields,
  });

/** Alarms on one metric. */
export const METRIC_ALARMS: readonly Payload[] = [
  bySns(
    'a dead letter',
    change('Shop/Orders/DeadLetters', {
      AlarmDescription: described(
        'DeadLetters',
        'Messages failed on every try and are in the dead-letter queue.',
        ['Read one of them.', 'Fix the cause, then redrive the queue.'],
        { severity: 'P2', unit: 'count' },
      ),
      NewStateReason: reasonOf(['3.0'], 'greater than or equal to', 1),
      Trigger: trigger('AWS/SQS', 'ApproximateNumberOfMessagesVisible', QUEUE, {
        Statistic: 'MAXIMUM',
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 1,
      }),
    }),
    { severity: 'P2' },
  ),
  bySns(
    'an old message in a queue',
    change('Shop/Orders/QueueStuck', {
      AlarmDescription: described(
        'QueueStuck',
        'Nothing has taken a message for long.',
        ['Look for errors of the consumer.'],
        { severity: 'P0', unit: 'seconds' },
      ),
      NewStateReason: reasonOf(['1260.0', '1200.0', '1140.0'], 'greater than', 900),
      Trigger: trigger('AWS/SQS', 'ApproximateAgeOfOldestMessage', QUEUE, {
        Statistic: 'MAXIMUM',
        Period: 60,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 3,
        Threshold: 900,
      }),
    }),
    { severity: 'P0' },
  ),
  bySns(
    'a percentile',
    change('Shop/Api/Slow', {
      AlarmDescription: described(
        'Slow',
        'The API is slow for one request in a hundred.',
        ['Look at the slowest operation.'],
        { severity: 'P2', unit: 'milliseconds', component: 'Api' },
      ),
      NewStateReason: reasonOf(['3250.75', '2990.0'], 'greater than', 2500),
      Trigger: trigger(
        'AWS/ApiGateway',
        'Latency',
        { ApiId: 'a1b2c3', Stage: '$default' },
        {
          StatisticType: 'ExtendedStatistic',
          Statistic: undefined,
          ExtendedStatistic: 'p99',
          Threshold: 2500,
          EvaluateLowSampleCountPercentile: 'ignore',
          EvaluationPeriods: 2,
          DatapointsToAlarm: 2,
        },
      ),
    }),
    { severity: 'P2' },
  ),
  bySns(
    'disk space, below its limit',
    change('Shop/Db/StorageLow', {
      AlarmDescription: described('StorageLow', 'The disk of the database is nearly full.', ['Raise its storage.'], {
        unit: 'bytes',
        component: 'Db',
      }),
      NewStateReason: reasonOf(['5368709120.0'], 'less than', 10737418240),
      Trigger: trigger(
        'AWS/RDS',
        'FreeStorageSpace',
        { DBInstanceIdentifier: 'shop-db' },
        { Statistic: 'MINIMUM', ComparisonOperator: 'LessThanThreshold', Threshold: 10737418240 },
      ),
    }),
  ),
  bySns(
    'missing data that breaches',
    change('Shop/Orders/Heartbeat', {
      AlarmDescription: described(
        'Heartbeat',
        'Nothing has been processed for an hour and a half.',
        ['Look whether the consumer runs.'],
        { severity: 'P0', unit: 'count' },
      ),
      NewStateReason:
        'Threshold Crossed: no datapoints were received for 18 periods and 18 missing datapoints were treated as [Breaching].',
      Trigger: trigger(
        'Shop',
        'ProcessingCompleted',
        { Service: 'orders' },
        {
          ComparisonOperator: 'LessThanOrEqualToThreshold',
          Threshold: 0,
          EvaluationPeriods: 18,
          DatapointsToAlarm: 18,
          TreatMissingData: 'breaching',
        },
      ),
    }),
    { severity: 'P0' },
  ),
  bySns(
    'its recovery',
    change('Shop/Orders/Heartbeat', {
      ...OK,
      AlarmDescription: described(
        'Heartbeat',
        'Nothing has been processed for an hour and a half.',
        ['Look whether the consumer runs.'],
        { severity: 'P0', unit: 'count' },
      ),
      Trigger: trigger('Shop', 'ProcessingCompleted', { Service: 'orders' }, { Threshold: 0 }),
    }),
    { severity: 'P0' },
  ),
  bySns(
    'an alarm that somebody else made',
    change('orders-5xx', {
      AlarmDescription: 'Too many 5XX. Ask team Blue.',
      Trigger: trigger(
        'AWS/ApiGateway',
        '5XXError',
        { ApiName: 'orders', Stage: 'prod' },
        { Statistic: 'AVERAGE', Period: 60, EvaluationPeriods: 5, DatapointsToAlarm: 3, Threshold: 0.05 },
      ),
      NewStateReason: reasonOf(['0.12', '0.31', '0.07'], 'greater than', 0.05),
    }),
  ),
  bySns(
    'no description',
    change('cpu-high', {
      Trigger: trigger(
        'AWS/EC2',
        'CPUUtilization',
        { InstanceId: 'i-0abc123def4567890' },
        { Statistic: 'AVERAGE', Unit: 'Percent', Threshold: 80 },
      ),
      NewStateReason: reasonOf(['97.2131147540984'], 'greater than', 80),
    }),
  ),
  bySns(
    'no data',
    change('cpu-high', {
      NewStateValue: 'INSUFFICIENT_DATA',
      NewStateReason: 'Insufficient Data: 1 datapoint was unknown.',
      Trigger: trigger(
        'AWS/EC2',
        'CPUUtilization',
        { InstanceId: 'i-0abc123def4567890' },
        { Statistic: 'AVERAGE', Unit: 'Percent', Threshold: 80 },
      ),
    }),
  ),
  bySns(
    'the first OK of a new alarm',
    change('cpu-high', {
      ...OK,
      OldStateValue: 'INSUFFICIENT_DATA',
      Trigger: trigger('AWS/EC2', 'CPUUtilization', {}, { Unit: 'Percent' }),
    }),
  ),
  bySns(
    'a tiny number',
    change('tiny', {
      NewStateReason: reasonOf(['1.2E-5'], 'greater than', 0.00001),
      Trigger: trigger('Shop', 'Ratio', {}, { Threshold: 0.00001 }),
    }),
  ),
  bySns(
    'a huge number',
    change('huge', {
      NewStateReason: reasonOf(['9.007199254740993E17'], 'greater than', 5),
      Trigger: trigger('Shop', 'Bytes', {}, { Unit: 'Bytes' }),
    }),
  ),
  bySns(
    'a test',
    change('Shop/Orders/QueueStuck', {
      NewStateReason: 'TEST test-0123456789abcdef: nothing is wrong. Somebody looks who hears of this alarm.',
      AlarmDescription: described(
        'QueueStuck',
        'Nothing has taken a message for long.',
        ['Look for errors of the consumer.'],
        { severity: 'P0', unit: 'seconds' },
      ),
      Trigger: trigger('AWS/SQS', 'ApproximateAgeOfOldestMessage', QUEUE),
    }),
    { severity: 'P0' },
  ),
  bySns(
    'set by hand',
    change('Shop/Orders/DeadLetters', {
      NewStateReason: 'testing',
      AlarmDescription: described(
        'DeadLetters',
        'Messages failed on every try and are in the dead-letter queue.',
        ['Read one of them.'],
        { severity: 'P2', unit: 'count' },
      ),
      Trigger: trigger('AWS/SQS', 'ApproximateNumberOfMessagesVisible', QUEUE),
    }),
    { severity: 'P2' },
  ),
];

/** Alarms on metric math, and bands. */
export const MATH_ALARMS: readonly Payload[] = [
  bySns('metric math', consumerErrors()),
  bySns(
    'metric math, recovered',
    consumerErrors({ ...OK, NewStateReason: reasonOf(['0.0'], 'not greater than or equal to', 50) }),
  ),
  bySns(
    'an expression without a label',
    change('ratio', {
      Trigger: {
        Period: 60,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 1,
        TreatMissingData: '- TreatMissingData:                    missing',
        EvaluateLowSampleCountPercentile: '',
        Metrics: [
          { Expression: 'm1/m2', Id: 'e1', ReturnData: true },
          metricStat('m1', 'Shop', 'Failed', {}, 'Sum'),
          metricStat('m2', 'Shop', 'All', {}, 'Sum'),
        ],
      },
    }),
  ),
  bySns(
    'Metrics Insights, grouped',
    change('by-function', {
      NewStateReason: reasonOf(['12.0'], 'greater than', 5),
      Trigger: {
        Period: 60,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 5,
        Metrics: [
          {
            Expression:
              'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) GROUP BY FunctionName ORDER BY SUM() DESC LIMIT 10',
            Id: 'q1',
            Period: 60,
            ReturnData: true,
            Label: 'Errors',
          },
        ],
      },
    }),
  ),
  bySns(
    'a band',
    change('db-cpu-odd', {
      NewStateReason:
        'Thresholds Crossed: 3 out of the last 3 datapoints [91.5 (23/08/26 04:10:00), 90.1 (23/08/26 04:05:00), 89.9 (23/08/26 04:00:00)] were greater than the upper thresholds [40.1, 39.2, 41.0] (minimum 3 datapoints for OK -> ALARM transition).',
      Trigger: {
        Period: 300,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 3,
        ComparisonOperator: 'GreaterThanUpperThreshold',
        ThresholdMetricId: 'ad1',
        TreatMissingData: 'missing',
        EvaluateLowSampleCountPercentile: '',
        Metrics: [
          metricStat('m1', 'AWS/RDS', 'CPUUtilization', { DBInstanceIdentifier: 'db-1' }, 'Average', true),
          {
            Expression: 'ANOMALY_DETECTION_BAND(m1, 12)',
            Id: 'ad1',
            Label: 'CPUUtilization (expected)',
            ReturnData: true,
          },
        ],
      },
    }),
  ),
  bySns(
    'a band, either side',
    change('traffic-odd', {
      NewStateReason:
        'Thresholds Crossed: 2 out of the last 2 datapoints [3.0 (23/08/26 04:10:00), 2.0 (23/08/26 04:05:00)] were less than the lower thresholds [40.1, 39.2] or greater than the upper thresholds [90, 91] (minimum 2 datapoints for OK -> ALARM transition).',
      Trigger: {
        Period: 300,
        EvaluationPeriods: 2,
        ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
        ThresholdMetricId: 'ad1',
        Metrics: [
          metricStat('m1', 'Shop', 'Orders', {}, 'Sum', true),
          { Expression: 'ANOMALY_DETECTION_BAND(m1)', Id: 'ad1', ReturnData: true },
        ],
      },
    }),
  ),
  bySns(
    'a band, recovered',
    change('db-cpu-odd', {
      ...OK,
      NewStateReason:
        'Thresholds Crossed: 1 out of the last 3 datapoints [35.0 (23/08/26 04:20:00)] was not greater than the upper thresholds [40.1] (minimum 1 datapoint for ALARM -> OK transition).',
      Trigger: {
        Period: 300,
        EvaluationPeriods: 3,
        ComparisonOperator: 'GreaterThanUpperThreshold',
        ThresholdMetricId: 'ad1',
        Metrics: [
          metricStat('m1', 'AWS/RDS', 'CPUUtilization', { DBInstanceIdentifier: 'db-1' }, 'Average', true),
          { Expression: 'ANOMALY_DETECTION_BAND(m1, 12)', Id: 'ad1', ReturnData: true },
        ],
      },
    }),
  ),
  bySns(
    'PromQL',
    change('promql', {
      NewStateReason: 'The query returned 1 series.',
      Trigger: {
        Period: 60,
        EvaluationPeriods: 1,
        Metrics: [{ Expression: 'sum(rate(http_requests_total{status=~"5.."}[5m])) > 1', Id: 'p1', ReturnData: true }],
      },
    }),
  ),
];
