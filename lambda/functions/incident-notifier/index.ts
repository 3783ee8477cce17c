import { readEnvironment } from '../../../lib/contracts/environment';
import { INCIDENT_ENVIRONMENT, NOTIFIER_ENVIRONMENT } from '../../../lib/contracts/function-environments';
import { incidentAwsBySdk } from '../../shared/aws/incident-aws';
import { handlerOf } from '../../shared/delivery/handler';
import { IncidentResponse } from './incident-response';

const configuration = readEnvironment(NOTIFIER_ENVIRONMENT, process.env);
const { incidents } = readEnvironment(INCIDENT_ENVIRONMENT, process.env);
const aws = incidentAwsBySdk(configuration.tableName, incidents.timers);

/** The notifier with escalation, acknowledgements, updates and the daily report. */
export const handler = handlerOf(
  configuration,
  aws,
  (around) => new IncidentResponse(incidents, configuration.channels, { ...around, aws }),
);
