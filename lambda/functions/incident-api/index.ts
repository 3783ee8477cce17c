import { readEnvironment } from '../../../lib/contracts/environment';
import { INCIDENT_API_ENVIRONMENT } from '../../../lib/contracts/function-environments';
import { incidentAwsBySdk } from '../../shared/aws/incident-aws';
import { IncidentApi } from './incident-api';

const { tableName, ...settings } = readEnvironment(INCIDENT_API_ENVIRONMENT, process.env);
const answers = new IncidentApi(settings, {
  aws: incidentAwsBySdk(tableName),
  now: Date.now,
  log: (level, message, fields) => console[level]({ message, ...fields }),
});

/** Takes acknowledgements and updates from the page behind the links of messages, and from the command line. */
export const handler: IncidentApi['handle'] = (event) => answers.handle(event);
