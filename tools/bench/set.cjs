// One small service, as many have it: what the bench watches N times.
const { Duration } = require('aws-cdk-lib');
const { HttpApi, HttpMethod } = require('aws-cdk-lib/aws-apigatewayv2');
const { HttpLambdaIntegration } = require('aws-cdk-lib/aws-apigatewayv2-integrations');
const { Distribution } = require('aws-cdk-lib/aws-cloudfront');
const { S3BucketOrigin } = require('aws-cdk-lib/aws-cloudfront-origins');
const { AttributeType, Table } = require('aws-cdk-lib/aws-dynamodb');
const { EventBus, Rule } = require('aws-cdk-lib/aws-events');
const { SqsQueue } = require('aws-cdk-lib/aws-events-targets');
const { Code, Function: Handler, Runtime } = require('aws-cdk-lib/aws-lambda');
const { SqsEventSource } = require('aws-cdk-lib/aws-lambda-event-sources');
const { Bucket } = require('aws-cdk-lib/aws-s3');
const { Queue } = require('aws-cdk-lib/aws-sqs');

const ROUTES = [
  [HttpMethod.GET, '/orders'],
  [HttpMethod.POST, '/orders'],
  [HttpMethod.GET, '/orders/{id}'],
  [HttpMethod.DELETE, '/orders/{id}'],
];

/** HTTP API with 4 routes, a function behind it and the queue, queue + DLQ, table, bus + rule, S3 + CloudFront. */
exports.addSet = (scope) => {
  const handler = new Handler(scope, 'Handler', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
    timeout: Duration.seconds(10),
  });
  const api = new HttpApi(scope, 'Api');
  const integration = new HttpLambdaIntegration('Handler', handler);
  for (const [method, path] of ROUTES) api.addRoutes({ path, methods: [method], integration });

  const deadLetterQueue = new Queue(scope, 'Failed');
  const queue = new Queue(scope, 'Queue', {
    visibilityTimeout: Duration.seconds(60),
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 3 },
  });
  handler.addEventSource(new SqsEventSource(queue));

  const table = new Table(scope, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  table.grantReadWriteData(handler);

  const eventBus = new EventBus(scope, 'Bus');
  const rule = new Rule(scope, 'Rule', {
    eventBus,
    eventPattern: { source: ['orders'] },
    targets: [new SqsQueue(queue)],
  });

  const bucket = new Bucket(scope, 'Files');
  const origin = S3BucketOrigin.withOriginAccessControl(bucket);
  const distribution = new Distribution(scope, 'Portal', { defaultBehavior: { origin } });
  return { handler, api, queue, deadLetterQueue, table, rule, bucket, distribution };
};
