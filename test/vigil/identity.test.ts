import type { App, Stack } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Route, type Vigil, type VigilProps } from '../../lib/index';
import { newStack, newVigil, ONCALL, Synthesized } from '../support/synth';
import { addHttpApi, addQueue, addShop, addTable } from './shop';

interface Shop {
  readonly props?: Partial<VigilProps>;
  /** In this order. */
  readonly resources?: readonly ((stack: Stack) => unknown)[];
  /** In this order. */
  readonly calls?: readonly ((vigil: Vigil, stack: Stack) => unknown)[];
}

const RESOURCES: readonly ((stack: Stack) => unknown)[] = [
  (stack) => addQueue(stack, 'Orders'),
  (stack) => addQueue(stack, 'Returns'),
  (stack) => addTable(stack),
  (stack) => addHttpApi(stack),
];
const everything = (vigil: Vigil, stack: Stack) => vigil.watch(stack);
const orders = (stack: Stack) => stack.node.findChild('Orders') as Queue;

/** The alarms of a shop: names by logical ids. */
function alarmsOf({ props, resources = RESOURCES, calls = [everything] }: Shop): Map<string, string> {
  const stack = newStack();
  for (const add of resources) add(stack);
  const vigil = newVigil(stack, props);
  for (const call of calls) call(vigil, stack);
  const { alarms } = new Synthesized(stack.node.root as App);
  return new Map(alarms.map(({ logicalId, name }) => [logicalId, name]));
}

describe('logical ids and names of alarms', () => {
  const reference = alarmsOf({});

  test.each<[string, Shop]>([
    ['the name of the environment', { props: { environment: 'dev' } }],
    ['routes', { props: { routes: [Route.email('someone-else@example.com'), ONCALL] } }],
    ['the order of resources', { resources: [...RESOURCES].reverse() }],
    ['the order of calls', { calls: [(vigil, stack) => vigil.queue(orders(stack)), everything] }],
    ['the order of calls, reversed', { calls: [everything, (vigil, stack) => vigil.queue(orders(stack))] }],
    ['a threshold', { props: { rules: { QueueStuck: { threshold: 900 } } } }],
  ])('do not depend on %s', (_, shop) => {
    expect(new Map([...alarmsOf(shop)].sort())).toEqual(new Map([...reference].sort()));
  });

  test('stay when unrelated resources come and go', () => {
    const more = alarmsOf({ resources: [(stack) => addShop(new Construct(stack, 'Part')), ...RESOURCES] });
    const fewer = alarmsOf({ resources: RESOURCES.slice(0, 1) });

    for (const [id, name] of reference) expect(more.get(id)).toBe(name);
    for (const [id, name] of fewer) expect(reference.get(id)).toBe(name);
    expect(more.size).toBeGreaterThan(reference.size);
    expect(fewer.size).toBeLessThan(reference.size);
  });

  test('a label changes names, not logical ids', () => {
    const labelled = alarmsOf({
      calls: [everything, (vigil, stack) => vigil.queue(orders(stack), { label: 'Incoming orders' })],
    });

    expect([...labelled.keys()].sort()).toEqual([...reference.keys()].sort());
    for (const [id, name] of labelled) {
      expect(name).toBe(reference.get(id)?.replace('/Orders/', '/Incoming orders/'));
    }
  });

  test('read stack/component/rule', () => {
    expect([...reference.values()]).toEqual(
      expect.arrayContaining(['Shop/Orders/QueueStuck', 'Shop/Api/ServerErrors']),
    );
  });
});

test('what has names of its own keeps them in every environment', () => {
  const namesIn = (environment: string) => {
    const stack = newStack();
    addShop(stack);
    newVigil(stack, { environment }).watch(stack);
    const shop = new Synthesized(stack.node.root as App);
    const topics = Object.values(shop.resources('AWS::SNS::Topic')).map(({ Properties }) => Properties.TopicName);
    return [...topics, ...Object.keys(shop.dashboards)];
  };

  expect(namesIn('dev')).toEqual(namesIn('prod'));
  expect(namesIn('dev')).toEqual([
    'Shop-Vigil-P0',
    'Shop-Vigil-P1',
    'Shop-Vigil-P2',
    'Shop-Vigil',
    'Shop-Vigil-details',
  ]);
});
