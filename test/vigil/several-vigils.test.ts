import { type App, Stack, Stage } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { factsIn } from '../../lib/alarms/description';
import { QueueMonitor, Vigil, type VigilProps } from '../../lib/index';
import { errorsOf, newApp, newStack, ONCALL, Synthesized } from '../support/synth';
import { addQueue, addShop, workQueue } from './shop';

const vigilIn = (scope: Construct, id: string, props: Partial<VigilProps> = {}) =>
  new Vigil(scope, id, { environment: 'prod', routes: [ONCALL], ...props });
const appOf = (construct: Construct) => construct.node.root as App;

describe('two Vigils in one stack', () => {
  test('watch disjoint scopes, each with topics and dashboards of its own', () => {
    // GIVEN
    const stack = newStack();
    const [orders, returns] = ['Orders', 'Returns'].map((id) => {
      const part = new Construct(stack, id);
      addShop(part);
      vigilIn(part, 'Vigil').watch(part);
      return part;
    });

    // WHEN
    const shop = new Synthesized(appOf(stack));

    // THEN
    const topicsOf = (part?: Construct) =>
      new Set(shop.alarms.filter(({ name }) => name.includes(`/${part?.node.id}-`)).flatMap(({ actions }) => actions));
    expect(topicsOf(orders).size).toBe(2);
    expect([...topicsOf(orders)].filter((topic) => topicsOf(returns).has(topic))).toEqual([]);
    expect(Object.keys(shop.dashboards).sort()).toEqual([
      'Shop-Orders-Vigil',
      'Shop-Orders-Vigil-details',
      'Shop-Returns-Vigil',
      'Shop-Returns-Vigil-details',
    ]);
  });

  test('leave each other what is asked for by name, whoever comes first', () => {
    const componentsWith = (order: 'before' | 'after') => {
      const stack = newStack();
      const queue = addQueue(stack);
      addQueue(stack, 'Returns');
      if (order === 'before') vigilIn(stack, 'All').watch(stack);
      vigilIn(stack, 'Payments', { environment: 'payments' }).queue(queue);
      if (order === 'after') vigilIn(stack, 'All').watch(stack);
      const { alarms } = new Synthesized(appOf(stack));
      return new Set(alarms.map(({ component, description }) => `${component} ${factsIn(description)?.environment}`));
    };

    expect(componentsWith('before')).toEqual(new Set(['Orders payments', 'Returns prod']));
    expect(componentsWith('after')).toEqual(componentsWith('before'));
  });

  test('cannot both look for what is in one scope', () => {
    const stack = newStack();
    workQueue(stack, 'Orders');
    workQueue(stack, 'Returns');
    vigilIn(stack, 'One').watch(stack);
    vigilIn(stack, 'Two').watch(stack);

    expect(errorsOf(appOf(stack))).toEqual([
      'Shop/Two and Shop/One both watch Shop/Orders/Resource and 1 more. Leave them out of one with watch(scope, { exclude: [...] }).',
    ]);
  });

  test('can divide a scope', () => {
    const stack = newStack();
    const orders = addQueue(stack);
    const returns = addQueue(stack, 'Returns');
    vigilIn(stack, 'One').watch(stack, { exclude: [returns] });
    vigilIn(stack, 'Two').watch(stack, { exclude: [orders] });

    // the dead-letter queues go with their queues
    expect(new Synthesized(appOf(stack)).components).toEqual(['Orders', 'Returns']);
  });
});

describe('one resource asked for twice', () => {
  test.each<[string, (stack: Stack, queue: Queue) => void, string]>([
    [
      'of one Vigil',
      (stack, queue) => {
        const vigil = vigilIn(stack, 'Vigil');
        vigil.queue(queue);
        new QueueMonitor(stack, 'Monitor', { vigil, queue });
      },
      'Shop/Orders/Resource is watched twice: by Shop/Monitor and by Shop/Vigil/Orders. Remove one.',
    ],
    [
      'of two',
      (stack, queue) => {
        vigilIn(stack, 'One').queue(queue);
        vigilIn(stack, 'Two').queue(queue);
      },
      'Shop/Orders/Resource is watched twice: by Shop/Two/Orders and by Shop/One/Orders. Remove one.',
    ],
  ])('%s', (_, watch, error) => {
    const stack = newStack();
    watch(stack, addQueue(stack));

    expect(errorsOf(appOf(stack))).toEqual([error]);
  });

  test('by the same method', () => {
    const stack = newStack();
    const queue = addQueue(stack);
    const vigil = vigilIn(stack, 'Vigil');
    vigil.queue(queue);
    vigil.queue(queue, { label: 'Again' });

    expect(errorsOf(appOf(stack)).join()).toMatch(/^Shop\/Orders\/Resource is watched twice: by .* Remove one\.$/);
  });
});

test('two components with one label are an error, since one would overwrite the alarms of the other', () => {
  const stack = newStack();
  const vigil = vigilIn(stack, 'Vigil');
  vigil.queue(workQueue(stack, 'One'), { label: 'Orders' });
  vigil.queue(workQueue(stack, 'Two'), { label: 'Orders' });

  const errors = errorsOf(appOf(stack));

  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(
    /^More than one alarm has the name Shop\/Orders\/\w+.* Give each component a different 'label'/,
  );
});

describe('a stage per environment in one app', () => {
  let shops: Synthesized;

  beforeAll(() => {
    const app = newApp();
    for (const environment of ['dev', 'prod']) {
      const stack = new Stack(new Stage(app, environment), 'Shop');
      addShop(stack);
      vigilIn(stack, 'Vigil', { environment }).watch(stack);
    }
    shops = new Synthesized(app);
  });

  const idsOf = (template: string) =>
    shops.alarms.filter(({ stack }) => stack === template).map(({ logicalId }) => logicalId);

  test('has the same logical ids in each', () => {
    const [dev, prod] = shops.stacks;

    expect(idsOf(dev as string).length).toBeGreaterThan(5);
    expect(idsOf(dev as string)).toEqual(idsOf(prod as string));
  });

  test('has other names in each, by the names of its stacks', () => {
    expect(new Set(shops.names.map((name) => name.split('/')[0]))).toEqual(new Set(['dev-Shop', 'prod-Shop']));
    expect(new Set(shops.names).size).toBe(shops.names.length);
  });

  test('has its environment in each alarm', () => {
    for (const { name, description } of shops.alarms) {
      expect(factsIn(description)?.environment).toBe(name.split('-')[0]);
    }
  });
});
