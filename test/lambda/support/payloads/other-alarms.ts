import { ACCOUNT, arnOf, bySns, change, described, OK, type Payload, REGION, reasonOf, trigger } from './payload';

const GROUP = described(
  'Failing',
  'Orders fails: ConsumerErrors, QueueStuck. One page for whatever of these fires.',
  ['See below which of them are in alarm, and follow the first.'],
  { severity: 'P0' },
);
const composite = (alarm: string, children: readonly string[] | undefined, fields: Record<string, unknown> = {}) => {
  const { Trigger: _none, ...rest } = change(alarm, {
    AlarmRule: 'ALARM("Shop/Orders/Worker.ConsumerErrors") OR ALARM("Shop/Orders/QueueStuck")',
    NewStateReason: `${arnOf(children?.[0] ?? 'child')} transitioned to ALARM at Sunday 23 August, 2026 04:15:30 UTC`,
    TriggeringChildren: children?.map((child) => ({
      Arn: arnOf(child),
      State: { Value: 'ALARM', Timestamp: '2026-08-23T04:15:30.000+0000' },
    })),
    ...fields,
  });
  return rest;
};

/** Composites and alarms on logs: there is no trigger. */
export const WITHOUT_TRIGGER: readonly Payload[] = [
  bySns(
    'a composite',
    composite('Shop/Orders/Failing', ['Shop/Orders/Worker.ConsumerErrors', 'Shop/Orders/QueueStuck'], {
      AlarmDescription: GROUP,
    }),
    { severity: 'P0' },
  ),
  bySns('a composite without children', composite('Shop/Orders/Failing', [], { AlarmDescription: GROUP }), {
    severity: 'P0',
  }),
  bySns('a composite, children not told', composite('Shop/Orders/Failing', undefined, { AlarmDescription: GROUP }), {
    severity: 'P0',
  }),
  bySns(
    'a composite with 100 children',
    composite(
      'everything',
      Array.from({ length: 100 }, (_, index) => `child-${index}-${'n'.repeat(200)}`),
    ),
  ),
  bySns(
    'a composite, recovered',
    composite('Shop/Orders/Failing', [], {
      ...OK,
      AlarmDescription: GROUP,
      NewStateReason: `${arnOf('Shop/Orders/QueueStuck')} transitioned to OK at Sunday 23 August, 2026 04:27:30 UTC`,
    }),
    { severity: 'P0' },
  ),
  bySns(
    'a composite that was suppressed until now',
    composite('Shop/Orders/Failing', ['Shop/Orders/QueueStuck'], {
      AlarmDescription: GROUP,
      ActionsSuppressedBy: 'Alarm',
      ActionsSuppressor: arnOf('deploying'),
    }),
    { severity: 'P0' },
  ),
  bySns(
    'a log alarm',
    change('log-errors', {
      LogGroups: ['/aws/lambda/Shop-Worker-1A2B'],
      QueryString: 'filter level = "ERROR" | stats count(*)',
      NewStateReason: 'Threshold Crossed: the query returned 14.',
    }),
  ),
  bySns(
    'a log alarm, groups as objects',
    change('log-errors', {
      LogGroups: [{ LogGroupName: '/shop/app' }],
      QueryString: 'filter level = "ERROR"',
      NewStateReason: 'Threshold Crossed: the query returned 3.',
    }),
  ),
];

const event = (detail: Record<string, unknown>, alarm: string) => ({
  version: '0',
  id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: ACCOUNT,
  time: '2026-08-23T04:15:30Z',
  region: REGION,
  resources: [arnOf(alarm)],
  detail,
});
const reasonData = (values: readonly (number | null)[]) =>
  JSON.stringify({
    version: '1.0',
    queryDate: '2026-08-23T04:15:30.120+0000',
    statistic: 'Average',
    period: 300,
    recentDatapoints: values,
    threshold: 5,
  });
const stateOf = (value: string, reason: string, data?: string, timestamp = '2026-08-23T04:15:30.123+0000') => ({
  value,
  reason,
  reasonData: data,
  timestamp,
});
const metrics = [
  {
    id: 'm1',
    metricStat: {
      metric: { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { InstanceId: 'i-12345678901234567' } },
      period: 300,
      stat: 'Average',
    },
    returnData: true,
  },
];

const PLAIN = {
  alarmName: 'ServerCpuTooHigh',
  configuration: { description: 'Goes into alarm when server CPU utilization is too high!', metrics },
  previousState: stateOf('OK', 'below'),
  state: stateOf('ALARM', reasonOf(['99.5'], 'greater than', 80), reasonData([99.5])),
};

/** From EventBridge, bare as its target queue has them, or by SNS; and what an alarm invokes a function with. */
export const EVENTS: readonly Payload[] = [
  { name: 'an event', body: JSON.stringify(event(PLAIN, 'ServerCpuTooHigh')) },
  bySns('an event by SNS', event(PLAIN, 'ServerCpuTooHigh')),
  {
    name: 'an event without values in its reason',
    body: JSON.stringify(
      event(
        { ...PLAIN, state: stateOf('ALARM', 'Threshold Crossed.', reasonData([70, null, 91.2, null])) },
        'ServerCpuTooHigh',
      ),
    ),
  },
  {
    name: 'an event, recovered',
    body: JSON.stringify(
      event(
        {
          ...PLAIN,
          previousState: PLAIN.state,
          state: stateOf('OK', reasonOf(['12.0'], 'not greater than', 80), reasonData([12])),
        },
        'ServerCpuTooHigh',
      ),
    ),
  },
  {
    name: 'an event of a composite',
    body: JSON.stringify(
      event(
        {
          alarmName: 'all',
          configuration: {
            alarmRule: 'ALARM(a) OR ALARM(b)',
            actionsSuppressor: 'deploying',
            actionsSuppressorWaitPeriod: 120,
            actionsSuppressorExtensionPeriod: 180,
          },
          previousState: stateOf('OK', ''),
          state: {
            ...stateOf('ALARM', `${arnOf('a')} transitioned to ALARM`),
            reasonData: JSON.stringify({
              triggeringAlarms: [
                { arn: arnOf('a'), state: { value: 'ALARM', timestamp: '2026-08-23T04:15:29.000+0000' } },
              ],
            }),
          },
        },
        'all',
      ),
    ),
  },
  {
    name: 'an event of metric math',
    body: JSON.stringify(
      event(
        {
          alarmName: 'TotalNetworkTrafficTooHigh',
          configuration: {
            description: 'Goes into alarm if total network traffic exceeds 10Kb',
            metrics: [
              { id: 'e1', expression: 'SUM(METRICS())', label: 'Total Network Traffic', returnData: true },
              { ...metrics[0], returnData: false },
            ],
          },
          previousState: stateOf('OK', ''),
          state: stateOf('ALARM', reasonOf(['45628.0'], 'greater than', 10000), reasonData([45628])),
        },
        'TotalNetworkTrafficTooHigh',
      ),
    ),
  },
  {
    name: 'an event of a band',
    body: JSON.stringify(
      event(
        {
          alarmName: 'odd',
          configuration: {
            metrics: [
              { ...metrics[0] },
              {
                id: 'ad1',
                expression: 'ANOMALY_DETECTION_BAND(m1, 0.8)',
                label: 'CPUUtilization (expected)',
                returnData: true,
              },
            ],
          },
          previousState: stateOf('OK', ''),
          state: stateOf(
            'ALARM',
            'Thresholds Crossed: 1 out of the last 1 datapoints [0.03 (23/08/26 04:10:00)] was greater than the upper thresholds [0.02].',
            JSON.stringify({ recentDatapoints: [0.03], recentUpperThresholds: [0.02], recentLowerThresholds: [0.01] }),
          ),
        },
        'odd',
      ),
    ),
  },
  {
    name: 'an event without data',
    body: JSON.stringify(
      event(
        { ...PLAIN, state: stateOf('INSUFFICIENT_DATA', 'Insufficient Data: 5 datapoints were unknown.') },
        'ServerCpuTooHigh',
      ),
    ),
  },
  {
    name: 'an event with tags',
    body: JSON.stringify(
      event(
        { ...PLAIN, alarmTags: { Severity: 'P0', Environment: 'prod' }, alarmTagsStatus: 'OK' },
        'ServerCpuTooHigh',
      ),
    ),
  },
  {
    name: 'an invocation of a function',
    body: JSON.stringify({
      source: 'aws.cloudwatch',
      alarmArn: arnOf('lambda-demo-metric-alarm'),
      accountId: ACCOUNT,
      time: '2026-08-23T04:15:30.123+0000',
      region: REGION,
      alarmData: {
        alarmName: 'lambda-demo-metric-alarm',
        state: stateOf('ALARM', 'test', reasonData([3])),
        previousState: stateOf('INSUFFICIENT_DATA', ''),
        configuration: { metrics },
      },
    }),
  },
  {
    name: 'an invocation by a composite',
    body: JSON.stringify({
      source: 'aws.cloudwatch',
      alarmArn: arnOf('SuppressionDemo.Main'),
      accountId: ACCOUNT,
      time: '2026-08-23T04:15:30.123+0000',
      region: REGION,
      alarmData: {
        alarmName: 'SuppressionDemo.Main',
        state: {
          ...stateOf(
            'ALARM',
            `${arnOf('x')} transitioned to ALARM`,
            JSON.stringify({ triggeringAlarms: [{ arn: arnOf('x'), state: { value: 'ALARM' } }] }),
          ),
          actionsSuppressedBy: 'WaitPeriod',
        },
        previousState: stateOf('OK', ''),
        configuration: { alarmRule: 'ALARM(x)' },
      },
    }),
  },
];

/** Tags, spellings of other years, and what is missing. */
export const SPELLINGS: readonly Payload[] = [
  bySns(
    'tags',
    change('tagged', {
      AlarmTags: { severity: 'P0', Component: 'Checkout', environment: 'staging', team: 'blue' },
      AlarmTagsStatus: 'OK',
      Trigger: trigger('Shop', 'Failed', {}),
    }),
  ),
  bySns(
    'tags that are no severity',
    change('tagged', { AlarmTags: { severity: 'very bad' }, Trigger: trigger('Shop', 'Failed', {}) }),
    { severity: 'P2' },
  ),
  bySns('no ARN', change('old', { AlarmArn: undefined, Trigger: trigger('Shop', 'Failed', {}) })),
  bySns(
    'names in lower case',
    Object.fromEntries(
      Object.entries(change('lower', { Trigger: trigger('Shop', 'Failed', { A: 'b' }) })).map(([name, value]) => [
        name.charAt(0).toLowerCase() + name.slice(1),
        value,
      ]),
    ),
  ),
  bySns(
    'dimensions in upper case',
    change('upper', {
      Trigger: { ...trigger('Shop', 'Failed', {}), Dimensions: [{ Name: 'FunctionName', Value: 'f' }] },
    }),
  ),
  bySns(
    'numbers as texts',
    change('texts', {
      Trigger: trigger(
        'Shop',
        'Failed',
        {},
        { Threshold: '5.0', Period: '300', EvaluationPeriods: '2', DatapointsToAlarm: '2' },
      ),
    }),
  ),
  bySns(
    'no time of change',
    change('timeless', { StateChangeTime: undefined, Trigger: trigger('Shop', 'Failed', {}) }),
  ),
  bySns(
    'a time without a zone',
    change('zoneless', { StateChangeTime: '2026-08-23T04:15:30.123456', Trigger: trigger('Shop', 'Failed', {}) }),
  ),
  bySns('hardly anything', { AlarmName: 'bare', NewStateValue: 'ALARM' }),
  bySns(
    'a description that lies',
    change('liar', {
      AlarmDescription: 'Hello\nvigil:P9/T/R/parsec/x/7',
      Trigger: trigger('Shop', 'Failed', {}),
    }),
  ),
  { name: 'no envelope', body: JSON.stringify(change('raw-delivery', { Trigger: trigger('Shop', 'Failed', {}) })) },
];
