import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnDataSource } from 'aws-cdk-lib/aws-appsync';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LambdaTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { CfnTopicRule } from 'aws-cdk-lib/aws-iot';
import { CfnEventSourceMapping, type IFunction, Function as ImportedFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsCustomResource, AwsCustomResourcePolicy, Provider } from 'aws-cdk-lib/custom-resources';
import { factsIn } from '../../../lib/alarms/description';
import { defineMetrics } from '../../../lib/catalogue';
import { Route } from '../../../lib/index';
import { newStack, newVigil, ONCALL, Synthesized, type SynthesizedAlarm, watched } from '../../support/synth';
import { addFunction } from '../../vigil/shop';

const ROLE = 'arn:aws:iam::111111111111:role/starter';

const typeOf = ({ description }: SynthesizedAlarm) => factsIn(description)?.type;

describe('a function is watched, whatever starts it', () => {
  const EVENTS: Record<string, (stack: Stack, fn: ReturnType<typeof addFunction>) => void> = {
    'a notification of S3': (stack, fn) =>
      new Bucket(stack, 'Files').addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(fn)),
    'a rule of IoT': (stack, fn) =>
      void new CfnTopicRule(stack, 'Readings', {
        topicRulePayload: { sql: "SELECT * FROM 'readings'", actions: [{ lambda: { functionArn: fn.functionArn } }] },
      }),
    'nothing in the app': () => undefined,
  };

  test('what a user pool or a schedule starts belongs to it', () => {
    const shop = watched((stack) => {
      new UserPool(stack, 'Users', { lambdaTriggers: { preSignUp: addFunction(stack, 'Trigger') } });
      new CfnSchedule(stack, 'Nightly', {
        flexibleTimeWindow: { mode: 'OFF' },
        scheduleExpression: 'rate(1 day)',
        target: { arn: addFunction(stack, 'Job').functionArn, roleArn: ROLE },
      });
    });

    expect(shop.components).toEqual(['Nightly', 'Users']);
    for (const component of ['Users', 'Nightly']) {
      expect(shop.alarmsOf(component).map(({ rule }) => rule.split('.').at(-1))).toContain('HandlerErrors');
    }
  });

  test.each(Object.keys(EVENTS))('%s: an event API of its own', (starter) => {
    const shop = watched((stack) => EVENTS[starter]?.(stack, addFunction(stack, 'Handler')));

    const alarms = shop.alarmsOf('Handler');
    expect(alarms.map(({ rule }) => rule).sort()).toEqual(
      ['EventsDropped', 'EventsWaiting', 'Failing', 'FunctionThrottled', 'FunctionTimeouts', 'HandlerErrors'].sort(),
    );
    expect(new Set(alarms.map(typeOf))).toEqual(new Set(['EventApi']));
  });

  test('a pipe: the consumer of that pipe', () => {
    const shop = watched((stack) => {
      const target = addFunction(stack, 'Handler').functionArn;
      new CfnPipe(stack, 'Pipe', { roleArn: ROLE, source: 'arn:aws:kafka:…', target });
    });

    expect(shop.alarmsOf('Handler')).toEqual([]);
    expect(shop.alarmsOf('Pipe').map(({ rule }) => rule)).toContain('Handler.ConsumerErrors');
  });

  const REQUESTS: Record<string, (stack: Stack, fn: ReturnType<typeof addFunction>) => void> = {
    'a function URL': (_stack, fn) => void fn.addFunctionUrl(),
    'a function URL of an alias': (_stack, fn) => void fn.addAlias('live').addFunctionUrl(),
    'a resolver of AppSync': (stack, fn) =>
      void new CfnDataSource(stack, 'Source', {
        apiId: 'imported',
        name: 'handler',
        type: 'AWS_LAMBDA',
        lambdaConfig: { lambdaFunctionArn: fn.functionArn },
      }),
  };

  test.each(Object.keys(REQUESTS))('%s: an HTTP API of its own', (starter) => {
    const shop = watched((stack) => REQUESTS[starter]?.(stack, addFunction(stack, 'Handler')));

    const alarms = shop.alarmsOf('Handler');
    expect(alarms.map(({ rule }) => rule).sort()).toEqual(['FunctionErrors', 'FunctionThrottled', 'FunctionTimeouts']);
    expect(new Set(alarms.map(typeOf))).toEqual(new Set(['HttpApi']));
    expect(shop.alarm('Handler', 'FunctionErrors').severity).toBe('P1');
  });

  test('messages of what is not watched: the rules of a consumer', () => {
    const shop = watched((stack) => {
      const fn = addFunction(stack, 'Handler');
      new CfnEventSourceMapping(stack, 'Broker', {
        eventSourceArn: 'arn:aws:mq:eu-west-1:111111111111:broker:orders:b-1',
        functionName: fn.functionName,
      });
    });

    expect(shop.alarmsOf('Handler').map(({ rule }) => rule)).toContain('ConsumerErrors');
    expect(shop.alarmsOf('Handler').map(({ rule }) => rule)).not.toContain('ConsumerBehind');
  });

  test('records of an imported stream: the rules of a reader', () => {
    const shop = watched((stack) => {
      const fn = addFunction(stack, 'Handler');
      new CfnEventSourceMapping(stack, 'Clicks', {
        eventSourceArn: 'arn:aws:kinesis:eu-west-1:111111111111:stream/clicks',
        functionName: fn.functionName,
      });
    });

    expect(shop.alarmsOf('Handler').map(({ rule }) => rule)).toContain('ConsumerBehind');
  });

  test('messages of a dead-letter queue: a component of its own, so that the page of the queue stays as it is', () => {
    const shop = watched((stack) => {
      const dead = new Queue(stack, 'Dead');
      new Queue(stack, 'Orders', { deadLetterQueue: { queue: dead, maxReceiveCount: 3 } });
      addFunction(stack, 'Redrive').addEventSource(new SqsEventSource(dead));
    });

    expect(shop.components).toEqual(['Orders', 'Redrive']);
    expect(shop.alarmsOf('Redrive').map(({ rule }) => rule)).toContain('ConsumerErrors');
  });
});

describe('a function belongs to what starts it, where that is watched', () => {
  const METRICS = defineMetrics({ namespace: 'Shop', dimensions: { Service: 'shop' } });
  const rulesOf = (shop: Synthesized, component: string) => shop.alarmsOf(component).map(({ rule }) => rule);
  const everyFunctionRule = { rules: { FunctionThrottled: { enabled: true } } };

  test('a target of a load balancer: with logs and traces', () => {
    const stack = newStack();
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
    const handler = addFunction(stack, 'Handler');
    const listener = new ApplicationLoadBalancer(stack, 'Portal', { vpc }).addListener('Http', { port: 80 });
    listener.addTargets('Functions', { targets: [new LambdaTarget(handler)] });
    const vigil = newVigil(stack, everyFunctionRule);
    vigil.watch(stack);
    vigil.application(METRICS);

    const shop = new Synthesized(stack.node.root as never);

    expect(rulesOf(shop, 'Portal')).toContain('Handler.FunctionThrottled');
    expect(shop.components).not.toContain('Handler');
    const [fn] = Object.values(shop.resources('AWS::Lambda::Function'));
    expect(fn.Properties.TracingConfig).toEqual({ Mode: 'Active' });
    const queries = Object.values(shop.resources('AWS::Logs::QueryDefinition'));
    expect(JSON.stringify(queries[0]?.Properties.LogGroupNames)).toContain('Handler');
  });

  test('the authorizer of an API', () => {
    const shop = watched((stack) => {
      const authorizer = new HttpLambdaAuthorizer('Authorizer', addFunction(stack, 'Guard'), {
        responseTypes: [HttpLambdaResponseType.SIMPLE],
      });
      new HttpApi(stack, 'Api').addRoutes({
        path: '/orders',
        methods: [HttpMethod.GET],
        integration: new HttpLambdaIntegration('Orders', addFunction(stack, 'Handler')),
        authorizer,
      });
    }, everyFunctionRule);

    expect(shop.components).toEqual(['Api']);
    expect(rulesOf(shop, 'Api')).toEqual(
      expect.arrayContaining(['Handler.FunctionThrottled', 'Guard.FunctionThrottled']),
    );
  });
});

describe('no function of CDK itself is watched', () => {
  test('custom resources, deployments of buckets, retention of logs, and the framework of providers', () => {
    const shop = watched((stack) => {
      const files = new Bucket(stack, 'Files', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
      new BucketDeployment(stack, 'Deployment', { sources: [Source.data('a', 'b')], destinationBucket: files });
      new AwsCustomResource(stack, 'Call', {
        onDelete: { service: 'SSM', action: 'DeleteParameter', parameters: { Name: 'a' } },
        policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE }),
      });
      new Provider(stack, 'Provider', { onEventHandler: addFunction(stack, 'OnEvent') });
    });

    expect(Object.keys(shop.resources('AWS::Lambda::Function')).length).toBeGreaterThan(4);
    // the handler that the provider calls is the user's own
    expect(shop.components).toEqual(['OnEvent']);
    expect(shop.warnings.filter((warning) => warning.includes('Nothing watches'))).toEqual([]);
  });

  test("Vigil's own functions belong to its notifier", () => {
    const stack = newStack();
    addFunction(stack, 'Handler');
    newVigil(stack, { routes: [ONCALL, Route._webhook('prod/alert-webhook', {})], incidents: {} }).watch(stack);

    expect(new Synthesized(stack.node.root as never).components).toEqual(['Handler', 'Vigil.Alerts', 'Vigil.Notifier']);
  });
});

describe('a function that a monitor is given', () => {
  test('imported: what depends on its configuration waits for a number', () => {
    const stack = newStack({ env: { account: '111111111111', region: 'eu-west-1' } });
    const imported: IFunction = ImportedFunction.fromFunctionArn(
      stack,
      'Quotes',
      'arn:aws:lambda:eu-west-1:111111111111:function:quotes',
    );
    newVigil(stack).eventApi(imported);

    const shop = new Synthesized(stack.node.root as never);

    expect(shop.alarm('Quotes', 'HandlerErrors').properties.Metrics[0].MetricStat.Metric.Dimensions).toEqual([
      { Name: 'FunctionName', Value: 'quotes' },
    ]);
    expect(shop.alarmsOf('Quotes').map(({ rule }) => rule)).not.toContain('FunctionTimeouts');
  });

  test('keeps its label, and is not found again', () => {
    const stack = newStack();
    const handler = addFunction(stack, 'Handler', { timeout: Duration.seconds(5) });
    handler.addFunctionUrl();
    const vigil = newVigil(stack);
    vigil.httpApi(handler, { label: 'Checkout' });
    vigil.watch(stack);

    const shop = new Synthesized(stack.node.root as never);

    expect(shop.components).toEqual(['Checkout']);
    expect(shop.alarm('Checkout', 'FunctionTimeouts').properties.Threshold).toBe(4950);
  });
});
