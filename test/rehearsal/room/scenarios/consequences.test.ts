import type { App } from 'aws-cdk-lib';
import { Duration } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Fn } from 'aws-cdk-lib/core';
import { readAssembly } from '../../../../lib/rehearsal/assembly/assembly';
import type { Assembly } from '../../../../lib/rehearsal/assembly/model';
import { Failures } from '../../../../lib/rehearsal/room/scenarios/incidents';
import { HEALTHY } from '../../../../lib/rehearsal/room/traffic/condition';
import { deadLetterQueues, publishersOf } from '../../../../lib/rehearsal/room/traffic/traffic';
import { newStack, newVigil } from '../../../support/synth';

let assembly: Assembly;
beforeAll(() => {
  const stack = newStack({ env: { region: 'us-east-1', account: '123456789012' } });
  const fn = (id: string, environment?: Record<string, string>) =>
    new LambdaFunction(stack, id, {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => {}'),
      timeout: Duration.seconds(10),
      environment,
    });
  const table = new TableV2(stack, 'Orders', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const list = fn('List', { TABLE: table.tableName });
  const pay = fn('Pay');
  const work = fn('Work');
  table.grantWriteData(work);
  const queue = new Queue(stack, 'Jobs', { visibilityTimeout: Duration.minutes(1) });
  queue.grantSendMessages(pay);
  work.addEventSource(new SqsEventSource(queue));
  const api = new HttpApi(stack, 'Api');
  for (const [path, handler] of [
    ['/orders', list],
    ['/pay', pay],
  ] as const) {
    api.addRoutes({ path, methods: [HttpMethod.GET], integration: new HttpLambdaIntegration(`${path}I`, handler) });
  }
  new Distribution(stack, 'Portal', {
    defaultBehavior: { origin: new HttpOrigin(Fn.parseDomainName(api.apiEndpoint)) },
  });
  const carts = new TableV2(stack, 'Carts', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const shop = new HttpApi(stack, 'Shop');
  for (const path of ['/add', '/show', '/drop']) {
    const handler = fn(path.slice(1));
    carts.grantReadWriteData(handler);
    shop.addRoutes({ path, methods: [HttpMethod.GET], integration: new HttpLambdaIntegration(`${path}I`, handler) });
  }
  new Distribution(stack, 'Front', {
    defaultBehavior: { origin: new HttpOrigin(Fn.parseDomainName(shop.apiEndpoint)) },
  });
  newVigil(stack).watch(stack);
  assembly = readAssembly((stack.node.root as App).synth().directory);
});

/** What is wrong where after a failure has begun: only what is not as usual. */
function wrongAfter(failure: string): Record<string, object> {
  const publishers = publishersOf(assembly);
  const failures = new Failures(assembly, publishers, deadLetterQueues(assembly));
  const named = failures.named(failure);
  if (named === undefined) throw new Error(`${failure}: there is no such failure`);
  failures.inject(named.target.id, named.failure.id, 0);
  return Object.fromEntries(
    publishers.flatMap((publisher) => {
      const wrong = Object.entries(failures.conditionOf(publisher, 0)).filter(
        ([name, value]) => value !== HEALTHY[name as keyof typeof HEALTHY],
      );
      const [primary = ''] = Object.values(publisher.dimensions);
      const { Resource = '', Operation = '' } = publisher.dimensions;
      const name = `${primary.replace(/[0-9A-F]{8}$/, '')}${Resource}${Operation}`;
      return wrong.length === 0 ? [] : [[name, Object.fromEntries(wrong)]];
    }),
  );
}

test('a function that fails makes its API fail for its share of the requests, and what is in front of it', () => {
  expect(wrongAfter('List: bad deployment')).toEqual({
    List: { errors: 0.35 },
    Api: { errors: 0.175 },
    'Api/orders': { errors: 0.35 },
    Portal: { errors: 0.175 },
  });
});

test('a table that is slow makes functions slow that use it, and the API for the requests that they answer', () => {
  const { Orders, List, Work, Api, ...others } = wrongAfter('Orders: slow dependency');

  expect(Orders).toEqual({ latency: 12 });
  expect(others).toMatchObject({ 'Api/orders': { latency: 6.5 }, Portal: { latency: 6.5, slowShare: 0.5 } });
  expect([List, Work]).toEqual([{ latency: 6.5 }, { latency: 6.5 }]);
  expect(Api).toEqual({ latency: 6.5, slowShare: 0.5 });
  expect(others).not.toHaveProperty('Api/pay');
});

test('all requests of an API are slow if all of its functions use what is slow', () => {
  const { Shop, Front } = wrongAfter('Carts: slow dependency');

  expect([Shop, Front]).toEqual([{ latency: 6.5 }, { latency: 6.5 }]);
});

test('a consumer that fails leaves messages in its queue; who sends to the queue does not notice', () => {
  expect(wrongAfter('Work: bad deployment')).toEqual({ Work: { errors: 0.35 }, Jobs: { consuming: 0.65 } });
  expect(Object.keys(wrongAfter('Jobs: stuck consumer')).sort()).toEqual(['Jobs', 'Work']);
});

test('what calls something that fails is not the cause of it: nothing is carried on to a function', () => {
  expect(Object.keys(wrongAfter('Api: bad deployment')).sort()).toEqual(['Api', 'Api/orders', 'Api/pay', 'Portal']);
});
