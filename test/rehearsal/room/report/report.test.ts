import type { Assembly } from '../../../../lib/rehearsal/assembly/model';
import { Clock } from '../../../../lib/rehearsal/room/clock';
import { Comparison } from '../../../../lib/rehearsal/room/report/comparison';
import { Room } from '../../../../lib/rehearsal/room/room';
import { alarm, assemblyWith, factsLine, topic } from '../../templates';

const MINUTE = 60;
const AGE = { MetricName: 'ApproximateAgeOfOldestMessage', Statistic: 'Maximum' };
const to = { AlarmActions: [{ Ref: 'Topic' }] };

/** A queue whose oldest message is watched. */
const shop = (minutes: number, more: object = {}): Assembly =>
  assemblyWith({
    Topic: topic(),
    Stuck: alarm({
      ...{ AlarmName: 'shop/orders/Stuck', ...AGE, Threshold: minutes * MINUTE, ...to },
      AlarmDescription: factsLine({ severity: 'P1', component: 'orders' }),
    }),
    ...more,
  });

/** Fires while nothing is wrong: in the first minutes with more messages than usual. */
const NERVOUS = {
  Nervous: alarm({
    ...{ AlarmName: 'shop/billing/Nervous', ...to, Dimensions: [{ Name: 'QueueName', Value: 'billing' }] },
    ...{ Threshold: 60, AlarmDescription: factsLine({ severity: 'P2', component: 'billing' }) },
  }),
};

async function rehearsed(own: Assembly, other?: Assembly): Promise<Clock> {
  const room = new Room(own, { title: 'own', compared: other && 'other' });
  const clock = new Clock(room, 60, other && new Comparison(new Room(other, { title: 'other' })));
  const target = room.view.targets.find(({ component }) => component === 'orders');
  expect(await clock.obey({ do: 'break', target: target?.id as string, failure: 'stuck-consumer' })).toBe(true);
  await clock.obey({ do: 'forward', seconds: 30 * MINUTE });
  await clock.obey({ do: 'fix', id: 0 });
  await clock.obey({ do: 'forward', seconds: 30 * MINUTE });
  return clock;
}

test('alerts are counted by severity, each failure with its time to detect', async () => {
  const { own, other } = (await rehearsed(shop(10))).reports();

  expect(other).toBeUndefined();
  expect(own.now - own.since).toBe(60 * MINUTE);
  expect(own.alerts).toEqual([{ severity: 'P1', count: 1 }]);
  const [failure] = own.failures;
  expect(failure).toMatchObject({ name: 'stuck consumer', component: 'orders', from: own.since });
  expect(failure?.alertedAt).toBe(failure?.detectedAt);
  expect(failure?.alerts.map(({ name, time }) => [name, time])).toEqual([['shop/orders/Stuck', failure?.alertedAt]]);
  expect(own.unexplained).toEqual([]);
});

test('an alert that nothing explains is a false one', async () => {
  const { own } = (await rehearsed(shop(10, NERVOUS))).reports();

  expect(own.failures[0]?.alerts.map(({ name }) => name)).toEqual(['shop/orders/Stuck']);
  expect(own.unexplained.length).toBeGreaterThan(0);
  expect(new Set(own.unexplained.map(({ name }) => name))).toEqual(new Set(['shop/billing/Nervous']));
  expect(own.alerts).toEqual([
    { severity: 'P1', count: 1 },
    { severity: 'P2', count: own.unexplained.length },
  ]);
});

test('the same happens to another assembly, side by side', async () => {
  const { own, other } = (await rehearsed(shop(10), shop(20, NERVOUS))).reports();

  const [before, after] = [own, other].map((report) => report?.failures[0]);
  expect(after).toMatchObject({ component: 'orders', name: 'stuck consumer', from: before?.from, to: before?.to });
  // ten minutes later, as its threshold says
  expect((after?.alertedAt ?? 0) - (before?.alertedAt ?? 0)).toBe(10 * MINUTE);
  expect([own, other].map((report) => (report?.unexplained.length ?? 0) > 0)).toEqual([false, true]);
});

test('an assembly without what is broken has no such failure', async () => {
  const { other } = (await rehearsed(shop(10), assemblyWith(NERVOUS))).reports();

  expect(other?.failures).toEqual([]);
});
