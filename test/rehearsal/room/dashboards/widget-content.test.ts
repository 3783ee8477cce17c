import { contentOf, type Data } from '../../../../lib/rehearsal/room/dashboards/widget-content';
import type { AlarmStatus, Line, WidgetContent } from '../../../../lib/rehearsal/room/protocol';
import { MetricStore } from '../../../../lib/rehearsal/simulator/metric-store';

const ALARMS: readonly AlarmStatus[] = [
  { id: 0, name: 'b-quiet', state: 'OK' },
  { id: 1, name: 'a-recovered', state: 'OK', since: 900 },
  { id: 2, name: 'd-early', state: 'ALARM', since: 100 },
  { id: 3, name: 'c-late', state: 'ALARM', since: 200 },
  { id: 4, name: 'e-new', state: 'INSUFFICIENT_DATA', since: 300 },
];
const AGE: Line = { label: 'Age', axis: 'left', start: 0, periodSeconds: 60, values: [1, 2] };
const DATA: Data = {
  store: new MetricStore(),
  range: { from: 0, to: 3600 },
  alarm: (reference) => ALARMS.find(({ name }) => name === reference),
  compared: (reference, { from, to }) =>
    reference.endsWith('d-early') ? { graph: { from, to, lines: [AGE], problems: [] }, threshold: 360 } : undefined,
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

describe('a metric widget', () => {
  const graphWith = (properties: Record<string, unknown>) => {
    const widget = { type: 'metric', x: 0, y: 0, width: 6, height: 6, properties: properties as never };
    const content = contentOf(widget, { ...DATA, range: { from: 9000, to: 12_600 } });
    if (content.is !== 'graph') throw new Error(`It is ${content.is}.`);
    return content.graph;
  };
  const ARN = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:d-early';

  test('GIVEN an alarm as its annotation, and no metrics WHEN it is filled THEN it draws what the alarm compares', () => {
    expect(graphWith({ annotations: { alarms: [ARN] } })).toMatchObject({
      lines: [{ label: 'Age' }],
      thresholds: [{ value: 360, label: 'd-early' }],
      problems: [],
    });
  });

  test('GIVEN an alarm beside its metrics WHEN it is filled THEN only the threshold is added', () => {
    const metrics = [['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', 'orders', { label: 'Sent' }]];

    expect(graphWith({ metrics, annotations: { alarms: [ARN] } })).toMatchObject({
      lines: [{ label: 'Sent' }],
      thresholds: [{ value: 360 }],
    });
  });

  test('GIVEN an alarm that is not there WHEN it is filled THEN it says so', () => {
    expect(graphWith({ annotations: { alarms: ['arn:aws:cloudwatch:us-east-1:1:alarm:gone'] } }).problems).toEqual([
      'gone: nothing of this alarm can be drawn here.',
    ]);
  });

  test.each<[string, Record<string, string>, number, number]>([
    ['none', {}, 9000, 12_600],
    ['a length', { start: '-PT30M' }, 10_800, 12_600],
    ['two times', { start: '1970-01-01T01:00:00Z', end: '1970-01-01T02:00:00Z' }, 3600, 7200],
    ['an end before its start', { start: '1970-01-01T05:00:00Z' }, 9000, 12_600],
  ])('GIVEN a range of its own: %s WHEN it is filled THEN it shows that', (_, properties, from, to) => {
    expect(graphWith(properties)).toMatchObject({ from, to });
  });
});
