import fc from 'fast-check';
import { simulate } from '../../../lib/rehearsal/simulator/simulation';
import { stateAt } from '../../../lib/rehearsal/simulator/track';
import { definitionOf, storeOf } from '../../support/engine';
import { History } from '../../support/evaluator/history';
import type { MetricAlarm } from '../../support/evaluator/model';
import { type Alarm, Timeline } from '../../support/evaluator/timeline';
import { runs } from './worlds';

// Whole alarms, minute by minute, against an evaluator that shares no code and looks at every sample each time.

const METRICS = [
  { namespace: 'N', name: 'a', dimensions: [{ Name: 'D', Value: 'v' }] },
  { namespace: 'N', name: 'b', dimensions: [] },
];
const MINUTES = 60;

const history = fc
  .tuple(
    ...METRICS.map(() => fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }), { maxLength: MINUTES })),
  )
  .map((columns) => {
    const recorded = new History();
    for (const [index, minutes] of columns.entries()) {
      for (const [minute, samples] of minutes.entries())
        if (samples.length > 0) recorded.record(METRICS[index] as (typeof METRICS)[number], minute, ...samples);
    }
    return recorded;
  });

const common = fc.integer({ min: 1, max: 5 }).chain((EvaluationPeriods) =>
  fc.record({
    AlarmName: fc.constant('it'),
    EvaluationPeriods: fc.constant(EvaluationPeriods),
    DatapointsToAlarm: fc.integer({ min: 1, max: EvaluationPeriods }),
    // between whole numbers and their fractions, where rounding has no say
    Threshold: fc.integer({ min: 0, max: 12 }).map((whole) => whole + 0.0625),
    ComparisonOperator: fc.constantFrom(
      'GreaterThanThreshold',
      'GreaterThanOrEqualToThreshold',
      'LessThanThreshold',
      'LessThanOrEqualToThreshold',
    ),
    TreatMissingData: fc.constantFrom('missing', 'ignore', 'breaching', 'notBreaching'),
  }),
);
const period = fc.constantFrom(60, 120, 300, 420);
const statistic = fc.constantFrom('Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p90');

const onMetric = fc
  .record({ Period: period, Statistic: statistic, lowSamples: fc.boolean() })
  .map(({ Period, Statistic, lowSamples }) => {
    const [metric] = METRICS as [(typeof METRICS)[number]];
    return {
      ...{ Namespace: metric.namespace, MetricName: metric.name, Dimensions: metric.dimensions, Period, Statistic },
      EvaluateLowSampleCountPercentile: lowSamples ? 'ignore' : undefined,
    };
  });

const onMath = fc
  .record({
    Period: period,
    Stat: statistic,
    Expression: fc.constantFrom(
      ...[
        'a + b',
        '100 * a / b',
        'IF(a > b, a, 0)',
        'IF(a > 2, a)',
        'SUM([a, b])',
        'MAX([a, b]) - MIN([a, b])',
        'a > 3 AND b > 3',
      ],
      // these look around
      ...[
        'a / MAX(a)',
        'a - AVG(a)',
        'DIFF(a)',
        'RUNNING_SUM(a)',
        'IF(a == MAX(a), a, 0)',
        'b * DATAPOINT_COUNT(a)',
        'DIFF_TIME(b) / PERIOD(b)',
      ],
    ),
  })
  .map(({ Period, Stat, Expression }) => ({
    Metrics: [
      { Id: 'e', Expression, ReturnData: true },
      ...METRICS.map(({ namespace, name, dimensions }) => ({
        Id: name,
        MetricStat: { Metric: { Namespace: namespace, MetricName: name, Dimensions: dimensions }, Period, Stat },
        ReturnData: false,
      })),
    ],
  }));

const alarm: fc.Arbitrary<MetricAlarm> = fc
  .tuple(common, fc.oneof(onMetric, onMath))
  .map(([one, other]) => ({ ...one, ...other }));

/** What both make of some alarms, minute by minute; each by the name of the last. */
function seenByBoth(alarms: readonly [...MetricAlarm[], Alarm], recorded: History) {
  const end = MINUTES + 20;
  const name = alarms.at(-1)?.AlarmName as string;
  const { tracks } = simulate({
    ...{ alarms: alarms.map(definitionOf), store: storeOf(recorded) },
    span: { start: 0, end: end * 60 },
  });
  const track = tracks.get(name);
  return {
    found: Array.from({ length: end }, (_, minute) => track && stateAt(track, minute * 60)),
    expected: new Timeline(alarms, recorded).play(name, 0, end),
  };
}

test('each minute, both see the same', () => {
  fc.assert(
    fc.property(alarm, history, (properties, recorded) => {
      const { found, expected } = seenByBoth([properties], recorded);
      expect(found).toEqual(expected);
    }),
    { numRuns: runs(3000) },
  );
});

const { rule } = fc.letrec<{ rule: string }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc
      .tuple(fc.constantFrom('ALARM', 'OK', 'INSUFFICIENT_DATA'), fc.constantFrom('one', '"two"'))
      .map(([state, name]) => `${state}(${name})`),
    fc.constantFrom('TRUE', 'FALSE'),
    tie('rule').map((operand) => `NOT ${operand}`),
    fc.tuple(tie('rule'), fc.constantFrom('AND', 'OR'), tie('rule')).map((parts) => parts.join(' ')),
    fc.tuple(tie('rule'), fc.constantFrom('AND', 'OR'), tie('rule')).map((parts) => `(${parts.join(' ')})`),
  ),
}));

test('each minute, both see composites in the same state', () => {
  fc.assert(
    fc.property(alarm, alarm, rule, history, (one, two, AlarmRule, recorded) => {
      const composite = { AlarmName: 'both', AlarmRule };
      const { found, expected } = seenByBoth(
        [{ ...one, AlarmName: 'one' }, { ...two, AlarmName: 'two' }, composite],
        recorded,
      );
      expect(found).toEqual(expected);
    }),
    { numRuns: runs(1000) },
  );
});
