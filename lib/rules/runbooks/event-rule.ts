import type { Entry, Runbooks } from './runbook';
import { CAN_WRITE_TO_QUEUE, CHANGED_BY_HAND, IDEMPOTENCE, RESEND, WHAT_CHANGED } from './shared';

const TARGETS: Entry = {
  say: 'Its targets with role, retry policy and dead-letter queue:',
  run: 'aws events list-targets-by-rule --rule RULE --event-bus-name BUS',
};
const TARGET_ADMITS =
  'Does each target exist and admit EventBridge? Function: a resource policy for `events.amazonaws.com` with the ARN of the rule. Queue or topic: its policy and its key. Others: the role of the target.';
const REPLAY: Entry = {
  say: 'Is there an archive? Send the lost hours again to this rule alone:',
  run: 'aws events start-replay --replay-name NAME --event-source-arn ARCHIVE_ARN --event-start-time START --event-end-time END --destination \'{"Arn":"BUS_ARN","FilterArns":["RULE_ARN"]}\'',
};
const NO_ARCHIVE = 'No archive: ask the sender to send again, or find the gap in its own records.';
const BY_TARGET =
  "Which target? `FailedInvocations` is per rule; CloudTrail and the target's own metrics tell them apart.";

export const EVENT_RULE_RUNBOOKS: Runbooks = {
  EventLost: {
    symptoms: [
      'A target refused an event for good, and there is no dead-letter queue: the event is gone.',
      'What should follow from the event does not happen; its sender knows nothing.',
    ],
    investigation: [
      TARGETS,
      TARGET_ADMITS,
      BY_TARGET,
      'Since when? Compare the first `FailedInvocations` with the last deployment of rule and target.',
      WHAT_CHANGED,
      CHANGED_BY_HAND,
    ],
    resolution: {
      now: [
        'Give the permission back, or create the target again: deploy the stack.',
        'Add a dead-letter queue at once, so that what still fails is kept.',
      ],
      mend: [REPLAY, NO_ARCHIVE, IDEMPOTENCE],
      prevent: ['A dead-letter queue on every target, an archive on every bus that carries business.'],
    },
  },
  EventLostAtDeadLetterQueue: {
    symptoms: [
      'The target refused an event, and the dead-letter queue refused it too: the event is gone.',
      'The dead-letter queue is empty, which looks like health.',
    ],
    investigation: [
      TARGETS,
      CAN_WRITE_TO_QUEUE,
      'The policy needs `sqs:SendMessage` for `events.amazonaws.com` with the ARN of the rule; the key `kms:Decrypt` and `kms:GenerateDataKey`. A FIFO queue cannot be one.',
      'Does the queue exist, in the same region?',
      'Why did the target refuse in the first place? That is the second fault.',
      TARGET_ADMITS,
      WHAT_CHANGED,
      CHANGED_BY_HAND,
    ],
    resolution: {
      now: ['Correct policy and key of the queue. Then mend the target.'],
      mend: [REPLAY, NO_ARCHIVE, IDEMPOTENCE],
      prevent: [
        'Let the stack make queue and policy (`deadLetterQueue` of the target in CDK does both).',
        'Prove it once: break the target in dev, and see the event in the queue.',
      ],
    },
  },
  EventsDelayed: {
    symptoms: [
      'Events arrive late: EventBridge is throttled (`ThrottledRules`) or tries again (`RetryInvocationAttempts`).',
      'Nothing is lost yet: by default it tries for 24 hours, then the dead-letter queue takes it, if there is one.',
    ],
    investigation: [
      'Which of the two metrics? Retries: the target fails or is throttled; look at its alarms. Throttled: the quota of the region.',
      '`IngestionToInvocationSuccessLatency` of the rule: how late?',
      TARGETS,
      'Function as target: `Throttles` and `ConcurrentExecutions`. API destination: its rate limit and the answers of the partner.',
      'Quota: Service Quotas > EventBridge > Invocations throttle limit; compare with `Invocations` of all rules.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Mend or free the target; EventBridge delivers what waits by itself.',
        'Throttled: ask for a higher quota; narrow rules that match too much.',
      ],
      mend: ['An SQS queue as target, before whatever cannot keep up.', RESEND],
      prevent: ['A dead-letter queue on every target; patterns that match only what is needed.'],
    },
  },
};
