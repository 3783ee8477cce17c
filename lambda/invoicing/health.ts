import { applicationHealth, databaseHealth, healthEndpoint, queueHealth } from '../runtime';
import { hasCustomer } from './shared/ledger';
import { metrics } from './shared/measured';
import { pendingInvoices } from './shared/queue';

/** `GET /health`: whether the system can do its work. */
export const handler = healthEndpoint({
  catalogue: metrics,
  components: {
    // there is none of this name, which a table that answers knows
    table: databaseHealth(() => hasCustomer('health')),
    queue: queueHealth(pendingInvoices),
    application: applicationHealth(),
  },
  // whoever asks every few seconds is none of the system's users
  excludeRoutes: ['GET /health'],
});
