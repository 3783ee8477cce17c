import type { Entry, MetricRunbooks } from './runbook';
import { EVENT_SOURCES, IDEMPOTENCE, NEWEST_ERRORS, QUEUE_STATE, REDRIVE, ROLL_BACK, WHAT_CHANGED } from './shared';

const GUIDE = "The partner-integration guide's number";

/** What `cdk-vigil/lambda` logs of each call and each synchronisation. */
const LOGGED_CALLS: Entry = {
  say: 'Logs Insights, over the log groups of the application: which calls fail, and since when?',
  query:
    'filter event = "partner-operation" and partner = "PARTNER" and level = "ERROR"\n| stats count(*) as failures, min(@timestamp) as since, latest(correlationId) as example by action\n| sort failures desc',
};
const CALL_IT: Entry = {
  say: 'Call it yourself from where the code runs (same network, same address), with the key from the secret and not from your shell history:',
  run: 'curl -sS -o /dev/null -w \'%{http_code} connect %{time_connect}s total %{time_total}s\\n\' -H "Authorization: Bearer $TOKEN" https://PARTNER/health',
};
const NETWORK =
  'It connects from your laptop, but not from there: NAT gateway (`ErrorPortAllocation`), route, security group, or our addresses have left their list.';
const BY_PARTNER =
  'One partner or all? All at once is us: network, secret store, release. One is them, or what we agreed with them.';
const CUSTOMERS: Entry = {
  say: 'Which customers? (Logs Insights)',
  query:
    'filter event = "sync" and partner = "PARTNER" and level = "ERROR"\n| stats count(*) as failures, latest(correlationId) as example by customerId\n| sort failures desc\n| limit 25',
};
const CIRCUIT =
  'Stop calling what fails: open the circuit or switch the partner off, and let the work wait in its queue. Tell users what is late.';
const TELL = 'Tell the partner, with times in UTC, request ids and one example; ask for the next update.';
const CATCH_UP =
  'Afterwards, let the queue catch up slowly: the partner has limits. Redrive what ended in the dead-letter queue.';
const BACK_OFF = 'Exponential back-off with jitter, a time-out on every call, a circuit breaker per partner.';

export const PARTNER_METRIC_RUNBOOKS: MetricRunbooks = {
  PartnerApiError: {
    source: `${GUIDE}: more than 0.1 errors a second for 2 minutes, of rates over 5; as 6 a minute in 5 of 7 minutes.`,
    symptoms: [
      'Calls of one partner fail, more than 6 a minute. What users do with that partner fails or waits.',
      'Often together with ProbeUp, PartnerAuthFailure or PartnerThrottled: those say why.',
    ],
    investigation: [
      BY_PARTNER,
      LOGGED_CALLS,
      'Status 401 or 403: PartnerAuthFailure. 429: PartnerThrottled. 5XX: theirs. 400 or 404: ours, or they changed their interface.',
      CALL_IT,
      NETWORK,
      WHAT_CHANGED,
    ],
    resolution: {
      now: [CIRCUIT, ROLL_BACK, TELL],
      mend: ['Ours: mend the call that they refuse.', CATCH_UP],
      prevent: [BACK_OFF, "Contract tests against the partner's sandbox, every night."],
    },
  },
  PartnerApiDuration: {
    source: `${GUIDE}s: yellow from 2 seconds, red from 5; here for one call of twenty, over a quarter of an hour.`,
    symptoms: [
      'One call of twenty takes longer than 2 seconds (ticket) or 5 seconds (page).',
      'Whatever waits for it is slow too: operations, consumers, queues. Functions run into their time limit.',
    ],
    investigation: [
      BY_PARTNER,
      'Compare `PartnerApiSuccess`: do slow calls still succeed? `PartnerApiError`: do they end in time-outs?',
      'One operation, or larger answers? Group the events `partner-operation` by `action`, with `pct(durationMs, 95)`.',
      CALL_IT,
      '`connect` slow: network or TLS. Only `total` slow: the partner thinks.',
    ],
    resolution: {
      now: ['A shorter time-out, so that our own users get an answer; serve what is cached.', CIRCUIT, TELL],
      mend: [
        'Call outside of the request of the user: through a queue.',
        'Smaller pages, fewer calls; keep connections alive.',
      ],
      prevent: [BACK_OFF, 'An agreed response time, measured by this graph.'],
    },
  },
  PartnerAuthFailure: {
    source: 'Project default: any refusal of credentials, since retries never heal it.',
    symptoms: ['The partner answers 401 or 403. Every call fails until somebody acts; retries may lock the account.'],
    investigation: [
      LOGGED_CALLS,
      {
        say: 'When was the secret changed, and is the new version the current one?',
        run: "aws secretsmanager describe-secret --secret-id SECRET --query '[LastChangedDate,LastRotatedDate,VersionIdsToStages]'",
      },
      'Did it begin at a full hour or at midnight? Then something expired: key, token, client certificate.',
      CALL_IT,
      'New secret, old value: running functions keep what they have read. Token refresh: does its own call fail?',
      'Clock, audience or scope of a signed token; our address not on their list.',
    ],
    resolution: {
      now: [
        'Stop the calls, before the account is locked.',
        {
          say: 'The last rotation was wrong: take the version before.',
          run: 'aws secretsmanager update-secret-version-stage --secret-id SECRET --version-stage AWSCURRENT --move-to-version-id PREVIOUS --remove-from-version-id CURRENT',
        },
        'Expired: get new credentials from the partner, put them into the secret, and let the functions start anew (deploy).',
      ],
      mend: [CATCH_UP, 'Read the secret again after a 401, once, instead of at start only.'],
      prevent: ['The expiry in a calendar with two people.', 'Two keys that overlap at rotation.'],
    },
  },
  PartnerThrottled: {
    source: 'Project default: 429 in three windows of 5 minutes; shorter bursts are what back-off is for.',
    symptoms: ['The partner has answered 429 for 15 minutes. Work goes on, but slower than it arrives.'],
    investigation: [
      'Graph `PartnerApiSuccess` + `PartnerApiError` per minute beside what was agreed.',
      'More calls than yesterday: a backfill, a retry loop, a new customer? Same calls: they lowered the limit.',
      LOGGED_CALLS,
      'Do retries obey `Retry-After`, and is there jitter? Retries at the same second are a wave.',
      '`ConcurrentExecutions` of the consumer: as many callers at once.',
    ],
    resolution: {
      now: [
        {
          say: 'Fewer at once:',
          run: 'aws lambda update-event-source-mapping --uuid UUID --scaling-config MaximumConcurrency=2',
        },
        'Stop the backfill.',
      ],
      mend: ['Ask for a higher limit, with numbers.', 'Batch calls; cache what is asked again and again.'],
      prevent: [BACK_OFF, 'A limiter on our side, below theirs.'],
    },
  },
  ProbeUp: {
    source: `${GUIDE}: down for 1 minute. No data counts as down: who does not ask knows nothing.`,
    symptoms: [
      'The probe of the partner fails, or nobody has probed for a minute.',
      'With PartnerApiError it is an outage of theirs; alone it may be the probe.',
    ],
    investigation: [
      'Is there data? `ProbeUp` at 0: the partner says no. No points: our probe does not run.',
      {
        say: 'No points: is its schedule enabled, and what does the function say?',
        run: 'aws scheduler get-schedule --name SCHEDULE --query State\naws events describe-rule --name RULE --query State\naws logs tail LOG_GROUP --since 15m',
      },
      CALL_IT,
      NETWORK,
      BY_PARTNER,
    ],
    resolution: {
      now: [CIRCUIT, TELL, 'The probe has stopped: enable its schedule, mend its error.'],
      mend: [CATCH_UP],
      prevent: ['A probe that asks what the business needs, not only whether the door opens.', BACK_OFF],
    },
  },
  SyncFailed: {
    source: `${GUIDE}: more than 0.05 a second for 5 minutes, of rates over 10; as 3 a minute in 10 of 15 minutes.`,
    symptoms: ['Synchronisations with a partner fail, more than 3 a minute: data on both sides drifts apart.'],
    investigation: [
      BY_PARTNER,
      CUSTOMERS,
      'Is the partner itself in trouble? ProbeUp, PartnerApiError, PartnerThrottled. Then follow those.',
      NEWEST_ERRORS,
      'The state of the failed ones in our database: where do they stand, what was the last step?',
      'Was the job created at the partner at all? Look for its id there.',
      QUEUE_STATE,
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['One customer with broken data: set it aside, so that the others go on.', ROLL_BACK],
      mend: ['Mend the cause, then synchronise the failed ones again, a few first.', REDRIVE, IDEMPOTENCE],
      prevent: ['Check configuration and data when a customer is set up.', 'A nightly comparison of both sides.'],
    },
  },
  ConsecutiveSyncFailures: {
    source: `${GUIDE}: 5 in a row; told once, until one succeeds.`,
    symptoms: [
      'The synchronisation of one customer has failed five times in a row. It will not heal by itself.',
      'Other customers may be well: SyncFailed can be silent.',
    ],
    investigation: [
      {
        say: 'Which customer, and why? (Logs Insights)',
        query:
          'fields @timestamp, partner, customerId, consecutiveFailures, correlationId\n| filter event = "sync" and consecutiveFailures >= 5\n| sort @timestamp desc\n| limit 20',
      },
      'What is special: new configuration, revoked access, a record that the partner refuses, an account closed there?',
      'Since when? `SyncAgeSeconds`: how old is what this customer sees?',
      BY_PARTNER,
      'Its state in our database, and the job at the partner.',
    ],
    resolution: {
      now: ['Tell the customer, or who looks after it.', 'Access revoked: ask the customer to connect again.'],
      mend: [
        'Mend data or configuration, then start the synchronisation of this customer by hand and see it succeed.',
        IDEMPOTENCE,
      ],
      prevent: ['Show the customer its own state.', 'After some failures, wait longer between tries.'],
    },
  },
  ProcessingCompleted: {
    source: `${GUIDE}: nothing within an hour, for 30 minutes: 90 together. No data counts as nothing.`,
    symptoms: [
      'Not one piece of data has been processed for 90 minutes. What users see is that old.',
      'No errors: what does not run does not fail.',
    ],
    investigation: [
      'Does data arrive? The graph of its source: bucket, queue, stream, partner (`SyncSuccess`).',
      QUEUE_STATE,
      EVENT_SOURCES,
      '`ProcessingFailed` high: it runs and fails; read its errors. Zero: it does not run.',
      NEWEST_ERRORS,
      'Scheduled? Is the schedule enabled, does the last run still run? A lock that a dead run has left?',
      'Which `Stage` is the last that completes? The next one is the culprit.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Enable schedule or event source; end the run that hangs; release the lock.',
        ROLL_BACK,
        'One broken input: set it aside, so that the rest goes on.',
      ],
      mend: [
        'Catch up from the first missing minute; check with the owner of the data that nothing is missing.',
        IDEMPOTENCE,
      ],
      prevent: [
        'A time limit for each run and for each lock.',
        'Input that fails three times goes to a dead-letter queue.',
      ],
    },
  },
};
