import type { Runbooks } from './runbook';
import { WHAT_CHANGED } from './shared';

export const HEARTBEAT_RUNBOOKS: Runbooks = {
  NoHeartbeat: {
    symptoms: [
      'Alarms change their state, and nothing appears in Slack, Discord or the webhook. This message came past the notifier.',
      "E-mail and SMS that subscribe to the topics of severities still arrive; those of the topic of alerts don't.",
    ],
    investigation: [
      {
        say: 'Does the function run, and what does it say?',
        run: 'aws logs tail LOG_GROUP --since 2h --filter-pattern ERROR',
      },
      {
        say: 'Is it refused concurrency, or switched off?',
        run: 'aws lambda get-function-concurrency --function-name NOTIFIER\naws lambda list-event-source-mappings --function-name NOTIFIER',
      },
      {
        say: 'Do messages wait in its queue (consumer broken), or arrive none (topic or schedule broken)?',
        run: 'aws sqs get-queue-attributes --queue-url QUEUE_URL --attribute-names All',
      },
      'No messages: is the schedule of the heartbeat enabled, and may the topics write to the queue and use its key?',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Somebody watches the alarms in the console until it is mended.',
        'Switch the event source mapping on again, give back concurrency, permission or secret.',
      ],
      mend: [
        {
          say: 'What could not be delivered waits in the dead-letter queue with its reason. Send it again:',
          run: 'aws sqs start-message-move-task --source-arn DLQ_ARN',
        },
      ],
      prevent: ['A second route that needs no notifier: e-mail or SMS for P0 and P1.'],
    },
  },
};
