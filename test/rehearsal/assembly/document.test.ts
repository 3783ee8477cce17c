import { join } from 'node:path';
import { readTemplates } from '../../../lib/rehearsal/assembly/assembly';
import { UnreadableFile } from '../../../lib/rehearsal/assembly/unreadable-file';
import { folderWith } from '../templates';

const YAML = `
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Stage: { Type: String, Default: prod }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "\${Stage}-orders"
  Pages:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: !If [IsProd, !Join ['-', [!Ref Stage, pages]], none]
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/SQS
      MetricName: NumberOfMessagesSent
      Dimensions:
        - { Name: QueueName, Value: !GetAtt Queue.QueueName }
        - Name: Region
          Value: !FindInMap [Names, !Ref Stage, first]
      AlarmActions: [!Ref Pages]
Mappings:
  Names: { prod: { first: one } }
`;

test('reads YAML with the short tags of CloudFormation', () => {
  // GIVEN
  const folder = folderWith({ 'shop.yaml': YAML });

  // WHEN
  const assembly = readTemplates([join(folder, 'shop.yaml')]);

  // THEN
  expect(assembly.stacks).toMatchObject([{ name: 'shop', resources: 3, bytes: Buffer.byteLength(YAML) }]);
  expect(assembly.topics).toMatchObject([{ name: 'prod-pages' }]);
  expect(assembly.alarms).toMatchObject([
    {
      queries: [{ metric: { dimensions: { QueueName: 'prod-orders', Region: 'one' } } }],
      actions: { alarm: ['arn:aws:sns:us-east-1:123456789012:prod-pages'] },
    },
  ]);
  expect(assembly.unresolved).toEqual([]);
});

test('reads a stack without resources, as CDK writes it', () => {
  // GIVEN
  const folder = folderWith({ 'empty.json': '{"Parameters": {"BootstrapVersion": {"Type": "String"}}}' });

  // WHEN
  const assembly = readTemplates([join(folder, 'empty.json')]);

  // THEN
  expect(assembly.alarms).toEqual([]);
});

test.each<[string, string, string]>([
  ['broken JSON', '{\n  "Resources": {\n    "A": { "Type": "x" \n', ':4:1: '],
  ['JSON with a missing comma', '{"Resources": {\n "A": {} "B": {} }}', ':2:10: '],
  ['broken YAML', 'Resources:\n  A: [1\n  B: 2\n', ':3:3: '],
  ['a key given twice', 'Resources:\n  A: 1\n  A: 2\n', ':3:3: Map keys must be unique'],
  [
    'a file that is something else',
    '{"name": "orders"}',
    ": this is not a CloudFormation template: it has no 'Resources'.",
  ],
  ['a list', '[1, 2]', ': this is not a CloudFormation template'],
  ['an empty file', '', ': this is not a CloudFormation template'],
  [
    'aliases without end',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replace(/./g, (name, index: number) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`)}]\n`)}`,
    ': its aliases stand for too many values',
  ],
])('gives the location where %s is wrong', (_, text, expected) => {
  const folder = folderWith({ 'broken.json': text });
  const read = () => readTemplates([join(folder, 'broken.json')]);

  expect(read).toThrow(UnreadableFile);
  expect(read).toThrow(`broken.json${expected}`);
});

test('does not parse a large file for minutes', () => {
  const folder = folderWith({
    'log.yaml': '- a: 1\n'.repeat(8_000_000),
    'half.json': `{"a":"${'x'.repeat(3_000_000)}`,
  });

  expect(() => readTemplates([join(folder, 'log.yaml')])).toThrow(
    /log\.yaml: this is not JSON: .*\. A file of 56 MB is read as JSON only\.$/,
  );
  expect(() => readTemplates([join(folder, 'half.json')])).toThrow(
    /half\.json: this is not JSON: .*\. A file of 3 MB is read as JSON only\.$/,
  );
});

test('says that a file is missing, or a folder', () => {
  const folder = folderWith({});

  expect(() => readTemplates([join(folder, 'nowhere.json')])).toThrow(/nowhere\.json: there is no such file\.$/);
  expect(() => readTemplates([folder])).toThrow(/: this is a folder, not a file\.$/);
});
