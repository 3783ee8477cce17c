import type { Playbook } from './runbook';
import {
  AWS_HEALTH,
  DATABASE_LOAD,
  ENABLE_EVENT_SOURCE,
  EVENT_SOURCES,
  IDEMPOTENCE,
  NEVER_PURGE,
  NEWEST_ERRORS,
  PEEK,
  QUEUE_STATE,
  RAISE_RESERVATION,
  REDRIVE,
  ROLL_BACK,
  RUNNING_STATEMENTS,
  STOP_STATEMENT,
  savedQuery,
  TRACES,
  WHAT_CHANGED,
} from './shared';

export const PLAYBOOKS: readonly Playbook[] = [
  {
    title: 'Partner API',
    page: 'partner-api',
    alarms: ['PartnerApiError', 'PartnerApiDuration', 'PartnerAuthFailure', 'PartnerThrottled', 'ProbeUp'],
    symptoms: [
      'Many calls of a partner fail.',
      'Calls run into time-outs, or do not connect at all.',
      'The partner refuses our credentials, or says that we call too often.',
    ],
    investigation: [
      "The partner's status page and maintenance calendar.",
      {
        say: 'Network: does it answer from where the code runs?',
        run: 'curl -sS -o /dev/null -w \'%{http_code} connect %{time_connect}s total %{time_total}s\\n\' -H "Authorization: Bearer $TOKEN" https://PARTNER/health',
      },
      'Credentials: `PartnerAuthFailure` above zero? Expired, rotated, or revoked: [PartnerAuthFailure](partnerauthfailure.md).',
      'Rate limits: `PartnerThrottled` above zero? Compare our calls with what was agreed: [PartnerThrottled](partnerthrottled.md).',
      {
        say: 'Our log of the calls (Logs Insights):',
        query:
          'filter event = "partner-operation" and partner = "PARTNER" and level = "ERROR"\n| stats count(*) as failures, latest(correlationId) as example by action\n| sort failures desc',
      },
      'One partner or all? All at once is us.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Stop calling what fails (circuit breaker, or the switch of the partner); work waits in its queue. Tell users what is late.',
        'Tell the partner: times in UTC, request ids, one example.',
        ROLL_BACK,
        {
          say: 'Functions that hold an old secret or dead connections start anew with any change of configuration:',
          run: 'aws lambda update-function-configuration --function-name FUNCTION --description "restarted TIME"',
        },
      ],
      mend: ['Let the queue catch up slowly once the partner is back.', REDRIVE],
      prevent: [
        'Back-off with jitter, a time-out on every call, a circuit breaker per partner.',
        'Expiry of credentials in a calendar.',
      ],
    },
  },
  {
    title: 'Queue processing',
    page: 'queue',
    alarms: [
      'QueueStuck',
      'QueueSlow',
      'UnusualMessages',
      'MessageAge',
      'QueueDepthHigh',
      'MessagesInFlight',
      'DeadLetters',
      'DeadLettersConsumed',
      'DeadLettersExpire',
      'ConsumerErrors',
      'ConsumerPartialErrors',
      'ConsumerSlow',
    ],
    symptoms: [
      'The queue grows, or its oldest message does not move.',
      'Work stays pending.',
      'Workers crash, time out, or do nothing.',
      'Messages end in the dead-letter queue.',
    ],
    investigation: [
      QUEUE_STATE,
      'Workers: do they run, and do they fail? `Invocations`, `Errors`, `Throttles`, `Duration` of the consumer side by side.',
      EVENT_SOURCES,
      NEWEST_ERRORS,
      'Memory and CPU: `@maxMemoryUsed` near the size ends in `Runtime.OutOfMemory`; a service: its task metrics.',
      'Deadlocks: do all workers wait for the same row, lock or partner? Statements that run now say so.',
      RUNNING_STATEMENTS,
      PEEK,
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        ROLL_BACK,
        ENABLE_EVENT_SOURCE,
        {
          say: 'Workers that hang: restart them; what they held comes back after the visibility timeout. On ECS:',
          run: 'aws ecs update-service --cluster CLUSTER --service SERVICE --force-new-deployment',
        },
        'Messages near the end of their retention: raise it to 14 days, before anything else.',
        NEVER_PURGE,
      ],
      mend: [
        'One message that fails again and again: let it go to the dead-letter queue (3 to 5 receives), read it there, mend the code.',
        REDRIVE,
        IDEMPOTENCE,
      ],
      prevent: [
        'A dead-letter queue with 14 days on every queue.',
        'Visibility timeout six times the time limit of the function.',
        'Partial batch responses.',
      ],
    },
  },
  {
    title: 'Data synchronisation',
    page: 'data-sync',
    alarms: ['SyncFailed', 'ConsecutiveSyncFailures', 'ProcessingCompleted'],
    symptoms: [
      'What is done here does not arrive at the partner.',
      'What is done there does not arrive here.',
      'Synchronisations time out, or are for ever pending.',
    ],
    investigation: [
      {
        say: 'The states in our database: how many are pending, running, failed, per partner, and since when? Ten failed ones tell the pattern. On DynamoDB, by an index on the state:',
        run: 'aws dynamodb query --table-name TABLE --index-name BY_STATE --key-condition-expression \'#s = :failed\' --expression-attribute-names \'{"#s":"syncState"}\' --expression-attribute-values \'{":failed":{"S":"failed"}}\' --limit 10',
      },
      'Is the job there at the partner? No: we did not send it, or they refused it. Yes: our answer was lost.',
      'The queue between them: age of the oldest message, dead letters. See the [playbook of queues](queue.md).',
      'Configuration: mapping, credentials, endpoint of this customer. New since the last success?',
      {
        say: 'The log of one of them, from end to end (Logs Insights):',
        query:
          'fields @timestamp, operation, level, message, success, error.message\n| filter correlationId = "CORRELATION_ID"\n| sort @timestamp asc',
      },
      'Is the partner itself in trouble? See the [playbook of partners](partner-api.md).',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Set the broken ones aside, so that the others go on.',
        {
          say: 'Start one again by hand, and see it succeed: the same message that the application would send.',
          run: 'aws sqs send-message --queue-url QUEUE_URL --message-body file://sync.json',
        },
      ],
      mend: ['Mend the cause; then all failed ones, a few a second.', REDRIVE, IDEMPOTENCE],
      prevent: [
        'A nightly comparison of both sides, with an alarm on the difference.',
        '`SyncAgeSeconds` on the dashboard: how old is what users see?',
      ],
    },
  },
  {
    title: 'Performance',
    page: 'performance',
    alarms: [
      'LatencyJump',
      'TailLatencyJump',
      'TargetLatencyJump',
      'OriginLatency',
      'FunctionTimeouts',
      'FunctionThrottled',
      'ConsumerSlow',
      'DatabaseCpu',
      'DatabaseMemory',
      'DatabaseLatency',
      'DatabaseConnections',
      'DbConnectDuration',
      'TableThrottled',
    ],
    symptoms: [
      'Answers are slow, for all or for some.',
      'Memory or CPU is high.',
      'Statements or calls run into time-outs.',
    ],
    investigation: [
      savedQuery('Slowest operations', 'one operation, or all? p50 (all users) or p95 (some)?'),
      TRACES,
      'More traffic, or slower? `Count` beside `Latency`. More traffic: scale. Slower: find for what it waits.',
      'Compute: memory and CPU of functions (`@maxMemoryUsed`, `@duration`) or tasks; `ConcurrentExecutions` at a limit?',
      DATABASE_LOAD,
      RUNNING_STATEMENTS,
      'Tables: throttled reads and writes; `SuccessfulRequestLatency`.',
      WHAT_CHANGED,
      AWS_HEALTH,
    ],
    resolution: {
      now: [
        ROLL_BACK,
        RAISE_RESERVATION,
        {
          say: 'Scale out a service; more memory (and CPU) for a function:',
          run: 'aws ecs update-service --cluster CLUSTER --service SERVICE --desired-count NUMBER\naws lambda update-function-configuration --function-name FUNCTION --memory-size MIB',
        },
        STOP_STATEMENT,
      ],
      mend: ['An index, a cache, a smaller page, fewer calls in a row: for the top one only, then measure again.'],
      prevent: ['A latency objective per operation.', 'A load test before each larger release.'],
    },
  },
];
