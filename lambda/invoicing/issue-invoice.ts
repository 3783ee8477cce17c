import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { operation } from '../runtime';
import { conform, identifier } from './shared/input';
import { issueInvoice } from './shared/ledger';
import { metrics } from './shared/measured';

/** Issues the invoices that the events in the queue name. A message that fails comes back alone, not with its batch. */
export const handler = operation(
  metrics,
  async ({ Records }: Pick<SQSEvent, 'Records'>, op): Promise<SQSBatchResponse> => {
    const outcomes = await Promise.allSettled(Records.map(({ body }) => op.step('IssueInvoice', () => issue(body))));
    const batchItemFailures = outcomes.flatMap((outcome, index) => {
      if (outcome.status === 'fulfilled') return [];
      const { messageId } = Records[index];
      op.log.error('message failed', { messageId, error: outcome.reason });
      return [{ itemIdentifier: messageId }];
    });
    return { batchItemFailures };
  },
);

async function issue(body: string): Promise<void> {
  const { detail } = JSON.parse(body);
  const { customerId, invoiceId } = conform(detail, { customerId: identifier, invoiceId: identifier });
  await issueInvoice(customerId, invoiceId, new Date().toISOString());
}
