import { Severity } from '../alerting/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './readings';

const lambda = metricsOf('AWS/Lambda');

/** Of the function behind the links by which people take incidents: it refuses bad links itself, so that an error is its own. */
export const ANSWERS_RULES = documentedBy<object>('lambda', [
  {
    id: 'AnswersFailing',
    severity: Severity.P2,
    // the page answers 503 where it cannot read the table: no error of the function, but of its address
    metrics: {
      failed: lambda('Errors', 'Sum'),
      refused: lambda('Throttles', 'Sum'),
      unanswered: lambda('Url5xxCount', 'Sum'),
    },
    expression: 'SUM([failed, refused, unanswered])',
    label: 'Answers that were not heard',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [1, 1],
    is: '>=',
    threshold: 1,
    why: 'Somebody could not take an incident: the page behind the links, or the command line, was refused.',
    steps: [
      'Say in the channel who has it: the next level is called all the same.',
      'Read the newest errors in the log of the function.',
    ],
    source: 'Project default: people answer seldom, and each answer counts.',
  },
]);
