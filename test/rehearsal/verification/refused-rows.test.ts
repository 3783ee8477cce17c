import { ACTION_CHECKS, COMPOSITE_ACTION_CHECKS, METRIC_ACTION_CHECKS } from '../../../lib/refusals/action-checks';
import { COMPOSITE_CHECKS } from '../../../lib/refusals/composite-checks';
import { MATH_CHECKS } from '../../../lib/refusals/math-checks';
import { MetricAlarm } from '../../../lib/refusals/metric-alarm';
import { METRIC_ALARM_CHECKS } from '../../../lib/refusals/metric-alarm-checks';
import type { Refusal } from '../../../lib/refusals/refusal';
import { REFUSED_ROWS, refusedInput } from '../../../lib/rehearsal/verification/refused-rows';
import { LoopbackCloudWatch } from '../../support/loopback-cloudwatch/server';
import { outcomeOf, RUN } from './asking';

const target = { region: 'eu-west-1', account: '111122223333' };
const METRIC = [...METRIC_ALARM_CHECKS, ...MATH_CHECKS, ...ACTION_CHECKS, ...METRIC_ACTION_CHECKS];
const COMPOSITE = [...COMPOSITE_CHECKS, ...ACTION_CHECKS, ...COMPOSITE_ACTION_CHECKS];

test.each(REFUSED_ROWS.map((row) => [row.id, row] as const))(
  '%s is what Vigil says that CloudWatch refuses',
  (_, row) => {
    const { AlarmRule, ...input } = refusedInput(RUN, row);
    const name = input.AlarmName;
    const found: readonly Refusal[] =
      row.kind === 'metric'
        ? METRIC.filter(({ id }) => id === row.check).flatMap(({ find }) => find(new MetricAlarm(input, target)))
        : COMPOSITE.filter(({ id }) => id === row.check).flatMap(({ find }) =>
            find({ properties: { ...input, AlarmRule }, target, name, isDeclared: () => true }),
          );
    expect(found.filter(({ level }) => level === 'error').length).toBeGreaterThan(0);
  },
);

test('every check has a row, and every row an id', () => {
  const checks = [...METRIC, ...COMPOSITE].map(({ id }) => id);
  expect([...new Set(REFUSED_ROWS.map(({ check }) => check))].sort()).toEqual([...new Set(checks)].sort());
  expect(new Set(REFUSED_ROWS.map(({ id }) => id)).size).toBe(REFUSED_ROWS.length);
});

test('no row could act, even if it were taken', () => {
  for (const row of REFUSED_ROWS) {
    const input = refusedInput(RUN, row);
    const actions = [input['AlarmActions'], input['OKActions'], input['InsufficientDataActions']].flat();
    expect(input['ActionsEnabled']).toBe(false);
    for (const action of actions) if (action !== undefined) expect(action).toMatch(/^arn:aws:\w+:[\w-]+:000000000000:/);
  }
});

describe('on AWS', () => {
  let aws: LoopbackCloudWatch;
  beforeAll(async () => {
    aws = await LoopbackCloudWatch.start();
  });
  afterAll(() => aws.stop());

  test('each is put once, and the text of its refusal is kept', async () => {
    // GIVEN a CloudWatch that takes two of them and lets nobody create composites
    aws.reset();
    aws.refuses = ({ AlarmName }) =>
      /refused-(statistic-both|low-samples)$/.test(AlarmName)
        ? undefined
        : `The input of ${AlarmName.split('-refused-')[1]} is invalid`;
    aws.fault = (action) => (action === 'PutCompositeAlarm' ? 'AccessDeniedException' : undefined);

    // WHEN
    const { refusals } = await outcomeOf(aws, { refused: REFUSED_ROWS });

    // THEN
    const of = (id: string) => refusals.find(({ row }) => row.id === id);
    expect(of('window-day')).toMatchObject({
      ...{ outcome: 'refused', code: 'ValidationException', message: 'The input of window-day is invalid' },
    });
    expect(refusals.filter(({ outcome }) => outcome === 'accepted').map(({ row }) => row.id)).toEqual([
      'statistic-both',
      'low-samples',
    ]);
    const denied = refusals.filter(({ outcome }) => outcome === 'not permitted');
    expect(denied.map(({ row }) => row.kind)).toEqual(
      REFUSED_ROWS.flatMap(({ kind }) => (kind === 'composite' ? kind : [])),
    );
    expect(aws.names).toEqual([]);
    expect(aws.calls.filter(({ action }) => /^Put/.test(action)).length).toBe(REFUSED_ROWS.length);
  });
});
