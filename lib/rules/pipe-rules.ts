import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const pipes = metricsOf('AWS/EventBridge/Pipes');

/** Metrics and their zeros: "Logging and monitoring Amazon EventBridge Pipes" of the user guide. */
export const PIPE_RULES = documentedBy<object>('eventbridge/latest/userguide/eb-pipes-monitoring.html', [
  {
    id: 'PipeFailing',
    severity: Severity.P1,
    metrics: { bad: pipes('ExecutionFailed', 'Sum'), all: pipes('Invocations', 'Sum') },
    expression: 'IF(bad >= 3, 100 * bad / all, 0)',
    label: 'Failed executions of the pipe',
    unit: 'percent',
    periodMinutes: 15,
    datapoints: [1, 2],
    is: '>=',
    threshold: 25,
    why: 'The pipe does not get events to its target: they wait in the source, and are lost when they expire there.',
    steps: [
      'Read the log of the pipe: which stage fails, enrichment or target?',
      'Look at the target, and at the permissions of the role of the pipe.',
    ],
    source: 'Project default, as ExecutionsFailing: a quarter, and at least three.',
  },
  {
    id: 'PipeTimeouts',
    severity: Severity.P2,
    metrics: { m: pipes('ExecutionTimeout', 'Sum') },
    label: 'Executions of the pipe that timed out',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 5],
    is: '>=',
    threshold: 1,
    why: 'Executions of the pipe reach their limit of five minutes again and again.',
    steps: ['Look at the duration of the enrichment and of the target.', 'Send smaller batches.'],
    source: 'As FunctionThrottled: three separate windows, since single ones are tried again.',
  },
  {
    id: 'PipeThrottled',
    severity: Severity.P2,
    metrics: { m: pipes('ExecutionThrottled', 'Sum') },
    label: 'Throttled executions of the pipe',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 5],
    is: '>=',
    threshold: 1,
    why: 'The pipe is throttled: events wait in the source.',
    steps: ['Compare the concurrency of all pipes with the quota of the account.', 'Send larger batches.'],
    source: 'As FunctionThrottled: three separate windows, since bursts touch two at most.',
  },
]);
