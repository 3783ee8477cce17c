import type { App, Stack } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Severity, type Vigil } from '../../lib/index';
import { dimensionsOf, newStack, newVigil, Synthesized } from '../support/synth';

const metric = (metricName: string, more = {}) =>
  new Metric({ namespace: 'AWS/S3', metricName, dimensionsMap: { BucketName: 'uploads' }, statistic: 'Sum', ...more });
const PAGE = { severity: Severity.P1, threshold: 5 };

function appWith(show: (vigil: Vigil, stack: Stack) => void): App {
  const stack = newStack({ env: { account: '111122223333', region: 'us-east-1' } });
  show(newVigil(stack), stack);
  return stack.node.root as App;
}
const alarmsOf = (show: (vigil: Vigil, stack: Stack) => void) => new Synthesized(appWith(show));

test('an alarm on any metric has the name, severity, actions and runbook link of every other', () => {
  const shop = alarmsOf((vigil) =>
    vigil.alarm(metric('5xxErrors'), { ...PAGE, label: 'Uploads', why: 'Uploads fail.' }),
  );
  const alarm = shop.alarm('Uploads', '5xxErrors');

  expect(alarm).toMatchObject({ name: 'Shop/Uploads/5xxErrors', severity: 'P1', actions: [expect.any(String)] });
  expect(alarm.description).toContain('Uploads fail.');
  expect(alarm.description).toContain('/docs/runbooks/declared.md');
  expect(alarm.properties).toMatchObject({
    Namespace: 'AWS/S3',
    Statistic: 'Sum',
    Period: 300,
    Threshold: 5,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  });
  expect(dimensionsOf(alarm)).toEqual([{ BucketName: 'uploads' }]);
  expect(JSON.stringify(shop.dashboards)).toContain('5xxErrors');
});

test('several alarms of one component page together, and rules change them', () => {
  const shop = alarmsOf((vigil) =>
    vigil
      .alarm(metric('5xxErrors'), { ...PAGE, label: 'Uploads', rules: { Slow: { severity: Severity.P0 } } })
      .alarm(metric('FirstByteLatency'), { ...PAGE, rule: 'Slow', evaluationPeriods: 3, datapointsToAlarm: 2 }),
  );

  expect(shop.alarmsOf('Uploads').map(({ rule, severity }) => [rule, severity])).toEqual([
    ['5xxErrors', 'P1'],
    ['Slow', 'P0'],
    ['Failing', 'P0'],
  ]);
  expect(shop.alarm('Uploads', 'Slow').properties).toMatchObject({ EvaluationPeriods: 3, DatapointsToAlarm: 2 });
});

test('an expression, and a comparison that looks for too little', () => {
  const share = new MathExpression({
    expression: '100 * bad / all',
    label: 'Failed share',
    usingMetrics: { bad: metric('5xxErrors'), all: metric('AllRequests') },
  });

  const { properties } = alarmsOf((vigil) =>
    vigil.alarm(share, { ...PAGE, label: 'Uploads', comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD }),
  ).alarm('Uploads', 'Failedshare');

  expect(properties.ComparisonOperator).toBe('LessThanThreshold');
  expect(properties.Metrics.map(({ Id }: { Id: string }) => Id)).toEqual(['bad', 'all', 'result']);
});

test('logical ids depend on what is measured, not on the label; a resource that a metric names is watched', () => {
  const idsWith = (label: string) => {
    const app = appWith((vigil, stack) => {
      const { bucketName } = new Bucket(stack, 'Files');
      vigil.alarm(metric('5xxErrors', { dimensionsMap: { BucketName: bucketName } }), { ...PAGE, label }).node.path;
    });
    const shop = new Synthesized(app);
    const info = app.synth().stacks.flatMap(({ messages }) => messages.map(({ entry }) => String(entry.data)));
    expect(info.join()).toContain('Vigil watches the one resource that can fail (1 alarm).');
    return Object.keys(shop.resources('AWS::CloudWatch::Alarm'));
  };

  expect(idsWith('Uploads')).toEqual(idsWith('Files'));
});

test.each<[string, (vigil: Vigil) => unknown, RegExp]>([
  [
    'two alarms of one name',
    (vigil) => vigil.alarm(metric('5xxErrors'), PAGE).alarm(metric('5xxErrors'), PAGE),
    /two alarms of 5xxErrors are called '5xxErrors': give one another 'rule'/,
  ],
  [
    'a metric of another region',
    (vigil) => vigil.alarm(metric('5xxErrors', { region: 'eu-west-1' }), PAGE),
    /5xxErrors is a metric of eu-west-1, and an alarm of Shop cannot read it/,
  ],
  [
    'no threshold',
    (vigil) => vigil.alarm(metric('5xxErrors'), { severity: Severity.P2 } as never),
    /'threshold' is missing/,
  ],
  [
    'an option of an added alarm that does not exist',
    (vigil) => vigil.alarm(metric('5xxErrors'), PAGE).alarm(metric('4xxErrors'), { ...PAGE, treshold: 1 } as never),
    /alarm: .*unknown 'treshold'/,
  ],
])('a mistake is an error: %s', (_, show, message) => {
  expect(() => appWith((vigil) => show(vigil)).synth()).toThrow(message);
});
