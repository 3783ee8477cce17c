import type { Runbook } from './runbook';
import { AWS_HEALTH, savedQuery, WHAT_CHANGED } from './shared';

export const FAILING_RUNBOOK: Runbook = {
  symptoms: [
    'A component fails for its users, or will soon. The name of the alarm says which: `STACK/COMPONENT/Failing`.',
    'Its own state says only that something pages; the reason is in its children.',
  ],
  investigation: [
    {
      say: 'Which of its alarms are in ALARM? The dashboard shows it in its first row; or:',
      run: "aws cloudwatch describe-alarms --state-value ALARM --alarm-name-prefix STACK/COMPONENT/ --query 'MetricAlarms[].[AlarmName,StateUpdatedTimestamp,StateReason]' --output table",
    },
    'Follow the runbook of the one that changed first: the others are often its consequence. At equal times, the one nearest to the data: database, then queue, then function, then API, then portal.',
    'Is another component in ALARM as well? Look at what both share.',
    WHAT_CHANGED,
    AWS_HEALTH,
  ],
  resolution: {
    now: ['As the runbook of that alarm says. It began with a deployment: roll back first, ask later.'],
    mend: ['Failing returns to OK when all of its children have. One that stays is a second fault.'],
    prevent: [
      'A planned change: mute or suppress it for that time, never for ever.',
      'A page that needed nobody: tune the rule by its id (see all alarms).',
    ],
  },
};

export const DECLARED_RUNBOOK: Runbook = {
  symptoms: [
    'The metric in the name of the alarm (`STACK/APPLICATION/METRIC`, with the severity behind it if the metric has several) is on the wrong side of the number that its owner gave.',
    'What this does to users, only its owner knows: the first line of the alarm says it, if the owner wrote it down.',
  ],
  investigation: [
    'Read the first steps in the description of the alarm.',
    'Find the declaration: search the code for the name of the metric beside `defineMetrics`. It has number, window and reason.',
    'Graph the metric on the dashboard of details over a day and a week: a jump at a release, a slope, or the usual peak?',
    'By its dimensions: one value, or all?',
    savedQuery('Errors', 'errors of the application in those minutes.'),
    savedQuery('Failing operations', 'do requests fail with it?'),
    'Fewer than expected, or no data: does the code that measures it still run?',
    'Are alarms of AWS resources below it in ALARM? Follow those.',
    WHAT_CHANGED,
  ],
  resolution: {
    now: ['It began with a deployment: roll back.', 'Otherwise ask the owner of the code; the severity says how soon.'],
    mend: ['Mend the cause, or correct the number where it is declared.'],
    prevent: [
      'Declare `why` and `steps` with the alarm: they are in its message.',
      'A page of your own: `runbookBaseUrl` for all, or `rules: { METRIC: { runbookUrl } }` for this one.',
    ],
  },
};
