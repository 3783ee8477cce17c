import { randomUUID } from 'node:crypto';
import { bodyOf, http } from './shared/http';
import { email, type Shape, text } from './shared/input';
import { addCustomer, type Customer } from './shared/ledger';

const NEW_CUSTOMER: Shape<Pick<Customer, 'name' | 'email'>> = { name: text(200), email };

export const handler = http(201, async (request, op) => {
  const customer = { id: randomUUID(), ...bodyOf(request, NEW_CUSTOMER), createdAt: new Date().toISOString() };
  await op.step('CreateCustomer', () => addCustomer(customer));
  op.log.info('customer created', { customerId: customer.id });
  return customer;
});
