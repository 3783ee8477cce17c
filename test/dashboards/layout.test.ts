import { type App, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DashboardLayout, type Vigil } from '../../lib/index';
import { ALL_RULE_IDS } from '../../lib/resources/all';
import { errorsOf, type Json, newApp, newStack, newVigil, Synthesized } from '../support/synth';
import { addFunction, addShop, workQueue } from '../vigil/shop';

const US = { env: { account: '111122223333', region: 'us-east-1' } };
const textsOf = ({ widgets }: Json): string[] =>
  widgets.filter(({ type }: Json) => type === 'text').map(({ properties }: Json) => properties.markdown);
const linksOf = (body: Json): string[] =>
  textsOf(body).flatMap((markdown) =>
    [...markdown.matchAll(/#dashboards:name=([^)]+)/g)].map(([, name]) => name as string),
  );
const alarmsOf = ({ widgets }: Json): string[] =>
  widgets
    .flatMap(({ properties }: Json) => properties.alarms ?? [])
    .map((arn: string) => arn.split(':alarm:')[1] as string);
const withinLimits = ({ widgets }: Json): void => {
  expect(widgets.length).toBeLessThanOrEqual(100);
  expect(widgets.flatMap(({ properties }: Json) => properties.metrics ?? []).length).toBeLessThanOrEqual(2500);
  for (const { type, properties } of widgets)
    if (type === 'alarm') expect(properties.alarms.length).toBeLessThanOrEqual(100);
};

/** Shops in stacks of their own, watched from another. */
function shopsIn(count: number, dashboards?: DashboardLayout): Synthesized {
  const app = newApp();
  const vigil = newVigil(new Stack(app, 'Watch', US), { dashboards });
  for (let index = 1; index <= count; index++) addShop(new Stack(app, `Shop${index}`, US));
  vigil.watch(app);
  return new Synthesized(app);
}

describe('a small app', () => {
  test('has one dashboard and one with details, as CloudWatch bills each beyond three', () => {
    expect(Object.keys(shopsIn(1).dashboards)).toEqual(['Watch-Vigil-us-east-1', 'Watch-Vigil-us-east-1-details']);
  });

  test('has more only if it asks for them', () => {
    const { dashboards } = shopsIn(1, DashboardLayout.PER_COMPONENT);

    const components = ['Api', 'OrderPlaced', 'Orders', 'Portal', 'Table'];
    expect(Object.keys(dashboards).sort()).toEqual([
      'Watch-Vigil-us-east-1',
      ...components.map((component) => `Watch-Vigil-us-east-1-Shop1-${component}`),
    ]);
  });
});

describe('an app that needs more than a hundred widgets', () => {
  let watched: Synthesized;
  beforeAll(() => {
    watched = shopsIn(5);
  });
  const index = 'Watch-Vigil-us-east-1';

  test('has an index and a dashboard for each stack, in that stack, so that no template has to hold them all', () => {
    const pages = [1, 2, 3, 4, 5].map((number) => `${index}-Shop${number}`);

    expect(Object.keys(watched.dashboards).sort()).toEqual([index, ...pages]);
    for (const number of [1, 2, 3, 4, 5]) {
      expect(Object.keys(watched.resources('AWS::CloudWatch::Dashboard', `Shop${number}`))).toHaveLength(1);
    }
    expect(JSON.stringify(watched.template('Watch'))).not.toContain('Fn::ImportValue');
    for (const body of Object.values(watched.dashboards)) withinLimits(body);
  });

  test('links them both ways', () => {
    const { [index]: first, ...others } = watched.dashboards;

    expect(linksOf(first)).toEqual(Object.keys(others).sort());
    for (const body of Object.values(others)) expect(linksOf(body)).toEqual([index]);
  });

  test('has a row for each stack on the index: its components and its alarms', () => {
    const { widgets } = watched.dashboards[index];
    const row = widgets.findIndex(({ properties }: Json) => properties.markdown?.includes('[button:Shop3]'));

    expect(widgets[row].properties.markdown).toContain('Orders');
    expect(alarmsOf({ widgets: [widgets[row + 1]] }).every((name) => name.startsWith('Shop3/'))).toBe(true);
    expect(widgets[row + 1].y).toBe(widgets[row].y);
    expect(widgets[row + 1].properties.sortBy).toBe('stateUpdatedTimestamp');
  });

  test('has the details of a stack on its dashboard', () => {
    expect(textsOf(watched.dashboards[`${index}-Shop2`])).toContain('## Api: details');
  });

  test('has as few as can be, all in the stack of the Vigil, if that is asked for', () => {
    const { dashboards } = shopsIn(5, DashboardLayout.COMPACT);

    expect(Object.keys(dashboards).length).toBeLessThan(6);
    expect(linksOf(dashboards[index])).toEqual(Object.keys(dashboards).filter((name) => name !== index));
    for (const body of Object.values(dashboards)) withinLimits(body);
  });
});

test('what refers to two stacks is on a dashboard in the stack of the Vigil, so that neither needs the other', () => {
  const app = newApp();
  const [back, front] = [new Stack(app, 'Back', US), new Stack(app, 'Front', US)];
  addFunction(front, 'Worker').addEventSource(new SqsEventSource(new Queue(back, 'Orders')));
  workQueue(front, 'Emails');
  newVigil(new Stack(app, 'Watch', US), { dashboards: DashboardLayout.PER_STACK }).watch(app);

  const synthesized = new Synthesized(app);

  const dashboardsIn = (stack: string) =>
    Object.values(synthesized.resources('AWS::CloudWatch::Dashboard', stack)).map(
      ({ Properties }) => Properties.DashboardName,
    );
  expect(dashboardsIn('Watch')).toEqual(['Watch-Vigil-us-east-1', 'Watch-Vigil-us-east-1-Back']);
  expect(dashboardsIn('Front')).toEqual(['Watch-Vigil-us-east-1-Front']);
});

describe('hundreds of components', () => {
  const NO_RULES = Object.fromEntries(ALL_RULE_IDS.map((id) => [id, { enabled: false }]));

  function many(count: number, watch: (vigil: Vigil, stack: Stack, id: string) => void): Synthesized {
    const stack = newStack(US);
    const vigil = newVigil(stack, { rules: NO_RULES });
    for (let index = 0; index < count; index++) watch(vigil, stack, `Part${String(index).padStart(3, '0')}`);
    return new Synthesized(stack.node.root as App);
  }

  test.each<[string, (vigil: Vigil, stack: Stack, id: string) => void]>([
    [
      'queues',
      (vigil, stack, id) => vigil.queue(Queue.fromQueueArn(stack, id, `arn:aws:sqs:us-east-1:111122223333:${id}`)),
    ],
    ['APIs', (vigil, stack, id) => vigil.httpApi(HttpApi.fromHttpApiAttributes(stack, id, { httpApiId: id }))],
  ])('%s are spread over dashboards within the limits, none left out', (_, watch) => {
    const { dashboards } = many(500, watch);

    for (const body of Object.values(dashboards)) withinLimits(body);
    const titles = Object.values(dashboards).flatMap(({ widgets }) =>
      widgets.flatMap(({ properties }: Json) => properties.title?.split(': ')[0] ?? []),
    );
    expect(new Set(titles.filter((title) => title.startsWith('Part'))).size).toBe(500);
    const { 'Shop-Vigil-us-east-1': index, ...others } = dashboards;
    expect(linksOf(index)).toEqual(Object.keys(others));
  });
});

test('a wrong layout is an error that lists the right ones', () => {
  const stack = newStack();
  new Queue(stack, 'Orders');
  newVigil(stack, { dashboards: 'MANY' as never }).watch(stack);

  expect(errorsOf(stack.node.root as App)).toEqual([
    "dashboards: 'MANY' is not a layout of dashboards. Use COMPACT, PER_STACK or PER_COMPONENT.",
  ]);
});
