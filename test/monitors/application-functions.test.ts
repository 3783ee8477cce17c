import { type App, Stack } from 'aws-cdk-lib';
import { CfnFunction, LoggingFormat, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { dimensionsOf, errorsOf, newApp, newStack, newVigil, Synthesized, textOf } from '../support/synth';
import { addWorker, applicationIn, shop } from './shop-application';

describe('the functions of an application', () => {
  const functionIn = (synthesized: Synthesized) =>
    Object.values(synthesized.resources('AWS::Lambda::Function'))[0]?.Properties;

  test('are traced, with a group of their traces', () => {
    const synthesized = applicationIn(shop);

    expect(functionIn(synthesized).TracingConfig).toEqual({ Mode: 'Active' });
    const [policy] = Object.values(synthesized.resources('AWS::IAM::Policy'));
    expect(policy.Properties.PolicyDocument.Statement).toContainEqual({
      Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      Effect: 'Allow',
      Resource: '*',
    });
    const [group] = Object.values(synthesized.resources('AWS::XRay::Group'));
    expect(group.Properties.GroupName).toBe('Shop-Shop-orders');
    expect(textOf(group.Properties.FilterExpression)).toMatch(
      /^service\(id\(name: "\{Worker\w+\}", type: "AWS::Lambda::Function"\)\)$/,
    );
  });

  test('are not traced if this is switched off', () => {
    const off = newStack();
    addWorker(off);
    const vigil = newVigil(off);
    vigil.watch(off);
    vigil.application(shop, { tracing: false });
    const decided = applicationIn(shop, {}, (stack) => addWorker(stack, { tracing: Tracing.PASS_THROUGH }));

    const synthesized = new Synthesized(off.node.root as App);
    expect(functionIn(synthesized).TracingConfig).toBeUndefined();
    expect(synthesized.resources('AWS::XRay::Group')).toEqual({});
    expect(functionIn(decided).TracingConfig).toEqual({ Mode: 'PassThrough' });
    expect(decided.resources('AWS::XRay::Group')).toEqual({});
  });

  test('are not traced, but said so, where their role cannot be changed', () => {
    const stack = newStack();
    const fn = new CfnFunction(stack, 'Worker', {
      code: { zipFile: '//' },
      role: 'arn:aws:iam::123456789012:role/own',
    });
    const vigil = newVigil(stack);
    vigil.application(shop, { functions: [fn] });
    const synthesized = new Synthesized(stack.node.root as App);

    expect(functionIn(synthesized).TracingConfig).toBeUndefined();
    expect(synthesized.warnings).toContainEqual(expect.stringContaining('Shop/Worker is not traced'));
  });

  test('have saved queries and an alarm on lines that CloudWatch cannot read', () => {
    const synthesized = applicationIn(shop);

    const queries = Object.values(synthesized.resources('AWS::Logs::QueryDefinition')).map(
      ({ Properties }) => Properties,
    );
    expect(queries.map(({ Name }) => Name)).toContain('Shop/Shop-orders/One flow');
    // whatever kind of event it is, it has one of these
    const events = queries.find(({ Name }) => Name === 'Shop/Shop-orders/Events');
    expect(events?.QueryString).toContain('ispresent(event)');
    expect(events?.QueryString).toContain('coalesce(partner, stage, action)');
    for (const { LogGroupNames } of queries) {
      expect(LogGroupNames.map(textOf)).toEqual([expect.stringMatching(/^\/aws\/lambda\/\{Worker/)]);
    }
    const rejected = synthesized.alarm('Shop-orders', 'Logs.MetricsRejected');
    expect(dimensionsOf(rejected)).toEqual(
      Array(2).fill({ LogGroupName: expect.stringMatching(/^\/aws\/lambda\/\{Worker/) }),
    );
  });

  test('are counted by their lines at ERROR if this is switched on', () => {
    const stack = newStack();
    addWorker(stack, { logGroup: new LogGroup(stack, 'Log', { retention: RetentionDays.ONE_WEEK }) });
    const vigil = newVigil(stack);
    vigil.watch(stack);
    vigil.application(shop, { errorFilter: true });
    const synthesized = new Synthesized(stack.node.root as App);

    const [filter] = Object.values(synthesized.resources('AWS::Logs::MetricFilter'));
    const { properties } = synthesized.alarm('Shop-orders', 'Log.ErrorsLogged');
    expect(filter.Properties).toMatchObject({
      FilterPattern: '{ $.level = "ERROR" }',
      LogGroupName: { Ref: expect.stringMatching(/^Log/) },
      MetricTransformations: [{ MetricNamespace: properties.Namespace, MetricName: properties.MetricName }],
    });
    expect(properties.Dimensions ?? []).toEqual([]);
    expect(synthesized.warnings.join()).not.toContain('for ever');
  });

  test('of one account and two environments have a metric of errors each', () => {
    const metricIn = (name: string) => {
      const stack = new Stack(newApp(), name);
      addWorker(stack, { logGroup: new LogGroup(stack, 'Log') });
      const vigil = newVigil(stack);
      vigil.watch(stack);
      vigil.application(shop, { errorFilter: true });
      return new Synthesized(stack.node.root as App).alarm('Shop-orders', 'Log.ErrorsLogged').properties.MetricName;
    };

    expect(metricIn('Staging')).not.toBe(metricIn('Prod'));
  });

  test('that Lambda keeps cannot be counted, and that is an error', () => {
    const stack = newStack();
    addWorker(stack);
    const vigil = newVigil(stack);
    vigil.watch(stack);
    vigil.application(shop, { errorFilter: true });

    expect(errorsOf(stack.node.root as App)).toEqual([
      expect.stringContaining("'errorFilter' counts lines of log groups that this stack makes"),
    ]);
  });

  test('are listed where their logs never expire', () => {
    expect(applicationIn(shop).warnings).toContainEqual(
      expect.stringMatching(/^The logs of Shop\/Worker\/Resource never expire/),
    );
  });

  test.each(['WARN', 'ERROR', 'FATAL'])('must not be silenced by an application log level of %s', (level) => {
    const stack = newStack();
    addWorker(stack, { loggingFormat: LoggingFormat.JSON, applicationLogLevelV2: level });
    const vigil = newVigil(stack);
    vigil.watch(stack);
    vigil.application(shop);

    expect(errorsOf(stack.node.root as App)).toEqual([
      expect.stringMatching(new RegExp(`^Shop/Worker/Resource logs from ${level} on, which silences its metrics`)),
    ]);
  });

  test('may log everything from INFO down', () => {
    for (const applicationLogLevelV2 of ['TRACE', 'DEBUG', 'INFO']) {
      expect(() =>
        applicationIn(shop, {}, (stack) =>
          addWorker(stack, { loggingFormat: LoggingFormat.JSON, applicationLogLevelV2 }),
        ),
      ).not.toThrow();
    }
  });
});
