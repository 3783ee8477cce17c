import { ApiGatewayToLambda } from '@aws-solutions-constructs/aws-apigateway-lambda';
import { ApiGatewayV2WebSocketToSqs } from '@aws-solutions-constructs/aws-apigatewayv2websocket-sqs';
import { CloudFrontToS3 } from '@aws-solutions-constructs/aws-cloudfront-s3';
import { SqsToLambda } from '@aws-solutions-constructs/aws-sqs-lambda';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { dimensionsOf, type Synthesized, watched } from '../support/synth';

/** Stacks built by libraries that know nothing of Vigil, watched without any help. */

// they call what CDK deprecates
process.env['JSII_DEPRECATED'] = 'quiet';

const lambdaFunctionProps = {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async () => {};'),
};

const rulesOf = (stack: Synthesized, component: string) => stack.alarmsOf(component).map(({ rule }) => rule);

describe('aws-sqs-lambda', () => {
  let stack: Synthesized;
  beforeAll(() => {
    stack = watched((scope) => new SqsToLambda(scope, 'Orders', { lambdaFunctionProps }));
  });

  test('the queue is one component with its dead-letter queue and its function', () => {
    expect(stack.components).toEqual(['Orders-queue']);
    expect(rulesOf(stack, 'Orders-queue')).toEqual(
      expect.arrayContaining(['QueueStuck', 'DeadLetters', 'Orders-LambdaFunction.ConsumerErrors']),
    );
  });

  test('its alarms are about its resources', () => {
    const about = (rule: string) => JSON.stringify(dimensionsOf(stack.alarm('Orders-queue', rule)));

    expect(about('QueueStuck')).toContain('{Ordersqueue');
    expect(about('DeadLetters')).toContain('{Ordersqueuedlq');
    expect(about('Orders-LambdaFunction.ConsumerErrors')).toContain('{OrdersLambdaFunction');
  });
});

describe('aws-cloudfront-s3', () => {
  test('the distribution is a portal', () => {
    const stack = watched(
      (scope) => new CloudFrontToS3(scope, 'Site', {}),
      {},
      { env: { region: 'us-east-1', account: '111122223333' } },
    );

    expect(stack.components).toEqual(['Site-CloudFrontDistribution']);
    expect(rulesOf(stack, 'Site-CloudFrontDistribution')).toContain('PortalErrors');
  });
});

describe('aws-apigateway-lambda', () => {
  let stack: Synthesized;
  beforeAll(() => {
    stack = watched((scope) => new ApiGatewayToLambda(scope, 'Shop', { lambdaFunctionProps }));
  });

  test('the REST API is one component', () => {
    expect(stack.components).toEqual(['Shop-LambdaRestApi']);
    expect(rulesOf(stack, 'Shop-LambdaRestApi')).toContain('ServerErrors');
  });

  test('it is measured under its own name and stage', () => {
    expect(dimensionsOf(stack.alarm('Shop-LambdaRestApi', 'NoTraffic'))).toEqual([
      { ApiName: 'LambdaRestApi', Stage: 'prod' },
    ]);
  });

  test('its operations have a dashboard', () => {
    expect(Object.keys(stack.dashboards)).toContain('Shop-Vigil-details');
  });
});

describe('aws-apigatewayv2websocket-sqs', () => {
  test('the WebSocket API and the queue are watched', () => {
    const stack = watched((scope) => new ApiGatewayV2WebSocketToSqs(scope, 'Chat', { createDefaultRoute: true }));

    expect(stack.components).toEqual(['Chat-WebSocketApiChat', 'Chat-queue']);
    expect(rulesOf(stack, 'Chat-queue')).toEqual(expect.arrayContaining(['MessagesUnread', 'DeadLetters']));
  });
});
