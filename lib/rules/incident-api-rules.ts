import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const lambda = metricsOf('AWS/Lambda');
const gateway = metricsOf('AWS/ApiGateway');

export interface IncidentApiFacts {
  /** The HTTP API of the page behind the links. */
  readonly apiId: string;
}

/** Of the function behind the acknowledge links. It answers invalid links with 4XX, so an error is its own. */
export const INCIDENT_API_RULES = documentedBy<IncidentApiFacts>('lambda', [
  {
    id: 'AnswersFailing',
    severity: Severity.P2,
    // the page answers 503 where it cannot read the table: not an error of the function, but of its URL
    metrics: ({ apiId }) => ({
      failed: lambda('Errors', 'Sum'),
      refused: lambda('Throttles', 'Sum'),
      unanswered: { ...gateway('5xx', 'Sum', { ApiId: apiId, Stage: '$default' }), complete: true },
    }),
    expression: 'SUM([failed, refused, unanswered])',
    label: 'Failed calls of the incident API',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [1, 1],
    is: '>=',
    threshold: 1,
    why: 'An incident could not be acknowledged: the page behind the link, or the command line, failed.',
    steps: [
      'Name in the channel who works on the incident: it is escalated although somebody tried to acknowledge it.',
      'Read the newest errors in the log of the function.',
    ],
    source: 'Project default: acknowledgements are rare, and each one counts.',
  },
]);
