import { http, pageOf } from './shared/http';
import { customers } from './shared/ledger';

export const handler = http(200, async (request) => customers(pageOf(request)));
