import { configurationIn } from '../notifier/configuration';
import { handlerOf } from '../notifier/handler';
import { incidentAwsBySdk } from './aws';
import { FollowUps } from './follow-ups';

const configuration = configurationIn(process.env);
const { timers, ...settings } = JSON.parse(process.env['FOLLOW_UP'] ?? '{}');
const aws = incidentAwsBySdk(configuration.tableName, timers);

/** The notifier, for those who follow incidents up. */
export const handler = handlerOf(
  configuration,
  aws,
  (around) => new FollowUps(settings, configuration.channels, { ...around, aws }),
);
