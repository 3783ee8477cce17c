import type { Entry, Runbooks } from './runbook';
import { AWS_HEALTH, CHANGED_BY_HAND, IDEMPOTENCE, WHAT_CHANGED } from './shared';

const TWO_WEEKS =
  'Its graph over two weeks, with periods of an hour: a step at one minute (something broke), a slope (something fills, or loses its users), or a holiday?';
const WHICH_DIRECTION =
  'A value below 1 says either: see on the graph which. Less than the least of this hour yesterday and six days ago, beyond what it varies by; or 5 times the most.';
const FROM_OUTSIDE: Entry = {
  say: 'From a machine outside of AWS: does the name resolve, is the certificate valid, does it answer?',
  run: "dig +short HOST\ncurl -sv -o /dev/null -w '%{http_code} %{time_total}s\\n' https://HOST/PATH",
};
const RULE_STATE: Entry = {
  say: 'Is the rule enabled, does it match (`MatchedEvents`), does it still have its target?',
  run: 'aws events describe-rule --name RULE --event-bus-name BUS\naws events list-targets-by-rule --rule RULE --event-bus-name BUS',
};
const STOP_THE_RULE: Entry = {
  say: 'A loop: disable the rule at once. The events that come meanwhile are lost to it, unless the bus has an archive.',
  run: 'aws events disable-rule --name RULE --event-bus-name BUS',
};
const AS_IT_SHOULD_BE =
  'As it should be (a holiday, a campaign, callers that moved): acknowledge it. It ends by itself once other days are like this one.';

export const TRAFFIC_RUNBOOKS: Runbooks = {
  NoTraffic: {
    symptoms: [
      'Not one request for 15 minutes, where 3 or more came in 5 minutes for 22 of the last 24 hours.',
      'It ends by itself after two hours, also without a request: by then it is no service that is always called. Believe the graph.',
      'No errors anywhere: what does not arrive cannot fail. Other alarms stay silent.',
      'All components of the stack quiet at once: DNS, certificate or network. One only: what is in front of it.',
    ],
    investigation: [
      FROM_OUTSIDE,
      {
        say: 'When does the certificate that is served end?',
        run: 'openssl s_client -connect HOST:443 -servername HOST </dev/null 2>/dev/null | openssl x509 -noout -dates -subject',
      },
      'It answers you, but the graph stays at zero: you reach another place. Compare the DNS answer with the domain of the API or the balancer.',
      'Route 53: the record, its health check, the delegation of the zone, the expiry of the domain itself.',
      'What stands in front: CloudFront origin, WAF (blocked requests), custom domain mapping, security groups and listeners of a balancer.',
      'Do the callers run? A scheduled client that has stopped is silence too.',
      WHAT_CHANGED,
      CHANGED_BY_HAND,
      AWS_HEALTH,
    ],
    resolution: {
      now: [
        'Undo the last change to DNS, mapping, WAF or security group.',
        'Certificate expired: see CertificateExpiresNow.',
        'Domain expired: renew it with the registrar now; name servers take up to a day to follow.',
      ],
      mend: ['Put the changed record or rule into the stack, so that nobody edits it by hand.'],
      prevent: [
        'A health check that calls from outside every few minutes.',
        'Automatic renewal of the domain, paid by a card that lives.',
      ],
    },
  },
  UnusualTraffic: {
    symptoms: [
      WHICH_DIRECTION,
      'Fewer: no errors, for what does not arrive cannot fail. More: latency, throttles and cost follow.',
      'It looks once an hour, on the hour: the change is up to two hours old.',
    ],
    investigation: [
      TWO_WEEKS,
      'Which operation, which caller, which country? Access log or saved queries, by user agent, key and path.',
      FROM_OUTSIDE,
      'What stands in front: WAF (`BlockedRequests`), CloudFront, custom domain mapping, alias records, the network of one provider.',
      'The last release of an app or a partner that calls: ask its owner.',
      'More: one client that polls without pause, retries without backoff, a scraper or an attack.',
      WHAT_CHANGED,
      CHANGED_BY_HAND,
      AWS_HEALTH,
    ],
    resolution: {
      now: [
        'Fewer: undo the last change to DNS, certificate, WAF or mapping.',
        'More: throttle the caller (usage plan, route throttling) or block it (WAF rate rule).',
        AS_IT_SHOULD_BE,
      ],
      mend: ['Put what was changed by hand into the stack.', 'Give callers a limit each, and retries with backoff.'],
      prevent: ['A health check from outside that does what callers do, and looks for a word in the answer.'],
    },
  },
  UnusualMessages: {
    symptoms: [
      WHICH_DIRECTION,
      'Fewer: the consumer is idle and healthy. Something upstream has stopped, and nothing there fails.',
      'More: what waits grows, or the consumer and what it calls are under load.',
    ],
    investigation: [
      TWO_WEEKS,
      "Who sends? EventBridge rule, SNS topic, S3 notification, API, scheduled job. Look at each one's own graph.",
      RULE_STATE,
      'Subscription: is it confirmed, and has its filter policy changed?',
      'Does the sender log AccessDenied? Compare the policy of the queue and of its key with yesterday (CloudTrail).',
      'Another stage or region: do the messages go to a queue of the same name elsewhere?',
      'More: does the consumer, directly or through events, send messages of the same kind? Then it is a loop.',
      WHAT_CHANGED,
      CHANGED_BY_HAND,
    ],
    resolution: {
      now: [
        'Fewer: enable the rule, subscription or job again; undo the change of the policy.',
        STOP_THE_RULE,
        AS_IT_SHOULD_BE,
      ],
      mend: [
        'Restore what was not sent: replay the archive of the event bus, or run the job again for the gap.',
        IDEMPOTENCE,
      ],
      prevent: [
        'A dead-letter queue on rules and subscriptions, so that what cannot be delivered is kept and told.',
        'Mark what a consumer sends, and let it skip what bears its own mark.',
      ],
    },
  },
  UnusualEvents: {
    symptoms: [
      WHICH_DIRECTION,
      'Fewer: a producer is down, may not publish, or says `source` or `detail-type` another way than the pattern.',
      'More: an event that causes itself, or a producer that sends again.',
    ],
    investigation: [
      TWO_WEEKS,
      RULE_STATE,
      {
        say: 'Does the pattern match an event of today? EVENT is the text of one from the archive or the log of the producer.',
        run: 'aws events test-event-pattern --event-pattern PATTERN --event EVENT',
      },
      'Does the producer log AccessDenied, or ignore `FailedEntryCount` of PutEvents?',
      'Do other rules of the bus see the same? Then it is the producer, not the pattern.',
      WHAT_CHANGED,
      CHANGED_BY_HAND,
    ],
    resolution: {
      now: [
        'Fewer: enable the rule, correct its pattern, or give the producer its right back.',
        STOP_THE_RULE,
        AS_IT_SHOULD_BE,
      ],
      mend: ['Replay the archive of the bus for the hours in which the rule was blind.', IDEMPOTENCE],
      prevent: ['An archive on the bus, and a test of the pattern against the events that producers promise.'],
    },
  },
};
