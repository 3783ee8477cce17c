import { Bench } from '../../support/bench';
import { arnOf, bySns, change, OK, trigger } from '../../support/payloads/payload';
import { LEVELS, passUntil, published, through } from '../../support/scenario';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

const START = Date.parse('2026-08-23T04:15:30.123Z');
const minute = (minutes: number): string => new Date(START + minutes * 60_000).toISOString();
const subjects = () => bench.aws.published.map(({ subject }) => subject);

describe('the first OK of a new alarm', () => {
  const okAfter = (OldStateValue: string, minutes: number, more: Record<string, unknown> = {}) =>
    bySns(`ok-${minutes}`, change('x', { ...OK, OldStateValue, StateChangeTime: minute(minutes), ...more })).body;
  const alarm = bySns('alarm', change('x')).body;

  test('goes to nobody, however often it is delivered', async () => {
    for (const deliveries of [1, 2]) await bench.deliver(bench.notifier(), okAfter('INSUFFICIENT_DATA', 5), deliveries);

    expect(subjects()).toEqual([]);
    expect(bench.chat.requests).toEqual([]);
  });

  test('is no recovery that was without data in between: that is sent', async () => {
    await bench.deliver(bench.notifier(), alarm);
    const recovery = okAfter('INSUFFICIENT_DATA', 5);
    for (const deliveries of [1, 2]) await bench.deliver(bench.notifier(), recovery, deliveries);

    expect(subjects()).toEqual(['[P1] x', '[P1 OK] Recovered: x']);
  });

  test('is no recovery whose ALARM is not known here: that is sent', async () => {
    await bench.deliver(bench.notifier(), okAfter('ALARM', 5));

    expect(subjects()).toEqual(['[P1 OK] Recovered: x']);
  });

  test('of a composite goes to nobody', async () => {
    await bench.deliver(bench.notifier(), okAfter('INSUFFICIENT_DATA', 5, { AlarmRule: 'ALARM("a")' }));

    expect(subjects()).toEqual([]);
  });
});

describe('an event that is no change of state', () => {
  const event = (fields: object) =>
    JSON.stringify({
      'detail-type': 'CloudWatch Alarm Configuration Change',
      source: 'aws.cloudwatch',
      account: '123456789012',
      region: 'eu-west-1',
      time: minute(0),
      resources: [arnOf('x')],
      detail: { alarmName: 'x', operation: 'update', state: { value: 'ALARM', timestamp: minute(0) } },
      ...fields,
    });

  test('of an alarm goes to nobody', async () => {
    await bench.deliver(bench.notifier(), event({}));

    expect(subjects()).toEqual([]);
  });

  test('of another service is a ticket, whatever topic it comes by', async () => {
    const health = event({ 'detail-type': 'AWS Health Event', source: 'aws.health' });

    await bench.deliver(bench.notifier(), bySns('health', health, { severity: 'P0' }).body);

    expect(subjects()).toEqual(['[P2] AWS Health Event']);
  });
});

describe('a time series of an alarm on several', () => {
  const QUERY = 'SELECT MAX(ApproximateNumberOfMessagesVisible) FROM "AWS/SQS" GROUP BY QueueName';
  const grouped = (queue: string | undefined, state: 'ALARM' | 'OK', minutes: number, value: string) => {
    const crossed = `Threshold Crossed: 1 datapoint was greater than the threshold (0.0). The most recent datapoint: [${value} (23/08/26 04:15:00)].`;
    const { MetricName: _m, Namespace: _n, Dimensions: _d, ...rest } = trigger('', '', {}, { Threshold: 0 });
    const fields = {
      NewStateValue: state,
      OldStateValue: state === 'OK' ? 'ALARM' : 'OK',
      NewStateReason: queue === undefined ? '2 out of 9 time series evaluated to ALARM' : crossed,
      StateChangeTime: minute(minutes),
      Trigger: { ...rest, Metrics: [{ Id: 'q1', ReturnData: true, Period: 60, Expression: QUERY }] },
      ...(queue !== undefined && {
        AlarmContributorId: `id-${queue}`,
        AlarmContributorAttributes: { QueueName: queue },
      }),
    };
    return bySns(`${queue}-${minutes}`, change('dead-letters', fields)).body;
  };

  test('is named, and its recovery ends its own incident only', async () => {
    await through(bench, grouped(undefined, 'ALARM', 0, ''));
    await through(bench, grouped('orders-dlq', 'ALARM', 0, '3.0'));
    await through(bench, grouped('mails-dlq', 'ALARM', 0, '7.0'));
    await through(bench, grouped('orders-dlq', 'OK', 12, '0.0'));

    expect(published(bench)).toEqual([
      '1 [P1] dead-letters',
      '1 [P1] dead-letters, queue orders-dlq',
      '1 [P1] dead-letters, queue mails-dlq',
      '1 [P1 OK] Recovered: dead-letters, queue orders-dlq',
    ]);
    expect(bench.aws.published[1]?.texts['email']).toContain(
      'MAX(ApproximateNumberOfMessagesVisible): 3 (limit 0 over 5 minutes)',
    );
    expect(bench.aws.published[0]?.texts['email']).toContain('2 out of 9 time series evaluated to ALARM');
  });

  test('that goes on is followed up, whatever the others do', async () => {
    await through(bench, grouped('orders-dlq', 'ALARM', 0, '3.0'));
    await through(bench, grouped('mails-dlq', 'ALARM', 0, '7.0'));
    await through(bench, grouped('orders-dlq', 'OK', 12, '0.0'));
    await passUntil(bench, 61);

    const called = published(bench).filter((line) => line.startsWith('2 '));
    expect(called).toEqual(['2 [P1 L2] Not acknowledged for 1 h: dead-letters, queue mails-dlq']);
    expect(LEVELS.length).toBeGreaterThan(2);
  });
});
