import { type App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Route, Severity, Vigil } from '../../lib/index';
import { dimensionsOf, newApp, newStack, Synthesized, textOf } from '../support/synth';
import { addShop } from './shop';

/** The two lines of the README, in the constructor of anybody's stack. */
function addVigil(scope: Construct): void {
  const vigil = new Vigil(scope, 'Vigil', {
    environment: 'prod',
    routes: [
      Route.email('oncall@example.com'),
      Route.sms('+4915112345678', { severities: [Severity.P0, Severity.P1] }),
    ],
  });
  vigil.watch(scope);
}

function shopIn(scope: Construct): App {
  addShop(scope);
  addVigil(scope);
  return scope.node.root as App;
}

const nested = () => shopIn(new NestedStack(newStack(), 'Services'));
const staged = () => shopIn(new Stack(new Stage(newApp(), 'Prod'), 'Shop'));
const at = (region: string) => () => shopIn(newStack({ env: { region, account: '111122223333' } }));

describe.each([
  ['a stack without a region', () => shopIn(newStack()), ''],
  ['a stack in us-east-1', at('us-east-1'), ''],
  ['a stack in another region', at('eu-west-1'), ''],
  ['a nested stack', nested, 'Services-'],
  ['a stack in a stage', staged, ''],
])('in %s', (_, synthesize, prefix) => {
  let shop: Synthesized;
  beforeAll(() => {
    shop = new Synthesized(synthesize());
  });

  test('all five types are found', () => {
    const paths = ['Api', 'OrderPlaced', 'Orders', 'Portal', 'Table', 'Vigil.TextMessages'];
    const components = paths.map((path) => prefix + path);

    expect(shop.components).toEqual(components);
  });

  test('every alarm notifies topics of its own region only', () => {
    const { alarms } = shop;

    expect(alarms.filter(({ actions }) => actions.length > 0).length).toBeGreaterThan(5);
    for (const { stack, actions } of alarms) {
      const topics = Object.keys(shop.resources('AWS::SNS::Topic', stack)).map((id) => `{${id}}`);
      for (const action of actions) expect(topics).toContain(action);
    }
  });

  test('alarms see the resources of their own component', () => {
    const dimension = (component: string, name: string) =>
      new Set(
        shop.alarmsOf(prefix + component).flatMap((alarm) => dimensionsOf(alarm).flatMap((all) => all[name] ?? [])),
      );

    expect([...dimension('Orders', 'QueueName')].map(withoutHash).sort()).toEqual(['Orders', 'OrdersDeadLetters']);
    expect([...dimension('Table', 'TableName')].map(withoutHash)).toEqual(['Table']);
    expect([...dimension('Api', 'ApiId')].map(withoutHash)).toEqual(['Api']);
    expect(dimension('Portal', 'Region')).toEqual(new Set(['Global']));
  });

  test('everybody is subscribed to the severities that they asked for', () => {
    const subscriptions = Object.values(shop.resources('AWS::SNS::Subscription')).map(({ Properties }) => [
      withoutHash(textOf(Properties.TopicArn)).slice(-2),
      Properties.Endpoint,
    ]);

    // the companion stack has a set of its own
    expect(new Set(subscriptions.map(String))).toEqual(
      new Set(
        [
          ['P0', 'oncall@example.com'],
          ['P1', 'oncall@example.com'],
          ['P2', 'oncall@example.com'],
          ['P0', '+4915112345678'],
          ['P1', '+4915112345678'],
        ].map(String),
      ),
    );
  });

  test('there is an overview, and a dashboard of the operations', () => {
    expect(Object.keys(shop.dashboards)).toHaveLength(2);
  });
});

/** `{Orders1234ABCD.QueueName}` is about `Orders`. */
const withoutHash = (reference: string) => reference.replace(/^\{|[0-9A-F]{8}(\..*)?\}$/g, '');
