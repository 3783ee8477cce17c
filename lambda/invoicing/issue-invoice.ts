import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { conform, identifier } from './shared/input';
import { issueInvoice } from './shared/ledger';

/** Issues the invoices that the events in the queue name. A message that fails comes back alone, not with its batch. */
export async function handler({ Records }: Pick<SQSEvent, 'Records'>): Promise<SQSBatchResponse> {
  const outcomes = await Promise.allSettled(Records.map(({ body }) => issue(body)));
  const batchItemFailures = outcomes.flatMap((outcome, index) => {
    if (outcome.status === 'fulfilled') return [];
    const { messageId } = Records[index];
    console.error(`Message ${messageId} failed`, outcome.reason);
    return [{ itemIdentifier: messageId }];
  });
  return { batchItemFailures };
}

async function issue(body: string): Promise<void> {
  const { detail } = JSON.parse(body);
  const { customerId, invoiceId } = conform(detail, { customerId: identifier, invoiceId: identifier });
  await issueInvoice(customerId, invoiceId, new Date().toISOString());
}
