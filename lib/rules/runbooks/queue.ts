import type { Entry, Runbooks } from './runbook';
import {
  CHANGED_BY_HAND,
  ENABLE_EVENT_SOURCE,
  EVENT_SOURCES,
  NEVER_PURGE,
  NEWEST_ERRORS,
  QUEUE_STATE,
  ROLL_BACK,
  WHAT_CHANGED,
} from './shared';

const IN_AND_OUT =
  'Graph `NumberOfMessagesSent` and `NumberOfMessagesDeleted` together: more in than before, or fewer out?';
const RECEIVED =
  '`NumberOfMessagesReceived` zero: nobody polls. Received but not deleted: every try fails, or takes longer than the visibility timeout.';
const MORE_CONCURRENCY: Entry = {
  say: 'More at once (the function needs that much concurrency, and what it calls has to bear it):',
  run: 'aws lambda update-event-source-mapping --uuid UUID --batch-size 10 --scaling-config MaximumConcurrency=50',
};
const KEEP_LONGER: Entry = {
  say: 'Messages near the end of their retention: keep them longer, up to 14 days.',
  run: 'aws sqs set-queue-attributes --queue-url QUEUE_URL --attributes MessageRetentionPeriod=1209600',
};
const FIFO_GROUP =
  'FIFO: one message that fails blocks its message group until it goes to the dead-letter queue; the others go on.';

export const QUEUE_RUNBOOKS: Runbooks = {
  QueueStuck: {
    symptoms: [
      'Messages wait, and none has been processed for twice the visibility timeout.',
      'What users ordered is accepted, but does not happen. Upstream all looks well.',
    ],
    investigation: [
      QUEUE_STATE,
      EVENT_SOURCES,
      RECEIVED,
      NEWEST_ERRORS,
      'Is the function throttled, or its reserved concurrency 0? Not a function: does its service run (`runningCount`)?',
      'May the consumer still read the queue and use its key? `LastProcessingResult` or CloudTrail says AccessDenied.',
      FIFO_GROUP,
      WHAT_CHANGED,
      CHANGED_BY_HAND,
    ],
    resolution: {
      now: [
        ENABLE_EVENT_SOURCE,
        ROLL_BACK,
        'Workers that hang: restart them. What they held comes back after the visibility timeout.',
        KEEP_LONGER,
        NEVER_PURGE,
      ],
      mend: ['Mend the consumer; watch the age fall. Then redrive the dead-letter queue.'],
      prevent: [
        'Visibility timeout of at least six times the time limit of the function.',
        'A dead-letter queue after 3 to 5 receives, so that one message never blocks for long.',
      ],
    },
  },
  QueueSlow: {
    symptoms: [
      'The oldest message has been too old for three quarters of an hour, and was not at this time yesterday: work gets done, but late.',
      'A flat, slowly rising age with a healthy rate: one message group of a FIFO queue is blocked.',
    ],
    investigation: [
      IN_AND_OUT,
      QUEUE_STATE,
      FIFO_GROUP,
      '`Duration` of the consumer: slower than yesterday? Follow what it calls.',
      '`ConcurrentExecutions` at its reservation or at the maximum of the event source? Then that is the brake.',
      'Who sends so much? A backfill, a retry loop, a redrive.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [MORE_CONCURRENCY, 'A backfill: slow the sender down.', KEEP_LONGER],
      mend: ['Make the consumer faster; batch what it writes.', 'FIFO: more message groups, which run side by side.'],
      prevent: [
        'Backfills through a queue of their own.',
        'Know how many messages a minute the consumer takes at most.',
      ],
    },
  },
  MessagesInFlight: {
    symptoms: [
      '96,000 messages are received and not deleted; at 120,000 SQS hands out no more.',
      'Consumers that poll get errors (`OverLimit`) or nothing, while messages wait.',
    ],
    investigation: [
      QUEUE_STATE,
      '`NumberOfMessagesDeleted` near zero: consumers do not delete what they have done. A worker without a delete call, or without the permission.',
      'Very long visibility timeout with failing work: each failure keeps its message in flight until it ends.',
      NEWEST_ERRORS,
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Stop the consumer that takes without deleting.',
        {
          say: 'A shorter visibility timeout brings back what is received from now on sooner; never below the time that the work takes.',
          run: 'aws sqs set-queue-attributes --queue-url QUEUE_URL --attributes VisibilityTimeout=SECONDS',
        },
      ],
      mend: ['Delete after success. On failure, set the visibility of the message to 0 instead of letting it run out.'],
      prevent: ['A visibility timeout that fits the work; heartbeats for long work.'],
    },
  },
  QueueDepthHigh: {
    symptoms: [
      'More messages wait than the fixed number (1,000 unless you changed it), for 5 minutes.',
      'A deep queue that drains quickly is healthy: look at the age before you act.',
    ],
    investigation: [
      '`ApproximateAgeOfOldestMessage`: low or falling? Then it is a burst, and this alarm is too strict.',
      IN_AND_OUT,
      EVENT_SOURCES,
      NEWEST_ERRORS,
      QUEUE_STATE,
    ],
    resolution: {
      now: [MORE_CONCURRENCY, 'Consumer fails: follow QueueStuck or ConsumerErrors.'],
      mend: ['Match the pace of the consumer to the usual burst.'],
      prevent: ['Prefer the age (QueueSlow, MessageAge) to the depth: it says how long somebody waits.'],
    },
  },
  MessageAge: {
    symptoms: [
      'A message waits longer than you promised: 3 of 5 minutes.',
      'The promise is broken now, whatever the trend.',
    ],
    investigation: [
      IN_AND_OUT,
      QUEUE_STATE,
      'A single message that fails again and again? A standard queue leaves it out of the age from the third receive on; a FIFO queue does not.',
      EVENT_SOURCES,
      '`Duration` and `ConcurrentExecutions` of the consumer: slower, or at its limit?',
      NEWEST_ERRORS,
    ],
    resolution: {
      now: [MORE_CONCURRENCY, 'Pause what is not urgent and shares the queue.'],
      mend: ['A queue of its own for what is promised.'],
      prevent: ['Load test: how many messages a minute keep the promise?'],
    },
  },
};
