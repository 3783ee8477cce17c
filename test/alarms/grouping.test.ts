import type { App } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { type RuleOptions, Severity, type VigilProps } from '../../lib/index';
import { type Json, newStack, newVigil, Synthesized, type SynthesizedAlarm, watched } from '../support/synth';
import { addQueue, workQueue } from '../vigil/shop';

const { P0, P1, P2, P3 } = Severity;
type Rules = { [id: string]: RuleOptions };

/** A queue whose rules have the given severities, all others being off. */
function queueWith(severities: Record<string, Severity>, props: Partial<VigilProps> = {}): Synthesized {
  const fill = (rules: Rules) => watched((stack) => workQueue(stack, 'Orders'), { ...props, rules });
  const off = Object.fromEntries(fill({}).alarms.map(({ rule }) => [rule.split('.')[0], { enabled: false }]));
  const on = Object.entries(severities).map(([rule, severity]) => [rule, { enabled: true, threshold: 100, severity }]);
  const { Failing: _group, ...rules } = { ...off, ...Object.fromEntries(on) };
  return fill(rules);
}

/** What an alarm does: the severity whose topic it notifies. */
const speaksTo = ({ actions }: SynthesizedAlarm) => actions.map((action) => action.match(/P\d/)?.[0]).join();
const spoken = (shop: Synthesized) => Object.fromEntries(shop.alarms.map((alarm) => [alarm.rule, speaksTo(alarm)]));

describe('rules of one component that page', () => {
  const shop = queueWith({ QueueStuck: P1, QueueDepthHigh: P1, QueueSlow: P2, MessageAge: P3 });

  test('are isChild; one composite carries the page', () => {
    expect(spoken(shop)).toEqual({
      Failing: 'P1',
      QueueStuck: '',
      QueueDepthHigh: '',
      QueueSlow: 'P2',
      MessageAge: '',
    });
  });

  test('are what the composite watches', () => {
    const { properties } = shop.alarm('Orders', 'Failing');

    expect(properties.AlarmRule).toBe('ALARM("Shop/Orders/QueueStuck") OR ALARM("Shop/Orders/QueueDepthHigh")');
  });

  test('are there before it', () => {
    const children = ['QueueStuck', 'QueueDepthHigh'].map((rule) => shop.alarm('Orders', rule).logicalId);

    expect([...shop.alarm('Orders', 'Failing').dependsOn].sort()).toEqual(children.sort());
  });

  test('are listed in its description', () => {
    expect(shop.alarm('Orders', 'Failing').description).toMatch(
      /^Orders fails: at least one of its alarms is in ALARM\.\n- QueueStuck: Messages wait, and none is processed\. .+\n- QueueDepthHigh: .+\n1\. /,
    );
  });

  test('are on the dashboard beside it, so that one sees which of them is in ALARM', () => {
    const listed = shop.dashboards['Shop-Vigil'].widgets.flatMap(({ properties }: Json) => properties.alarms ?? []);

    expect([...new Set(listed.map((arn: string) => arn.split('/').at(-1)))].sort()).toEqual([
      'Failing',
      'MessageAge',
      'QueueDepthHigh',
      'QueueSlow',
      'QueueStuck',
    ]);
  });

  test('page as the most severe of them', () => {
    expect(spoken(queueWith({ QueueStuck: P1, QueueDepthHigh: P0 }))).toEqual({
      Failing: 'P0',
      QueueStuck: '',
      QueueDepthHigh: '',
    });
  });
});

describe('no composite', () => {
  test('for one rule that pages', () => {
    expect(spoken(queueWith({ QueueStuck: P1, QueueSlow: P2 }))).toEqual({ QueueStuck: 'P1', QueueSlow: 'P2' });
  });

  test('for rules that do not page', () => {
    expect(spoken(queueWith({ QueueStuck: P2, QueueSlow: P2 }))).toEqual({ QueueStuck: 'P2', QueueSlow: 'P2' });
  });

  test('for rules of which only one is not just shown', () => {
    expect(spoken(queueWith({ QueueStuck: P1, QueueDepthHigh: P0 }, { showOnly: [P0] }))).toEqual({
      QueueStuck: 'P1',
      QueueDepthHigh: '',
    });
  });

  test("with 'grouping: false'", () => {
    expect(spoken(queueWith({ QueueStuck: P1, QueueDepthHigh: P0 }, { grouping: false }))).toEqual({
      QueueStuck: 'P1',
      QueueDepthHigh: 'P0',
    });
  });

  test('for a component that does not want it, or one where the others do not', () => {
    const groupsWith = (all: boolean | undefined, own: boolean | undefined) => {
      const stack = newStack();
      const vigil = newVigil(stack, { grouping: all });
      const rules = { QueueDepthHigh: { enabled: true, severity: P1 } };
      vigil.queue(workQueue(stack, 'Own'), { grouping: own, rules });
      vigil.queue(workQueue(stack, 'Other'), { rules });
      const { alarms } = new Synthesized(stack.node.root as App);
      return alarms.filter(({ isComposite }) => isComposite).map(({ component }) => component);
    };

    expect(groupsWith(undefined, undefined)).toEqual(['Own', 'Other']);
    expect(groupsWith(undefined, false)).toEqual(['Other']);
    expect(groupsWith(false, true)).toEqual(['Own']);
  });
});

test('what exists on a condition is not grouped with what always does', () => {
  // GIVEN a region not known at synthesis: the alarms of CloudFront exist in us-east-1 only, that of the certificate anywhere
  const shop = watched((stack) => {
    new Distribution(stack, 'Portal', {
      defaultBehavior: { origin: new HttpOrigin('origin.example.com') },
      domainNames: ['example.com'],
      certificate: Certificate.fromCertificateArn(
        stack,
        'Imported',
        new Certificate(stack, 'Certificate', { domainName: 'example.com' }).certificateArn,
      ),
    });
  });

  // THEN
  const paging = shop.alarmsOf('Portal').filter(({ severity }) => severity === P1);
  expect(new Set(paging.map(({ condition }) => condition)).size).toBe(2);
  for (const alarm of paging.filter(({ condition }) => condition === undefined)) expect(speaksTo(alarm)).toBe('P1');
  for (const group of paging.filter(({ isComposite }) => isComposite)) expect(group.condition).toBeDefined();
});

test('one outage of a queue with its worker is one page', () => {
  const shop = watched((stack) => addQueue(stack));
  const paging = shop.alarms.filter((alarm) => ['P0', 'P1'].includes(speaksTo(alarm)));

  expect(paging.map(({ rule }) => rule)).toEqual(['Failing']);
});
