import { type App, CfnParameter, NestedStack, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnReplicationGroup } from 'aws-cdk-lib/aws-elasticache';
import type { RuleOptions } from '../../lib/index';
import { type Json, newApp, newStack, newVigil, Synthesized, textOf, watched } from '../support/synth';
import { addFunction, addHttpApi, addQueue, addShop, workQueue } from '../vigil/shop';

const US = { env: { region: 'us-east-1' } };
const titled = (widgets: Json[], title: string): Json => widgets.find(({ properties }) => properties.title === title);
const namesIn = ({ properties }: Json): string[] =>
  properties.alarms.map((arn: string) => arn.split(':alarm:')[1]).sort();

describe('the overview of one set of services', () => {
  let shop: Synthesized;
  let widgets: Json[];
  let shown: string[];
  beforeAll(() => {
    shop = watched(addShop, {}, US);
    ({ widgets } = shop.dashboards['Shop-Vigil-us-east-1']);
    const silent = shop.alarms
      .filter(({ isComposite }) => isComposite)
      .flatMap(({ properties }) => properties.AlarmRule.match(/Shop\/[^"]+/g));
    shown = shop.names.filter((name) => !silent.includes(name));
  });

  test('begins with its environment and a link to the details', () => {
    expect(widgets[0].properties.markdown).toBe(
      '# prod [button:Details](#dashboards:name=Shop-Vigil-us-east-1-details)',
    );
  });

  test('then has all that is in ALARM, without the children of composite alarms', () => {
    expect(widgets[1]).toMatchObject({ type: 'alarm', properties: { title: 'In ALARM', states: ['ALARM'] } });
    expect(namesIn(widgets[1])).toEqual(shown);
  });

  test('then has a row for each component: all its alarms, the worst first, and its key numbers with their course', () => {
    for (const component of shop.components) {
      const state = titled(widgets, component);
      const numbers = widgets[widgets.indexOf(state) + 1];

      expect(state.properties.sortBy).toBe('stateUpdatedTimestamp');
      expect(namesIn(state)).toEqual(shop.names.filter((name) => name.split('/')[1] === component));
      expect(numbers.properties).toMatchObject({ view: 'singleValue', sparkline: true });
      expect(numbers.y).toBe(state.y);
    }
  });

  test('has what users notice before what is behind it', () => {
    const titles = widgets.filter(({ type }) => type === 'alarm').map(({ properties }) => properties.title);

    expect(titles).toEqual(['In ALARM', 'Portal', 'Api', 'OrderPlaced', 'Orders', 'Table']);
  });

  test('adds up what is counted by several parts, and shows the worst of shares and levels', () => {
    const cache = watched(
      (stack) =>
        new CfnReplicationGroup(stack, 'Sessions', {
          replicationGroupDescription: 'sessions',
          engine: 'valkey',
          cacheNodeType: 'cache.t4g.small',
          numCacheClusters: 2,
        }),
      {},
      US,
    ).dashboards['Shop-Vigil-us-east-1'].widgets;
    const metrics: Json[] = cache[cache.indexOf(titled(cache, 'Sessions')) + 1].properties.metrics;
    const expressions = metrics.flatMap(([{ expression, label }]) =>
      expression === undefined ? [] : [[label, expression]],
    );

    expect(expressions).toContainEqual(['CPU of the engine (%)', expect.stringMatching(/^MAX\(/)]);
    const api = watched(
      (stack) => {
        const api = new HttpApi(stack, 'Api');
        for (const path of ['/one', '/other']) {
          const integration = new HttpLambdaIntegration(`Of${path}`, addFunction(stack, path.slice(1)));
          api.addRoutes({ path, methods: [HttpMethod.GET], integration });
        }
      },
      {},
      US,
    ).dashboards['Shop-Vigil-us-east-1'].widgets;
    expect(JSON.stringify(api)).toMatch(/SUM\(\[[^"]+","label":"Throttles"/);
  });

  test('has the requests, the error rate, the latency and the throttles of an API, and the oldest message of a queue', () => {
    const labelsOf = (component: string) =>
      widgets[widgets.indexOf(titled(widgets, component)) + 1].properties.metrics.flatMap(
        (fields: Json[]) => fields.at(-1).label ?? [],
      );

    expect(labelsOf('Api').sort()).toEqual(['4XX %', '5XX %', 'Latency p95 (ms)', 'Requests in 5 min', 'Throttles']);
    expect(labelsOf('Orders')).toEqual(expect.arrayContaining(['Oldest message (s)', 'Dead letters', 'Throttles']));
  });

  test('goes on with symptoms, then causes, and ends with logs', () => {
    const titles: string[] = widgets.map(({ properties }) => properties.title ?? '');
    const order = ['Api', 'Api: error rate', 'Api: latency', 'Api: function errors', 'Errors logged'];

    expect(order.map((title) => titles.indexOf(title))).toEqual(
      order.map((title) => titles.indexOf(title)).sort((one, other) => one - other),
    );
    expect(titles).toEqual(expect.arrayContaining(order));
    expect(widgets.at(-1).properties.query).toContain("SOURCE '/aws/lambda/{ApiHandler");
  });

  test('links the pages of the components in the console', () => {
    const { markdown } = widgets.find(({ properties }) => properties.markdown?.startsWith('**Shop**')).properties;
    const links = [...markdown.matchAll(/\[([\w-]+)\]\((https:\/\/console\.aws\.amazon\.com\/\S+?)\)/g)];

    for (const [, component] of links) expect(shop.components).toContain(component);
    expect(links.length).toBeGreaterThanOrEqual(4);
  });

  test('draws metrics of the resources themselves', () => {
    const [metric] = titled(widgets, 'Orders: oldest message').properties.metrics;

    expect(metric.slice(0, 3)).toEqual(['AWS/SQS', 'ApproximateAgeOfOldestMessage', 'QueueName']);
    expect(metric[3]).toMatch(/^\{Orders.*QueueName\}$/);
  });
});

describe('thresholds', () => {
  const lineOf = (options: RuleOptions) => {
    const shop = watched((stack) => workQueue(stack, 'Orders'), { rules: { QueueStuck: options } });
    const { annotations } = titled(shop.dashboards['Shop-Vigil'].widgets, 'Orders: oldest message').properties;
    return annotations?.horizontal.map(({ label, value }: Json) => [label, value]);
  };

  test('are drawn where the alarms have them, with their unit', () => {
    const shop = watched((stack) => workQueue(stack, 'Orders'));
    const { Threshold } = shop.alarm('Orders', 'QueueStuck').properties;

    expect(lineOf({})).toEqual([[`QueueStuck > ${Threshold} s`, Threshold]]);
    expect(lineOf({ threshold: 777 })).toEqual([['QueueStuck > 777 s', 777]]);
    expect(lineOf({ enabled: false })).toBeUndefined();
  });

  test('that are known at deployment are drawn too', () => {
    const stack = newStack();
    const threshold = new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber;
    newVigil(stack, { rules: { QueueStuck: { threshold } } }).queue(workQueue(stack, 'Orders'));

    const [dashboard] = Object.values(new Synthesized(stack.node.root as App).resources('AWS::CloudWatch::Dashboard'));

    expect(textOf(dashboard.Properties.DashboardBody)).toContain('QueueStuck > {Seconds} s');
    expect(textOf(dashboard.Properties.DashboardBody)).not.toMatch(/e\+\d{3}/);
  });
});

test('every stack has its own header; nested stacks are shown with theirs', () => {
  const app = newApp();
  const [one, two] = [new Stack(app, 'One'), new Stack(app, 'Two')];
  addQueue(one);
  addQueue(new NestedStack(two, 'Nested'));
  addHttpApi(two);
  newVigil(new Stack(app, 'Watch')).watch(app);

  const { widgets } = new Synthesized(app).dashboards['Watch-Vigil'];

  const headers = widgets
    .filter(({ type }: Json) => type === 'text')
    .map(({ properties }: Json) => properties.markdown)
    .slice(1);
  expect(headers.map((markdown: string) => markdown.split(':')[0])).toEqual(['**Two**', '**One**']);
  expect(headers[0]).toMatch(/Nested-Orders/);
});

describe('one function among several', () => {
  test('can be chosen on the details dashboard', () => {
    const { variables, widgets } = watched(addShop, {}, US).dashboards['Shop-Vigil-us-east-1-details'];

    expect(variables).toHaveLength(1);
    const [{ property, values, defaultValue }] = variables;
    expect(property).toBe('FunctionName');
    expect(values.map(({ label }: Json) => label)).toEqual(['Api ApiHandler', 'Orders OrdersWorker']);
    expect(values[0].value).toBe(defaultValue);
    // all that the choice changes
    const changed = widgets.filter(({ properties }: Json) => JSON.stringify(properties).includes('"FunctionName"'));
    expect(changed.map(({ properties }: Json) => properties.title)).toEqual([
      'Chosen function: errors',
      'Chosen function: duration',
      'Chosen function: concurrency',
    ]);
  });

  test('is not asked for where there is only one', () => {
    const { variables } = watched((stack) => addHttpApi(stack)).dashboards['Shop-Vigil-details'];

    expect(variables).toBeUndefined();
  });
});
