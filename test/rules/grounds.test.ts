import { pages } from '../../lib/contracts/severity';
import { SECTIONS } from '../../lib/resources/all';
import { type MetricAlarm as Alarm, expressionsOf } from '../support/evaluator/model';
import { synthesizeSpecimens } from '../support/specimens';
import { undocumentedConstructs } from './documented-constructs';

// What the default alarms rest on: only on what AWS documents, read from what synthesizes.

type MetricAlarm = Alarm & { readonly AlarmName: string };

const rows = SECTIONS.flatMap(({ resource, table }) => table.map((row) => [`${resource}: ${row.id}`, row] as const));
const byDefault = alarmsIn(synthesizeSpecimens());
const withBaselines = alarmsIn(synthesizeSpecimens({}, true, true));

function alarmsIn(template: ReturnType<typeof synthesizeSpecimens>): MetricAlarm[] {
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => Properties as unknown as MetricAlarm);
}

describe('an alarm that is on by default', () => {
  test.each(byDefault.map((alarm): [string, MetricAlarm] => [alarm.AlarmName, alarm]))(
    'has no construct that AWS advises against or leaves open: %s',
    (_, alarm) => {
      expect(undocumentedConstructs(alarm)).toEqual([]);
    },
  );

  test('looks at 15 periods at most', () => {
    expect(byDefault.length).toBeGreaterThan(50);
    expect(byDefault.filter(({ EvaluationPeriods }) => EvaluationPeriods > 15)).toEqual([]);
  });
});

describe('the check refuses', () => {
  const alarm = (expression: string, DatapointsToAlarm = 1): MetricAlarm => ({
    AlarmName: 'it',
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 1,
    EvaluationPeriods: 3,
    DatapointsToAlarm,
    TreatMissingData: 'notBreaching',
    Metrics: [
      {
        Id: 'm',
        ReturnData: false,
        MetricStat: { Metric: { Namespace: 'N', MetricName: 'M' }, Period: 60, Stat: 'Sum' },
      },
      { Id: 'e', Expression: expression },
    ],
  });

  test.each([
    ['RUNNING_SUM(m)', 'RUNNING_SUM'],
    ['m - AVG(m)', 'AVG of one series'],
    ['m / SUM(m)', 'SUM of one series'],
    ['MAX([m, m])', 'MAX'],
    ['m > STDDEV(m)', 'STDDEV'],
    ['IF(PERIOD(m) > 60 AND m > 1, m, 0)', 'number AND series'],
    ['SUM([m, 3])', 'a number in an array'],
    ['MEDIAN(m)', 'MEDIAN, which is no function'],
    ['PERIOD(m * 2) * m', 'PERIOD of an expression'],
  ])('%s: %s', (expression, construct) => {
    expect(undocumentedConstructs(alarm(expression))).toContain(construct);
  });

  test('FILL where the newest period alone can decide', () => {
    expect(undocumentedConstructs(alarm('FILL(m, 0)', 3))).toEqual(['FILL where M is N']);
    expect(undocumentedConstructs(alarm('FILL(m, 0)', 2))).toEqual([]);
  });
});

describe('the ground of a rule', () => {
  test.each(rows)('names a page of AWS, a record, or what is assumed: %s', (_, { ground }) => {
    if (ground.kind === 'documented') expect(ground.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    else expect(ground.source).toMatch(/\w{4,}.*\.$/);
  });

  test.each(rows)('is documented if the rule is on by default: %s', (_, { ground, off, baseline, threshold }) => {
    if (off !== true && !baseline && threshold !== undefined) expect(ground.kind).toBe('documented');
  });
});

describe('baseline rules', () => {
  test('are on together, and none is without', () => {
    const ids = rows.filter(([, { baseline }]) => baseline).map(([, { id }]) => id);
    const isBaseline = ({ AlarmName }: MetricAlarm) => ids.some((id) => new RegExp(`[/.]${id}$`).test(AlarmName));

    expect(byDefault.filter(isBaseline)).toEqual([]);
    expect(new Set(withBaselines.filter(isBaseline).map(({ AlarmName }) => AlarmName.split(/[/.]/).at(-1)))).toEqual(
      new Set(ids),
    );
  });

  test('combine by AND and OR nothing but series', () => {
    const mixed = withBaselines
      .filter((alarm) => expressionsOf(alarm).size > 0)
      .flatMap((alarm) => undocumentedConstructs(alarm))
      .filter((construct) => / (AND|OR) | in an array|alone|array /.test(construct));
    expect(mixed).toEqual([]);
  });

  test('page for nothing but silence', () => {
    const paging = rows.filter(([, { baseline, severity }]) => baseline && pages(severity)).map(([, { id }]) => id);
    expect(new Set(paging)).toEqual(new Set(['TrafficStopped']));
  });
});
