import { planFor, questionsIn } from '../../../lib/rehearsal/verification/plan';
import { shapeKeyOf, shapesIn, shapesOfRules } from '../../../lib/rehearsal/verification/shapes';
import { LoopbackCloudWatch } from '../../support/loopback-cloudwatch/server';
import { alarm, assemblyWith, composite, mathAlarm, query } from '../templates';
import { deviationsIn, inProcess, outcomeOf } from './asking';

const ratio = (id: string, expression: string, properties = {}) =>
  mathAlarm(
    [
      { Id: id, Expression: expression, ReturnData: true },
      query('bad', 'AWS/Lambda', 'Errors', 'Sum'),
      query('all', 'AWS/Lambda', 'Invocations', 'Sum'),
    ],
    properties,
  );
const keysOf = (Resources: Record<string, unknown>) => shapesIn(assemblyWith(Resources)).shapes.map(({ key }) => key);

test('conditions that differ only in numbers, periods and names have one shape', () => {
  const keys = keysOf({
    One: ratio('e', '100 * bad / all', { Threshold: 5 }),
    Other: ratio('rate', '50 * bad / all', { Threshold: 0.5 }),
  });
  expect(keys).toEqual(['# * m1 / m2 > #; m1 Sum, m2 Sum; 1 of 1, notBreaching']);
});

test.each([
  ['another function', { One: ratio('e', 'bad / all'), Other: ratio('e', 'bad / MAX(all)') }],
  ['another operator', { One: alarm(), Other: alarm({ ComparisonOperator: 'LessThanThreshold' }) }],
  ['another statistic', { One: alarm(), Other: alarm({ Statistic: 'Maximum' }) }],
  ['other missing data', { One: alarm(), Other: alarm({ TreatMissingData: 'breaching' }) }],
  ['M of N', { One: alarm({ EvaluationPeriods: 3 }), Other: alarm({ EvaluationPeriods: 3, DatapointsToAlarm: 2 }) }],
])('%s is another shape', (_, resources) => {
  expect(keysOf(resources)).toHaveLength(2);
});

test('what cannot be put to CloudWatch is named, with the reason', () => {
  const { shapes, notAsked } = shapesIn(
    assemblyWith({
      Band: mathAlarm(
        [
          query('m', 'AWS/Lambda', 'Errors', 'Sum', true),
          { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m, 2)', ReturnData: true },
        ],
        {
          AlarmName: 'Band',
          ThresholdMetricId: 'band',
          Threshold: undefined,
          ComparisonOperator: 'GreaterThanUpperThreshold',
        },
      ),
      Both: composite('ALARM("Band")', { AlarmName: 'Both' }),
      Long: alarm({ AlarmName: 'Long', EvaluationPeriods: 1400 }),
    }),
  );
  expect(notAsked).toEqual([
    { rule: 'Band', why: "CloudWatch's anomaly detection learns for days, and is not simulated" },
  ]);
  expect(planFor({ shapes, notAsked }, false).notAsked).toContainEqual({
    ...{ rule: 'Long', why: 'it looks back for too many periods' },
  });
});

test('an alarm of a template has the shape of its rule', () => {
  const { alarms } = assemblyWith({
    Stuck: ratio('result', 'bad - 0.05 * all', { EvaluationPeriods: 15, DatapointsToAlarm: 4 }),
  });
  const keys = shapesOfRules().shapes.flatMap(({ key, rules }) => (rules.includes('ServerErrors') ? [key] : []));
  expect(keys).toContain(shapeKeyOf(alarms[0] as (typeof alarms)[number]));
});

describe('on AWS', () => {
  let aws: LoopbackCloudWatch;
  beforeAll(async () => {
    aws = await LoopbackCloudWatch.start();
  });
  afterAll(() => aws.stop());

  /** Those that look back for days are as many times slower. */
  const plan = planFor(
    { shapes: shapesOfRules().shapes.filter(({ row }) => row.datapoints[1] <= 24), notAsked: [] },
    false,
  );

  test('conditions of rules behave as simulated, with a value in each period and with gaps', async () => {
    aws.reset();
    const questions = plan.shapes.flatMap((shape) => shape.questions);
    const outcome = await outcomeOf(aws, { questions, cloudWatch: inProcess(aws) });
    expect(deviationsIn(outcome)).toEqual({});
    // and go into ALARM
    const full = outcome.answers.filter(({ question }) => question.id.endsWith('-full'));
    expect(full.filter(({ reply }) => !reply?.includes('ALARM')).map(({ question }) => question.asks)).toEqual([]);
    expect(questionsIn(plan).length).toBeGreaterThan(150);
  });

  test('what behaves otherwise is found in the conditions that it concerns', async () => {
    aws.reset({ operandGaps: 'gap', mathRange: (of) => of });
    const questions = plan.shapes.flatMap((shape) => shape.questions);
    const found = deviationsIn(await outcomeOf(aws, { questions, cloudWatch: inProcess(aws) }));
    expect(Object.keys(found).length).toBeGreaterThan(3);
    for (const id of Object.keys(found)) expect(id).toMatch(/^shape-/);
  });
});
