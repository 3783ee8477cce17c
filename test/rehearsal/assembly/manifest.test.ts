// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub

import { join } from 'node:path';
import { readAssembly } from '../../../lib/rehearsal/assembly/assembly';
import { alarm, folderWith, topic } from '../templates';

const stackArtifact = (name: string, region: string, more: Record<string, unknown> = {}) => ({
  type: 'aws:cloudformation:stack',
  environment: `aws://111122223333/${region}`,
  properties: { templateFile: `${name}.template.json`, stackName: `prod-${name}` },
  displayName: `prod/${name}`,
  ...more,
});
const manifest = (artifacts: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  version: '55.0.0',
  artifacts,
  ...more,
});

const nestedStack = (properties: Record<string, unknown>, Metadata = {}) => ({
  Type: 'AWS::CloudFormation::Stack',
  Properties: properties,
  Metadata,
});

test('reads the stacks of nested stages with account and region', () => {
  // GIVEN
  const folder = folderWith({
    'manifest.json': manifest({
      'assembly-prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-prod' } },
      Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
    }),
    'assembly-prod/manifest.json': manifest({
      Shop: stackArtifact('shop', 'eu-central-1'),
      Edge: stackArtifact('edge', 'unknown-region', { environment: 'aws://unknown-account/unknown-region' }),
    }),
    'assembly-prod/shop.template.json': { Resources: { Pages: topic() } },
    'assembly-prod/edge.template.json': { Resources: {} },
  });

  // WHEN
  const { stacks, topics } = readAssembly(folder);

  // THEN
  expect(stacks).toMatchObject([
    { name: 'prod-shop', path: 'prod/shop', region: 'eu-central-1', account: '111122223333' },
    { name: 'prod-edge', path: 'prod/edge', region: undefined, account: undefined },
  ]);
  expect(topics).toMatchObject([{ arn: 'arn:aws:sns:eu-central-1:111122223333:prod-shop-Pages', stack: 'prod/shop' }]);
});

test('reads nested stacks, what is handed to them, and what they give back', () => {
  // GIVEN a nested stack that the asset manifest knows, and one that its resource names
  const child = {
    Parameters: { Queue: { Type: 'String' } },
    Resources: { Alarm: alarm({ Dimensions: [{ Name: 'QueueName', Value: { Ref: 'Queue' } }] }) },
    Outputs: { AlarmArn: { Value: { 'Fn::GetAtt': ['Alarm', 'Arn'] } } },
  };
  const folder = folderWith({
    'manifest.json': manifest({
      Shop: stackArtifact('shop', 'eu-central-1'),
      'Shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'shop.assets.json' } },
    }),
    'shop.assets.json': {
      files: {
        abc: { source: { path: 'one.nested.template.json' }, destinations: { here: { objectKey: 'abc.json' } } },
      },
    },
    'one.nested.template.json': child,
    'shop.template.json': {
      Resources: {
        Orders: { Type: 'AWS::SQS::Queue' },
        One: nestedStack({
          TemplateURL: { 'Fn::Join': ['', ['https://s3.', { Ref: 'AWS::URLSuffix' }, '/bucket/abc.json']] },
          Parameters: { Queue: { 'Fn::GetAtt': ['Orders', 'QueueName'] } },
        }),
        Other: nestedStack({ TemplateURL: 'https://s3/elsewhere.json' }),
        Composite: {
          Type: 'AWS::CloudWatch::CompositeAlarm',
          Properties: { AlarmRule: { 'Fn::Sub': 'ALARM("${One.Outputs.AlarmArn}")' } },
        },
      },
    },
  });

  // WHEN
  const assembly = readAssembly(folder);

  // THEN
  expect(assembly.stacks.map(({ path }) => path)).toEqual(['prod/shop', 'prod/shop/One']);
  expect(assembly.alarms).toMatchObject([
    { kind: 'composite', children: ['arn:aws:cloudwatch:eu-central-1:111122223333:alarm:prod-shop-One-Alarm'] },
    { kind: 'metric', stack: 'prod/shop/One', component: 'Orders' },
  ]);
  expect(assembly.unresolved).toEqual([
    {
      stack: 'prod/shop',
      resource: 'Other',
      expression: 'TemplateURL',
      reason: 'the template of the nested stack was not found',
    },
  ]);
});

test('finds a nested template by the asset path that the CLI asks for, and stops where a stack contains itself', () => {
  const folder = folderWith({
    'manifest.json': manifest({
      Shop: stackArtifact('shop', 'eu-central-1'),
      'Shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'shop.assets.json' } },
    }),
    'shop.assets.json': {
      files: { abc: { source: { path: 'one.json' }, destinations: { here: { objectKey: 'other.json' } } } },
    },
    'one.json': { Resources: { Again: nestedStack({}, { 'aws:asset:path': 'one.json' }) } },
    'shop.template.json': { Resources: { One: nestedStack({}, { 'aws:asset:path': 'one.json' }) } },
  });

  expect(readAssembly(folder).stacks.map(({ path }) => path)).toEqual(['prod/shop', 'prod/shop/One']);
});

test('does not mix up stacks of two environments that have the same logical ids', () => {
  // GIVEN two stages of one app in one account and region, each with a topic and an export of the same name
  const stage = (stackName: string) => ({
    'manifest.json': manifest({
      Shop: {
        ...stackArtifact('shop', 'eu-central-1'),
        displayName: `${stackName}/shop`,
        properties: { templateFile: 'shop.template.json', stackName },
      },
    }),
    'shop.template.json': { Resources: { Pages: topic(), Alarm: alarm({ AlarmActions: [{ Ref: 'Pages' }] }) } },
  });
  const files = ['dev', 'prod'].flatMap((name) =>
    Object.entries(stage(name)).map(([file, content]) => [`${name}/${file}`, content]),
  );
  const folder = folderWith({
    ...Object.fromEntries(files),
    'manifest.json': manifest({
      dev: { type: 'cdk:cloud-assembly', properties: { directoryName: 'dev' } },
      prod: { type: 'cdk:cloud-assembly', properties: { directoryName: 'prod' } },
    }),
  });

  // WHEN
  const { alarms, topics } = readAssembly(folder);

  // THEN
  expect(new Set(topics.map(({ arn }) => arn)).size).toBe(2);
  expect(alarms.map(({ actions }) => actions.alarm[0])).toEqual(topics.map(({ arn }) => arn));
});

test('reads outputs of a stack of another region, which weak references use', () => {
  const shop = { Resources: {}, Outputs: { Name: { Value: 'orders' } } };
  const outputOf = (StackName: string, OutputName: string) => ({
    'Fn::GetStackOutput': { StackName, OutputName, Region: 'us-east-1' },
  });
  const watchOf = (value: object) => ({
    Resources: { Alarm: alarm({ Dimensions: [{ Name: 'QueueName', Value: value }] }) },
  });
  const folder = folderWith({
    'manifest.json': manifest({
      ...{ Shop: stackArtifact('shop', 'us-east-1'), Watch: stackArtifact('watch', 'eu-central-1') },
      Typo: stackArtifact('typo', 'eu-central-1'),
    }),
    'shop.template.json': shop,
    'watch.template.json': watchOf(outputOf('prod-shop', 'Name')),
    'typo.template.json': watchOf(outputOf('prod-shop', 'Nmae')),
  });

  const { alarms, unresolved } = readAssembly(folder);

  expect(alarms[0]).toMatchObject({ component: 'orders' });
  expect(unresolved).toMatchObject([
    { expression: 'GetStackOutput prod-shop.Nmae', reason: 'that stack has no such output' },
  ]);
});

test('imports only what a stack of the same account and region exports', () => {
  const exporter = { Resources: {}, Outputs: { Name: { Value: 'orders', Export: { Name: 'queue' } } } };
  const importer = {
    Resources: { Alarm: alarm({ Dimensions: [{ Name: 'QueueName', Value: { 'Fn::ImportValue': 'queue' } }] }) },
  };
  const folder = folderWith({
    'manifest.json': manifest({ One: stackArtifact('one', 'us-east-1'), Two: stackArtifact('two', 'eu-central-1') }),
    'one.template.json': exporter,
    'two.template.json': importer,
  });

  expect(readAssembly(folder).unresolved).toMatchObject([{ expression: 'ImportValue queue' }]);
});

test('decides by the region, where it is known', () => {
  const conditional = {
    Conditions: { IsHome: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } },
    Resources: { Alarm: { ...alarm(), Condition: 'IsHome' } },
  };
  const folder = folderWith({
    'manifest.json': manifest({
      Home: stackArtifact('home', 'us-east-1'),
      Away: stackArtifact('away', 'eu-central-1'),
    }),
    'home.template.json': conditional,
    'away.template.json': conditional,
  });

  const { alarms, unresolved } = readAssembly(folder);

  expect(alarms.map(({ stack }) => stack)).toEqual(['prod/home']);
  expect(unresolved).toEqual([]);
});

test('passes on what the app said, wherever the CDK keeps it, and what it had to look up', () => {
  // GIVEN
  const entry = (type: string, data: string) => [{ type: `aws:cdk:${type}`, data }];
  const folder = folderWith({
    'manifest.json': manifest(
      {
        Shop: stackArtifact('shop', 'eu-central-1', {
          metadata: { '/prod/shop/A': entry('warning', 'Careful.'), '/prod/shop/B': entry('logicalId', 'B1') },
          additionalMetadataFile: 'shop.metadata.json',
        }),
      },
      { missing: [{ key: 'vpc-provider:x', provider: 'vpc-provider' }] },
    ),
    'shop.metadata.json': { '/prod/shop/C': entry('error', 'Wrong.') },
    'shop.template.json': { Resources: {} },
  });

  // WHEN
  const { messages } = readAssembly(folder);

  // THEN
  expect(messages).toEqual([
    { level: 'warning', path: 'prod/shop/A', text: 'Careful.' },
    { level: 'error', path: 'prod/shop/C', text: 'Wrong.' },
    { level: 'warning', path: 'context', text: expect.stringContaining("'vpc-provider:x'") },
  ]);
});

test('names the file that is missing or not a manifest', () => {
  expect(() => readAssembly(folderWith({}))).toThrow(/manifest\.json: there is no such file\.$/);
  expect(() => readAssembly(folderWith({ 'manifest.json': {} }))).toThrow(/manifest\.json: this is not the manifest/);
  const folder = folderWith({ 'manifest.json': manifest({ Shop: stackArtifact('shop', 'eu-central-1') }) });
  expect(() => readAssembly(folder)).toThrow(join(folder, 'shop.template.json'));
});
