import { type App, Duration, type Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { type Catalogue, defineMetrics, Unit } from '../../lib/catalogue';
import type { VigilProps } from '../../lib/index';
import { type Json, newStack, newVigil, Synthesized } from '../support/synth';

export const shop = defineMetrics({
  namespace: 'Shop',
  dimensions: { Service: 'orders' },
  steps: ['Pay', 'Ship'],
  metrics: {
    Refunds: { unit: Unit.COUNT, alarm: { above: 3, within: 'PT5M', severity: 'P1' } },
    Stock: {
      unit: Unit.COUNT,
      kind: 'gauge',
      dimensions: ['Warehouse'],
      alarm: [
        { below: 10, within: 'PT5M', severity: 'P2', dimensions: { Warehouse: 'north' } },
        { below: 1, within: 'PT5M', severity: 'P1', dimensions: { Warehouse: 'north' } },
      ],
    },
    QueryDuration: {
      unit: Unit.MILLISECONDS,
      dimensions: ['QueryName'],
      alarm: {
        above: 500,
        within: 'PT1M',
        times: 2,
        of: 3,
        severity: 'P2',
        why: 'Queries are slow.',
        steps: ['Look.'],
      },
    },
  },
});

export function addWorker(stack: Stack, props: object = {}): LambdaFunction {
  const worker = new LambdaFunction(stack, 'Worker', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('//'),
    ...props,
  });
  worker.addEventSource(new SqsEventSource(new Queue(stack, 'Orders', { visibilityTimeout: Duration.minutes(2) })));
  return worker;
}

export function applicationIn(
  catalogue: Catalogue,
  props: Partial<VigilProps> = {},
  fill = addWorker as (stack: Stack) => void,
) {
  const stack = newStack({ env: { region: 'us-east-1' } });
  fill(stack);
  const vigil = newVigil(stack, props);
  vigil.application(catalogue);
  vigil.watch(stack);
  return new Synthesized(stack.node.root as App);
}

/** CloudWatch's short form written out. */
export function writtenOut(metrics: readonly Json[][]): Json[][] {
  const series: Json[][] = [];
  for (const fields of metrics) {
    const before = series.at(-1)?.slice(0, -1) ?? [];
    const names = fields.slice(0, -1).map((field, index) => (field === '.' ? before[index] : field));
    series.push([...(names[0] === '...' ? before : names), fields.at(-1)]);
  }
  return series;
}
