import { join } from 'node:path';
import { readTemplates } from '../../../lib/rehearsal/assembly/assembly';
import { Clock } from '../../../lib/rehearsal/room/clock';
import { KnownMetrics } from '../../../lib/rehearsal/room/input/known-metrics';
import { readRecording } from '../../../lib/rehearsal/room/input/recording';
import { Room } from '../../../lib/rehearsal/room/room';
import { Rehearsal } from '../../../lib/rehearsal/testing/rehearsal';
import { alarm, folderWith, subscription, topic } from '../templates';

const MINUTE = 60;
const METRIC = 'AWS/SQS ApproximateAgeOfOldestMessage';
const DIMENSIONS = { QueueName: 'orders' };

/** An age that climbs over its threshold, and comes back. */
const ages = [...Array.from({ length: 40 }, (_, minute) => Math.max(0, minute - 9) * 60), ...new Array(20).fill(0)];
const csv = ages.map((age, minute) => `${new Date(Date.UTC(2024, 5, 3, 12, minute)).toISOString()},${age}\n`).join('');

const folder = () =>
  folderWith({
    'age.csv': csv,
    't.json': {
      Resources: {
        Stuck: alarm({
          ...{ AlarmName: 'shop/orders/Stuck', MetricName: 'ApproximateAgeOfOldestMessage', Statistic: 'Maximum' },
          ...{ Threshold: 600, EvaluationPeriods: 3, AlarmActions: [{ Ref: 'Topic' }], OKActions: [{ Ref: 'Topic' }] },
        }),
        Topic: topic(),
        Mail: subscription({ Ref: 'Topic' }, 'email', 'oncall@example.com'),
      },
    },
  });

function replayed(): { clock: Clock; expected: Rehearsal } {
  const where = folder();
  const templates = [join(where, 't.json')];
  const assembly = readTemplates(templates);
  const known = new KnownMetrics(assembly);
  const recording = readRecording([`age.csv=${METRIC} QueueName=orders`], where, known);
  return {
    clock: new Clock(new Room(assembly, { title: 'shop', recording }), 60),
    expected: Rehearsal.ofTemplates(templates, { start: '2024-06-03T12:00:00Z' }).commaSeparated(
      METRIC,
      DIMENSIONS,
      csv,
    ),
  };
}

test('a replay has the time of its data, alarms at the minute that `vigil test` has, and ends with them', async () => {
  // GIVEN
  const { clock, expected } = replayed();
  const { room } = clock;
  const start = Date.UTC(2024, 5, 3, 12) / 1000;
  expect(room.now).toBe(start);
  expect(room.view.recording).toMatchObject({ from: start, to: start + 60 * MINUTE });
  // what is replayed is not made, and cannot be broken
  expect(room.view.targets).toEqual([]);

  // WHEN a minute passes, again and again
  const states: string[] = [];
  for (let minute = 1; minute <= 60; minute++) {
    await clock.obey({ do: 'forward', seconds: MINUTE });
    states.push(room.statuses()[0]?.state ?? '');
  }

  // THEN
  expect(states).toEqual(ages.map((_, index) => expected.stateOf('shop/orders/Stuck', `${index + 1}m`)));
  expect(states).toContain('ALARM');
  expect(states.at(-1)).toBe('OK');
  expect(room.outbox().sent.map(({ to, content }) => [to, content.is])).toEqual([
    ['oncall@example.com', 'email'],
    ['oncall@example.com', 'email'],
  ]);
  // the minutes in which it was written
  expect(room.outbox().sent.at(-1)?.time).toBe(start + 60 * (states.indexOf('ALARM') + 1));
});

test('time stops where a replay ends, and goes on if one wants it to', async () => {
  const { clock } = replayed();
  const end = clock.room.view.recording?.to as number;

  await clock.obey({ do: 'forward', seconds: 86_400 });
  expect(clock.moment()).toMatchObject({ now: end, isPaused: true });

  await clock.obey({ do: 'forward', seconds: MINUTE });
  expect(clock.moment().now).toBe(end + MINUTE);
});

test('a replay that begins again has the same data', async () => {
  const { clock } = replayed();
  await clock.obey({ do: 'forward', seconds: 25 * MINUTE });
  const before = clock.room.statuses();

  await clock.obey({ do: 'restart' });
  await clock.obey({ do: 'forward', seconds: 25 * MINUTE });

  expect(before[0]?.state).toBe('ALARM');
  expect(clock.room.statuses()).toEqual(before);
});
