// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub

import * as fc from 'fast-check';
import { reportOn } from '../../../lib/rehearsal/preview/report';
import { printReport } from '../../../lib/rehearsal/preview/text-report';
import { assemblyOf } from '../templates';

const FUNCTIONS = [
  'Ref',
  'Condition',
  'Base64',
  'Equals',
  'FindInMap',
  'GetAtt',
  'If',
  'ImportValue',
  'Join',
  'Not',
  'Select',
  'Split',
  'Sub',
];
const TYPES = [
  'CloudWatch::Alarm',
  'CloudWatch::CompositeAlarm',
  'CloudWatch::Dashboard',
  'SNS::Topic',
  'SNS::Subscription',
  'KMS::Key',
  'ApiGateway::Stage',
  'ApiGatewayV2::Stage',
  'CloudFormation::Stack',
];
const PROPERTIES = [
  'AlarmName',
  'AlarmActions',
  'AlarmRule',
  'DashboardBody',
  'Dimensions',
  'EvaluationPeriods',
  'MetricName',
  'Metrics',
  'MethodSettings',
  'Namespace',
  'Period',
  'Subscription',
  'Threshold',
  'TopicName',
];
const NAMES = ['A', 'B', 'AWS::Region', 'AWS::NoValue', 'A.Arn', '${A.Arn}', '${B}', 'ALARM("A")', '__proto__'];

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(...NAMES, 0, -1, 3.5, true, null, ''),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .tuple(fc.constantFrom(...FUNCTIONS), tie('value'))
      .map(([name, argument]) => ({ [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: argument })),
    fc.dictionary(fc.constantFrom('Id', 'Expression', 'MetricStat', 'Name', 'Value', ...PROPERTIES), tie('value'), {
      maxKeys: 4,
    }),
  ),
}));
const resource = fc.record({
  Type: fc.constantFrom(...TYPES).map((type) => `AWS::${type}`),
  Properties: fc.oneof(value, fc.dictionary(fc.constantFrom(...PROPERTIES), value, { minKeys: 4 })),
  Condition: fc.constantFrom(undefined, 'A', 'B'),
});
const section = fc.dictionary(fc.constantFrom('A', 'B'), value);
const template = fc.record({
  Resources: fc.dictionary(
    fc.constantFrom('A', 'B', 'C'),
    fc.oneof({ weight: 9, arbitrary: resource }, { weight: 1, arbitrary: value }),
  ),
  Parameters: section,
  Conditions: section,
  Mappings: section,
  Outputs: section,
});

test('reads and explains any template without falling over', () => {
  fc.assert(
    fc.property(template, template, (one, other) => {
      const text = printReport(reportOn(assemblyOf({ one, other })), 'title', { width: 100, paint: (_, each) => each });
      expect(text).toContain('stack one');
    }),
    { numRuns: 200 },
  );
});
