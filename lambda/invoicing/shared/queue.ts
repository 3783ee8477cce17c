import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { setting } from './setting';

const QueueUrl = setting('QUEUE_URL');
const queue = new SQSClient();

/** How many invoices wait to be issued, and how many are being issued. */
export async function pendingInvoices(): Promise<number[]> {
  const { Attributes } = await queue.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Object.values(Attributes ?? {}).map(Number);
}
