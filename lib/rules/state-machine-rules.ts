import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const states = metricsOf('AWS/States');

export interface StateMachineFacts {
  /** Express workflows run often and briefly; they cannot be stopped, and single failures are usual. */
  readonly isExpress: boolean;
}

/** Metrics and their meaning: "Monitoring Step Functions metrics using Amazon CloudWatch" of the developer guide. */
export const STATE_MACHINE_RULES = documentedBy<StateMachineFacts>(
  'step-functions/latest/dg/procedure-cw-metrics.html',
  [
    {
      id: 'ExecutionsFailing',
      severity: Severity.P1,
      metrics: { bad: states('ExecutionsFailed', 'Sum'), all: states('ExecutionsSucceeded', 'Sum') },
      expression: 'IF(bad >= 3, 100 * bad / (FILL(all, 0) + bad), 0)',
      label: 'Failed executions, of those that failed or succeeded',
      unit: 'percent',
      periodMinutes: 15,
      datapoints: [1, 2],
      is: '>=',
      threshold: 25,
      why: 'Many executions of the state machine fail.',
      steps: [
        'Open a failed execution and read the error and cause of the state that failed.',
        'Look at the service or function that this state calls.',
      ],
      source:
        'Project default: a quarter, and at least three. Step Functions counts an execution as failed after its own retries and catches.',
    },
    {
      id: 'ExecutionFailed',
      severity: Severity.P2,
      appliesTo: ({ isExpress }) => !isExpress,
      metrics: { m: states('ExecutionsFailed', 'Sum') },
      label: 'Failed executions',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [1, 6],
      is: '>=',
      threshold: 1,
      why: 'An execution failed for good: its work is not done.',
      steps: [
        'Open the failed execution and read the error and cause of the state that failed.',
        'Redrive it from that state once the cause is fixed.',
      ],
      source: 'Lost work: every standard execution counts, after its own retries and catches. Held for half an hour.',
    },
    {
      id: 'ExecutionTimedOut',
      severity: Severity.P2,
      metrics: { m: states('ExecutionsTimedOut', 'Sum') },
      label: 'Executions that timed out',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [1, 6],
      is: '>=',
      threshold: 1,
      why: 'An execution reached its time limit: its work is not done.',
      steps: ['Find out in which state it waited.', 'Give that task a timeout or a heartbeat of its own.'],
      source: 'Lost work: every execution counts. Held for half an hour.',
    },
    {
      id: 'ExecutionsThrottled',
      severity: Severity.P2,
      metrics: { m: states('ExecutionThrottled', 'Sum') },
      label: 'Throttled state transitions and retries',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [3, 5],
      is: '>=',
      threshold: 1,
      why: 'State transitions are throttled, so executions take longer.',
      steps: [
        'Compare the transitions per second with the quota of the account and region.',
        'Start fewer executions at once, or ask for a higher quota.',
      ],
      source: 'As FunctionThrottled: three separate windows, since bursts touch two at most.',
    },
    {
      id: 'ExecutionAborted',
      severity: Severity.P3,
      appliesTo: ({ isExpress }) => !isExpress,
      metrics: { m: states('ExecutionsAborted', 'Sum') },
      label: 'Aborted executions',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [1, 6],
      is: '>=',
      threshold: 1,
      why: 'An execution was stopped before it ended.',
      steps: ['Find who called StopExecution in CloudTrail.'],
      source: 'Project default: stopping is a decision, so it is dashboard only. Express executions cannot be stopped.',
    },
  ],
);
