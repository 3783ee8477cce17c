import { MetricStore } from '../../../lib/rehearsal/simulator/metric-store';
import type { AlarmState, MetricAlarmDefinition } from '../../../lib/rehearsal/simulator/model';
import { eventsOf, messagesOf, simulate } from '../../../lib/rehearsal/simulator/simulation';
import { alarmOn, MINUTE, START } from './worlds';

// An alarm on each series of a query of Metrics Insights: metric_insights_contributor_*.json of radkawar/stackd @ 9dc356f.

const TOPIC = 'arn:aws:sns:us-west-2:123456789012:topic';
const SELECT = 'SELECT MAX(Depth) FROM SCHEMA("Shop/Queues", QueueName) GROUP BY QueueName ORDER BY MAX() DESC';

const onQuery = (expression: string, changes: Partial<MetricAlarmDefinition> = {}): MetricAlarmDefinition =>
  alarmOn({
    ...{
      kind: 'math',
      arn: 'arn:aws:cloudwatch:us-west-2:123456789012:alarm:deep',
      name: 'deep',
      periodSeconds: MINUTE,
    },
    ...{ evaluationPeriods: 1, datapointsToAlarm: 1, threshold: 10, treatMissingData: 'missing' },
    ...{ actions: { alarm: [TOPIC], ok: [TOPIC], insufficientData: [] }, ...changes },
    queries: [{ id: 'q', expression, returned: !('queries' in changes) }, ...(changes.queries ?? [])],
  });

type Depths = Readonly<Record<string, readonly (number | undefined)[]>>;

function storeOf(depths: Depths): MetricStore {
  const store = new MetricStore();
  for (const [queue, values] of Object.entries(depths)) {
    const samples = values.flatMap((value, minute) =>
      value === undefined ? [] : [{ time: START + minute * MINUTE, value }],
    );
    store.record({ namespace: 'Shop/Queues', name: 'Depth', dimensions: { QueueName: queue } }, samples);
  }
  return store;
}

function play(alarm: MetricAlarmDefinition, depths: Depths, before: AlarmState = 'OK') {
  const minutes = Math.max(1, ...Object.values(depths).map(({ length }) => length));
  const simulation = simulate({
    ...{ alarms: [alarm], store: storeOf(depths), given: new Map([[alarm.arn, before]]) },
    span: { start: START + MINUTE, end: START + minutes * MINUTE },
  });
  const track = simulation.tracks.get(alarm.arn);
  const changes = track?.changes.map(({ time, to, reason }) => [(time - START) / MINUTE, to, reason]);
  const messages = messagesOf(simulation).map(({ time, message }) => {
    const { NewStateValue, NewStateReason, OldStateValue, AlarmContributorAttributes, AlarmContributorId } =
      JSON.parse(message);
    return {
      ...{ minute: (time - START) / MINUTE, NewStateValue, OldStateValue, NewStateReason },
      ...{ queue: AlarmContributorAttributes?.QueueName, id: AlarmContributorId },
    };
  });
  return { simulation, changes, messages };
}

test('each series sends its own messages, the alarm as a whole none', () => {
  // GIVEN two queues, of which one recovers while the other is still in ALARM
  const { changes, messages } = play(onQuery(SELECT), { a: [0, 20, 20, 0, 0], b: [0, 0, 30, 30, 0] });

  // THEN
  expect(messages.map(({ minute, queue, NewStateValue }) => [minute, queue, NewStateValue])).toEqual([
    [2, 'a', 'ALARM'],
    [3, 'b', 'ALARM'],
    [4, 'a', 'OK'],
    [5, 'b', 'OK'],
  ]);
  expect(changes).toEqual([
    [2, 'ALARM', '1 out of 2 time series evaluated to ALARM'],
    [5, 'OK', '0 out of 2 time series evaluated to ALARM'],
  ]);
});

test('a message names its series', () => {
  const { messages } = play(onQuery(SELECT), { a: [0, 20] });
  expect(messages).toEqual([
    {
      ...{
        minute: 2,
        queue: 'a',
        OldStateValue: 'OK',
        NewStateValue: 'ALARM',
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
      NewStateReason:
        'Threshold Crossed: 1 out of the last 1 datapoints was greater than the threshold (10.0). The most recent datapoint which crossed the threshold: [20.0 (05/01/26 00:01:00)] (minimum 1 datapoint for OK -> ALARM transition).',
    },
  ]);
});

test('EventBridge gets an event of each series, without a previous state, and one of the alarm', () => {
  const alarm = onQuery(SELECT);
  const { simulation } = play(alarm, { a: [0, 20] });
  const events = eventsOf([alarm], simulation).map(({ document }) => document);
  expect(events).toMatchObject([
    {
      'detail-type': 'CloudWatch Alarm State Change',
      detail: { state: { value: 'ALARM' }, previousState: { value: 'OK' } },
    },
    {
      'detail-type': 'CloudWatch Alarm Contributor State Change',
      detail: { alarmContributor: { attributes: { QueueName: 'a' } }, state: { value: 'ALARM' } },
    },
  ]);
  expect((events[1] as { detail: object }).detail).not.toHaveProperty('previousState');
});

test('a series that the query no longer returns goes to OK', () => {
  const query = `${SELECT} LIMIT 1`;
  const { messages } = play(onQuery(query), { a: [20, 20, 20, 20, 20], b: [0, 0, 30, 30, 30] });
  expect(messages.map(({ minute, queue, NewStateReason }) => [minute, queue, NewStateReason.split(':')[0]])).toEqual([
    [1, 'a', 'Threshold Crossed'],
    [3, 'a', 'No data was returned for this contributor'],
    [3, 'b', 'Threshold Crossed'],
  ]);
});

test.each<[string, AlarmState]>([
  ['missing', 'INSUFFICIENT_DATA'],
  ['ignore', 'OK'],
  ['breaching', 'ALARM'],
  ['notBreaching', 'OK'],
])('without any series, missing data count as %s: %s', (treatMissingData, state) => {
  const { changes, messages } = play(onQuery(SELECT, { treatMissingData }), {});
  expect(changes?.at(-1)?.[1] ?? 'OK').toBe(state);
  expect(messages).toEqual([]);
});

test('series are chosen by their dimensions, and what lacks one is Other', () => {
  const alarm = onQuery(
    `SELECT SUM(Depth) FROM "Shop/Queues" WHERE QueueName != 'b' AND Stage = 'prod' GROUP BY Team ORDER BY SUM() ASC`,
  );
  const store = new MetricStore();
  for (const [QueueName, Stage] of [
    ['a', 'prod'],
    ['b', 'prod'],
    ['c', 'dev'],
    ['d', 'prod'],
  ] as const) {
    store.record({ namespace: 'Shop/Queues', name: 'Depth', dimensions: { QueueName, Stage } }, [
      { time: START, value: 6 },
    ]);
  }
  const { tracks } = simulate({ alarms: [alarm], store, span: { start: START + MINUTE, end: START + MINUTE } });
  expect(tracks.get(alarm.arn)?.contributors).toMatchObject([
    { attributes: { Team: 'Other' }, track: { changes: [{ to: 'ALARM' }] } },
  ]);
});

test('a query without groups is one series, one with groups can be summed', () => {
  const depths = { a: [6, 6], b: [6, 6] };
  expect(play(onQuery('SELECT SUM(Depth) FROM "Shop/Queues"'), depths).changes?.at(-1)?.[1]).toBe('ALARM');
  const sum = onQuery('SELECT MAX(Depth) FROM "Shop/Queues" GROUP BY QueueName', {
    queries: [{ id: 'e', expression: 'SUM(q)', returned: true }],
  });
  expect(play(sum, depths).changes?.at(-1)?.[1]).toBe('ALARM');
  expect(play({ ...sum, threshold: 12 }, depths).changes).toEqual([]);
});

test.each([
  [
    'SELECT MAX(Depth) FROM "Shop/Queues" GROUP BY QueueName',
    'A query that groups and has no ORDER BY, which CloudWatch refuses',
  ],
  ['SELECT P90(Depth) FROM "Shop/Queues"', 'The query \'SELECT P90(Depth) FROM "Shop/Queues"\' of Metrics Insights'],
  [
    'SELECT MAX(Depth) FROM "Shop/Queues" HAVING x',
    'The query \'SELECT MAX(Depth) FROM "Shop/Queues" HAVING x\' of Metrics Insights',
  ],
  ['SELECT MAX(Depth) FROM ;', "The query 'SELECT MAX(Depth) FROM ;' of Metrics Insights"],
])('%s is not modelled', (expression, what) => {
  const alarm = onQuery(expression);
  expect(play(alarm, { a: [1] }).simulation.notModelled.get(alarm.arn)).toBe(`${what} is not modelled.`);
});
