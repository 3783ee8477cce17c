import { http, pageOf } from './shared/http';
import { customers } from './shared/ledger';

export const handler = http(200, async (request, op) => {
  const query = { QueryName: 'NewestCustomers' };
  const page = await op.time('QueryDuration', query, () => customers(pageOf(request)));
  op.gauge('ListedItems', page.items.length, query);
  return page;
});
