import type { Runbooks } from './runbook';
import { GRADUAL_DEPLOYMENT, NEWEST_ERRORS, ROLL_BACK, savedQuery, TRACES, WHAT_CHANGED } from './shared';

const ERRORS_QUERY = savedQuery('Errors', 'the newest errors with operation, message and correlation id.');

export const APPLICATION_RUNBOOKS: Runbooks = {
  StepFailing: {
    symptoms: [
      'A business action (the step in the name of the alarm) fails for one in five or more: 3 bad runs at least, in two of three windows of 5 minutes.',
      'The request itself may still succeed, where the code handles the failure: AWS sees nothing.',
    ],
    investigation: [
      'Dashboard of details: `…Succeeded`, `…Failed` and `…Duration` of the step. Slow before it fails is a time-out; quick is a refusal.',
      ERRORS_QUERY,
      savedQuery('One flow', 'paste the correlation id of one failure: what came before and after.'),
      'Do other steps that call the same database, queue or partner fail too? Then follow the alarm of that.',
      TRACES,
      WHAT_CHANGED,
    ],
    resolution: {
      now: [ROLL_BACK, 'A partner or a dependency is down: switch the action off, or queue it, instead of failing.'],
      mend: ['Mend the most frequent error. Then do again what failed: the correlation ids in the log are the list.'],
      prevent: ['Retries with jitter inside the step, and an idempotency key.', GRADUAL_DEPLOYMENT],
    },
  },
  ValuesDropped: {
    symptoms: [
      'A measured value was NaN, infinite or beyond what CloudWatch takes, and was left out. Users feel nothing.',
      'Graphs and alarms of that metric have a hole.',
    ],
    investigation: [
      savedQuery('Dropped values', 'metric and reason, with how often.'),
      'Division by zero, an undefined duration, a parsed text that was empty: look where the code puts that metric.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['Nothing to stop. If an alarm watches that metric, tell its owner that it may be blind.'],
      mend: ['Do not put what is not known. A duration comes from a timer, not from two dates.'],
      prevent: ['A test of the handler with the input that made it.'],
    },
  },
  ErrorsLogged: {
    symptoms: [
      'Three lines at ERROR or more in 5 minutes, twice within a quarter of an hour.',
      'No metric counts these errors: the log is the only witness.',
    ],
    investigation: [
      ERRORS_QUERY,
      savedQuery('Failing operations', 'do requests fail with it?'),
      NEWEST_ERRORS,
      'One message again and again, or many? Group by `error.name`.',
      savedQuery('One flow', 'what led to one of them.'),
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['Users fail: ServerErrors or the alarm of a consumer says so; follow that one.', ROLL_BACK],
      mend: ['Mend it, or log it at WARN if it is expected and handled.'],
      prevent: ['ERROR only for what a person has to see; a step or a counter for what is to be alarmed on.'],
    },
  },
  MetricsRejected: {
    symptoms: [
      'CloudWatch could not read log lines that hold metrics. What is in them is lost, and alarms on those metrics may be blind.',
      'Graphs of the application have gaps since a deployment.',
    ],
    investigation: [
      {
        say: 'Metrics inside of the message of another line, so that CloudWatch does not see them as such:',
        run: 'aws logs tail LOG_GROUP --since 1h --filter-pattern \'{ $.message = "*CloudWatchMetrics*" }\'',
      },
      '`EMFParsingErrors`: the line is no JSON of that format (printed by `console.log` in JSON format, cut, two in one). `EMFValidationErrors`: it is, but breaks a rule (more than 100 values or 30 dimensions, a bad name, a timestamp too old).',
      'Who else writes `_aws` lines? Another metrics library, an extension, a copied snippet.',
      'Which function? Each log group has its own line on the graph.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['Roll back the release that began it, if alarms depend on these metrics.'],
      mend: ['Write metrics through `cdk-vigil/lambda` alone; take the second writer out.'],
      prevent: [
        'A test that reads what the handler writes.',
        'Values that are new for each request belong into properties, not into dimensions.',
      ],
    },
  },
};
