import type { App } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { parseMessage } from '../../lambda/shared/parsing/parse-message';
import { smsText } from '../../lambda/shared/rendering/sms';
import { defineMetrics, partnerMetrics } from '../../lib/catalogue/index';
import { WITHOUT_FIRST_OK } from '../../lib/contracts/messages';
import { Route } from '../../lib/index';
import { bySns, change, trigger } from '../lambda/support/payloads/payload';
import { newStack, newVigil, Synthesized } from '../support/synth';
import { addQueue } from '../vigil/shop';

const MAIL = Route.email('oncall@example.com');

function shopWith(isNotified: boolean): Synthesized {
  const stack = newStack();
  addQueue(stack);
  const slack = () => Route.slack(Secret.fromSecretNameV2(stack, 'Hook', 'prod/slack'));
  newVigil(stack, { routes: [MAIL, ...(isNotified ? [slack()] : [])] }).watch(stack);
  return new Synthesized(stack.node.root as App);
}

const silent = ({ rule, severity }: { rule: string; severity: string }) =>
  rule !== 'Failing' && ['P0', 'P1'].includes(severity);

describe('the alarms of a composite', () => {
  test('report to the notifier on a topic that nobody else reads', () => {
    const shop = shopWith(true);
    const children = shop.alarmsOf('Orders').filter(silent);

    expect(children.length).toBeGreaterThanOrEqual(2);
    for (const { properties } of children) {
      expect(properties.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^VigilTopicsChildren/) }]);
      expect(properties.OKActions).toEqual(properties.AlarmActions);
    }
    const readers = Object.values(shop.resources('AWS::SNS::Subscription')).filter(({ Properties }) =>
      Properties.TopicArn.Ref.startsWith('VigilTopicsChildren'),
    );
    expect(readers.map(({ Properties }) => Properties.Protocol)).toEqual(['sqs']);
  });

  test('are silent where no notifier would read them', () => {
    const shop = shopWith(false);

    for (const { properties } of shop.alarmsOf('Orders').filter(silent)) {
      expect(properties.AlarmActions).toBeUndefined();
    }
    expect(Object.keys(shop.resources('AWS::SNS::Topic')).filter((id) => id.includes('Children'))).toEqual([]);
  });

  test('do not carry the heartbeat of the notifier, which nothing may mask', () => {
    const shop = shopWith(true);
    const group = shop.alarm('Vigil.Notifier', 'Failing');
    const heartbeat = shop.alarm('Vigil.Notifier', 'NoHeartbeat');

    expect(group.properties.AlarmRule).not.toContain('NoHeartbeat');
    expect(heartbeat.properties.AlarmActions).toEqual(group.properties.AlarmActions);
  });
});

test('a partner that is down pages by itself, by its name', () => {
  // GIVEN a partner with two alarms that page
  const stack = newStack();
  const catalogue = defineMetrics({ namespace: 'Invoicing', metrics: { ...partnerMetrics(['acme']) } });
  newVigil(stack, { routes: [MAIL] }).application(catalogue);
  const shop = new Synthesized(stack.node.root as App);
  const down = shop.alarms.find(({ rule }) => rule === 'acme.ProbeUp');
  const group = shop.alarms.find(({ rule }) => rule === 'Failing');

  // THEN
  expect(group?.properties.AlarmRule).toContain('acme.');
  expect(group?.properties.AlarmRule).not.toContain('acme.ProbeUp');
  expect(down?.properties.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^VigilTopicsP1/) }]);
  const Trigger = trigger('Invoicing', 'ProbeUp', { Partner: 'acme' });
  const message = change('Shop/Invoicing/acme.ProbeUp', { AlarmDescription: down?.description, Trigger });
  const alert = parseMessage(bySns('down', message).body, { id: 'x', sentAt: 0 });
  expect(smsText(alert, { isLate: false })).toMatch(/^P1 ALARM Invoicing in prod, partner acme: /);
});

/** As much of SNS's filters on bodies as the policy uses. */
function passes(policy: object, body: object): boolean {
  return Object.entries(policy).every(([name, wanted]) => {
    if (name === '$or') return (wanted as object[]).some((each) => passes(each, body));
    const value = (body as Record<string, unknown>)[name];
    if (!Array.isArray(wanted)) return typeof value === 'object' && value !== null && passes(wanted as object, value);
    return wanted.some((each) => {
      if (typeof each === 'string') return value === each;
      if (each.exists === false) return value === undefined;
      if (value === undefined) return false;
      return each.suffix === undefined ? !each['anything-but'].includes(value) : String(value).endsWith(each.suffix);
    });
  });
}

/**
 * How SNS counts the combinations of a filter: the values of each array, times its depth where bodies are read, multiplied.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
function combinations(policy: object, isBody: boolean, depth = 1): number {
  return Object.entries(policy).reduce((product, [name, value]) => {
    if (!Array.isArray(value)) return product * combinations(value, isBody, depth + 1);
    const inside = name === '$or' ? value.map((each) => combinations(each, isBody, depth + 1)) : [];
    return inside.reduce((all, each) => all * each, product * value.length * (isBody ? depth : 1));
  }, 1);
}

test("combinations are counted as in AWS's own example", () => {
  const example = { a: { b: { c: ['1', '2', '3', '4'] } }, d: { e: ['1', '2', '3'] } };

  expect(combinations(example, true)).toBe(3 * 4 * 2 * 3);
});

test.each([
  ['plain', false],
  ['with the notifier', true],
])('%s: no filter of a subscription has more combinations than SNS takes, or more keys', (_, isNotified) => {
  const subscriptions = Object.values(shopWith(isNotified).resources('AWS::SNS::Subscription'));
  const filters = subscriptions.flatMap(({ Properties }) => (Properties.FilterPolicy ? Properties : []));

  expect(filters.length).toBeGreaterThan(0);
  for (const { FilterPolicy, FilterPolicyScope } of filters) {
    expect(combinations(FilterPolicy, FilterPolicyScope === 'MessageBody')).toBeLessThanOrEqual(150);
    expect(Object.keys(FilterPolicy).length).toBeLessThanOrEqual(5);
  }
});

describe('by e-mail and SMS alone', () => {
  const shop = shopWith(false);

  test('each subscription to a topic of alarms has the filter', () => {
    const subscriptions = Object.values(shop.resources('AWS::SNS::Subscription')).map(({ Properties }) => Properties);

    expect(subscriptions.length).toBeGreaterThan(0);
    for (const { FilterPolicy, FilterPolicyScope } of subscriptions) {
      expect({ policy: FilterPolicy, scope: FilterPolicyScope }).toEqual(WITHOUT_FIRST_OK);
    }
  });

  test.each([
    ['ALARM', 'OK', 'notBreaching', true],
    ['ALARM', 'INSUFFICIENT_DATA', 'notBreaching', true],
    ['INSUFFICIENT_DATA', 'OK', 'missing', true],
    ['OK', 'ALARM', 'notBreaching', true],
    // the birth of an alarm
    ['OK', 'INSUFFICIENT_DATA', 'notBreaching', false],
    ['OK', 'INSUFFICIENT_DATA', 'breaching', false],
    ['OK', 'INSUFFICIENT_DATA', undefined, false],
    // may have been in ALARM before its data was missing
    ['OK', 'INSUFFICIENT_DATA', 'missing', true],
    ['OK', 'INSUFFICIENT_DATA', '- TreatMissingData:                    missing', true],
    ['OK', 'INSUFFICIENT_DATA', 'ignore', true],
  ])('%s after %s, where data is %s: sent %p', (NewStateValue, OldStateValue, TreatMissingData, isSent) => {
    const body = { NewStateValue, OldStateValue, ...(TreatMissingData && { Trigger: { TreatMissingData } }) };

    expect(passes(WITHOUT_FIRST_OK.policy, body)).toBe(isSent);
  });

  test('what is no alarm passes', () => {
    expect(passes(WITHOUT_FIRST_OK.policy, { 'detail-type': 'AWS Health Event' })).toBe(true);
  });
});
