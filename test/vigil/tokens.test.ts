import { CfnParameter, Duration, Fn, Stack } from 'aws-cdk-lib';
import { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnStream } from 'aws-cdk-lib/aws-kinesis';
import { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { dimensionsOf, type Json, newApp, newVigil, type Synthesized, textOf, watched } from '../support/synth';
import { addHttpApi, workQueue } from './shop';

/** Everything that decides about rules is known at deployment only. */
function addShopOfParameters(stack: Stack): void {
  const number = (id: string) => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
  const text = (id: string) => new CfnParameter(stack, id).valueAsString;

  const queue = new CfnQueue(stack, 'Orders', {
    visibilityTimeout: number('Visibility'),
    messageRetentionPeriod: number('Retention'),
    redrivePolicy: { deadLetterTargetArn: new Queue(stack, 'Dead').queueArn, maxReceiveCount: number('Receives') },
  });
  const worker = new CfnFunction(stack, 'Worker', {
    code: { zipFile: '//' },
    role: text('Role'),
    timeout: number('Timeout'),
    reservedConcurrentExecutions: number('Concurrency'),
  });
  new CfnEventSourceMapping(stack, 'Mapping', { eventSourceArn: queue.attrArn, functionName: worker.ref });
  new CfnStream(stack, 'Clicks', { retentionPeriodHours: number('Hours') });
  new CfnTable(stack, 'Table', {
    tableName: text('TableName'),
    keySchema: [{ attributeName: 'id', keyType: 'HASH' }],
    globalSecondaryIndexes: Fn.getAtt('Elsewhere', 'Indexes'),
  });
  new CfnDBInstance(stack, 'Database', {
    engine: text('Engine'),
    dbInstanceClass: text('Class'),
    allocatedStorage: text('Storage'),
  });
  new HttpStage(stack, 'Stage', { httpApi: addHttpApi(stack), stageName: text('StageName') });
}

const thresholds = ({ alarms }: Synthesized) =>
  alarms.flatMap(({ name, properties }) => (properties.Threshold === undefined ? [] : [[name, properties.Threshold]]));

test('what is known at deployment only counts as what AWS takes by default', () => {
  const shop = watched(addShopOfParameters);
  const usual = watched((stack) => {
    const deadLetterQueue = { queue: new Queue(stack, 'Dead'), maxReceiveCount: 1 };
    workQueue(stack, 'Orders', { deadLetterQueue, visibilityTimeout: Duration.seconds(30) });
  });

  expect(shop.components).toEqual(['Api', 'Clicks', 'Database', 'Orders', 'Table']);
  expect(shop.alarm('Orders', 'QueueStuck').properties.Threshold).toBe(
    usual.alarm('Orders', 'QueueStuck').properties.Threshold,
  );
  for (const [, threshold] of thresholds(shop)) expect(threshold).toEqual(expect.any(Number));
});

test('what is known at deployment only stands in dimensions as it is', () => {
  const shop = watched(addShopOfParameters);

  expect(dimensionsOf(shop.alarm('Api', 'Stage.NoTraffic'))).toEqual([
    { ApiId: expect.stringMatching(/^\{Api/), Stage: '{StageName}' },
  ]);
  const [operation] = shop.dashboards['Shop-Vigil-details'].widgets.filter(({ properties }: Json) =>
    properties.title?.includes('{StageName}'),
  );
  expect(operation.properties.metrics[0]).toContain('{StageName}');
});

test('a threshold that is known at deployment only is drawn as a number', () => {
  const app = newApp();
  const stack = new Stack(app, 'Shop');
  const threshold = new CfnParameter(stack, 'Limit', { type: 'Number' }).valueAsNumber;
  new Queue(stack, 'Orders');
  newVigil(stack, { rules: { QueueStuck: { threshold } } }).watch(stack);

  const { Resources } = app.synth().getStackByName('Shop').template;

  const [dashboard] = Object.values<Json>(Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Dashboard');
  expect(textOf(dashboard.Properties.DashboardBody)).toMatch(/"value":\{Limit\}[,}]/);
});

test('what reads like a variable of CloudFormation is shown as it is', () => {
  const environment = `prod $${'{AWS::Region}'}`;

  const shop = watched((stack) => new Queue(stack, 'Orders'), { environment });

  expect(shop.dashboards['Shop-Vigil'].widgets[0].properties.markdown).toBe(`# ${environment}`);
});
