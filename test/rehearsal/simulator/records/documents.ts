import { parseAlarmRule } from '../../../../lib/rehearsal/simulator/alarm-rule';
import { readsOnlyDynamoDb } from '../../../../lib/rehearsal/simulator/dynamo-db';
import type {
  AlarmDefinition,
  AlarmState,
  CompositeAlarmDefinition,
  MetricAlarmDefinition,
} from '../../../../lib/rehearsal/simulator/model';
import { eventsOf, functionEventsOf, messagesOf, simulate } from '../../../../lib/rehearsal/simulator/simulation';
import { math } from '../formulas';
import { alarmOn, METRIC, MINUTE, START, storeWith } from '../worlds';
import type { Record } from './record';

// Messages, events and rules: alarm_composites.json, sns_publications.json, alarm_delivery.json and alarm_namespaces.json of
// radkawar/stackd @ 9dc356f, localstack's snapshots, and AWS's documentation.

const arnOf = (name: string) => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:topic';
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const POLICY = 'arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1:autoScalingGroupName/g:policyName/p';
const acting = (alarm: string, ok: readonly string[] = []) => ({ alarm: [alarm], ok, insufficientData: [] });

/** More than 50 in one minute. */
const plain = (name: string, changes: Partial<MetricAlarmDefinition> = {}): MetricAlarmDefinition =>
  alarmOn({
    ...{ name, arn: arnOf(name), description: `about ${name.slice(0, 5)}`, periodSeconds: MINUTE, threshold: 50 },
    ...{ evaluationPeriods: 1, datapointsToAlarm: 1, treatMissingData: 'ignore', actions: acting(TOPIC) },
    queries: [
      { id: 'm', metric: { ...METRIC, dimensions: {}, statistic: 'Average', unit: 'Percent' }, returned: true },
    ],
    ...changes,
  });
const composite = (name: string, ruleText: string, changes: Partial<CompositeAlarmDefinition> = {}) => ({
  ...{ kind: 'composite' as const, name, arn: arnOf(name), description: '', actions: acting(TOPIC) },
  ...{ ruleText, alarmRule: parseAlarmRule(ruleText), ...changes },
});

/** 100 in the first minute. */
function play(alarms: readonly AlarmDefinition[], before: { readonly [name: string]: AlarmState } = {}, minutes = 1) {
  const store = storeWith([]);
  const values = Array.from({ length: minutes }, (_, minute) => ({ time: START + minute * MINUTE, value: 100 }));
  store.record({ ...METRIC, dimensions: {} }, values, 'Percent');
  const given = new Map(Object.entries(before).map(([name, state]) => [arnOf(name), state]));
  return simulate({ alarms, store, given, span: { start: START + MINUTE, end: START + minutes * MINUTE } });
}

const message = (alarms: readonly AlarmDefinition[], before?: { readonly [name: string]: AlarmState }) =>
  messagesOf(play(alarms, before))[0];
const body = (...args: Parameters<typeof message>) => JSON.parse(message(...args)?.message ?? '{}');

const REASON =
  'Threshold Crossed: 1 out of the last 1 datapoints [100.0 (05/01/26 00:00:00)] was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).';
const CHANGED = '2026-01-05T00:01:00.000+0000';

const ofMath = plain('math', {
  kind: 'math',
  queries: [
    {
      ...{ id: 'm1', label: 'Explicit CPU metric label', returned: false },
      metric: { ...METRIC, dimensions: {}, statistic: 'Average', unit: 'Percent', accountId: '000000000000' },
    },
    { id: 'e1', expression: 'm1 + 0', label: 'Explicit expression label', periodSeconds: 60, returned: true },
  ],
});

const trigger = {
  ...{ Period: 60, EvaluationPeriods: 1, DatapointsToAlarm: 1, ComparisonOperator: 'GreaterThanThreshold' },
  ...{ Threshold: 50, TreatMissingData: 'ignore', EvaluateLowSampleCountPercentile: '' },
};
const common = (name: string, description: string | null) => ({
  ...{ AlarmName: name, AlarmDescription: description, AWSAccountId: '123456789012', NewStateValue: 'ALARM' },
  ...{ StateChangeTime: CHANGED, Region: 'US East (N. Virginia)', AlarmArn: arnOf(name), OldStateValue: 'OK' },
  ...{ ActionExecutedAfterMuteWindow: false, OKActions: [], AlarmActions: [TOPIC], InsufficientDataActions: [] },
});

const LONG = `stackd-native-cw-sns-4b229becf207-ascii-${'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.repeat(6)}`;
const WIDE = `stackd-native-cw-sns-4b229becf207-unicode-${'界é'.repeat(84)}`;

const RULES: readonly (readonly [id: string, rule: string, accepted: boolean])[] = [
  ['not', 'not TRUE', false],
  ['and', 'TRUE and FALSE', false],
  ['or', 'TRUE or FALSE', false],
  ['alarm', 'alarm(m)', false],
  ['Alarm', 'Alarm(m)', false],
  ['space', 'ALARM ( m )', true],
  ['names with spaces', 'ALARM(an alarm with spaces)', false],
  ['unknown', 'UNKNOWN(m)', false],
  ['quoted bracket', 'ALARM("a)b")', true],
  ['escaped quote', 'ALARM("a\\"b")', true],
  ['precedence', 'TRUE OR FALSE AND FALSE', true],
  ['empty group', '()', false],
  ['space-leading', ' ALARM(m)', false],
  ['space-trailing', 'ALARM(m) ', false],
  ['0', 'AT_LEAST(0, ALARM, (m, n))', false],
  ['-1', 'AT_LEAST(-1, ALARM, (m, n))', false],
  ['3 of 2', 'AT_LEAST(3, ALARM, (m, n))', false],
  ['0%', 'AT_LEAST(0%, ALARM, (m, n))', false],
  ['101%', 'AT_LEAST(101%, ALARM, (m, n))', false],
  ['fraction', 'AT_LEAST(50.5%, ALARM, (m, n))', false],
  ['unknown state', 'AT_LEAST(1, BROKEN, (m, n))', false],
  ['no alarms', 'AT_LEAST(1, ALARM, ())', false],
  ['1', 'AT_LEAST(1, ALARM, (m, n))', true],
  ['50%', 'AT_LEAST(50%, ALARM, (m, n))', true],
  ['duplicates', 'AT_LEAST(2, ALARM, (m, m, n))', true],
];

const createdOver = (): ReturnType<typeof play> => {
  const silent = (name: string) =>
    plain(name, { queries: [{ id: 'm', metric: { ...METRIC, statistic: 'Sum' }, returned: true }] });
  return play([composite('c', 'ALARM(x) OR ALARM(y)'), silent('x'), silent('y')]);
};

const configuration = {
  metrics: [
    {
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      metricStat: {
        metric: { namespace: 'Shop', name: 'Errors', dimensions: {} },
        period: 60,
        stat: 'Average',
        unit: 'Percent',
      },
      returnData: true,
    },
  ],
  description: 'about plain',
};
const data = (value: string) => expect.stringContaining(`"evaluatedDatapoints":[{"timestamp":"${value}"`);
const detail = {
  alarmName: 'plain',
  state: { value: 'ALARM', reason: REASON, reasonData: data('2026-01-05T00:00:00.000+0000'), timestamp: CHANGED },
  previousState: { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' },
  configuration,
};
/** As it is sent: without what is undefined. */
const sent = (document: object | undefined): unknown => JSON.parse(JSON.stringify(document ?? {}));

const namespaces = (...all: readonly string[]) =>
  readsOnlyDynamoDb(
    all.map((namespace, index) => ({
      id: `m${index}`,
      metric: { ...METRIC, namespace, statistic: 'Sum' },
      returned: index === 0,
    })),
  );

const m = [4, 4, 8, 16, 32];

export const documentRecords: readonly Record[] = [
  ...RULES.map(
    ([id, rule, accepted]): Record => ({
      ...{ id: `C-${id}`, area: 'composite rule', what: rule, aws: accepted },
      source: id.startsWith('space-') ? 'one' : 'native',
      simulator: () => parseAlarmRule(rule) !== undefined,
    }),
  ),
  {
    ...{
      id: 'C-single quotes',
      area: 'composite rule',
      source: 'native',
      what: 'single quotes belong to the name',
      aws: "'m'",
    },
    simulator: () => (parseAlarmRule("ALARM('m')") as { alarm?: string }).alarm,
  },
  {
    ...{
      id: 'A-dup',
      area: 'composite',
      source: 'native',
      what: 'AT_LEAST counts an alarm twice that is named twice',
      aws: 'ALARM',
    },
    simulator: () =>
      play([composite('c', 'AT_LEAST(2, ALARM, (m, m, n))'), plain('m')]).tracks.get(arnOf('c'))?.changes[0]?.to,
  },
  {
    ...{
      id: 'C1',
      area: 'composite',
      source: 'two',
      what: 'created over children without data',
      aws: ['INSUFFICIENT_DATA', 'OK'],
    },
    simulator: () =>
      createdOver()
        .tracks.get(arnOf('c'))
        ?.changes.flatMap(({ from, to }) => [from, to]),
  },
  {
    ...{ id: 'C2', area: 'reason', source: 'two', what: 'of a composite that was created' },
    aws: `${arnOf('c')} was created and its alarm rule evaluates to OK`,
    simulator: () => createdOver().tracks.get(arnOf('c'))?.changes[0]?.reason,
  },
  {
    ...{ id: 'C3', area: 'composite', source: 'two', what: 'at creation all children trigger, with their states' },
    aws: [
      [arnOf('x'), 'INSUFFICIENT_DATA'],
      [arnOf('y'), 'INSUFFICIENT_DATA'],
    ],
    simulator: () =>
      createdOver()
        .tracks.get(arnOf('c'))
        ?.changes[0]?.triggeredBy?.map(({ arn, state }) => [arn, state]),
  },
  {
    ...{ id: 'C4', area: 'reason data', source: 'native', what: 'of a composite' },
    aws: { triggeringAlarms: [{ arn: arnOf('child'), state: { value: 'ALARM', timestamp: CHANGED } }] },
    simulator: () => {
      const { tracks } = play([composite('c', 'ALARM(child)'), plain('child')], { c: 'OK', child: 'OK' });
      return JSON.parse(tracks.get(arnOf('c'))?.changes[0]?.reasonData ?? '{}');
    },
  },
  {
    ...{ id: 'N1', area: 'sns', source: 'native', what: 'the message of an alarm on a metric' },
    aws: {
      ...{ ...common('plain', 'about plain'), AlarmConfigurationUpdatedTimestamp: '1970-01-01T00:00:00.000+0000' },
      NewStateReason: REASON,
      Trigger: {
        ...{
          MetricName: 'Errors',
          Namespace: 'Shop',
          StatisticType: 'Statistic',
          Statistic: 'AVERAGE',
          Unit: 'Percent',
        },
        ...{ Dimensions: [], ...trigger },
      },
    },
    simulator: () => body([plain('plain')], { plain: 'OK' }),
  },
  {
    ...{
      id: 'N5',
      area: 'sns',
      source: 'native',
      what: 'the trigger of metric math: unit, account, period of the expression',
    },
    aws: {
      ...trigger,
      Metrics: [
        {
          ...{ Id: 'm1', Label: 'Explicit CPU metric label', ReturnData: false, AccountId: '000000000000' },
          MetricStat: {
            Metric: { Dimensions: [], MetricName: 'Errors', Namespace: 'Shop' },
            ...{ Period: 60, Stat: 'Average', Unit: 'Percent' },
          },
        },
        { Expression: 'm1 + 0', Id: 'e1', Label: 'Explicit expression label', ReturnData: true, Period: 60 },
      ],
    },
    simulator: () => {
      const alarm = {
        ...ofMath,
        queries: ofMath.queries.map((query) => ({ ...query, metric: query.metric && { ...query.metric } })),
      };
      const { store, ...rest } = { store: storeWith([]), alarms: [alarm] };
      const metric = alarm.queries[0]?.metric;
      if (metric !== undefined) store.record(metric, [{ time: START, value: 100 }], 'Percent');
      const span = { start: START + MINUTE, end: START + MINUTE };
      return JSON.parse(messagesOf(simulate({ ...rest, store, span }))[0]?.message ?? '{}').Trigger;
    },
  },
  {
    ...{
      id: 'N9',
      area: 'sns',
      source: 'native',
      what: 'the trigger of a band: the id of the band instead of a threshold',
    },
    aws: {
      ...{ threshold: undefined, band: 'ad1', ids: ['m1', 'ad1'] },
      reason:
        'Thresholds Crossed: 1 out of the last 1 datapoints [0.0 (05/01/26 00:00:00)] was less than the lower thresholds [0.5] or greater than the upper thresholds [1.5] (minimum 1 datapoint for OK -> ALARM transition).',
    },
    simulator: () => {
      const metric = { ...METRIC, dimensions: {}, statistic: 'Average' };
      const alarm = plain('band', {
        ...{ kind: 'anomaly', bandId: 'ad1', threshold: undefined },
        comparison: 'LessThanLowerOrGreaterThanUpperThreshold',
        queries: [
          { id: 'm1', metric, returned: true },
          { id: 'ad1', expression: 'ANOMALY_DETECTION_BAND(m1, 2)', returned: true },
        ],
      });
      const store = storeWith([]);
      const once = (value: number) => [{ time: START, value }];
      store.record(metric, once(0));
      store.recordBand(metric, once(1.5), once(0.5));
      const span = { start: START + MINUTE, end: START + MINUTE };
      const [sent] = messagesOf(simulate({ alarms: [alarm], store, span }));
      const { Trigger, NewStateReason } = JSON.parse(sent?.message ?? '{}');
      return {
        ...{ threshold: Trigger.Threshold, band: Trigger.ThresholdMetricId, reason: NewStateReason },
        ids: Trigger.Metrics.map(({ Id }: { Id: string }) => Id),
      };
    },
  },
  {
    ...{
      id: 'N4',
      area: 'sns',
      source: 'native',
      what: 'the message of a composite: rule and children, no update time',
    },
    aws: {
      ...common('c', null),
      NewStateReason: `${arnOf('child')} transitioned to ALARM at Monday 05 January, 2026 00:01:00 UTC`,
      AlarmRule: 'ALARM("child")',
      TriggeringChildren: [{ Arn: arnOf('child'), State: { Value: 'ALARM', Timestamp: CHANGED } }],
    },
    simulator: () =>
      body(
        [composite('c', 'ALARM("child")'), plain('child', { actions: { alarm: [], ok: [], insufficientData: [] } })],
        { c: 'OK', child: 'OK' },
      ),
  },
  {
    ...{ id: 'N6', area: 'sns', source: 'native', what: 'a long name is cut in the subject' },
    aws: 'ALARM: "stackd-native-cw-sns-4b229becf207-ascii-ABCDEFGHIJKLMNOPQRSTUVW..." in US East (N. Virginia)',
    simulator: () => message([plain(LONG)])?.subject,
  },
  {
    ...{ id: 'N7', area: 'sns', source: 'native', what: 'the subject is ASCII' },
    aws: 'ALARM: "stackd-native-cw-sns-4b229becf207-unicode-_" in US East (N. Virginia)',
    simulator: () => message([plain(WIDE)])?.subject,
  },
  {
    ...{ id: 'E1', area: 'event', source: 'two', what: 'the event of an alarm on a metric' },
    aws: {
      ...{ version: '0', 'detail-type': 'CloudWatch Alarm State Change', source: 'aws.cloudwatch' },
      ...{ id: expect.any(String), account: '123456789012', time: '2026-01-05T00:01:00Z', region: 'us-east-1' },
      ...{ resources: [arnOf('plain')], detail },
    },
    simulator: () => sent(eventsOf([plain('plain')], play([plain('plain')]))[0]?.document),
  },
  {
    ...{ id: 'E2', area: 'event', source: 'two', what: 'the event of a composite with a suppressor' },
    aws: {
      alarmRule: 'ALARM("child")',
      ...{ actionsSuppressor: 'deploying', actionsSuppressorWaitPeriod: 5, actionsSuppressorExtensionPeriod: 5 },
    },
    simulator: () => {
      const suppressed = composite('c', 'ALARM("child")', {
        ...{ suppressor: 'deploying', suppressorWaitSeconds: 5, suppressorExtensionSeconds: 5 },
      });
      const alarms = [suppressed, plain('child')];
      const [event] = eventsOf([suppressed], play(alarms, { c: 'OK', child: 'OK' }));
      return (event?.document as { detail?: { configuration: object } } | undefined)?.detail?.configuration;
    },
  },
  {
    ...{ id: 'E3', area: 'event', source: 'two', what: 'what a function gets that an alarm runs' },
    aws: {
      ...{ source: 'aws.cloudwatch', alarmArn: arnOf('plain'), accountId: '123456789012', time: CHANGED },
      ...{ region: 'us-east-1', alarmData: detail },
    },
    simulator: () => sent(functionEventsOf(play([plain('plain', { actions: acting(FUNCTION) })]))[0]?.document),
  },
  {
    ...{ id: 'X1', area: 'action', source: 'documented', what: 'a scaling action repeats each minute', aws: 5 },
    simulator: () => play([plain('plain', { actions: acting(POLICY) })], { plain: 'OK' }, 5).actions.length,
  },
  {
    ...{ id: 'X2', area: 'action', source: 'documented', what: 'a message is sent once', aws: 1 },
    simulator: () => play([plain('plain')], { plain: 'OK' }, 5).actions.length,
  },
  ...(
    [
      ['D1', 'a metric of DynamoDB', ['AWS/DynamoDB'], true],
      ['D2', 'metric math over two metrics of DynamoDB', ['AWS/DynamoDB', 'AWS/DynamoDB'], true],
      ['D3', 'metric math over a metric of DynamoDB and another', ['AWS/DynamoDB', 'AWS/Lambda'], false],
      ['D4', 'an ordinary metric', ['AWS/Lambda'], false],
    ] as const
  ).map(
    ([id, what, all, aws]): Record => ({
      ...{ id, area: 'missing data', source: 'native', what: `${what} ignores missing data by default`, aws },
      simulator: () => namespaces(...all),
    }),
  ),
  ...(
    [
      ['M1', 'm * 2', [8, 8, 16, 32, 64]],
      ['M3', 'SUM([m, m])', [8, 8, 16, 32, 64]],
      ['M5', 'RUNNING_SUM(m)', [4, 8, 16, 32, 64]],
      ['M6', 'IF(m >= 8, m, 0)', [0, 0, 8, 16, 32]],
    ] as const
  ).map(
    ([id, what, aws]): Record => ({
      ...{ id, area: 'math', source: 'native', what, aws },
      simulator: () => math(what, { m }),
    }),
  ),
  {
    ...{
      id: 'M4',
      area: 'math',
      source: 'native',
      what: 'FILL fills before, between and after',
      aws: [0, 212, 0, 220, 0, 0],
    },
    simulator: () => math('FILL(m, 0)', { m: [undefined, 212, undefined, 220, undefined, undefined] }),
  },
  {
    ...{ id: 'M12', area: 'math', source: 'two', what: 'where one of two series has no value it counts as 0' },
    aws: [464, undefined, 220, 264, undefined],
    simulator: () =>
      math('m1 + m2', {
        m1: [212, undefined, 220, undefined, undefined],
        m2: [252, undefined, undefined, 264, undefined],
      }),
  },
  {
    ...{
      id: 'M13',
      area: 'math',
      source: 'native',
      what: 'an average across series counts those without a value as 0',
    },
    aws: [272, 130, 152],
    simulator: () => {
      const series = Object.fromEntries(
        Array.from({ length: 12 }, (_, index) => [
          `m${index}`,
          [272, index < 6 ? 260 : undefined, index < 6 ? 304 : undefined],
        ]),
      );
      return math('AVG(METRICS())', series);
    },
  },
];
