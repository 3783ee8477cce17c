import type { Entry, Runbooks } from './runbook';
import {
  AWS_HEALTH,
  CONCURRENCY,
  ENABLE_EVENT_SOURCE,
  EVENT_SOURCES,
  GRADUAL_DEPLOYMENT,
  IDEMPOTENCE,
  NEWEST_ERRORS,
  PARTIAL_BATCHES,
  RAISE_RESERVATION,
  RESEND,
  ROLL_BACK,
  savedQuery,
  TRACES,
  WHAT_CHANGED,
} from './shared';

const ERRORS_QUERY = savedQuery('Errors', 'the newest errors with operation, message and correlation id.');
const ASYNC_SETTINGS: Entry = {
  say: 'How often and how long does Lambda try, and where do events go that it gives up? (Nothing set: two retries, 6 hours, nowhere.)',
  run: 'aws lambda get-function-event-invoke-config --function-name FUNCTION\naws lambda get-function-configuration --function-name FUNCTION --query DeadLetterConfig',
};
const FAILURE_DESTINATION: Entry = {
  say: 'Catch what is given up from now on. The role of the function needs `sqs:SendMessage`; retries and age go back to their defaults unless you give them too.',
  run: `aws lambda put-function-event-invoke-config --function-name FUNCTION --destination-config '{"OnFailure":{"Destination":"QUEUE_ARN"}}'`,
};
const STOP_CONSUMING: Entry = {
  say: 'It does harm (books twice, destroys data): stop it. Messages wait meanwhile, as long as their retention lasts.',
  run: 'aws lambda update-event-source-mapping --uuid UUID --no-enabled',
};
const TIME_IN_LOG: Entry = {
  say: 'What was the last thing that the invocations did which were cut off?',
  run: 'aws logs tail LOG_GROUP --since 1h --filter-pattern \'?"timed out" ?timeout\'',
};

export const FUNCTION_RUNBOOKS: Runbooks = {
  ConsumerErrors: {
    symptoms: [
      'Half of the invocations or more fail, in 4 of 10 minutes: the work does not get done.',
      'Messages come back, are tried again, and end in the dead-letter queue. Records of a stream block their shard.',
    ],
    investigation: [
      WHAT_CHANGED,
      ERRORS_QUERY,
      NEWEST_ERRORS,
      'Does every message fail (code, permission, dependency) or one kind (its form)? Compare a failed body with a good one.',
      'What it calls: is the database, table, queue or partner in ALARM?',
      EVENT_SOURCES,
      AWS_HEALTH,
    ],
    resolution: {
      now: [ROLL_BACK, STOP_CONSUMING, 'Time runs: raise the retention of queue or stream if mending takes long.'],
      mend: [
        'Mend, deploy, enable the event source again; then redrive what ended in the dead-letter queue.',
        IDEMPOTENCE,
      ],
      prevent: [PARTIAL_BATCHES, GRADUAL_DEPLOYMENT],
    },
  },
  ConsumerPartialErrors: {
    symptoms: ['10 to 50 % of the invocations have failed for half an hour; the rest of the work gets done.'],
    investigation: [
      WHAT_CHANGED,
      ERRORS_QUERY,
      NEWEST_ERRORS,
      'Sort the errors by message: one sender, one type, one large record, or an overloaded dependency?',
      'Does the share follow the load? Then something has a limit: connections, a rate limit, throttled writes.',
      'Without partial batch responses, one bad record fails all that came with it: the true share is smaller.',
    ],
    resolution: {
      now: [
        'Let it run: retries bring most through. Watch the dead-letter queue.',
        'Overload: lower the maximum concurrency of the event source.',
      ],
      mend: ['Handle the record that fails, or reject it with a reason instead of an exception.'],
      prevent: [PARTIAL_BATCHES, 'Check the form of messages where they are sent.'],
    },
  },
  FunctionThrottled: {
    symptoms: [
      'Invocations are refused with 429 in three windows of 5 minutes. An API answers 5XX; a queue waits; asynchronous events are tried again for up to 6 hours.',
      'Refused invocations are no `Errors`: that graph may be flat.',
    ],
    investigation: [
      CONCURRENCY,
      'Graph `ConcurrentExecutions` (Maximum) of the function beside its reservation, and of the account (no dimension) beside the limit.',
      'Which function grew? CloudWatch > Metrics > Lambda > By Function Name, `ConcurrentExecutions`, sorted.',
      'Same traffic, more concurrency: `Duration` has grown. Concurrency is requests a second times seconds.',
      'A loop: a function that writes where its own trigger listens (`RecursiveInvocationsDropped`).',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        RAISE_RESERVATION,
        {
          say: 'Another function takes it all: hold it back (0 stops it).',
          run: 'aws lambda put-function-concurrency --function-name OTHER --reserved-concurrent-executions NUMBER',
        },
      ],
      mend: [
        'Make it faster, or take more records per invocation.',
        'Account limit: Service Quotas > Lambda > Concurrent executions.',
      ],
      prevent: [
        'Reserve concurrency for what users wait for.',
        'Queues: a maximum concurrency of the event source instead of a small reservation, so that throttles do not use up receives.',
      ],
    },
  },
  FunctionTimeouts: {
    symptoms: [
      'Invocations run to their time limit and are cut off: no answer, half-done work, a retry.',
      '`Duration` (Maximum) is a flat line at the limit.',
    ],
    investigation: [
      TIME_IN_LOG,
      TRACES,
      'Always the same call before the cut: a dependency without a time-out of its own. No log line at all: a connection that never opens (subnet without NAT or endpoint, security group).',
      'CPU-bound? `@maxMemoryUsed` near the size, or long work without calls: more memory brings more CPU.',
      'Does it grow with the size of the batch or the input?',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        {
          say: 'Win time with a higher limit, if the work is right but long (a queue needs six times as much visibility timeout):',
          run: 'aws lambda update-function-configuration --function-name FUNCTION --timeout SECONDS',
        },
        'Smaller batches.',
      ],
      mend: ['A time-out for each call, well below the limit, and one retry.', IDEMPOTENCE],
      prevent: ['Log before each call that leaves the function.', 'Split long work into steps.'],
    },
  },
  ReservedConcurrency: {
    symptoms: ['90 % of the reservation are in use. Nothing is refused yet; FunctionThrottled would be next.'],
    investigation: [
      CONCURRENCY,
      'More invocations, or longer ones? Graph `Invocations` and `Duration` beside `ConcurrentExecutions`.',
      'Is it a burst (a batch job, a redrive) that ends by itself?',
      'What was the reservation for: to keep a share, or to protect what the function calls?',
    ],
    resolution: {
      now: [RAISE_RESERVATION],
      mend: ['Mend what made it slower.', 'Protecting a database: give it a proxy or pool before you raise.'],
      prevent: ['Reserve for the peak of the year, with the peak of the last month as evidence.'],
    },
  },
  ConsumerSlow: {
    symptoms: [
      'The median invocation takes 3 times as long as in the last 3 hours, in two quarters of an hour.',
      'The queue may still keep up; QueueSlow follows if it does not.',
    ],
    investigation: [
      WHAT_CHANGED,
      savedQuery('Slowest operations', 'p50 and p95 of the handler.'),
      TRACES,
      'Latency of what it calls: table, database, partner.',
      'Larger batches or larger messages? `BatchRecords`, and `SentMessageSize` of the queue.',
    ],
    resolution: {
      now: [
        'More concurrency, as far as the slow dependency bears it; otherwise less, so that it recovers.',
        ROLL_BACK,
      ],
      mend: ['Mend the slow call. Calls that do not depend on each other go side by side.'],
      prevent: ['Time-outs on every call.', 'A load test with the largest message.'],
    },
  },
  ConsumerBehind: {
    symptoms: [
      'Even the newest record that it reads is old: what users see is old by as much.',
      'If the lag reaches the retention (a table stream: 24 hours), records are lost.',
    ],
    investigation: [
      EVENT_SOURCES,
      '`Errors` high: a poison record. Lambda tries it until it expires, unless the mapping limits retries, and the shard waits.',
      NEWEST_ERRORS,
      '`Errors` zero, `Duration` high: too slow. Batches full? Then more parallel ones are needed.',
      '`Throttles`: no concurrency for as many batches as there are shards times the parallelisation factor.',
      'Kinesis: compare the shards (enhanced monitoring) for a hot key; one shard alone behind is one record or one key.',
    ],
    resolution: {
      now: [
        {
          say: 'Get past the poison record (what is skipped goes to the failure destination):',
          run: 'aws lambda update-event-source-mapping --uuid UUID --bisect-batch-on-function-error --maximum-retry-attempts 3 --destination-config \'{"OnFailure":{"Destination":"QUEUE_ARN"}}\'',
        },
        {
          say: 'Too slow: more batches of a shard at once (at most 10; order is kept by partition key):',
          run: 'aws lambda update-event-source-mapping --uuid UUID --parallelization-factor 10 --batch-size 500',
        },
        ENABLE_EVENT_SOURCE,
        'Kinesis: raise the retention of the stream; it buys time. A table stream cannot.',
      ],
      mend: ['Handle the record that fails. Process the failure destination.'],
      prevent: [PARTIAL_BATCHES, 'Limits on retries and age, with a failure destination, in every mapping.'],
    },
  },
  EventsDropped: {
    symptoms: [
      'Events are gone: Lambda gave them up (three tries, or too old), and no queue or destination took them.',
      'Whoever sent them got 202 and knows nothing.',
    ],
    investigation: [
      'Which metric? `AsyncEventsDropped`: nowhere to go, or too old. `DeadLetterErrors`: the dead-letter queue refused. `DestinationDeliveryFailures`: the destination did.',
      ASYNC_SETTINGS,
      NEWEST_ERRORS,
      'May the role of the function send to the queue, and use its key? Does the queue still exist? Is the event too large for it?',
      '`Throttles` for hours: events grow too old without a single error.',
    ],
    resolution: {
      now: [FAILURE_DESTINATION, ROLL_BACK],
      mend: [
        'Restore what was lost: replay from the archive of the event bus, or from the system that sent it. List the gap from its first to its last minute.',
        IDEMPOTENCE,
      ],
      prevent: [
        'A failure destination on every function that is invoked asynchronously.',
        'An archive on the event bus.',
      ],
    },
  },
  HandlerErrors: {
    symptoms: [
      'A quarter of the invocations or more fail in three windows of 5 minutes. Each event is tried three times, then given up.',
      'Between the tries lie 1 and 2 minutes: what fails now may be from minutes ago.',
    ],
    investigation: [
      WHAT_CHANGED,
      ERRORS_QUERY,
      NEWEST_ERRORS,
      'All events, or one `detail-type` or source? A sender with a new form?',
      ASYNC_SETTINGS,
      'Is what it calls in ALARM?',
    ],
    resolution: {
      now: [ROLL_BACK, FAILURE_DESTINATION],
      mend: ['Mend, deploy, then send the caught events again.', RESEND],
      prevent: ['Check events against their schema where they are sent.', GRADUAL_DEPLOYMENT],
    },
  },
  EventsWaiting: {
    symptoms: [
      'Events are handled a quarter of an hour late or more; nothing is lost yet.',
      'After 6 hours (or the maximum age that is set) they are dropped: EventsDropped.',
    ],
    investigation: [
      '`Throttles` of the function: follow FunctionThrottled. `Errors`: follow HandlerErrors; each retry waits.',
      'Neither: a burst. Graph `AsyncEventsReceived` beside `Invocations`; does the gap close?',
      ASYNC_SETTINGS,
      CONCURRENCY,
    ],
    resolution: {
      now: [RAISE_RESERVATION, 'Errors: roll back, so that retries stop taking the place of new events.'],
      mend: ['Put an SQS queue before the function if bursts are usual: you see it, and set its pace.'],
      prevent: ['A failure destination, so that what grows too old is kept.'],
    },
  },
};
