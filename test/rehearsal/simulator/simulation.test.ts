import { parseAlarmRule } from '../../../lib/rehearsal/simulator/alarm-rule';
import type {
  AlarmDefinition,
  AlarmState,
  CompositeAlarmDefinition,
  MuteRule,
} from '../../../lib/rehearsal/simulator/model';
import { messagesOf, simulate } from '../../../lib/rehearsal/simulator/simulation';
import { alarmOn, METRIC, MINUTE, START, stateAt, storeWith } from './worlds';

const arnOf = (name: string) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:pages';
const ACTIONS = { alarm: [TOPIC], ok: [], insufficientData: [] };

/** More than 10 in the newest minute. */
const high = alarmOn({
  periodSeconds: MINUTE,
  evaluationPeriods: 1,
  treatMissingData: 'notBreaching',
  actions: ACTIONS,
});
const named = (name: string, changes: Partial<typeof high> = {}) => ({ ...high, name, arn: arnOf(name), ...changes });

const composite = (
  name: string,
  ruleText: string,
  more: Partial<CompositeAlarmDefinition> = {},
): CompositeAlarmDefinition => ({
  ...{ kind: 'composite', name, arn: arnOf(name), description: '', actions: ACTIONS },
  ...{ ruleText, alarmRule: parseAlarmRule(ruleText) },
  ...more,
});

interface Given {
  readonly states?: Readonly<Record<string, AlarmState>>;
  readonly muteRules?: readonly MuteRule[];
  readonly minutes?: number;
}

function play(
  alarms: readonly AlarmDefinition[],
  values: readonly number[],
  { states = {}, muteRules, minutes = values.length }: Given = {},
) {
  const given = new Map(Object.entries(states).map(([name, state]) => [arnOf(name), state]));
  const simulation = simulate({
    ...{ alarms, given, muteRules },
    store: storeWith(values),
    span: { start: START, end: START + minutes * MINUTE },
  });
  const minuteOf = (time: number) => (time - START) / MINUTE;
  return {
    ...simulation,
    messages: messagesOf(simulation),
    changes: (name: string) =>
      simulation.tracks.get(arnOf(name))?.changes.map(({ time, to }) => [minuteOf(time), to] as const),
    acted: () => simulation.actions.map(({ time, alarm, change }) => [minuteOf(time), alarm.name, change.to] as const),
  };
}

test('a composite follows the alarms that it names, by name or ARN, at the same time', () => {
  const either = composite('either', `ALARM("high") OR ALARM("${arnOf('other')}")`);
  const { changes } = play([either, high, named('other')], [0, 20, 0, 0, 0, 0, 0, 0, 0, 0]);

  expect(changes('high')).toEqual([
    [0, 'OK'],
    [2, 'ALARM'],
    [3, 'OK'],
  ]);
  expect(changes('either')).toEqual(changes('high'));
});

test.each<[string, AlarmState]>([
  ['ALARM(a) AND ALARM(b)', 'ALARM'],
  ['ALARM(a) AND NOT ALARM(b)', 'OK'],
  ['OK(c) OR FALSE', 'ALARM'],
  ['NOT (OK(c) AND TRUE)', 'OK'],
  ['NOT OK(a) AND (FALSE OR NOT FALSE)', 'ALARM'],
  ['INSUFFICIENT_DATA(d)', 'ALARM'],
  ['AT_LEAST(2, ALARM, (a, b, c))', 'ALARM'],
  ['AT_LEAST(3, ALARM, (a, b, c))', 'OK'],
  ['AT_LEAST(50%, ALARM, (a, b, c, d))', 'ALARM'],
  ['AT_LEAST(51%, ALARM, (a, b, c, d))', 'OK'],
  ['AT_LEAST(2, NOT ALARM, (a, b, c, d))', 'ALARM'],
  ['AT_LEAST(3, NOT ALARM, (a, b, c, d))', 'OK'],
])('%s', (rule, expected) => {
  const states = { a: 'ALARM', b: 'ALARM', c: 'OK', d: 'INSUFFICIENT_DATA' } as const;
  const frozen = Object.keys(states).map((name) =>
    named(name, {
      treatMissingData: 'ignore',
      queries: [{ id: 'm', returned: true, metric: { ...METRIC, name: 'Nothing', statistic: 'Sum' } }],
    }),
  );
  const { tracks } = play([composite('it', rule), ...frozen], [], { states, minutes: 1 });
  const track = tracks.get(arnOf('it'));
  expect(track && stateAt(track.initial, track.changes, START)).toBe(expected);
});

test('a composite names the alarm that led to each of its changes', () => {
  const [early, late] = [named('early', { threshold: 10 }), named('late', { threshold: 30 })];
  const states = { early: 'OK', late: 'OK', both: 'OK' } as const;
  const { tracks } = play([composite('both', 'ALARM(late) AND ALARM(early)'), late, early], [0, 20, 40, 20, 0], {
    states,
  });
  const changes = tracks.get(arnOf('both'))?.changes ?? [];

  expect(
    changes.map(({ time, to, reason, triggeredBy }) => [
      (time - START) / MINUTE,
      to,
      reason.split(' transitioned')[0],
      triggeredBy?.length,
    ]),
  ).toEqual([
    [3, 'ALARM', arnOf('late'), 1],
    [4, 'OK', arnOf('late'), 1],
  ]);
});

test('a new composite was created', () => {
  const { tracks } = play([composite('new', 'TRUE')], []);
  expect(tracks.get(arnOf('new'))).toMatchObject({
    initial: 'INSUFFICIENT_DATA',
    changes: [
      {
        time: START,
        to: 'ALARM',
        reason: `${arnOf('new')} was created and its alarm rule evaluates to ALARM`,
        ground: 'documented',
      },
    ],
  });
});

test('a composite rests on no better ground than its children', () => {
  const { tracks } = play([composite('it', 'ALARM(high)'), high, named('sure')], [20, 20], {
    states: { it: 'OK' },
    minutes: 12,
  });
  const [alarm, ok] = tracks.get(arnOf('it'))?.changes ?? [];
  // the first rests on data alone, the second on how far back CloudWatch looks, of which there is a record
  expect([alarm?.ground, ok?.ground]).toEqual(['documented', 'observed']);
});

test('composites that name each other are not evaluated, those that name them are', () => {
  const alarms = [
    composite('a', 'ALARM(b)'),
    composite('b', 'NOT OK(a)'),
    composite('c', 'ALARM(a) OR ALARM(high)'),
    high,
  ];
  const { changes, notModelled } = play(alarms, [20, 20], { states: { a: 'OK' } });

  expect([changes('a'), changes('b')]).toEqual([[], []]);
  expect(changes('c')).toContainEqual([1, 'ALARM']);
  expect([...notModelled.keys()]).toEqual([arnOf('b'), arnOf('a')]);
});

test('an alarm that is not here keeps the state it was given', () => {
  const given = new Map<string, AlarmState>([['deploying', 'ALARM']]);
  const { tracks } = simulate({
    ...{ alarms: [composite('it', 'ALARM(deploying)')], given, store: storeWith([]) },
    span: { start: START, end: START },
  });
  expect(tracks.get(arnOf('it'))?.changes[0]?.to).toBe('ALARM');
});

test('a suppressor keeps a composite from acting', () => {
  const deploying = named('deploying', { threshold: 25, actions: { alarm: [], ok: [], insufficientData: [] } });
  const quiet = { ...high, actions: deploying.actions };
  const suppressed = composite('page', 'ALARM(high)', {
    ...{ suppressor: 'deploying', suppressorWaitSeconds: 120, suppressorExtensionSeconds: 180 },
  });
  const states = { page: 'OK', high: 'OK', deploying: 'OK' } as const;

  // both alarms at minute 2; the suppressor recovers at minute 4, and the extension ends three minutes later
  const values = [0, 30, 30, 20, 20, 20, 20, 20, 20];
  expect(play([suppressed, quiet, deploying], values, { states }).acted()).toEqual([[7, 'page', 'ALARM']]);
  // no suppressor goes into ALARM: the wait ends after two minutes
  expect(play([suppressed, quiet, deploying], [0, 20, 20, 20, 20], { states }).acted()).toEqual([[4, 'page', 'ALARM']]);
});

describe('mute rules', () => {
  const rule = { name: 'night', alarms: ['high'], schedule: 'at(2026-01-05T00:01)', duration: 'PT5M' };
  const states = { high: 'OK' } as const;

  test('mute the actions, not the states', () => {
    const { acted, changes } = play([high], [0, 20, 0, 0, 0, 0, 0, 0, 0, 0], { states, muteRules: [rule] });
    expect(changes('high')).toContainEqual([2, 'ALARM']);
    expect(acted()).toEqual([]);
  });

  test('what still is in ALARM acts when they end, once', () => {
    const values = Array.from({ length: 10 }, (_, minute) => (minute > 0 ? 20 : 0));
    expect(play([high], values, { states, muteRules: [rule] }).acted()).toEqual([[6, 'high', 'ALARM']]);
    // it recovers in between
    expect(play([high], [0, 20, 0, 20, 20, 20, 20], { states, muteRules: [rule] }).acted()).toEqual([
      [6, 'high', 'ALARM'],
    ]);
    // the time is over before
    expect(play([high], values, { states, muteRules: [rule], minutes: 5 }).acted()).toEqual([]);
    expect(play([high], values, { states, muteRules: [rule], minutes: 6 }).acted()).toEqual([[6, 'high', 'ALARM']]);
  });

  test('what recovered meanwhile notifies nobody', () => {
    const both = { ...high, treatMissingData: 'ignore', actions: { ...ACTIONS, ok: [TOPIC] } };
    const values = [20, 20, 0, 0, 0, 0, 0, 0];
    expect(
      play([both], values, {
        states: { high: 'ALARM' },
        muteRules: [{ ...rule, schedule: 'at(2026-01-05T00:02)' }],
      }).acted(),
    ).toEqual([]);
    expect(play([both], values, { states: { high: 'ALARM' } }).acted()).toEqual([[3, 'high', 'OK']]);
  });

  test('a mute that ends when the next action comes mutes only what was before', () => {
    const both = { ...high, actions: { ...ACTIONS, ok: [TOPIC] } };
    const values = [0, 20, 20, 20, 20, 0, 0, 0];
    expect(play([both], values, { states, muteRules: [rule] }).acted()).toEqual([[6, 'high', 'OK']]);
  });
});

describe('messages', () => {
  const [message] = play([{ ...high, description: 'Too many errors.' }], [0, 20], { states: { high: 'OK' } }).messages;

  test('of an alarm on a metric', () => {
    expect(message).toMatchObject({
      time: START + 2 * MINUTE,
      topicArn: TOPIC,
      subject: 'ALARM: "high" in EU (Ireland)',
    });
    expect(JSON.parse(message?.message ?? '')).toEqual({
      AlarmName: 'high',
      AlarmDescription: 'Too many errors.',
      AWSAccountId: '123456789012',
      AlarmConfigurationUpdatedTimestamp: '1970-01-01T00:00:00.000+0000',
      NewStateValue: 'ALARM',
      NewStateReason:
        'Threshold Crossed: 1 out of the last 1 datapoints [20.0 (05/01/26 00:01:00)] was greater than the threshold (10.0) (minimum 1 datapoint for OK -> ALARM transition).',
      StateChangeTime: '2026-01-05T00:02:00.000+0000',
      Region: 'EU (Ireland)',
      AlarmArn: arnOf('high'),
      OldStateValue: 'OK',
      ActionExecutedAfterMuteWindow: false,
      OKActions: [],
      AlarmActions: [TOPIC],
      InsufficientDataActions: [],
      Trigger: {
        MetricName: 'Errors',
        Namespace: 'Shop',
        StatisticType: 'Statistic',
        Statistic: 'SUM',
        Unit: null,
        Dimensions: [{ value: 'orders', name: 'Service' }],
        Period: 60,
        EvaluationPeriods: 1,
        DatapointsToAlarm: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 10,
        TreatMissingData: 'notBreaching',
        EvaluateLowSampleCountPercentile: '',
      },
    });
  });

  test('of metric math and percentiles', () => {
    const math = alarmOn({
      ...{ ...high, kind: 'math' },
      queries: [
        { id: 'e1', expression: 'm1 * 1', label: 'Errors', returned: true },
        { id: 'm1', metric: { ...METRIC, statistic: 'Sum' }, returned: false },
      ],
    });
    const percentile = named('slow', {
      queries: [{ id: 'm', metric: { ...METRIC, statistic: 'p99' }, returned: true }],
    });
    const { messages } = play([math, percentile], [0, 20], { states: { high: 'OK', slow: 'OK' } });
    const triggers = messages.map((each) => JSON.parse(each.message).Trigger);

    expect(triggers[0]).not.toHaveProperty('MetricName');
    expect(triggers[0].Metrics).toEqual([
      { Expression: 'm1 * 1', Id: 'e1', Label: 'Errors', ReturnData: true },
      {
        Id: 'm1',
        MetricStat: {
          Metric: { Dimensions: [{ value: 'orders', name: 'Service' }], MetricName: 'Errors', Namespace: 'Shop' },
          ...{ Period: 60, Stat: 'Sum' },
        },
        ReturnData: false,
      },
    ]);
    expect(triggers[1]).toMatchObject({ StatisticType: 'ExtendedStatistic', ExtendedStatistic: 'p99' });
  });

  test('of a composite', () => {
    const { messages } = play(
      [composite('page', 'ALARM(high)'), { ...high, actions: { alarm: [], ok: [], insufficientData: [] } }],
      [0, 20],
      {
        states: { high: 'OK', page: 'OK' },
      },
    );
    const body = JSON.parse(messages[0]?.message ?? '');
    expect(body).not.toHaveProperty('Trigger');
    expect(body).toMatchObject({
      AlarmRule: 'ALARM(high)',
      NewStateReason: `${arnOf('high')} transitioned to ALARM at Monday 05 January, 2026 00:02:00 UTC`,
      TriggeringChildren: [
        { Arn: arnOf('high'), State: { Value: 'ALARM', Timestamp: '2026-01-05T00:02:00.000+0000' } },
      ],
    });
  });

  test('only topics get one', () => {
    const actions = {
      alarm: ['arn:aws:lambda:eu-west-1:123456789012:function:f', TOPIC],
      ok: [],
      insufficientData: [],
    };
    const { actions: acted, messages } = play([{ ...high, actions }], [0, 20], { states: { high: 'OK' } });
    expect([acted.length, messages.length]).toEqual([2, 1]);
  });
});

test('what is not modelled is reported, and keeps its state', () => {
  const alarms = [
    named('search', { kind: 'math', queries: [{ id: 'e', expression: "SUM(SEARCH('x', 'Sum'))", returned: true }] }),
    named('typo', { kind: 'math', queries: [{ id: 'e', expression: 'm1 +', returned: true }] }),
    named('treatment', { treatMissingData: 'guess' }),
    named('threshold', { threshold: undefined }),
    named('comparison', { comparison: 'Equals' }),
    composite('rule', 'RED(high)'),
  ];
  const { notModelled, changes } = play(alarms, [20, 20], {});

  expect(Object.fromEntries([...notModelled].map(([arn, reason]) => [arn.split(':').at(-1), reason]))).toEqual({
    search: 'The function SEARCH is not modelled.',
    typo: 'a value is missing (at character 5)',
    treatment: "The treatment 'guess' of missing data is not modelled.",
    threshold: 'A threshold that is unresolved is not modelled.',
    comparison: "The comparison 'Equals' is not modelled.",
    rule: "The rule 'RED(high)' is not modelled.",
  });
  expect(changes('search')).toEqual([]);
});
