import { Duration } from 'aws-cdk-lib';
import { HttpApi, type HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import {
  CfnEventSourceMapping,
  Code,
  type FunctionOptions,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export const addFunction = (scope: Construct, id: string, props: FunctionOptions = {}): LambdaFunction =>
  new LambdaFunction(scope, id, {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
    ...props,
  });

export const addDistribution = (scope: Construct, id = 'Portal'): Distribution =>
  new Distribution(scope, id, { defaultBehavior: { origin: new HttpOrigin('origin.example.com') } });

export const ROUTES = ['GET /orders', 'POST /orders', 'GET /orders/{id}', 'DELETE /orders/{id}'];

/** An HTTP API with four routes and the function behind them. */
export function addHttpApi(scope: Construct, id = 'Api'): HttpApi {
  const api = new HttpApi(scope, id);
  const integration = new HttpLambdaIntegration('Integration', addFunction(scope, `${id}Handler`));
  for (const route of ROUTES) {
    const [method, path] = route.split(' ') as [HttpMethod, string];
    api.addRoutes({ path, methods: [method], integration });
  }
  return api;
}

/** A queue that a function of another app works on, so that nothing is known but that it is worked on. */
export function workQueue(scope: Construct, id: string, props?: QueueProps): Queue {
  const queue = new Queue(scope, id, props);
  new CfnEventSourceMapping(scope, `${id}Source`, { eventSourceArn: queue.queueArn, functionName: 'worker' });
  return queue;
}

/** A queue with its dead-letter queue and its worker. */
export function addQueue(scope: Construct, id = 'Orders'): Queue {
  const deadLetterQueue = { queue: new Queue(scope, `${id}DeadLetters`), maxReceiveCount: 3 };
  const queue = new Queue(scope, id, { deadLetterQueue, visibilityTimeout: Duration.seconds(60) });
  addFunction(scope, `${id}Worker`, { timeout: Duration.seconds(10) }).addEventSource(new SqsEventSource(queue));
  return queue;
}

export const addTable = (scope: Construct, id = 'Table'): TableV2 =>
  new TableV2(scope, id, { partitionKey: { name: 'id', type: AttributeType.STRING } });

/** One of each of the five types: a rule on a bus sends to a queue. */
export function addShop(scope: Construct): void {
  new Distribution(scope, 'Portal', {
    defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(new Bucket(scope, 'Files')) },
  });
  addHttpApi(scope);
  const queue = addQueue(scope);
  new Rule(scope, 'OrderPlaced', {
    eventBus: new EventBus(scope, 'Bus'),
    eventPattern: { source: ['shop'] },
    targets: [new SqsQueue(queue)],
  });
  addTable(scope);
}
