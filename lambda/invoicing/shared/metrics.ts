import { defineMetrics, HEALTH_METRICS, Unit } from '../../../lib/catalogue';

/** What the invoicing system says of itself. Environments may share an account, so they differ in a dimension. */
export const metricsIn = (environment: string) =>
  defineMetrics({
    namespace: 'Invoicing',
    dimensions: { Environment: environment, Service: 'invoices' },
    steps: ['CreateCustomer', 'CreateInvoice', 'AnnounceInvoice', 'IssueInvoice'],
    metrics: {
      ...HEALTH_METRICS,
      QueryDuration: {
        unit: Unit.MILLISECONDS,
        dimensions: ['QueryName'],
        alarm: {
          above: 1000,
          within: 'PT5M',
          times: 3,
          severity: 'P2',
          why: 'Lists take longer than a second to read.',
          steps: ['Compare with the latency of the table.', 'Look which query it is on the dashboard of details.'],
        },
      },
      ListedItems: { unit: Unit.COUNT, kind: 'gauge', dimensions: ['QueryName'] },
    },
  });
