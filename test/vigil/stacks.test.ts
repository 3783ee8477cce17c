import { type App, CfnOutput, NestedStack, Stack, type StackProps, Stage, Tags } from 'aws-cdk-lib';
import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Severity, Vigil, type VigilProps } from '../../lib/index';
import { dimensionsOf, errorsOf, newApp, newStack, newVigil, ONCALL, Synthesized, watched } from '../support/synth';
import { addDistribution, addHttpApi, addQueue, addShop } from './shop';

const inRegion = (region: string) => ({ env: { region, account: '111122223333' } });
const appOf = (construct: Construct) => construct.node.root as App;
const vigilIn = (scope: Construct, props: Partial<VigilProps> = {}) =>
  new Vigil(scope, 'Vigil', { environment: 'prod', routes: [ONCALL], ...props });

describe('an app of several stacks, watched from a stack of its own', () => {
  let shop: Synthesized;

  beforeAll(() => {
    // GIVEN a front that calls a back, and one part of it nested
    const app = newApp();
    const back = new Stack(app, 'Back');
    const orders = addQueue(back);
    const front = new Stack(app, 'Front');
    addHttpApi(front).node.addMetadata('orders', orders.queueUrl);
    addQueue(new NestedStack(front, 'Nested'), 'Emails');

    // WHEN
    vigilIn(new Stack(app, 'Watch')).watch(app);
    shop = new Synthesized(app);
  });

  test('has its alarms beside its resources', () => {
    const stacksOf = (component: string) => [...new Set(shop.alarmsOf(component).map(({ stack }) => stack))];

    expect(shop.components).toEqual(['Api', 'Nested-Emails', 'Orders']);
    expect(stacksOf('Orders')).toEqual(['Back']);
    expect(stacksOf('Api')).toEqual(['Front']);
    expect(stacksOf('Nested-Emails')).toEqual([expect.stringMatching(/^FrontNested.*\.nested$/)]);
  });

  test('reaches the topics by their names, so that no stack has to know the watching one', () => {
    const actions = new Set(shop.alarms.flatMap((alarm) => alarm.actions));
    const arn = (severity: string) => `arn:{AWS::Partition}:sns:{AWS::Region}:{AWS::AccountId}:Watch-Vigil-${severity}`;

    expect([...actions].sort()).toEqual([arn('P1'), arn('P2')]);
    expect(JSON.stringify(shop.template('Back'))).not.toContain('Fn::ImportValue');
  });

  test('has one overview of them all', () => {
    expect(Object.keys(shop.dashboards)).toEqual(['Watch-Vigil', 'Watch-Vigil-details']);
    expect(JSON.stringify(shop.dashboards['Watch-Vigil'])).toMatch(/Back\/Orders\/.*Front\/Api\//);
  });
});

test('a Vigil in a stack that others build on cannot show them: an error with the fix', () => {
  // GIVEN a back that the front needs, over a stack between them
  const app = newApp();
  const [back, between, front] = ['Back', 'Between', 'Front'].map((id) => new Stack(app, id)) as [Stack, Stack, Stack];
  const queue = addQueue(back);
  const output = new CfnOutput(between, 'Queue', { value: queue.queueArn });
  front.node.addDependency(Stack.of(output));
  addQueue(front, 'Emails');

  // WHEN
  vigilIn(back).watch(app);

  // THEN
  expect(errorsOf(app)).toEqual([
    'The dashboards of Back/Vigil would make Back depend on Front, which depends on it already. Create the Vigil in a stack of its own.',
  ]);
});

test('two watching stacks do not mix up their alarms in a third', () => {
  const app = newApp();
  const shared = new Stack(app, 'Shared');
  const [orders, returns] = [addQueue(shared), addQueue(shared, 'Returns')];
  vigilIn(new Stack(app, 'One')).watch(app, { exclude: [returns] });
  vigilIn(new Stack(app, 'Two')).watch(app, { exclude: [orders] });

  const { alarms } = new Synthesized(app);

  for (const { component, actions } of alarms) {
    for (const action of actions) expect(action).toContain(component === 'Orders' ? ':One-Vigil-' : ':Two-Vigil-');
  }
});

describe('CloudFront, from another region than us-east-1', () => {
  let shop: Synthesized;
  let companion: string;

  beforeAll(() => {
    const stack = newStack(inRegion('eu-west-1'));
    addShop(stack);
    Tags.of(stack).add('team', 'shop');
    newVigil(stack).watch(stack);
    shop = new Synthesized(appOf(stack));
    companion = 'Shop-us-east-1';
  });

  test('has its alarms in a companion stack there, the others stay', () => {
    const stackOf = (component: string) => new Set(shop.alarmsOf(component).map(({ stack }) => stack));

    expect(shop.stacks).toEqual(['Shop', companion]);
    expect(stackOf('Portal')).toEqual(new Set([companion]));
    expect(stackOf('Orders')).toEqual(new Set(['Shop']));
  });

  test('has topics of its own there, with everybody subscribed', () => {
    const here = Object.values(shop.resources('AWS::SNS::Subscription', 'Shop'));
    const there = Object.values(shop.resources('AWS::SNS::Subscription', companion));

    expect(there.map(({ Properties }) => Properties.Endpoint)).toEqual(
      here.map(({ Properties }) => Properties.Endpoint),
    );
    expect(Object.keys(shop.resources('AWS::KMS::Key', companion))).toHaveLength(1);
  });

  test('is referred to by name, without functions that carry references over regions', () => {
    const [dimensions] = dimensionsOf(shop.alarm('Portal', 'PortalErrors'));

    expect(dimensions).toEqual({
      DistributionId: expect.stringMatching(/^\{Shop\.eu-west-1\.\w+\}$/),
      Region: 'Global',
    });
    expect(Object.keys(shop.resources('AWS::Lambda::Function', companion))).toEqual([]);
  });

  test('has the tags of the stack', () => {
    expect(shop.tagsOf(companion)).toEqual({ team: 'shop' });
  });

  test('is on the dashboard, measured in us-east-1', () => {
    const { widgets } = shop.dashboards['Shop-Vigil-eu-west-1'];
    const graphOf = (component: string) =>
      widgets.find(({ properties }: { properties: { title?: string } }) =>
        properties.title?.startsWith(`${component}: `),
      );

    expect(graphOf('Portal').properties.region).toBe('us-east-1');
    expect(graphOf('Orders').properties.region).toBe('eu-west-1');
  });

  test('shares the companion between two Vigils of one stack', () => {
    const stack = newStack(inRegion('eu-west-1'));
    const portals = ['One', 'Two'].map((id) => addDistribution(stack, id));
    for (const portal of portals) {
      new Vigil(stack, `Vigil${portal.node.id}`, { environment: 'prod', routes: [ONCALL] }).webPortal(portal);
    }

    const shared = new Synthesized(appOf(stack));

    expect(shared.stacks).toEqual(['Shop', companion]);
    expect(Object.values(shared.resources('AWS::SNS::Topic', companion))).toHaveLength(6);
  });

  test('leaves a stack of the app alone that has the same name', () => {
    const stack = newStack(inRegion('eu-west-1'));
    addDistribution(stack);
    new Stack(appOf(stack), companion, inRegion('us-east-1'));
    newVigil(stack).watch(stack);

    const { stacks, alarms } = new Synthesized(appOf(stack));

    expect(stacks).toEqual(['Shop', companion, 'Shop-vigil-us-east-1']);
    expect(new Set(alarms.map((alarm) => alarm.stack))).toEqual(new Set(['Shop-vigil-us-east-1']));
  });

  test("cannot use a key of the Vigil's own region there", () => {
    const stack = newStack(inRegion('eu-west-1'));
    addDistribution(stack);
    newVigil(stack, { encryptionKey: new Key(stack, 'Key') }).watch(stack);

    const { resources } = bound(new Synthesized(appOf(stack)));

    expect(Object.keys(resources('AWS::KMS::Key', companion))).toHaveLength(1);
    expect(Object.keys(resources('AWS::KMS::Key', 'Shop'))).toHaveLength(1);
  });
});

describe('CloudFront, from a region not known at synthesis', () => {
  test('has its alarms on condition, and a warning', () => {
    const shop = watched((stack) => {
      addDistribution(stack);
      new Queue(stack, 'Queue');
    });

    const [condition, ...others] = new Set(shop.alarmsOf('Portal').map((alarm) => alarm.condition));
    expect(others).toEqual([]);
    expect(shop.template('Shop').Conditions[condition as string]).toEqual({
      'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'],
    });
    expect(shop.alarmsOf('Queue').map((alarm) => alarm.condition)).not.toContain(condition);
    expect(shop.warnings.join()).toContain('The region of Shop is not known at synthesis');
  });
});

describe('stacks in other accounts or regions than the Vigil', () => {
  test('in another region: their alarms notify topics of that region', () => {
    const app = newApp();
    addQueue(new Stack(app, 'Europe', inRegion('eu-west-1')));
    vigilIn(new Stack(app, 'Watch', inRegion('us-east-1'))).watch(app);

    const shop = new Synthesized(app);

    expect(shop.stacks).toEqual(['Europe', 'Watch', 'Watch-eu-west-1']);
    const actions = shop.alarms.flatMap((alarm) => alarm.actions);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/:sns:eu-west-1:111122223333:Watch-Vigil-P\d$/);
  });

  test('in another account: an error, since no topic could be reached', () => {
    const app = newApp();
    addQueue(new Stack(app, 'Theirs', { env: { region: 'us-east-1', account: '444455556666' } }));
    vigilIn(new Stack(app, 'Watch', inRegion('us-east-1'))).watch(app);

    expect(errorsOf(app)).toEqual([
      'For Watch/Vigil in Watch to watch Theirs, both stacks need to be in one account, not in 111122223333 and 444455556666. Create a Vigil in each account.',
    ]);
  });

  test.each<[string, Partial<StackProps>, Partial<StackProps>]>([
    ['without a region, and the Vigil in one', {}, inRegion('us-east-1')],
    ['in a region, and the Vigil without one', inRegion('eu-west-1'), {}],
  ])('%s: an error, since it is unknown whether they are equal', (_, theirs, own) => {
    const app = newApp();
    addShop(new Stack(app, 'Theirs', theirs));
    vigilIn(new Stack(app, 'Watch', own)).watch(app);

    expect(errorsOf(app)).toEqual([
      "For Watch/Vigil in Watch to watch Theirs, either both stacks or none must have a region that is known at synthesis. Give both an 'env' with a region.",
    ]);
  });
});

describe('stages', () => {
  const appWithStages = (...ids: string[]) => {
    const app = newApp();
    for (const id of ids) addQueue(new Stack(new Stage(app, id), 'Shop'));
    return app;
  };

  test('below the scope, without a Vigil of their own, are a warning', () => {
    const app = appWithStages('Dev', 'Prod');
    const own = new Stack(app, 'Own');
    addQueue(own);
    vigilIn(own).watch(app);

    const shop = new Synthesized(app);

    expect(shop.components).toEqual(['Orders']);
    expect(shop.warnings.join()).toContain('Own/Vigil does not watch the resources in Dev, Prod');
  });

  test('with a Vigil each, looking from as far out as they like, are fine', () => {
    const app = appWithStages('Dev', 'Prod');
    for (const stage of ['Dev', 'Prod']) vigilIn(app.node.findChild(stage).node.findChild('Shop') as Stack).watch(app);

    const shop = new Synthesized(app);

    expect(shop.warnings).toEqual([]);
    expect(new Set(shop.names.map((name) => name.split('/')[0]))).toEqual(new Set(['Dev-Shop', 'Prod-Shop']));
  });

  test.each<[string, (vigil: Vigil, other: Stack) => void]>([
    ['watched as a scope', (vigil, other) => vigil.watch(other)],
    ['watched by name', (vigil, other) => vigil.queue(other.node.findChild('Orders') as Queue)],
  ])('beside the own one, %s, are an error', (_, watch) => {
    const app = appWithStages('Dev');
    watch(vigilIn(new Stack(app, 'Watch')), app.node.findChild('Dev').node.findChild('Shop') as Stack);

    expect(errorsOf(app).join()).toMatch(
      /^Dev\/Shop.* is in another stage than Watch\/Vigil, .* Create a Vigil in Dev to watch it\.$/,
    );
  });
});

test('a stack is warned before it is full', () => {
  const shopWith = (others: number) =>
    watched((stack) => {
      new Queue(stack, 'Queue');
      for (let index = 0; index < others; index++)
        new CfnSecurityGroup(stack, `Group${index}`, { groupDescription: '-' });
    });
  const own = Object.keys(shopWith(0).template('Shop').Resources).length;

  expect(shopWith(400 - own).warnings.join()).toContain('Shop has 400 of at most 500 CloudFormation resources');
  expect(shopWith(399 - own).warnings).toEqual([]);
});

test('the topic of a severity can be subscribed to by other means', () => {
  const stack = newStack();
  const vigil = newVigil(stack, { showOnly: [Severity.P2] });

  expect(vigil.topic(Severity.P1)?.topicName).toBeDefined();
  expect(vigil.topic(Severity.P2)).toBeUndefined();
  expect(vigil.topic(Severity.P3)).toBeUndefined();
});

/** So that a method can be taken apart from its object. */
const bound = (shop: Synthesized) => ({ resources: shop.resources.bind(shop) });
