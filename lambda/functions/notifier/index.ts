import { awsBySdk } from '../../shared/aws/aws';
import { configurationIn } from '../../shared/delivery/configuration';
import { handlerOf } from '../../shared/delivery/handler';

const configuration = configurationIn(process.env);

export const handler = handlerOf(configuration, awsBySdk(configuration.tableName));
