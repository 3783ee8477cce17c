import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTemplates } from '../../../lib/rehearsal/assembly/assembly';
import { alarm, folderWith } from '../templates';

const ref = (name: string): string => `\${${name}}`;
const read = (template: unknown, parameters: Record<string, string> = {}) =>
  readTemplates([join(folderWith({ 'shop.json': template }), 'shop.json')], { parameters });
const namesIn = (template: unknown, parameters?: Record<string, string>) =>
  read(template, parameters).alarms.map(({ name }) => name);

describe('YAML as CloudFormation reads it', () => {
  const properties = (text: string) => {
    const folder = folderWith({
      'shop.yaml': `Resources:\n  A:\n    Type: AWS::CloudWatch::Alarm\n    Properties:\n${text}`,
    });
    return readTemplates([join(folder, 'shop.yaml')]).alarms[0];
  };

  test('no, off and False switch actions off, and 1_000 is a thousand', () => {
    for (const no of ['no', 'off', 'False']) {
      const actions = `      ActionsEnabled: ${no}\n      Threshold: 1_000\n      AlarmActions: [ 'arn:aws:sns:us-east-1:1:t' ]\n`;
      expect(properties(actions)).toMatchObject({ actions: { alarm: [] }, threshold: 1000 });
    }
  });

  test('leading zeros, times, ids such as e1 and the letters y and n stay as they are', () => {
    const metric = (value: string) =>
      properties(
        `      MetricName: Charges\n      Namespace: A\n      Dimensions: [ { Name: Of, Value: ${value} } ]\n`,
      );

    for (const value of ['012345678901', '22:22', 'y', 'e1', 'E10', '2026-01-05', '123456789012345678901'])
      expect(metric(value)).toMatchObject({ queries: [{ metric: { dimensions: { Of: value } } }] });
  });
});

test.each(['utf16le', 'utf-16be'])('reads %s', (encoding) => {
  // GIVEN
  const folder = folderWith({});
  const bytes = Buffer.from(`\uFEFF${JSON.stringify({ Resources: { A: alarm({ AlarmName: 'Grüße' }) } })}`, 'utf16le');
  writeFileSync(join(folder, 'shop.json'), encoding === 'utf16le' ? bytes : bytes.swap16());

  // THEN
  expect(readTemplates([join(folder, 'shop.json')]).alarms).toMatchObject([{ name: 'Grüße' }]);
});

describe('Fn::ForEach', () => {
  const loop = (
    items: unknown,
    body: Record<string, unknown> = { [`A${ref('Q')}`]: alarm({ AlarmName: `deep-${ref('Q')}` }) },
  ) => ({
    Transform: 'AWS::LanguageExtensions',
    Parameters: { Queues: { Type: 'CommaDelimitedList', Default: 'Orders, Mails' } },
    Resources: { 'Fn::ForEach::Alarms': ['Q', items, body] },
  });

  test('makes a resource of each item of a list or a parameter', () => {
    expect(namesIn(loop(['Orders', 'Mails']))).toEqual(['deep-Orders', 'deep-Mails']);
    expect(namesIn(loop({ Ref: 'Queues' }))).toEqual(['deep-Orders', 'deep-Mails']);
    expect(namesIn(loop({ Ref: 'Queues' }), { Queues: 'Bills' })).toEqual(['deep-Bills']);
  });

  test('may be within another, and gives the letters of an item as logical id', () => {
    const inner = [
      'R',
      ['x'],
      { [`A&{Q}${ref('R')}`]: alarm({ AlarmName: { 'Fn::Sub': `${ref('Q')}/${ref('R')}` } }) },
    ];

    const { alarms } = read(loop(['a-1', 'b-2'], { 'Fn::ForEach::Inner': inner }));

    expect(alarms).toMatchObject([
      { name: 'a-1/x', logicalId: 'Aa1x' },
      { name: 'b-2/x', logicalId: 'Ab2x' },
    ]);
  });

  test('is named where its items are not known', () => {
    expect(read(loop({ 'Fn::ImportValue': 'queues' })).unresolved).toMatchObject([
      { resource: 'Alarms', expression: 'Fn::ForEach', reason: 'its items are known only at deployment' },
    ]);
  });
});

test('names macros, and entries without a type', () => {
  const template = {
    Transform: ['AWS::Serverless-2016-10-31', 'AlarmMaker', { Name: 'AWS::Include', Parameters: {} }],
    Resources: {
      A: alarm(),
      B: { Properties: {} },
      C: { ...alarm(), Metadata: { 'Fn::Transform': { Name: 'Other' } } },
    },
  };

  expect(read(template).unresolved.map(({ resource, expression }) => `${resource}: ${expression}`)).toEqual([
    'B: Type',
    'Transform: AlarmMaker',
    'Transform: AWS::Include',
    'C: Fn::Transform Other',
  ]);
});

describe('an alarm whose condition is false', () => {
  const template = {
    Parameters: { Stage: { Type: 'String', Default: 'dev' }, Email: { Type: 'String' } },
    Conditions: {
      IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
      IsLoud: { 'Fn::And': [{ Condition: 'IsProd' }, { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Email' }, ''] }] }] },
    },
    Resources: { A: { ...alarm(), Condition: 'IsLoud' }, B: alarm() },
  };

  test('is listed with the parameters that would turn it', () => {
    expect(read(template).leftOut).toEqual([
      {
        stack: 'shop',
        logicalId: 'A',
        condition: 'IsLoud',
        parameters: [
          { name: 'Stage', value: 'dev' },
          { name: 'Email', value: undefined },
        ],
      },
    ]);
    expect(read(template, { Stage: 'prod', Email: 'a@example.com' }).leftOut).toEqual([]);
  });

  test('may be in a nested stack that is left out', () => {
    const folder = folderWith({
      'shop.json': {
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
        Resources: {
          Nested: {
            Type: 'AWS::CloudFormation::Stack',
            Condition: 'Never',
            Properties: { TemplateURL: 'nested.json' },
          },
        },
      },
      'nested.json': { Resources: { A: alarm() } },
    });
    const { alarms, leftOut } = readTemplates([join(folder, 'shop.json')]);

    expect(alarms).toEqual([]);
    expect(leftOut).toMatchObject([{ stack: 'shop/Nested', logicalId: 'A', condition: 'Never' }]);
  });
});

test('nested templates are read by their paths, with the parameters of their parent', () => {
  // GIVEN
  const folder = folderWith({
    'shop.json': {
      Resources: {
        Alarms: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: './parts/alarms.json', Parameters: { Name: 'deep' } },
        },
        Application: { Type: 'AWS::Serverless::Application', Properties: { Location: 'parts/application.json' } },
        Remote: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://example.com/x.json' } },
      },
    },
    'parts/alarms.json': {
      Parameters: { Name: { Type: 'String' } },
      Resources: { A: alarm({ AlarmName: { Ref: 'Name' } }) },
    },
    'parts/application.json': { Resources: { A: alarm({ AlarmName: 'application' }) } },
  });

  // WHEN
  const { alarms, unresolved } = readTemplates([join(folder, 'shop.json')]);

  // THEN
  expect(alarms).toMatchObject([
    { name: 'deep', stack: 'shop/Alarms' },
    { name: 'application', stack: 'shop/Application' },
  ]);
  expect(unresolved).toMatchObject([{ resource: 'Remote' }]);
});

test('names that end in digits stay whole; the hash of a logical id does not', () => {
  const onQueue = (Value: unknown) => alarm({ AlarmName: 'x', Dimensions: [{ Name: 'QueueName', Value }] });
  const { alarms } = read({
    Resources: {
      OrdersQueue7B5E1992: { Type: 'AWS::SQS::Queue' },
      A: onQueue({ 'Fn::GetAtt': ['OrdersQueue7B5E1992', 'QueueName'] }),
      B: onQueue('export-20260105'),
      C: alarm({ AlarmName: 'backup20260105' }),
    },
  });

  expect(alarms.map(({ component }) => component)).toEqual(['OrdersQueue', 'export-20260105', 'orders']);
  expect(alarms[2]).toMatchObject({ label: 'backup20260105' });
});
