import { MetricStore } from '../../../../lib/rehearsal/simulator/metric-store';
import type { MetricAlarmDefinition } from '../../../../lib/rehearsal/simulator/model';
import { eventsOf, messagesOf, simulate } from '../../../../lib/rehearsal/simulator/simulation';
import { alarmOn, MINUTE, START } from '../worlds';
import type { Record } from './record';

// Alarms on a grouped query of Metrics Insights: metric_insights_contributor_*.json of radkawar/stackd @ 9dc356f, September 2026.

type Teams = Readonly<{ [team: string]: readonly (number | undefined)[] }>;

const teams = (changes: Partial<MetricAlarmDefinition> = {}, limit = ''): MetricAlarmDefinition =>
  alarmOn({
    ...{
      kind: 'math',
      name: 'teams',
      arn: 'arn:aws:cloudwatch:us-west-2:123456789012:alarm:teams',
      periodSeconds: MINUTE,
    },
    ...{ evaluationPeriods: 1, datapointsToAlarm: 1, threshold: 10, treatMissingData: 'missing' },
    actions: {
      alarm: ['arn:aws:sns:us-west-2:123456789012:t'],
      ok: ['arn:aws:sns:us-west-2:123456789012:t'],
      insufficientData: [],
    },
    queries: [
      { id: 'q', expression: `SELECT MAX(Load) FROM "Shop" GROUP BY Team ORDER BY MAX() DESC${limit}`, returned: true },
    ],
    ...changes,
  });

function play(alarm: MetricAlarmDefinition, values: Teams) {
  const store = new MetricStore();
  for (const [Team, minutes] of Object.entries(values)) {
    const samples = minutes.flatMap((value, minute) =>
      value === undefined ? [] : [{ time: START + minute * MINUTE, value }],
    );
    store.record({ namespace: 'Shop', name: 'Load', dimensions: { Team } }, samples);
  }
  const minutes = Math.max(1, ...Object.values(values).map(({ length }) => length));
  const simulation = simulate({
    ...{ alarms: [alarm], store, given: new Map([[alarm.arn, 'OK' as const]]) },
    span: { start: START + MINUTE, end: START + minutes * MINUTE },
  });
  return {
    changes: simulation.tracks.get(alarm.arn)?.changes ?? [],
    events: eventsOf([alarm], simulation).map(({ document }) => JSON.parse(JSON.stringify(document))),
    messages: messagesOf(simulation).map(({ message }) => JSON.parse(message)),
  };
}

const TWO: Teams = { a: [0, 20, 20, 0], b: [0, 0, 20, 20, 0] };
const sparse = { evaluationPeriods: 3, datapointsToAlarm: 2 };
const good = [0, 0, 0, 0, 0, 0, 0];

const of = (id: string, what: string, aws: unknown, simulator: () => unknown): Record => ({
  ...{ id, area: 'contributor', source: 'native', what, aws, simulator },
});

export const contributorRecords: readonly Record[] = [
  of(
    'K1',
    'one message for each change of each series, none of the alarm',
    [
      ['a', 'OK', 'ALARM'],
      ['b', 'OK', 'ALARM'],
      ['a', 'ALARM', 'OK'],
      ['b', 'ALARM', 'OK'],
    ],
    () =>
      play(teams(), TWO).messages.map((message) => [
        message.AlarmContributorAttributes.Team,
        message.OldStateValue,
        message.NewStateValue,
      ]),
  ),
  of(
    'K2',
    'the reason of the alarm',
    '1 out of 2 time series evaluated to ALARM',
    () => play(teams(), TWO).changes[0]?.reason,
  ),
  of(
    'K3',
    'the reason of a series',
    'Threshold Crossed: 1 out of the last 1 datapoints was greater than the threshold (10.0). The most recent datapoint which crossed the threshold: [20.0 (05/01/26 00:01:00)] (minimum 1 datapoint for OK -> ALARM transition).',
    () => play(teams(), TWO).messages[0]?.NewStateReason,
  ),
  of(
    'K4',
    'the fields that a message has more',
    [expect.stringMatching(/^[0-9a-f]{16}$/), { Team: 'a' }, false],
    () => {
      const [message] = play(teams(), TWO).messages;
      return [message.AlarmContributorId, message.AlarmContributorAttributes, message.ActionExecutedAfterMuteWindow];
    },
  ),
  of('K5', 'the id is the same for the same attributes in other alarms', true, () => {
    const id = (alarm: MetricAlarmDefinition) => play(alarm, TWO).messages[0]?.AlarmContributorId;
    return id(teams()) === id(teams({ name: 'other', threshold: 5 }));
  }),
  of('K6', 'a series that leaves the ranking goes to OK', 'No data was returned for this contributor', () => {
    const { messages } = play(teams({}, ' LIMIT 1'), { a: [20, 20], b: [0, 30] });
    return messages.find(({ NewStateValue }) => NewStateValue === 'OK')?.NewStateReason;
  }),
  ...(
    [
      ['missing', ['INSUFFICIENT_DATA']],
      ['ignore', []],
      ['breaching', ['ALARM']],
      ['notBreaching', []],
    ] as const
  ).map(([treatMissingData, aws]) =>
    of(`K7-${treatMissingData}`, `no series at all, missing data as ${treatMissingData}`, aws, () =>
      play(teams({ treatMissingData }), {}).changes.map(({ to }) => to),
    ),
  ),
  of(
    'K8',
    'the reason where there is no series',
    'No time series were returned by the query. Treat missing data is configured as [Breaching].',
    () => play(teams({ treatMissingData: 'breaching' }), {}).changes[0]?.reason,
  ),
  of('K9', 'a lone breach alarms once it is as old as M periods', [2], () => {
    const { messages } = play(teams(sparse), { a: [20, undefined, undefined, undefined], b: good });
    return messages.map(({ StateChangeTime }) => (Date.parse(StateChangeTime) / 1000 - START) / MINUTE);
  }),
  ...(
    [
      ['breaching', 1],
      ['ignore', 0],
      ['notBreaching', 0],
    ] as const
  ).map(([treatMissingData, aws]) =>
    of(`K10-${treatMissingData}`, `one good and two missing of three, as ${treatMissingData}`, aws, () => {
      const { messages } = play(teams({ ...sparse, treatMissingData }), {
        a: [0, undefined, undefined],
        b: good.slice(0, 3),
      });
      return messages.length > 0 && messages[0].AlarmContributorAttributes.Team === 'a' ? 1 : 0;
    }),
  ),
  of(
    'K11',
    'the event of a series has no previous state',
    {
      type: 'CloudWatch Alarm Contributor State Change',
      keys: ['alarmContributor', 'alarmName', 'configuration', 'state'],
    },
    () => {
      const event = play(teams(), TWO).events.find((each) => each.detail.alarmContributor !== undefined);
      return { type: event?.['detail-type'], keys: Object.keys(event?.detail ?? {}).sort() };
    },
  ),
];
