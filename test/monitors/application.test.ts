import type { App } from 'aws-cdk-lib';
import { defineMetrics, partnerMetrics, Unit } from '../../lib/catalogue';
import { Severity } from '../../lib/index';
import { dimensionsOf, type Json, newStack, newVigil, Synthesized } from '../support/synth';
import { addWorker, applicationIn, shop, writtenOut } from './shop-application';

describe('an application', () => {
  let synthesized: Synthesized;
  beforeAll(() => {
    synthesized = applicationIn(shop);
  });
  const ruleNames = () => synthesized.alarmsOf('Shop-orders').map(({ rule }) => rule);

  test('has an alarm for each step and for what its catalogue declares', () => {
    // one of the two that page fires on none, so nothing may mask it and there is no composite
    expect(ruleNames().sort()).toEqual([
      'Logs.MetricsRejected',
      'Pay.StepFailing',
      'QueryDuration',
      'Refunds',
      'Ship.StepFailing',
      'ValuesDropped',
      'north.StockP1',
      'north.StockP2',
    ]);
  });

  test('its alarms are those that are declared', () => {
    const { properties, description, severity } = synthesized.alarm('Shop-orders', 'QueryDuration');

    expect(properties).toMatchObject({
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 500,
      TreatMissingData: 'notBreaching',
    });
    const dimensions = [{ Name: 'Service', Value: 'orders' }];
    const metric = { Namespace: 'Shop', MetricName: 'QueryDuration', Dimensions: dimensions };
    expect(properties.Metrics).toMatchObject([
      { Id: 'm', MetricStat: { Metric: metric, Period: 60, Stat: 'p90' } },
      { Id: 'n', MetricStat: { Metric: metric, Period: 60, Stat: 'SampleCount' } },
      { Expression: 'IF(n >= 5, m)' },
    ]);
    expect(severity).toBe('P2');
    expect(description).toMatch(/^Queries are slow\.\n1\. Look\.\n/);
    expect(dimensionsOf(synthesized.alarm('Shop-orders', 'north.StockP1'))).toEqual([
      { Service: 'orders', Warehouse: 'north' },
    ]);
  });

  test('stands above the components on the overview', () => {
    const titles = synthesized.dashboards['Shop-Vigil-us-east-1'].widgets.map(
      ({ properties }: Json) => properties.title,
    );

    expect(titles.indexOf('Shop-orders')).toBeLessThan(titles.indexOf('Orders'));
    expect(titles.indexOf('Shop-orders: errors')).toBeGreaterThan(titles.indexOf('Orders'));
    expect(titles.indexOf('Shop-orders: errors')).toBeLessThan(titles.indexOf('Orders: oldest message'));
    expect(titles.slice(-3)).toEqual([
      'Shop-orders: triggers',
      'Shop-orders: flows',
      'Shop-orders: actions of each flow',
    ]);
  });

  test('draws the threshold of each alarm, those that page in red', () => {
    const changed = applicationIn(
      defineMetrics({
        namespace: 'Shop',
        dimensions: { Service: 'orders' },
        metrics: {
          ...partnerMetrics(['acme', 'globex']),
          Stock: {
            unit: Unit.COUNT,
            kind: 'gauge',
            alarm: [
              { below: 10, within: 'PT5M', severity: 'P2' },
              { below: 1, within: 'PT5M', severity: 'P1' },
            ],
          },
        },
      }),
      { rules: { PartnerApiDurationP2: { threshold: 3000 }, StockP1: { enabled: false } } },
    );
    const thresholdsOf = (dashboard: string, title: string) =>
      changed.dashboards[dashboard].widgets
        .find(({ properties }: Json) => properties.title === title)
        .properties.annotations?.horizontal.map(({ label, value, color }: Json) => ({ label, value, color }));

    const [yellow, red] = ['#ff7f0e', '#d62728'];
    const details = 'Shop-Vigil-us-east-1-details';
    // once, however many partners have such an alarm
    expect(thresholdsOf(details, 'PartnerApiDuration')).toEqual([
      { label: 'PartnerApiDurationP2 > 3000 ms', value: 3000, color: yellow },
      { label: 'PartnerApiDurationP1 > 5000 ms', value: 5000, color: red },
    ]);
    expect(thresholdsOf(details, 'SyncDuration')).toBeUndefined();
    const stock = [{ label: 'StockP2 < 10', value: 10, color: yellow }];
    expect(thresholdsOf(details, 'Stock')).toEqual(stock);
    expect(thresholdsOf('Shop-Vigil-us-east-1', 'Shop-orders: Stock')).toEqual(stock);
  });

  test('shows the share of successes, together and for each partner', () => {
    const catalogue = defineMetrics({ namespace: 'Shop', metrics: { ...partnerMetrics(['acme', 'globex']) } });
    const { widgets } = applicationIn(catalogue).dashboards['Shop-Vigil-us-east-1-details'];
    const titled = (title: string) => widgets.find(({ properties }: Json) => properties.title === title);

    const series = writtenOut(titled('PartnerApi: success').properties.metrics);
    const partnersOf = (name: string) => series.filter((fields) => fields[1] === name).map((fields) => fields[3]);
    expect(partnersOf('PartnerApiSuccess')).toEqual([undefined, 'acme', 'globex']);
    expect(partnersOf('PartnerApiError')).toEqual([undefined, 'acme', 'globex']);
    expect(series.flatMap((fields) => fields.at(-1).label ?? [])).toEqual(['All', 'acme', 'globex']);
    expect(series.at(-1)?.[0].expression).toMatch(/^100 \* FILL\((s\d), 0\) \/ \(FILL\(\1, 0\) \+ FILL\(f\d, 0\)\)$/);
    for (const title of ['Sync: success', 'Assignment: success']) expect(titled(title)).toBeDefined();
    expect(
      synthesized.dashboards['Shop-Vigil-us-east-1-details'].widgets.filter(({ properties }: Json) =>
        properties.title?.endsWith(': success'),
      ),
    ).toEqual([]);
  });

  test('shows which actions followed a trigger', () => {
    const [triggers, flows, actions] = synthesized.dashboards['Shop-Vigil-us-east-1'].widgets.slice(-3);

    expect(triggers.properties.query).toMatch(/by correlationId \| stats .* by trigger \|/);
    expect(flows.properties.title).toBe('Shop-orders: flows');
    expect(flows.properties.query).toContain('earliest(Operation) as trigger');
    expect(actions.properties.title).toBe('Shop-orders: actions of each flow');
    expect(actions.properties.query).toContain('by correlationId, Operation');
    expect(triggers.width + flows.width).toBe(24);
    expect(triggers.y).toBe(flows.y);
  });

  test('its alarms can be changed like those of any component', () => {
    const changed = applicationIn(shop, {
      rules: { Refunds: { threshold: 9 }, 'Shop-orders/StepFailing': { severity: Severity.P1 } },
    });

    expect(changed.alarm('Shop-orders', 'Refunds').properties.Threshold).toBe(9);
    expect(changed.alarm('Shop-orders', 'Pay.StepFailing').severity).toBe('P1');
  });

  test('keeps its logical ids whatever it is called', () => {
    const stack = newStack({ env: { region: 'us-east-1' } });
    addWorker(stack);
    const vigil = newVigil(stack);
    vigil.watch(stack);
    vigil.application(shop, { label: 'The shop' });
    const renamed = new Synthesized(stack.node.root as App);

    const idsOf = ({ alarms }: Synthesized) => new Set(alarms.map(({ logicalId }) => logicalId));
    expect(idsOf(renamed)).toEqual(idsOf(synthesized));
  });
});
