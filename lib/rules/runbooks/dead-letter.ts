import type { Runbooks } from './runbook';
import { IDEMPOTENCE, NEVER_PURGE, PARTIAL_BATCHES, PEEK, REDRIVE, RESEND, savedQuery, WHAT_CHANGED } from './shared';

const BY_BODY =
  'Are they alike: one type, one sender, one customer, one minute? Alike is a cause in the message; mixed is a dependency that failed.';
const BY_TIME =
  '`SentTimestamp` says when it was sent first. Search the log of the consumer there, by the message id or the correlation id.';
const ONE_FLOW = savedQuery('One flow', 'paste the correlation id of the message: all that happened to it.');
const EVENTBRIDGE_REASON =
  'From EventBridge: the message attributes `ERROR_CODE`, `ERROR_MESSAGE` and `TARGET_ARN` say why.';

export const DEAD_LETTER_RUNBOOKS: Runbooks = {
  DeadLetters: {
    symptoms: [
      'Messages failed on every try and wait in the dead-letter queue. What they asked for did not happen.',
      'Or somebody took messages away: what is deleted rings too.',
    ],
    investigation: [
      PEEK,
      BY_BODY,
      EVENTBRIDGE_REASON,
      BY_TIME,
      ONE_FLOW,
      'Still coming, or a single burst? Graph `ApproximateNumberOfMessagesVisible`.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Nothing more is lost while they wait: they keep until the retention ends. Mend first.',
        'Still coming: follow the alarm of the consumer.',
      ],
      mend: ['Mend the cause and deploy; try one message.', REDRIVE, RESEND, NEVER_PURGE],
      prevent: [IDEMPOTENCE, PARTIAL_BATCHES, 'Retention of 14 days on dead-letter queues.'],
    },
  },
  DeadLettersConsumed: {
    symptoms: [
      'The consumer of the dead-letter queue has received messages: somewhere before it, work failed on every try.',
      'The queue itself stays empty, so its depth tells nothing.',
    ],
    investigation: [
      'What does the consumer do with them: keep, notify, try again? Read its log of the last hour.',
      'It keeps them in a table or a bucket: read one there.',
      BY_BODY,
      EVENTBRIDGE_REASON,
      ONE_FLOW,
      'Again and again the same ones? The consumer fails too, and gets them back.',
    ],
    resolution: {
      now: ['The consumer sends them back at once and they fail again: stop this loop by disabling its event source.'],
      mend: ['Mend the cause where the messages first failed.', 'Send again what the consumer kept.', NEVER_PURGE],
      prevent: [
        IDEMPOTENCE,
        'A consumer of dead letters keeps the message with its reason, and never drops it silently.',
      ],
    },
  },
  DeadLettersExpire: {
    symptoms: [
      'The oldest dead letter has used up 80 % of its retention. Afterwards SQS deletes it, without a trace.',
      'Less time may be left than the graph says: a standard queue deletes by the time of the first sending, the age counts from when it came here.',
    ],
    investigation: [
      PEEK,
      BY_BODY,
      'How much time is left? `SentTimestamp` of the oldest plus `MessageRetentionPeriod` of this queue.',
      'Who owns them? DeadLetters has been in ALARM for days.',
    ],
    resolution: {
      now: [
        {
          say: 'Win time (at most 14 days in all):',
          run: 'aws sqs set-queue-attributes --queue-url DLQ_URL --attributes MessageRetentionPeriod=1209600',
        },
        'Already 14 days: save the bodies to a bucket now, with their attributes.',
      ],
      mend: [REDRIVE, RESEND],
      prevent: [
        'A person who looks at dead letters every working day.',
        'Retention longer than that of the queue before it.',
      ],
    },
  },
};
