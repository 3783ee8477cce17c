import { readEnvironment } from '../../../lib/contracts/environment';
import { NOTIFIER_ENVIRONMENT } from '../../../lib/contracts/function-environments';
import { awsBySdk } from '../../shared/aws/aws';
import { handlerOf } from '../../shared/delivery/handler';

const configuration = readEnvironment(NOTIFIER_ENVIRONMENT, process.env);

/** Sends alerts to the channels of the routes. */
export const handler = handlerOf(configuration, awsBySdk(configuration.tableName));
