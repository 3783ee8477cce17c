import type { Entry, Runbooks } from './runbook';
import { CAN_WRITE_TO_QUEUE, CHANGED_BY_HAND, IDEMPOTENCE, RESEND, WHAT_CHANGED } from './shared';

const SUBSCRIPTIONS: Entry = {
  say: 'Who is subscribed, and what is pending or gone?',
  run: 'aws sns list-subscriptions-by-topic --topic-arn TOPIC_ARN\naws sns get-subscription-attributes --subscription-arn SUBSCRIPTION_ARN',
};
const DELIVERY_LOG: Entry = {
  say: 'With delivery status logging, the reason of each failure (`delivery.providerResponse`):',
  run: 'aws logs tail sns/REGION/ACCOUNT/TOPIC/Failure --since 1h',
};
const ADMITS =
  'Does each subscriber admit the topic? Queue: policy and key for `sns.amazonaws.com`. Function: resource policy with the ARN of the topic. HTTPS: certificate and answer within 15 seconds.';
const DEAD_LETTER_ON_SUBSCRIPTION: Entry = {
  say: 'Keep what fails from now on:',
  run: `aws sns set-subscription-attributes --subscription-arn SUBSCRIPTION_ARN --attribute-name RedrivePolicy --attribute-value '{"deadLetterTargetArn":"DLQ_ARN"}'`,
};

export const TOPIC_RUNBOOKS: Runbooks = {
  NotificationsFailed: {
    symptoms: [
      'A subscriber does not get its messages; the others do. The publisher sees success.',
      'A refusal (gone, no permission) is not tried again; a failure of the subscriber is, and is counted when SNS gives up.',
    ],
    investigation: [
      SUBSCRIPTIONS,
      DELIVERY_LOG,
      ADMITS,
      'SMS: spending limit and sandbox of the account (`SMSMonthToDateSpentUSD`). E-mail: bounced or unsubscribed.',
      'Which subscriber? The one whose own graph (messages sent, invocations) has fallen.',
      WHAT_CHANGED,
      CHANGED_BY_HAND,
    ],
    resolution: {
      now: [
        'Give the permission back, or create the subscriber again.',
        DEAD_LETTER_ON_SUBSCRIPTION,
        'Gone for good: unsubscribe it.',
      ],
      mend: ['Send again what was missed: SNS keeps nothing that it has given up.', RESEND],
      prevent: ['A dead-letter queue on every subscription; delivery status logging of failures.'],
    },
  },
  NotificationsLost: {
    symptoms: [
      'A subscriber refused a message, and the dead-letter queue of its subscription refused it too: the message is gone.',
      'The dead-letter queue is empty, which looks like health.',
    ],
    investigation: [
      CAN_WRITE_TO_QUEUE,
      'The policy needs `sqs:SendMessage` for `sns.amazonaws.com` with the ARN of the topic, the key `kms:Decrypt` and `kms:GenerateDataKey`. Same account and region as the subscription; FIFO for FIFO.',
      SUBSCRIPTIONS,
      DELIVERY_LOG,
      'Why did the subscriber refuse in the first place? That is the second fault.',
      WHAT_CHANGED,
      CHANGED_BY_HAND,
    ],
    resolution: {
      now: ['Correct policy and key of the dead-letter queue. Then mend the subscriber.'],
      mend: ['Find the gap from its first to its last minute, and let the publisher send it again.', IDEMPOTENCE],
      prevent: [
        'Let the stack make queue and policy (`deadLetterQueue` of the subscription in CDK).',
        'Prove it once: break a subscriber in dev.',
      ],
    },
  },
  FilterMismatch: {
    symptoms: [
      'Messages arrive at nobody, without an error: their attributes or body cannot be read by the filter.',
      'Not counted: messages that filters read and sort out rightly.',
    ],
    investigation: [
      'Which metric? `…InvalidAttributes`: attributes of a wrong type or form. `…InvalidMessageBody`: a filter on the body, and a body that is no JSON.',
      {
        say: 'What does each filter expect?',
        run: "aws sns get-subscription-attributes --subscription-arn SUBSCRIPTION_ARN --query 'Attributes.[FilterPolicy,FilterPolicyScope]'",
      },
      'What does the publisher send? A list is of type `String.Array`, a number `Number`; a body filter needs JSON text.',
      'Several publishers: which is new?',
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['Roll the publisher back, or loosen the filter until both agree.'],
      mend: ['Let the publisher send again what vanished.'],
      prevent: [
        'One shared definition of attributes for publisher and filters; a test that a message of each kind arrives.',
      ],
    },
  },
  SmsSpend: {
    symptoms: [
      'Text messages of the account stop within the month, without an error at the publisher: pages by SMS no longer arrive.',
    ],
    investigation: [
      {
        say: 'What is the limit, and is the account still in the SMS sandbox?',
        run: 'aws sns get-sms-attributes\naws sns get-sms-sandbox-account-status',
      },
      'Which topic or function sends how many? `NumberOfMessagesPublished` of each topic with SMS subscribers; direct messages in the delivery log of the account.',
      'More alerts than usual, or dearer countries? The usage report of SNS tells the price of each message.',
    ],
    resolution: {
      now: [
        'Ask AWS Support for a higher spending quota; until it is granted, have alerts sent by another channel.',
        {
          say: 'When it is granted, raise the limit of the account to it:',
          run: 'aws sns set-sms-attributes --attributes MonthlySpendLimit=DOLLARS',
        },
      ],
      mend: ['Send by SMS only what wakes somebody: `severities` of the route.', 'Find what sends in a loop.'],
      prevent: ['The threshold of this rule at 80 % of the new limit: `rules: { SmsSpend: { threshold: DOLLARS } }`.'],
    },
  },
};
