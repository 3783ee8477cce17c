import { awsBySdk } from './aws';
import { configurationIn } from './configuration';
import { handlerOf } from './handler';

const configuration = configurationIn(process.env);

export const handler = handlerOf(configuration, awsBySdk(configuration.tableName));
