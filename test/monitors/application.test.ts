import { type App, Duration, Stack } from 'aws-cdk-lib';
import { CfnFunction, Code, Function as LambdaFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { operation } from '../../lambda/runtime';
import {
  type Catalogue,
  DATABASE_METRICS,
  defineMetrics,
  type MetricDeclaration,
  partnerMetrics,
  Unit,
} from '../../lib/catalogue';
import { Severity, type VigilProps } from '../../lib/index';
import { http2, sqs } from '../lambda/runtime/events';
import { capture, type Json as Line, records, release } from '../lambda/runtime/standard-output';
import { dimensionsOf, errorsOf, type Json, newApp, newStack, newVigil, Synthesized, textOf } from '../support/synth';

const shop = defineMetrics({
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

function addWorker(stack: Stack, props: object = {}): LambdaFunction {
  const worker = new LambdaFunction(stack, 'Worker', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('//'),
    ...props,
  });
  worker.addEventSource(new SqsEventSource(new Queue(stack, 'Orders', { visibilityTimeout: Duration.minutes(2) })));
  return worker;
}

function applicationIn(
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

describe('an application', () => {
  let synthesized: Synthesized;
  beforeAll(() => {
    synthesized = applicationIn(shop);
  });
  const ruleNames = () => synthesized.alarmsOf('Shop-orders').map(({ rule }) => rule);

  test('has an alarm for each step and for what its catalogue declares', () => {
    // one of the two that page fires on none, so nothing may mask it and there is no composite
    expect(ruleNames().sort()).toEqual([
      'Logs.MetricsRejected',
      'Pay.StepFailing',
      'QueryDuration',
      'Refunds',
      'Ship.StepFailing',
      'ValuesDropped',
      'north.StockP1',
      'north.StockP2',
    ]);
  });

  test('its alarms are those that are declared', () => {
    const { properties, description, severity } = synthesized.alarm('Shop-orders', 'QueryDuration');

    expect(properties).toMatchObject({
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 500,
      TreatMissingData: 'notBreaching',
    });
    const dimensions = [{ Name: 'Service', Value: 'orders' }];
    const metric = { Namespace: 'Shop', MetricName: 'QueryDuration', Dimensions: dimensions };
    expect(properties.Metrics).toMatchObject([
      { Id: 'm', MetricStat: { Metric: metric, Period: 60, Stat: 'p90' } },
      { Id: 'n', MetricStat: { Metric: metric, Period: 60, Stat: 'SampleCount' } },
      { Expression: 'IF(n >= 5, m)' },
    ]);
    expect(severity).toBe('P2');
    expect(description).toMatch(/^Queries are slow\.\n1\. Look\.\n/);
    expect(dimensionsOf(synthesized.alarm('Shop-orders', 'north.StockP1'))).toEqual([
      { Service: 'orders', Warehouse: 'north' },
    ]);
  });

  test('stands above the components on the overview', () => {
    const titles = synthesized.dashboards['Shop-Vigil-us-east-1'].widgets.map(
      ({ properties }: Json) => properties.title,
    );

    expect(titles.indexOf('Shop-orders: what fails')).toBeGreaterThan(0);
    expect(titles.indexOf('Shop-orders: what fails')).toBeLessThan(titles.indexOf('Orders: what fails'));
    expect(titles.slice(-2)).toEqual(['Shop-orders: flows', 'Shop-orders: actions of each flow']);
  });

  test('draws the threshold of each alarm, those that page in red', () => {
    const changed = applicationIn(
      defineMetrics({
        namespace: 'Shop',
        dimensions: { Service: 'orders' },
        metrics: {
          ...partnerMetrics(['acme', 'globex']),
          Stock: {
            unit: Unit.COUNT,
            kind: 'gauge',
            alarm: [
              { below: 10, within: 'PT5M', severity: 'P2' },
              { below: 1, within: 'PT5M', severity: 'P1' },
            ],
          },
        },
      }),
      { rules: { PartnerApiDurationP2: { threshold: 3000 }, StockP1: { enabled: false } } },
    );
    const thresholdsOf = (dashboard: string, title: string) =>
      changed.dashboards[dashboard].widgets
        .find(({ properties }: Json) => properties.title === title)
        .properties.annotations?.horizontal.map(({ label, value, color }: Json) => ({ label, value, color }));

    const [yellow, red] = ['#ff7f0e', '#d62728'];
    const details = 'Shop-Vigil-us-east-1-details';
    // once, however many partners have such an alarm
    expect(thresholdsOf(details, 'PartnerApiDuration')).toEqual([
      { label: 'PartnerApiDurationP2 > 3000', value: 3000, color: yellow },
      { label: 'PartnerApiDurationP1 > 5000', value: 5000, color: red },
    ]);
    expect(thresholdsOf(details, 'SyncDuration')).toBeUndefined();
    const stock = [{ label: 'StockP2 < 10', value: 10, color: yellow }];
    expect(thresholdsOf(details, 'Stock')).toEqual(stock);
    expect(thresholdsOf('Shop-Vigil-us-east-1', 'Shop-orders: why')).toEqual(stock);
  });

  test('shows the share of successes, together and for each partner', () => {
    const catalogue = defineMetrics({ namespace: 'Shop', metrics: { ...partnerMetrics(['acme', 'globex']) } });
    const { widgets } = applicationIn(catalogue).dashboards['Shop-Vigil-us-east-1-details'];
    const titled = (title: string) => widgets.find(({ properties }: Json) => properties.title === title);

    const series = writtenOut(titled('PartnerApi: success').properties.metrics);
    const partnersOf = (name: string) => series.filter((fields) => fields[1] === name).map((fields) => fields[3]);
    expect(partnersOf('PartnerApiSuccess')).toEqual([undefined, 'acme', 'globex']);
    expect(partnersOf('PartnerApiError')).toEqual([undefined, 'acme', 'globex']);
    expect(series.flatMap((fields) => fields.at(-1).label ?? [])).toEqual(['Success %', 'acme %', 'globex %']);
    expect(series.at(-1)?.[0].expression).toMatch(/^100 \* FILL\((s\d), 0\) \/ \(FILL\(\1, 0\) \+ FILL\(f\d, 0\)\)$/);
    for (const title of ['Sync: success', 'Assignment: success']) expect(titled(title)).toBeDefined();
    expect(
      synthesized.dashboards['Shop-Vigil-us-east-1-details'].widgets.filter(({ properties }: Json) =>
        properties.title?.endsWith(': success'),
      ),
    ).toEqual([]);
  });

  test('shows which actions followed a trigger', () => {
    const [flows, actions] = synthesized.dashboards['Shop-Vigil-us-east-1'].widgets.slice(-2);

    expect(flows.properties.title).toBe('Shop-orders: flows');
    expect(flows.properties.query).toContain('earliest(Operation) as trigger');
    expect(actions.properties.title).toBe('Shop-orders: actions of each flow');
    expect(actions.properties.query).toContain('by correlationId, Operation');
    expect(flows.width + actions.width).toBe(24);
    expect(flows.y).toBe(actions.y);
  });

  test('its alarms can be changed like those of any component', () => {
    const changed = applicationIn(shop, {
      rules: { Refunds: { threshold: 9 }, 'Shop-orders/StepFailing': { severity: Severity.P1 } },
    });

    expect(changed.alarm('Shop-orders', 'Refunds').properties.Threshold).toBe(9);
    expect(changed.alarm('Shop-orders', 'Pay.StepFailing').severity).toBe('P1');
  });

  test('keeps its logical ids whatever it is called', () => {
    const stack = newStack({ env: { region: 'us-east-1' } });
    addWorker(stack);
    const vigil = newVigil(stack);
    vigil.watch(stack);
    vigil.application(shop, { label: 'The shop' });
    const renamed = new Synthesized(stack.node.root as App);

    const idsOf = ({ alarms }: Synthesized) => new Set(alarms.map(({ logicalId }) => logicalId));
    expect(idsOf(renamed)).toEqual(idsOf(synthesized));
  });
});

/** Namespace, name and dimensions: what makes a metric of CloudWatch one and not another. */
type Identity = string;
const identity = (namespace: string, name: string, dimensions: readonly string[]): Identity =>
  `${namespace} ${name} {${[...dimensions].sort().join(', ')}}`;

function emitted(lines: readonly Line[]): Set<Identity> {
  return new Set(
    lines.flatMap(({ _aws }: Json) =>
      _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }: Json) =>
        Dimensions.flatMap((set: string[]) => Metrics.map(({ Name }: Json) => identity(Namespace, Name, set))),
      ),
    ),
  );
}

function inAlarms({ alarms }: Synthesized, namespace: string): Set<Identity> {
  const metrics = alarms.flatMap(({ properties }) => [
    properties,
    ...(properties.Metrics ?? []).flatMap(({ MetricStat }: Json) => MetricStat?.Metric ?? []),
  ]);
  const own = metrics.filter(({ Namespace }) => Namespace === namespace);
  return new Set(
    own.map(({ MetricName, Dimensions = [] }) =>
      identity(
        namespace,
        MetricName,
        Dimensions.map(({ Name }: Json) => Name),
      ),
    ),
  );
}

const SEARCH = /^SEARCH\('\{([^}]*)\} MetricName="(\w+)"/;

function onDashboards({ dashboards }: Synthesized, namespace: string): Set<Identity> {
  const series = Object.values(dashboards).flatMap(({ widgets }) =>
    widgets.flatMap(({ properties }: Json) => writtenOut(properties.metrics ?? [])),
  );
  const found = series.flatMap((fields: Json[]) => {
    const [, schema, searched] = SEARCH.exec(fields.at(-1).expression) ?? [];
    const [space, ...searchedDimensions] = (schema ?? '').replaceAll('"', '').split(',');
    const [drawnSpace, drawn, ...drawnDimensions] = fields
      .slice(0, -1)
      .filter((_, index) => index < 2 || index % 2 === 0);
    const [at, name, dimensions] = schema
      ? [space, searched, searchedDimensions]
      : [drawnSpace, drawn, drawnDimensions];
    return at === namespace ? [identity(at, name as string, dimensions)] : [];
  });
  return new Set(found);
}

/** CloudWatch's short form written out. */
function writtenOut(metrics: readonly Json[][]): Json[][] {
  const series: Json[][] = [];
  for (const fields of metrics) {
    const before = series.at(-1)?.slice(0, -1) ?? [];
    const names = fields.slice(0, -1).map((field, index) => (field === '.' ? before[index] : field));
    series.push([...(names[0] === '...' ? before : names), fields.at(-1)]);
  }
  return series;
}

test('alarms and dashboards look at exactly what handlers publish', async () => {
  // GIVEN a handler that does whatever can be done with the catalogue
  const everything = defineMetrics({
    namespace: 'Everything',
    dimensions: { Service: 'all', Environment: 'test' },
    steps: ['Pay'],
    metrics: {
      ...DATABASE_METRICS,
      Refunds: { unit: Unit.COUNT },
      Stock: {
        unit: Unit.COUNT,
        kind: 'gauge',
        dimensions: ['Warehouse', 'Shelf'],
        alarm: { below: 1, within: 'PT5M', severity: 'P2', dimensions: { Warehouse: 'north', Shelf: 'a' } },
      },
    },
  });
  const handler = operation(everything, async ({ statusCode }: { statusCode?: number }, op) => {
    await op.step('Pay', () => undefined);
    await op.step('Pay', () => Promise.reject(new Error('no money'))).catch(() => undefined);
    op.count('Refunds', Number.NaN);
    op.count('Refunds');
    op.gauge('Stock', 3, { Warehouse: 'north', Shelf: 'a' });
    for (const [name, metric] of Object.entries<MetricDeclaration>(DATABASE_METRICS)) {
      const dimensions = metric.dimensions?.map((dimension) => [dimension, 'one']);
      op.gauge(name as never, 1, (dimensions && Object.fromEntries(dimensions)) as never);
    }
    if (statusCode === undefined) throw new TypeError('nobody expected this');
    return { statusCode, batchItemFailures: [{ itemIdentifier: 'm0' }] };
  });

  // WHEN it runs
  capture();
  for (const statusCode of [200, 302, 404, 500, undefined]) {
    await handler({ ...http2, statusCode }, {}).catch(() => undefined);
  }
  await handler({ ...sqs('one', 'two'), statusCode: 200 }, {});
  const published = emitted(records());
  release();

  // THEN nothing that it published is unseen, and nothing is looked for that it did not publish
  const synthesized = applicationIn(everything);
  const seen = onDashboards(synthesized, 'Everything');
  for (const each of inAlarms(synthesized, 'Everything')) expect(seen).toContain(each);
  expect([...seen].sort()).toEqual([...published].sort());
});

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
