import { isPeriod, LIMITS, PERIODS } from './limits';
import type { ObjectShape, Shape } from './shape';
import { isStatistic } from './statistics';

// The properties of AWS::CloudWatch::Alarm, CompositeAlarm and AnomalyDetector, with the constraints of the API reference
// (PutMetricAlarm, PutCompositeAlarm, PutAnomalyDetector) and of the CloudFormation resource specification.

const text = (more: Omit<Shape & { is: 'text' }, 'is'> = {}): Shape => ({ is: 'text', ...more });
const number = (more: Omit<Shape & { is: 'number' }, 'is'> = {}): Shape => ({ is: 'number', ...more });
const list = (of: Shape, more: Omit<Shape & { is: 'list' }, 'is' | 'of'> = {}): Shape => ({ is: 'list', of, ...more });
const object = (properties: ObjectShape['properties'], more: Partial<ObjectShape> = {}): ObjectShape => ({
  ...more,
  is: 'object',
  properties,
});
const BOOLEAN: Shape = { is: 'boolean' };
const ANY: Shape = { is: 'any' };
const COUNT = number({ whole: true, least: 1 });
const SECONDS = number({ whole: true, least: 0 });

const ASCII = {
  fits: (value: string) => /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(value),
  wanted: 'ASCII characters, not only spaces',
};
const NAMED = text({
  longest: 255,
  form: {
    fits: (value) => ASCII.fits(value) && !value.startsWith(':'),
    wanted: "ASCII characters that do not begin with ':'",
  },
});

/** What an alarm, its metric and its queries are called by CloudWatch. */
const ALARM_NAME = text({
  longest: LIMITS.alarmName,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  form: { fits: (value) => !/[\x00-\x1f\x7f]/.test(value), wanted: 'a name without control characters' },
});
const METRIC_NAME = text({ longest: 255 });
const PERIOD = number({ form: { fits: isPeriod, wanted: PERIODS } });
const STATISTIC = text({ form: { fits: isStatistic, wanted: 'a statistic such as Sum, Average, p99 or TM(10%:90%)' } });
const EXTENDED = text({
  form: {
    fits: (value) => isStatistic(value) && !SIMPLE.includes(value),
    wanted: "a percentile or trimmed statistic such as p99 or TM(10%:90%), or use 'Statistic'",
  },
});
const SIMPLE: readonly string[] = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'];
const SIZES = [
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
];
const UNIT = text({
  oneOf: [
    ...['Seconds', 'Microseconds', 'Milliseconds', ...SIZES, 'Percent', 'Count'],
    ...[...SIZES, 'Count'].map((unit) => `${unit}/Second`),
    'None',
  ],
});
const DIMENSIONS = list(
  object({ Name: NAMED, Value: text({ longest: 1024, form: ASCII }) }, { required: ['Name', 'Value'] }),
  { most: LIMITS.dimensions, distinct: 'Name' },
);
const ACTIONS = list(text({ longest: 1024 }), { most: LIMITS.actions });
const TAGS = list(
  object(
    {
      Key: text({
        longest: 128,
        form: { fits: (key) => !/^aws:/i.test(key), wanted: "a key that does not begin with 'aws:'" },
      }),
      // a tag may have an empty value
      Value: ANY,
    },
    { required: ['Key', 'Value'] },
  ),
  { most: LIMITS.tags },
);
const ID = text({
  longest: 255,
  form: {
    fits: (value) => /^[a-z]\w*$/.test(value),
    wanted: 'an id of letters, digits and underscores that begins with a small letter',
  },
});
const METRIC = object(
  { Namespace: NAMED, MetricName: METRIC_NAME, Dimensions: DIMENSIONS },
  { required: ['MetricName', 'Namespace'] },
);
const QUERY = object(
  {
    Id: ID,
    Label: ANY,
    Expression: text({ longest: LIMITS.expression }),
    MetricStat: object(
      { Metric: METRIC, Period: PERIOD, Stat: STATISTIC, Unit: UNIT },
      { required: ['Metric', 'Period', 'Stat'] },
    ),
    Period: PERIOD,
    AccountId: text({ longest: 255 }),
    ReturnData: BOOLEAN,
  },
  { required: ['Id'], oneOf: [['Expression', 'MetricStat']] },
);

const ACTION_PROPERTIES = {
  ActionsEnabled: BOOLEAN,
  AlarmActions: ACTIONS,
  OKActions: ACTIONS,
  InsufficientDataActions: ACTIONS,
  ActionConfiguration: ANY,
};
const COMMON = {
  AlarmName: ALARM_NAME,
  AlarmDescription: text({ longest: LIMITS.description }),
  ...ACTION_PROPERTIES,
  Tags: TAGS,
};

const OF_ONE_METRIC = ['Namespace', 'Dimensions', 'Period', 'Unit', 'Statistic', 'ExtendedStatistic'];
const OF_A_CONDITION = [
  'Threshold',
  'ComparisonOperator',
  'ThresholdMetricId',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'EvaluationWindow',
];

export const ALARM_SHAPE = object(
  {
    ...COMMON,
    MetricName: METRIC_NAME,
    Namespace: NAMED,
    Dimensions: DIMENSIONS,
    Statistic: text({ oneOf: SIMPLE }),
    ExtendedStatistic: EXTENDED,
    Unit: UNIT,
    Period: PERIOD,
    Metrics: list(QUERY),
    EvaluationPeriods: COUNT,
    DatapointsToAlarm: COUNT,
    Threshold: number(),
    ThresholdMetricId: text({ longest: 255 }),
    ComparisonOperator: text({
      oneOf: [
        ...['GreaterThanOrEqualToThreshold', 'GreaterThanThreshold', 'LessThanThreshold', 'LessThanOrEqualToThreshold'],
        ...['LessThanLowerOrGreaterThanUpperThreshold', 'LessThanLowerThreshold', 'GreaterThanUpperThreshold'],
      ],
    }),
    TreatMissingData: text({ oneOf: ['breaching', 'notBreaching', 'ignore', 'missing'] }),
    EvaluateLowSampleCountPercentile: text({ oneOf: ['evaluate', 'ignore'] }),
    EvaluationWindow: object(
      { SlidingWindow: ANY, WallClockWindow: ANY },
      { oneOf: [['SlidingWindow', 'WallClockWindow']] },
    ),
    WarmUpConfiguration: object(
      {
        WarmUpPeriodDurationInMinutes: number({ whole: true, least: 1, most: LIMITS.warmUpMinutes }),
        OnlyStartEvaluatingAfterWarmUpPeriodEnds: BOOLEAN,
      },
      { required: ['WarmUpPeriodDurationInMinutes'] },
    ),
    EvaluationCriteria: ANY,
    EvaluationInterval: PERIOD,
  },
  {
    oneOf: [['MetricName', 'Metrics', 'EvaluationCriteria']],
    excludes: [
      ['Metrics', OF_ONE_METRIC],
      ['EvaluationCriteria', [...OF_ONE_METRIC, ...OF_A_CONDITION]],
      ['MetricName', ['EvaluationInterval']],
      ['Metrics', ['EvaluationInterval']],
    ],
    needs: [
      ['MetricName', ['Namespace', 'Period', 'EvaluationPeriods', 'ComparisonOperator']],
      ['Metrics', ['EvaluationPeriods', 'ComparisonOperator']],
      ['EvaluationCriteria', ['EvaluationInterval']],
    ],
  },
);

export const COMPOSITE_SHAPE = object(
  {
    ...COMMON,
    AlarmRule: text({ longest: LIMITS.compositeRule }),
    ActionsSuppressor: text({ longest: 1600 }),
    ActionsSuppressorWaitPeriod: SECONDS,
    ActionsSuppressorExtensionPeriod: SECONDS,
  },
  {
    required: ['AlarmRule'],
    needs: [
      ['ActionsSuppressor', ['ActionsSuppressorWaitPeriod', 'ActionsSuppressorExtensionPeriod']],
      ['ActionsSuppressorWaitPeriod', ['ActionsSuppressor']],
      ['ActionsSuppressorExtensionPeriod', ['ActionsSuppressor']],
    ],
  },
);

export const MUTE_RULE_SHAPE = object(
  {
    Name: ALARM_NAME,
    Description: text({ longest: LIMITS.description }),
    Rule: object(
      {
        Schedule: object(
          { Expression: text(), Duration: text(), Timezone: ANY },
          { required: ['Expression', 'Duration'] },
        ),
      },
      { required: ['Schedule'] },
    ),
    MuteTargets: object({ AlarmNames: list(ALARM_NAME, { most: LIMITS.mutedAlarms }) }, { required: ['AlarmNames'] }),
    StartDate: ANY,
    ExpireDate: ANY,
    Tags: TAGS,
  },
  { required: ['Rule'] },
);

const SINGLE_METRIC = { MetricName: METRIC_NAME, Namespace: NAMED, Dimensions: DIMENSIONS, Stat: STATISTIC };
const SINGLE_NAMES = Object.keys(SINGLE_METRIC);

export const ANOMALY_DETECTOR_SHAPE = object(
  {
    ...SINGLE_METRIC,
    Configuration: object({ ExcludedTimeRanges: list(ANY, { most: 10 }), MetricTimeZone: ANY }),
    MetricCharacteristics: object({ PeriodicSpikes: BOOLEAN }),
    SingleMetricAnomalyDetector: object({ ...SINGLE_METRIC, AccountId: text() }),
    MetricMathAnomalyDetector: object({ MetricDataQueries: list(QUERY, { least: 1 }) }),
  },
  {
    oneOf: [['MetricName', 'SingleMetricAnomalyDetector', 'MetricMathAnomalyDetector']],
    excludes: [
      ['SingleMetricAnomalyDetector', SINGLE_NAMES],
      ['MetricMathAnomalyDetector', SINGLE_NAMES],
    ],
    needs: [['MetricName', ['Namespace', 'Stat']]],
  },
);
