import fc from 'fast-check';
import { valuesOf } from '../../../../lib/rehearsal/room/dashboards/period-values';
import { MetricStore } from '../../../../lib/rehearsal/simulator/metric-store';
import type { Periods } from '../../../../lib/rehearsal/simulator/periods';
import { Samples } from '../../../../lib/rehearsal/simulator/samples';
import { statisticsOfUnits } from '../../../../lib/rehearsal/simulator/statistics-over-periods';

const LENGTH = 10;
const identity = { namespace: 'Shop', name: 'Orders', dimensions: {} };

/** Ten periods, the last of which ends at or before a time. */
function periodsUntil(time: number, seconds: number): Periods {
  const first = Math.floor(time / seconds) - LENGTH;
  const startOf = (index: number) => (first + index) * seconds;
  const endOf = (index: number) => startOf(index + 1);
  const single = { stride: 1, first: 0, every: 1, unitSeconds: seconds };
  return { length: LENGTH, seconds, ...single, startOf, endOf, evaluatedAt: endOf };
}

test('periods that are not computed again have the values that they would have', () => {
  const step = fc.record({
    forward: fc.integer({ min: 0, max: 900 }),
    // some samples come late
    late: fc.constantFrom(0, 0, 0, 250),
    value: fc.integer({ min: 0, max: 9 }),
    count: fc.integer({ min: 1, max: 3 }),
  });
  const statistic = fc.constantFrom('Sum', 'Average', 'Maximum', 'SampleCount', 'p90');
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 30 }),
      statistic,
      fc.constantFrom(60, 300),
      (steps, ...how) => {
        // GIVEN a metric to which samples are added
        const [statistic, seconds] = how;
        const store = new MetricStore();
        const samples = new Samples();
        store.recordSamples(identity, samples);
        const metric = { ...identity, statistic };
        let now = 100_000;
        for (const { forward, late, value, count } of steps) {
          now += forward;
          samples.add({ time: now - late, value, count });

          // WHEN it is drawn after each of them, THEN it is as if it were drawn for the first time
          const periods = periodsUntil(now + 60, seconds);
          expect([...valuesOf(metric, store, periods)]).toEqual([...statisticsOfUnits([samples], statistic, periods)]);
        }
      },
    ),
  );
});
