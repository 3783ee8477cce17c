import { http, pageOf } from './shared/http';
import { invoices } from './shared/ledger';

export const handler = http(200, async (request, op) => {
  const query = { QueryName: 'NewestInvoices' };
  const page = await op.time('QueryDuration', query, () => invoices(pageOf(request)));
  op.gauge('ListedItems', page.items.length, query);
  return page;
});
