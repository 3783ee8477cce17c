// cdk-nag's AwsSolutions on what Vigil adds to an app: no finding without an acknowledgement that says why.
import { App, CfnResource, Duration, Stack } from 'aws-cdk-lib';
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
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { Route, Vigil } from '../../lib';

interface Finding {
  readonly rule: string;
  readonly resource: string;
  readonly says: string;
}

/** One of each type; not in us-east-1, so that CloudFront's alarms need their companion stack. */
function app(watched: boolean): App {
  const app = new App({ analyticsReporting: false });
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
    const routes = [Route.email('oncall@example.com'), Route.sms('+4915112345678')];
    new Vigil(stack, 'Vigil', { environment: 'prod', routes }).watch(stack);
  }
  return app;
}

const resourcesOf = (scope: IConstruct): CfnResource[] => scope.node.findAll().filter(CfnResource.isCfnResource);

/** Vigil makes its alarms while the app is synthesized, so the tree is read after it. */
function check(watched: boolean): { readonly resources: CfnResource[]; readonly findings: Finding[] } {
  const checked = app(watched);
  checked.synth();
  const { violations } = new AwsSolutionsChecks(checked).validateScope(checked);
  return {
    resources: resourcesOf(checked),
    findings: violations.flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({
        rule: ruleName,
        resource: constructPath ?? '',
        says: description,
      })),
    ),
  };
}

const keyOf = ({ rule, resource }: Finding): string => `${rule} ${resource}`;

const without = check(false);
const withVigil = check(true);
const before = new Set(without.resources.map(({ node }) => node.path));
const made = withVigil.resources.filter(({ node }) => !before.has(node.path));
const known = new Set(without.findings.map(keyOf));
const findings = withVigil.findings.filter((finding) => !known.has(keyOf(finding)));

for (const { rule, resource, says } of findings) console.error(`${rule} at ${resource}: ${says}`);
const types = [...new Set(made.map(({ cfnResourceType }) => cfnResourceType))].sort();
console.log(`${findings.length} findings on the ${made.length} resources that Vigil makes (${types.join(', ')}).`);
// without these, the app above would show nothing
const shown = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::SNS::Topic', 'AWS::KMS::Key'];
const missing = shown.filter((type) => !types.includes(type));
if (missing.length > 0) console.error(`The check app makes no ${missing.join(', ')}: it checks too little.`);
process.exitCode = findings.length + missing.length > 0 ? 1 : 0;
