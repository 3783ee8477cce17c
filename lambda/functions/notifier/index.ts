import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { awsBySdk } from './aws';
import { configurationIn } from './configuration';
import { fetchByNode } from './fetch';
import { Notifier } from './notifier';

const configuration = configurationIn(process.env);
const notifier = new Notifier(configuration, {
  aws: awsBySdk(configuration.tableName),
  fetch: fetchByNode,
  now: Date.now,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: Math.random,
  // Lambda's JSON log format makes one line of it
  log: (level, message, fields) => console[level]({ message, ...fields }),
});

export const handler = (
  event: Pick<SQSEvent, 'Records'>,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<SQSBatchResponse> => notifier.handle(event, () => context.getRemainingTimeInMillis());
