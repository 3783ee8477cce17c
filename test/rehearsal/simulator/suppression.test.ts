import type { AlarmState, StateChange, Track } from '../../../lib/rehearsal/simulator/model';
import { unsuppressed } from '../../../lib/rehearsal/simulator/suppression';

// The six time-lines of "Composite alarm action suppression", with its WaitPeriod of 2 and ExtensionPeriod of 3 time units:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
const PATIENCE = { waitSeconds: 2, extensionSeconds: 3 };

type Step = readonly [time: number, to: AlarmState];

function track(initial: AlarmState, ...steps: readonly Step[]): Track {
  let from = initial;
  const changes = steps.map(([time, to]): StateChange => {
    const change = { time, from, to, reason: '', ground: 'documented' } as const;
    from = to;
    return change;
  });
  return { initial, changes };
}

const performed = (composite: Track, suppressor: Track, patience = PATIENCE, end = 20): Step[] =>
  unsuppressed(composite, suppressor, patience, end).map(({ time, change }) => [time, change.to]);

test.each<[string, Track, Track, Step[]]>([
  ['1: not suppressed after the wait', track('OK', [2, 'ALARM']), track('OK'), [[4, 'ALARM']]],
  ['2: suppressed before the wait is over', track('OK', [2, 'ALARM']), track('OK', [3, 'ALARM']), []],
  ['3: a change while waiting', track('OK', [2, 'ALARM'], [3, 'OK']), track('OK'), [[5, 'OK']]],
  ['4: a change while suppressed', track('OK', [2, 'ALARM']), track('ALARM'), []],
  [
    '5: not suppressed after the extension',
    track('OK', [2, 'ALARM']),
    track('OK', [3, 'ALARM'], [6, 'OK']),
    [[9, 'ALARM']],
  ],
  [
    '6: a change during the extension',
    track('OK', [2, 'ALARM'], [7, 'OK']),
    track('OK', [3, 'ALARM'], [6, 'OK']),
    [[9, 'OK']],
  ],
])('example %s', (_, composite, suppressor, expected) => {
  expect(performed(composite, suppressor)).toEqual(expected);
});

test('the suppressor need not be earlier than the end of the wait', () => {
  expect(performed(track('OK', [2, 'ALARM']), track('OK', [4, 'ALARM']))).toEqual([]);
  expect(performed(track('OK', [2, 'ALARM']), track('OK', [5, 'ALARM']))).toEqual([[4, 'ALARM']]);
});

test('without any wait, actions are performed at once', () => {
  const none = { waitSeconds: 0, extensionSeconds: 0 };
  expect(performed(track('OK', [2, 'ALARM'], [5, 'OK']), track('OK'), none)).toEqual([
    [2, 'ALARM'],
    [5, 'OK'],
  ]);
});

test('an extension performs nothing that was performed before', () => {
  expect(performed(track('OK', [1, 'ALARM']), track('OK', [4, 'ALARM'], [6, 'OK']))).toEqual([[3, 'ALARM']]);
});

test('a suppressor without data is not in ALARM', () => {
  const suppressor = track('OK', [3, 'ALARM'], [6, 'INSUFFICIENT_DATA'], [7, 'OK']);
  expect(performed(track('OK', [2, 'ALARM']), suppressor)).toEqual([[9, 'ALARM']]);
});

test('what is still waiting at the end is not performed', () => {
  expect(performed(track('OK', [2, 'ALARM']), track('OK'), PATIENCE, 3)).toEqual([]);
  expect(performed(track('OK', [2, 'ALARM']), track('OK'), PATIENCE, 4)).toEqual([[4, 'ALARM']]);
});

test('a suppressor that went into ALARM before suppresses, one that left it does not', () => {
  expect(performed(track('OK', [3, 'ALARM']), track('OK', [1, 'ALARM']))).toEqual([]);
  expect(performed(track('OK', [6, 'ALARM']), track('ALARM', [1, 'OK']))).toEqual([[8, 'ALARM']]);
});

test('a suppressor that changes at the same time counts as earlier', () => {
  expect(performed(track('OK', [2, 'ALARM']), track('OK', [2, 'ALARM']))).toEqual([]);
  expect(performed(track('OK', [2, 'ALARM']), track('ALARM', [2, 'OK']))).toEqual([[4, 'ALARM']]);
});
