import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { INVOICE_CREATED } from './contract';
import type { Invoice } from './ledger';
import { setting } from './setting';

const EventBusName = setting('BUS_NAME');
const bus = new EventBridgeClient();

/** Publishes an event about a new invoice, with its correlation id. */
export async function announceInvoice({ id, customerId }: Invoice, correlationId?: string): Promise<void> {
  const { source: Source, detailType: DetailType } = INVOICE_CREATED;
  const Detail = JSON.stringify({ invoiceId: id, customerId, correlationId });
  const { Entries } = await bus.send(new PutEventsCommand({ Entries: [{ EventBusName, Source, DetailType, Detail }] }));
  // the call succeeds even if the bus accepts no event
  const refused = Entries?.find((entry) => entry.ErrorCode !== undefined);
  if (refused) throw new Error(`The bus refused invoice ${id}: ${refused.ErrorCode} ${refused.ErrorMessage}`);
}
