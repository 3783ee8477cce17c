import { database, healthEndpoint, type Operation, operation, partner, processing } from '../../../lambda/runtime';
import { defineMetrics, HEALTH_METRICS, type MetricsCatalogue, Unit } from '../../../lib/catalogue';

export const invoicing = defineMetrics({
  namespace: 'Invoicing',
  dimensions: { Service: 'invoices' },
  steps: ['CreateCustomer', 'CreateInvoice'],
  metrics: {
    DbQueryDuration: { unit: Unit.MILLISECONDS, dimensions: ['QueryName'] },
    DbConnectFailure: { unit: Unit.COUNT, alarm: { above: 3, within: 'PT5M', severity: 'P1' } },
    Customers: { unit: Unit.COUNT, kind: 'gauge' },
    Wait: { unit: Unit.SECONDS },
    Sent: { unit: Unit.COUNT, dimensions: ['Channel', 'Country'] },
  },
});
type OperationOf<C> = C extends MetricsCatalogue<infer Step, infer Metrics> ? Operation<Step, Metrics> : never;

/** Never run: the compiler refuses this file if a line below an expected error compiles, or another does not. */
export function compiles(op: OperationOf<typeof invoicing>): void {
  op.count('DbConnectFailure');
  op.count('DbConnectFailure', 2);
  op.count('Sent', 1, { Channel: 'mail', Country: 'de' });
  op.gauge('Wait', 2.5);
  op.gauge('DbQueryDuration', 4, { QueryName: 'byName' });
  op.time('Wait', () => 1).then((one: number) => one);
  op.step('CreateInvoice', () => 'text').then((text: string) => text);

  // @ts-expect-error: no such step
  op.step('CreateOrder', () => 1);
  // @ts-expect-error: no such metric
  op.count('Orders');
  // @ts-expect-error: a gauge cannot be counted
  op.count('Customers');
  // @ts-expect-error: a counter has no reading
  op.gauge('DbConnectFailure', 1);
  // @ts-expect-error: only durations are timed
  op.time('Customers', () => 1);
  // @ts-expect-error: its dimension is missing
  op.time('DbQueryDuration', () => 1);
  // @ts-expect-error: it has no dimension
  op.time('Wait', { QueryName: 'byName' }, () => 1);
  // @ts-expect-error: no such dimension
  op.time('DbQueryDuration', { Query: 'byName' }, () => 1);
  // @ts-expect-error: one of two dimensions is missing
  op.count('Sent', 1, { Channel: 'mail' });
  // @ts-expect-error: one dimension too many
  op.count('Sent', 1, { Channel: 'mail', Country: 'de', City: 'Ulm' });
  // @ts-expect-error: a dimension is a text
  op.gauge('DbQueryDuration', 4, { QueryName: undefined });
  // @ts-expect-error: a value is a number
  op.gauge('Customers', '1');
  // @ts-expect-error: a property is no object
  op.property('customer', {});

  // @ts-expect-error: the catalogue does not declare the metrics of a database
  database(op);
  // @ts-expect-error: nor those of partners
  partner(op, 'acme');
  // @ts-expect-error: nor those of processing
  processing(op, 'import', () => 1);
  // @ts-expect-error: nor those of health
  healthEndpoint({ catalogue: invoicing, components: {} });
  const health = defineMetrics({ namespace: 'App', steps: ['Look'], metrics: { ...HEALTH_METRICS } });
  healthEndpoint({
    catalogue: health,
    components: { it: async () => ({ status: 'degraded', details: { count: 1 } }) },
  });
  // @ts-expect-error: no such status
  healthEndpoint({ catalogue: health, components: { it: () => ({ status: 'ill' }) } });
  // @ts-expect-error: a text could say what nobody outside should know
  healthEndpoint({ catalogue: health, components: { it: () => ({ status: 'healthy', details: { host: 'db' } }) } });
  op.log.event({ event: 'sync', partner: 'acme', customerId: 'k-1', success: true });
  // @ts-expect-error: no such event
  op.log.event({ event: 'order', success: true });
  // @ts-expect-error: its partner is missing
  op.log.event({ event: 'sync', customerId: 'k-1', success: true });

  // @ts-expect-error: no such unit
  defineMetrics({ namespace: 'App', metrics: { Wait: { unit: 'ms' } } });
  const alarm = { above: 1, within: 'PT5M', severity: 'high' } as const;
  // @ts-expect-error: no such severity
  defineMetrics({ namespace: 'App', metrics: { Wait: { unit: 'None', alarm } } });
  // @ts-expect-error: no such member
  defineMetrics({ namespace: 'App', metric: {} });
  // @ts-expect-error: an application without steps has none
  operation(defineMetrics({ namespace: 'App' }), (_event, other) => other.step('CreateInvoice', () => 1));
}
