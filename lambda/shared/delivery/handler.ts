import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { NotifierConfiguration } from '../../../lib/contracts/function-environments';
import type { Aws } from '../aws/aws';
import { fetchByNode } from '../http/fetch';
import type { Dependencies } from './dependencies';
import type { IncidentTracker } from './incident-tracker';
import { QueueConsumer } from './queue-consumer';

/** What Lambda calls. */
export function handlerOf(
  configuration: NotifierConfiguration,
  aws: Aws,
  followUpIn: (around: Dependencies) => IncidentTracker | undefined = () => undefined,
): (event: Pick<SQSEvent, 'Records'>, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<SQSBatchResponse> {
  const around: Dependencies = {
    aws,
    fetch: fetchByNode,
    now: Date.now,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: Math.random,
    // Lambda's JSON log format makes one line of it
    log: (level, message, fields) => console[level]({ message, ...fields }),
  };
  const notifier = new QueueConsumer(configuration, around, followUpIn(around));
  return (event, context) => notifier.handle(event, () => context.getRemainingTimeInMillis());
}
