import { type App, Duration, Stack } from 'aws-cdk-lib';
import type { MaintenanceWindow } from '../../lib';
import { errorsOf, type Json, newApp, newStack, newVigil, Synthesized } from '../support/synth';
import { workQueue } from '../vigil/shop';

const SUNDAY: MaintenanceWindow = {
  schedule: 'cron(0 2 * * SUN)',
  duration: Duration.hours(2),
  timeZone: 'Europe/Berlin',
};

const muteRules = (synthesized: Synthesized, stack?: string): Json[] =>
  Object.values(synthesized.resources('AWS::CloudWatch::AlarmMuteRule', stack));

function withQueues(names: readonly string[], maintenance: MaintenanceWindow[]): Stack {
  const stack = newStack();
  for (const name of names) workQueue(stack, name);
  newVigil(stack, { maintenance }).watch(stack);
  return stack;
}
const synthesized = (stack: Stack) => new Synthesized(stack.node.root as App);

test('in a maintenance window, no alarm notifies anybody', () => {
  // GIVEN
  const shop = synthesized(withQueues(['Orders', 'Returns'], [SUNDAY]));

  // THEN
  const [rule] = muteRules(shop);
  expect(rule.Properties.Rule).toEqual({
    Schedule: { Expression: 'cron(0 2 * * SUN)', Duration: 'PT2H', Timezone: 'Europe/Berlin' },
  });
  const notifying = shop.alarms.filter(({ actions }) => actions.length > 0);
  expect(rule.Properties.MuteTargets.AlarmNames.sort()).toEqual(notifying.map(({ name }) => name).sort());
  // CloudWatch refuses a rule for alarms that are not there yet
  expect([...rule.DependsOn].sort()).toEqual(notifying.map(({ logicalId }) => logicalId).sort());
});

test('a window can be for some components', () => {
  const shop = synthesized(withQueues(['Orders', 'Returns'], [{ ...SUNDAY, components: ['Returns'] }]));

  for (const name of muteRules(shop)[0].Properties.MuteTargets.AlarmNames) expect(name).toMatch(/^Shop\/Returns\//);
});

test('more alarms than one rule can take get several', () => {
  const shop = synthesized(
    withQueues(
      Array.from({ length: 60 }, (_, index) => `Queue${index}`),
      [SUNDAY],
    ),
  );

  const names = muteRules(shop).map(({ Properties }) => Properties.MuteTargets.AlarmNames);
  expect(names.length).toBeGreaterThan(1);
  for (const some of names) expect(some.length).toBeLessThanOrEqual(100);
  expect(new Set(names.flat()).size).toBe(shop.alarms.filter(({ actions }) => actions.length > 0).length);
});

test('alarms of another stack are muted there', () => {
  const app = newApp();
  const shop = new Stack(app, 'Shop');
  workQueue(shop, 'Orders');
  newVigil(new Stack(app, 'Watch'), { maintenance: [SUNDAY] }).watch(app);
  const both = new Synthesized(app);

  expect(muteRules(both, 'Shop')).toHaveLength(1);
  expect(muteRules(both, 'Watch')).toHaveLength(0);
});

test.each<[string, Partial<MaintenanceWindow>, RegExp]>([
  [
    'a schedule of another service',
    { schedule: 'rate(5 minutes)' },
    /'rate\(5 minutes\)' is not a schedule\. Use cron\(/,
  ],
  ['six fields', { schedule: 'cron(0 2 ? * SUN *)' }, /is not a schedule/],
  ['31 February', { schedule: 'cron(0 0 31 2 *)' }, /never begins: no such month has that day/],
  ['31 June or November', { schedule: 'cron(0 0 31 JUN,11 *)' }, /never begins: no such month has that day/],
  ['a minute too many', { schedule: 'cron(60 2 * * *)' }, /'60' is not a minute\. Use 0 to 59, '\*', '-' and ','\./],
  ['hour 24', { schedule: 'cron(0 24 * * *)' }, /'24' is not a hour/],
  ['weekday 9', { schedule: 'cron(0 2 * * 9)' }, /'9' is not a weekday\. Use 0 to 7, SUN to SAT/],
  ['steps', { schedule: 'cron(*/5 * * * *)' }, /'\*\/5' is not a minute/],
  ['words', { schedule: 'cron(a b c d e)' }, /'a' is not a minute/],
  ['a range backwards', { schedule: 'cron(0 9-8 * * *)' }, /'9-8' is not a hour/],
  ['the weekend from Saturday on', { schedule: 'cron(0 9 * * SAT-SUN)' }, /around the end: write 'SAT,SUN'\.$/],
  ['Friday to Monday', { schedule: 'cron(0 9 * * 5-1)' }, /around the end: write 'FRI-SAT,SUN-MON'\.$/],
  ['a night', { schedule: 'cron(0 22-5 * * *)' }, /around the end: write '22-23,0-5'\.$/],
  ['winter', { schedule: 'cron(0 9 * NOV-FEB *)' }, /around the end: write 'NOV-DEC,JAN-FEB'\.$/],
  ['month 13', { schedule: 'at(2026-13-45T99:99)' }, /names no date and time that exist/],
  ['30 February', { schedule: 'at(2027-02-30T10:00)' }, /names no date and time that exist/],
  ['more than 15 days', { duration: Duration.days(16) }, /its duration is 23040 minutes, but CloudWatch allows/],
  ['seconds', { duration: Duration.seconds(90) }, /its duration is 1\.5 minutes/],
  ['an unknown time zone', { timeZone: 'Berlin' }, /'Berlin' is not a time zone\. Use a name such as 'Europe\/Berlin'/],
  ['an unknown component', { components: ['Order'] }, /there is no component 'Order'\. There are: Orders\./],
])('%s is refused with its path', (_, wrong, message) => {
  const stack = withQueues(['Orders'], [SUNDAY, { ...SUNDAY, ...wrong }]);

  expect(errorsOf(stack.node.root as App)).toEqual([expect.stringMatching(/^maintenance\[1\]: /)]);
  expect(errorsOf(withQueues(['Orders'], [{ ...SUNDAY, ...wrong }]).node.root as App)[0]).toMatch(message);
});

test.each([
  'cron(0 0 29 2 *)',
  'cron(0 0 31 2 MON)',
  'cron(0,30 8-9 * JAN-MAR MON-FRI)',
  'cron(0 2 * * 7)',
  'at(2028-02-29T10:00:30)',
])('%s begins at some time', (schedule) => {
  expect(errorsOf(withQueues(['Orders'], [{ ...SUNDAY, schedule }]).node.root as App)).toEqual([]);
});

test('without a window, nothing is muted', () => {
  expect(muteRules(synthesized(withQueues(['Orders'], [])))).toEqual([]);
});
