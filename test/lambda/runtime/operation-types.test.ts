import { operation } from '../../../lambda/runtime';
import { capture, release } from './standard-output';
import { invoicing } from './types';

const createCustomer = async (event: { body: string }) => ({ id: event.body });
const query = async (customer: { id: string }) => [customer];

beforeEach(capture);
afterEach(release);

test('a handler is written without a type of its own', async () => {
  const handler = operation(invoicing, async (event, op) => {
    const customer = await op.step('CreateCustomer', () => createCustomer(event));
    const rows = await op.time('DbQueryDuration', { QueryName: 'byName' }, () => query(customer));
    op.gauge('Customers', rows.length);
    op.log.info('customer created', { customerId: customer.id });
    return { statusCode: 201, body: JSON.stringify(customer) };
  });
  const answer: { statusCode: number; body: string } = await handler({ body: 'k-1' }, {});
  expect(answer).toEqual({ statusCode: 201, body: '{"id":"k-1"}' });
});
