import { contentOf, type Data } from '../../../../lib/rehearsal/room/dashboards/widget-content';
import type { AlarmStatus, WidgetContent } from '../../../../lib/rehearsal/room/protocol';
import { MetricStore } from '../../../../lib/rehearsal/simulator/metric-store';

const ALARMS: readonly AlarmStatus[] = [
  { id: 0, name: 'b-quiet', state: 'OK' },
  { id: 1, name: 'a-recovered', state: 'OK', since: 900 },
  { id: 2, name: 'd-early', state: 'ALARM', since: 100 },
  { id: 3, name: 'c-late', state: 'ALARM', since: 200 },
  { id: 4, name: 'e-new', state: 'INSUFFICIENT_DATA', since: 300 },
];
const DATA: Data = {
  store: new MetricStore(),
  range: { from: 0, to: 3600 },
  alarm: (reference) => ALARMS.find(({ name }) => name === reference),
};

const contentWith = (properties: Record<string, string | string[]>): WidgetContent =>
  contentOf(
    {
      type: 'alarm',
      x: 0,
      y: 0,
      width: 24,
      height: 2,
      properties: { alarms: ALARMS.map(({ name }) => name), ...properties },
    },
    DATA,
  );
const namesWith = (properties: Record<string, string | string[]>): string[] => {
  const content = contentWith(properties);
  return content.is === 'alarms' ? content.alarms.map(({ name }) => name) : [];
};

describe('an alarm widget', () => {
  test('GIVEN no order WHEN it is filled THEN alarms are sorted by name', () => {
    expect(namesWith({})).toEqual(['a-recovered', 'b-quiet', 'c-late', 'd-early', 'e-new']);
  });

  test("GIVEN sortBy 'stateUpdatedTimestamp' WHEN it is filled THEN ALARM is first, then the newest change", () => {
    expect(namesWith({ sortBy: 'stateUpdatedTimestamp' })).toEqual([
      'c-late',
      'd-early',
      'e-new',
      'a-recovered',
      'b-quiet',
    ]);
  });

  test("GIVEN sortBy 'timestamp' WHEN it is filled THEN the newest change is first, whatever the state", () => {
    expect(namesWith({ sortBy: 'timestamp' })).toEqual(['a-recovered', 'e-new', 'c-late', 'd-early', 'b-quiet']);
  });

  test('GIVEN states WHEN it is filled THEN only alarms in one of them are shown, and which states is said', () => {
    expect(contentWith({ states: ['ALARM'] })).toMatchObject({
      alarms: [{ name: 'c-late' }, { name: 'd-early' }],
      states: ['ALARM'],
    });
  });

  test('GIVEN an alarm that no template has WHEN it is filled THEN it is named', () => {
    expect(contentWith({ alarms: ['missing'] })).toMatchObject({ alarms: [], unknown: ['missing'] });
  });
});
