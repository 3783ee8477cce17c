import { incidentAwsBySdk } from '../../shared/aws/incident-aws';
import { configurationIn } from '../../shared/delivery/configuration';
import { handlerOf } from '../../shared/delivery/handler';
import { FollowUps } from './incident-response';

const configuration = configurationIn(process.env);
const { timers, ...settings } = JSON.parse(process.env['FOLLOW_UP'] ?? '{}');
const aws = incidentAwsBySdk(configuration.tableName, timers);

/** The notifier, for those who follow incidents up. */
export const handler = handlerOf(
  configuration,
  aws,
  (around) => new FollowUps(settings, configuration.channels, { ...around, aws }),
);
