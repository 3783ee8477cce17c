import { type App, BootstraplessSynthesizer, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { AlarmsIn, Severity, Vigil, type VigilProps } from '../../lib/index';
import { readAssembly } from '../../lib/rehearsal/assembly/assembly';
import { errorsOf, newApp, newVigil, ONCALL, Synthesized, type SynthesizedAlarm } from '../support/synth';
import { addDistribution, addQueue } from '../vigil/shop';

const LIMIT = '@aws-cdk/core:stackResourceLimit';

/** A stack that takes 60 resources, watched. Without alarms, a queue with its worker is five. */
function shopOf(queues: readonly string[], props: Partial<VigilProps> = {}, more: StackProps = {}, limit = 60): App {
  const app = newApp({ [LIMIT]: limit });
  const stack = new Stack(app, 'Shop', more);
  for (const id of queues) addQueue(stack, id);
  newVigil(stack, props).watch(stack);
  return app;
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => `Queue${index + 1}`);
const stacksOf = (shop: Synthesized) => new Set(shop.alarms.map(({ stack }) => stack));
const identities = (alarms: readonly SynthesizedAlarm[]) =>
  Object.fromEntries(alarms.map(({ name, stack, logicalId }) => [name, `${stack}.${logicalId}`]));

describe('a stack whose alarms would pass 90 % of its resources', () => {
  const app = shopOf(ids(6));
  const shop = new Synthesized(app);
  const small = new Synthesized(shopOf(ids(2)));

  test('has all of its alarms in nested stacks', () => {
    expect([...stacksOf(small)]).toEqual(['Shop']);
    expect(shop.alarms).toHaveLength(3 * small.alarms.length);
    expect([...stacksOf(shop)].every((stack) => /^ShopVigilAlarms\d.*\.nested$/.test(stack))).toBe(true);
    expect(Object.keys(shop.template('Shop').Resources).length).toBeLessThanOrEqual(54);
  });

  test('has composite alarms beside their children', () => {
    for (const { stack, component, properties } of shop.alarms.filter(({ isComposite }) => isComposite)) {
      const children = shop.alarmsOf(component).filter(({ name }) => properties.AlarmRule.includes(`"${name}"`));
      expect(children.length).toBeGreaterThan(1);
      expect(new Set(children.map((child) => child.stack))).toEqual(new Set([stack]));
    }
  });

  test('gives them other names, so that CloudFormation can create them before it deletes those of the stack', () => {
    const names = new Set(small.names);
    expect(shop.names.filter((name) => names.has(name))).toEqual([]);
    expect(shop.names).toContain('Shop-alarms/Queue1/QueueStuck');
  });

  test('keeps all others where they are when a component is added', () => {
    const more = new Synthesized(shopOf(['Added', ...ids(6)]));
    const before = identities(shop.alarms);
    const after = identities(more.alarms);

    expect(Object.keys(after).length).toBeGreaterThan(Object.keys(before).length);
    expect(after).toMatchObject(before);
  });

  test('keeps an alarm where it is when its severity changes', () => {
    const rules = { QueueStuck: { severity: Severity.P2 } };
    const changed = new Synthesized(shopOf(ids(6), { rules }));
    const stuck = (of: Synthesized) => identities(of.alarms.filter(({ rule }) => rule === 'QueueStuck'));

    expect(stuck(changed)).toEqual(stuck(shop));
  });

  test('is read as one app: the alarms measure the queues of the stack', () => {
    const { alarms, unresolved } = readAssembly(app.outdir);

    expect(alarms).toHaveLength(shop.alarms.length);
    expect(unresolved).toEqual([]);
    expect(JSON.stringify(alarms)).not.toContain('referenceto');
  });
});

test('a stack that fits has the template that it has without the option', () => {
  const [before, after] = [{}, { alarmsIn: AlarmsIn.STACK }].map((props) => new Synthesized(shopOf(ids(2), props)));
  expect(after?.template('Shop')).toEqual(before?.template('Shop'));
});

describe('alarmsIn', () => {
  test('NESTED_STACKS: from the beginning, with the names that they keep', () => {
    const small = new Synthesized(shopOf(ids(1), { alarmsIn: AlarmsIn.NESTED_STACKS }));
    expect([...stacksOf(small)]).toEqual([expect.stringMatching(/^ShopVigilAlarms\d/)]);
    expect(small.names).toContain('Shop-alarms/Queue1/QueueStuck');
  });

  test('STACK: an error of Vigil where they have no room, before that of CDK', () => {
    expect(errorsOf(shopOf(ids(6), { alarmsIn: AlarmsIn.STACK }))).toEqual([
      expect.stringMatching(
        /^Shop has \d+ resources, but CloudFormation takes 60\. Move some of its resources, with their alarms, to another stack or a nested stack, or its alarms to nested stacks with 'alarmsIn: AlarmsIn\.NESTED_STACKS'\.$/,
      ),
    ]);
  });

  test('NESTED_STACKS: an error where templates of nested stacks cannot be published', () => {
    const synthesizer = new BootstraplessSynthesizer();
    expect(errorsOf(shopOf(ids(1), { alarmsIn: AlarmsIn.NESTED_STACKS }, { synthesizer }))).toEqual([
      "Shop: 'alarmsIn' is NESTED_STACKS, but its synthesizer has no bucket for the templates of nested stacks.",
    ]);
  });
});

test('a stack that has no room without its alarms is named in an error', () => {
  expect(errorsOf(shopOf(ids(12)))).toEqual([
    expect.stringMatching(
      /^Shop has \d+ resources, but CloudFormation takes 60\. Its alarms are in nested stacks already: move some of its other resources to another stack\.$/,
    ),
  ]);
});

describe('what is beside the alarms', () => {
  const shop = new Synthesized(
    shopOf(ids(6), { maintenance: [{ schedule: 'cron(0 2 * * SUN)', duration: Duration.hours(1) }] }),
  );

  test('mute rules are in the stacks of their alarms', () => {
    const stacks = shop.stacks.filter(
      (stack) => Object.keys(shop.resources('AWS::CloudWatch::AlarmMuteRule', stack)).length,
    );
    expect(new Set(stacks)).toEqual(stacksOf(shop));
  });

  test('dashboards stay, and show the alarms by their names', () => {
    expect(JSON.stringify(shop.dashboards['Shop-Vigil'])).toContain('alarm:Shop-alarms/Queue1/Failing');
  });
});

test('a condition of alarms is one of their nested stack too', () => {
  // GIVEN a region that only deployment knows
  const app = newApp();
  const stack = new Stack(app, 'Shop');
  addDistribution(stack);
  newVigil(stack, { alarmsIn: AlarmsIn.NESTED_STACKS }).watch(stack);

  // WHEN
  const shop = new Synthesized(app);

  // THEN
  const { condition, stack: nested } = shop.alarm('Portal', 'PortalErrors');
  expect(shop.template(nested).Conditions[condition as string]).toEqual({
    'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'],
  });
});

test('CloudFront alarms of several stacks, together in us-east-1, are named after the stacks of their distributions', () => {
  // GIVEN components of the same name
  const app = newApp();
  const env = { region: 'eu-west-1', account: '111122223333' };
  for (const id of ['One', 'Two']) addDistribution(new Stack(app, id, { env }));
  newVigil(new Stack(app, 'Watch', { env })).watch(app);

  // WHEN
  const { alarms } = new Synthesized(app);

  // THEN
  const portals = alarms.filter(({ rule }) => rule === 'PortalErrors');
  expect(portals.map(({ name, stack }) => `${stack}: ${name}`).sort()).toEqual([
    'Watch-us-east-1: One-us-east-1/Portal/PortalErrors',
    'Watch-us-east-1: Two-us-east-1/Portal/PortalErrors',
  ]);
});

test('two Vigils of a stack count together', () => {
  const app = newApp({ [LIMIT]: 75 });
  const stack = new Stack(app, 'Shop');
  const queues = ids(6).map((id) => addQueue(stack, id));
  newVigil(stack).watch(stack, { exclude: queues.slice(3) });
  new Vigil(stack, 'Other', { environment: 'prod', routes: [ONCALL] }).watch(stack, { exclude: queues.slice(0, 3) });

  expect([...stacksOf(new Synthesized(app))].every((name) => name.startsWith('ShopVigilAlarms'))).toBe(true);
});
