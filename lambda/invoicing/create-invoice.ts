import { createHash, randomUUID } from 'node:crypto';
import { announceInvoice } from './shared/announce';
import { bodyOf, http } from './shared/http';
import { currency, identifier, minorUnits, RequestError, type Shape } from './shared/input';
import { addInvoice, hasCustomer, type Invoice } from './shared/ledger';

const NEW_INVOICE: Shape<Pick<Invoice, 'customerId' | 'amountMinorUnits' | 'currency'>> = {
  customerId: identifier,
  amountMinorUnits: minorUnits,
  currency,
};

export const handler = http(201, async (request, op) => {
  const input = bodyOf(request, NEW_INVOICE);
  if (!(await hasCustomer(input.customerId))) {
    throw new RequestError(404, `There is no customer ${input.customerId}.`);
  }
  const invoice = await op.step('CreateInvoice', () =>
    addInvoice({
      id: idFor(input.customerId, request.headers['idempotency-key']),
      ...input,
      status: 'created',
      createdAt: new Date().toISOString(),
    }),
  );
  await op.step('AnnounceInvoice', () => announceInvoice(invoice, op.correlationId));
  op.log.info('invoice created', { invoiceId: invoice.id, customerId: invoice.customerId });
  return invoice;
});

/** The same key gives the same invoice, so that a request whose event was lost can be sent again. */
function idFor(customerId: string, idempotencyKey: string | undefined): string {
  if (idempotencyKey === undefined) return randomUUID();
  return createHash('sha256').update(`${customerId} ${idempotencyKey}`).digest('hex').slice(0, 32);
}
