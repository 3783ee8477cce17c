import { http, pageOf } from './shared/http';
import { invoices } from './shared/ledger';

export const handler = http(200, async (request) => invoices(pageOf(request)));
