import { coverageIn } from '../../../../lib/rehearsal/room/alarms/covering-tests';
import { Room } from '../../../../lib/rehearsal/room/room';
import { alarm, assemblyWith, folderWith } from '../../templates';

test('an alarm shows the tests that name it, by file and line; a file with mistakes is named', () => {
  const assembly = assemblyWith({
    Stuck: alarm({ AlarmName: 'shop/orders/Stuck' }),
    Slow: alarm({ AlarmName: 'shop/orders/Slow' }),
  });
  const folder = folderWith({
    'alarms.test.yaml':
      'assembly: cdk.out\ntests:\n  - name: orders wait\n    lasting: 1h\n    expect:\n      - alarm: orders/Stuck\n        states: { 1h: OK }\n      - alarm: elsewhere/Else\n        states: { 1h: OK }\n',
    'broken.alarms.test.yaml': 'assembly: cdk.out\ntests: 5\n',
  });

  const coverage = coverageIn(['alarms.test.yaml', 'broken.alarms.test.yaml'], folder, assembly);
  const room = new Room(assembly, { title: 'shop', coverage });

  const tests = [0, 1].map((index) => room.alarm(index, 3600)?.tests);
  expect(tests).toEqual([[{ name: 'orders wait', file: 'alarms.test.yaml', line: 6 }], []]);
  expect(coverage.problems).toEqual(["broken.alarms.test.yaml:2:8: '5' is not a list."]);
});
