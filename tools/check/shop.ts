import { App, Duration, Stack } from 'aws-cdk-lib';
import { LambdaRestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Code, Function as Handler, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { DatabaseInstance, DatabaseInstanceEngine, PostgresEngineVersion } from 'aws-cdk-lib/aws-rds';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Route, Vigil } from '../../lib';
import { DATABASE_METRICS, defineMetrics } from '../../lib/catalogue';

/** One of each type; not in us-east-1, so that CloudFront's alarms need their companion stack. */
export function shop(watched: boolean, outdir: string): App {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
  const handler = new Handler(stack, 'Handler', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
    timeout: Duration.seconds(10),
  });
  new LambdaRestApi(stack, 'RestApi', { handler });
  new HttpApi(stack, 'HttpApi', { defaultIntegration: new HttpLambdaIntegration('Handler', handler) });
  const failed = new Queue(stack, 'Failed');
  const queue = new Queue(stack, 'Queue', { deadLetterQueue: { queue: failed, maxReceiveCount: 3 } });
  handler.addEventSource(new SqsEventSource(queue));
  new Rule(stack, 'Rule', { schedule: Schedule.rate(Duration.hours(1)), targets: [new LambdaFunction(handler)] });
  new Topic(stack, 'Topic');
  new Stream(stack, 'Stream');
  new TableV2(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const vpc = new Vpc(stack, 'Vpc');
  const engine = DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_16 });
  new DatabaseInstance(stack, 'Database', { engine, vpc });
  const targets = new ApplicationTargetGroup(stack, 'Targets', { vpc, port: 80, protocol: ApplicationProtocol.HTTP });
  new ApplicationLoadBalancer(stack, 'LoadBalancer', { vpc }).addListener('Http', {
    port: 80,
    defaultTargetGroups: [targets],
  });
  const origin = S3BucketOrigin.withOriginAccessControl(new Bucket(stack, 'Files'));
  new Distribution(stack, 'Portal', { defaultBehavior: { origin } });
  if (watched) {
    const secret = Secret.fromSecretNameV2(stack, 'Secret', 'prod/slack');
    const routes = [
      Route.email('oncall@example.com'),
      Route.sms('+4915112345678'),
      Route.slackBot(secret, 'C0123ABCD'),
      Route.slackApp('T0123ABCD', 'C0123ABCD'),
    ];
    const maintenance = [{ schedule: 'cron(0 2 * * SUN)', duration: Duration.hours(2) }];
    const incidents = {
      escalation: [{ routes: [Route.email('management@example.com')] }],
      digest: { at: '08:00' },
    };
    const vigil = new Vigil(stack, 'Vigil', { environment: 'prod', routes, maintenance, incidents });
    vigil.watch(stack);
    vigil.application(defineMetrics({ namespace: 'Shop', steps: ['Pay'], metrics: DATABASE_METRICS }));
    const services = [
      { name: 'portal', url: 'https://shop.example.com/', headers: { authorization: { secret: 'prod/portal' } } },
      { name: 'probes', function: 'partner-probes' },
      { name: 'nightly', max_age: 90_000 },
    ];
    vigil.healthChecks({ version: '1.0', services }, { heartbeatUrls: true });
  }
  return app;
}
