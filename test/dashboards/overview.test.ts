import { type App, CfnParameter, NestedStack, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { RuleOptions, Vigil } from '../../lib/index';
import { ALL_RULE_IDS } from '../../lib/resources/all';
import { type Json, newApp, newStack, newVigil, Synthesized, textOf, watched } from '../support/synth';
import { addHttpApi, addQueue, addShop, workQueue } from '../vigil/shop';

const US = { env: { region: 'us-east-1' } };
const titled = (widgets: Json[], start: string): Json =>
  widgets.find(({ properties }) => properties.title?.startsWith(start));

describe('the overview of one set of services', () => {
  let shop: Synthesized;
  let widgets: Json[];
  beforeAll(() => {
    shop = watched(addShop, {}, US);
    ({ widgets } = shop.dashboards['Shop-Vigil-us-east-1']);
  });

  test('has at most ten widgets', () => {
    expect(widgets.length).toBeLessThanOrEqual(10);
  });

  test('are side by side on 24 columns, none over another', () => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          expect(taken).not.toContain(`${column},${row}`);
          taken.add(`${column},${row}`);
        }
      }
    }
  });

  test('begins with the states of all alarms but children of composite alarms, titled with the environment', () => {
    const [status] = widgets;
    const isSilent = new Set(
      shop.alarms
        .filter(({ isComposite }) => isComposite)
        .flatMap(({ properties }) => properties.AlarmRule.match(/Shop\/[^"]+/g)),
    );

    expect(status.type).toBe('alarm');
    expect(status.properties.title).toBe('Alarms of prod');
    expect(status.properties.alarms.map((arn: string) => arn.split(':alarm:')[1]).sort()).toEqual(
      shop.names.filter((name) => !isSilent.has(name)),
    );
  });

  test('goes on with a header that leads to the pages of the components', () => {
    const { type, properties } = widgets[1];
    const links = [...properties.markdown.matchAll(/\[([\w-]+)\]\((https:\/\/console\.aws\.amazon\.com\/\S+?)\)/g)];

    expect(type).toBe('text');
    expect(properties.markdown).toMatch(/^## Shop\n/);
    for (const [, component] of links) expect(shop.components).toContain(component);
    expect(links.length).toBeGreaterThanOrEqual(4);
  });

  test('shows what fails before why', () => {
    const titles = widgets.flatMap(({ properties }) => properties.title ?? []);

    for (const component of shop.components) {
      const own = titles.filter((title) => title.startsWith(`${component}: `));
      if (own.length > 0) expect(own).toEqual([`${component}: what fails`, `${component}: why`]);
      else expect(titles).toContain(component);
    }
  });

  test('ends with the log of what failed', () => {
    const { type, properties } = widgets.at(-1);

    expect(type).toBe('log');
    expect(properties.query).toContain("SOURCE '/aws/lambda/{ApiHandler");
    expect(properties.query).toContain("SOURCE '/aws/lambda/{OrdersWorker");
  });

  test('draws metrics of the resources themselves', () => {
    const [metric] = titled(widgets, 'Orders').properties.metrics;

    expect(metric.slice(0, 3)).toEqual(['AWS/SQS', 'ApproximateAgeOfOldestMessage', 'QueueName']);
    expect(metric[3]).toMatch(/^\{Orders.*QueueName\}$/);
  });
});

describe('thresholds', () => {
  const lineOf = (options: RuleOptions) => {
    const shop = watched((stack) => workQueue(stack, 'Orders'), { rules: { QueueStuck: options } });
    const { annotations } = titled(shop.dashboards['Shop-Vigil'].widgets, 'Orders').properties;
    return annotations?.horizontal.map(({ value }: { value: number }) => value);
  };

  test('are drawn where the alarms have them', () => {
    const shop = watched((stack) => workQueue(stack, 'Orders'));

    expect(lineOf({})).toEqual([shop.alarm('Orders', 'QueueStuck').properties.Threshold]);
    expect(lineOf({ threshold: 777 })).toEqual([777]);
    expect(lineOf({ enabled: false })).toBeUndefined();
  });

  test('that are known at deployment are drawn too', () => {
    const stack = newStack();
    const threshold = new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber;
    newVigil(stack, { rules: { QueueStuck: { threshold } } }).queue(workQueue(stack, 'Orders'));

    const [dashboard] = Object.values(new Synthesized(stack.node.root as App).resources('AWS::CloudWatch::Dashboard'));

    expect(textOf(dashboard.Properties.DashboardBody)).toContain('QueueStuck > {Seconds}');
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
    .map(({ properties }: Json) => properties.markdown);
  expect(headers.map((markdown: string) => markdown.split('\n')[0])).toEqual(['## One', '## Two']);
  expect(headers[1]).toMatch(/Nested-Orders/);
});

describe('many components', () => {
  const NO_RULES = Object.fromEntries(ALL_RULE_IDS.map((id) => [id, { enabled: false }]));

  function pagesOf(count: number, watch: (vigil: Vigil, stack: Stack, id: string) => void): Synthesized {
    const stack = newStack();
    const vigil = newVigil(stack, { rules: NO_RULES });
    for (let index = 0; index < count; index++) watch(vigil, stack, `Part${String(index).padStart(3, '0')}`);
    return new Synthesized(stack.node.root as App);
  }
  const queue = (vigil: Vigil, stack: Stack, id: string) =>
    vigil.queue(Queue.fromQueueArn(stack, id, `arn:aws:sqs:us-east-1:111122223333:${id}`));
  const api = (vigil: Vigil, stack: Stack, id: string) =>
    vigil.httpApi(HttpApi.fromHttpApiAttributes(stack, id, { httpApiId: id }));

  test.each<[string, typeof queue | typeof api]>([
    ['500 widgets', queue],
    ['2,500 metrics', api],
  ])('are spread over dashboards that CloudWatch takes: %s', (_, watch) => {
    const { dashboards, warnings } = pagesOf(300, watch);

    expect(Object.keys(dashboards)).toEqual(['Shop-Vigil', 'Shop-Vigil-2']);
    const seen = new Set<string>();
    for (const { widgets } of Object.values(dashboards)) {
      expect(widgets.length).toBeLessThanOrEqual(500);
      expect(widgets.flatMap(({ properties }: Json) => properties.metrics ?? []).length).toBeLessThanOrEqual(2500);
      for (const { properties } of widgets) if (properties.title) seen.add(properties.title.split(':')[0]);
    }
    expect([...seen].filter((title) => title.startsWith('Part'))).toHaveLength(300);
    expect(warnings.join()).toMatch(/Shop-Vigil has \d+ of at most (500 widgets|2500 metrics)\./);
  });

  test('are no reason to warn while a dashboard has room', () => {
    const { warnings } = pagesOf(100, queue);

    expect(warnings.join()).not.toMatch(/of at most (500 widgets|2500 metrics)/);
  });
});
