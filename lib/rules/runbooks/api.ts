import type { Entry, Runbooks } from './runbook';
import { AWS_HEALTH, GRADUAL_DEPLOYMENT, NEWEST_ERRORS, ROLL_BACK, savedQuery, TRACES, WHAT_CHANGED } from './shared';

const FAILING_OPERATIONS = savedQuery('Failing operations', 'which operation, which status, which class of error.');
const ACCESS_LOG =
  "No application metrics? The API's access log, by `routeKey` (REST: `resourcePath`) and `status`; `$context.integrationErrorMessage` says why.";
const ONE_OPERATION =
  'Dashboard of details: 5XX, p90 and p99 of each operation. One operation points at its code, all of them at what they share.';
const STAGE_THROTTLE: Entry = {
  say: 'Somebody floods the API: lower the limit of the stage until it is over (REST: `aws apigateway update-stage`):',
  run: "aws apigatewayv2 update-stage --api-id API --stage-name STAGE --default-route-settings 'ThrottlingRateLimit=50,ThrottlingBurstLimit=100'",
};

export const API_RUNBOOKS: Runbooks = {
  ServerErrors: {
    symptoms: [
      'Callers get 500, 502, 503 or 504. 3 % over 20 minutes: either everything failed for a minute, or a part still does.',
      '`Errors` or `Throttles` of a function behind the API rise at the same minute, or its `Duration` reaches the time limit.',
    ],
    investigation: [
      WHAT_CHANGED,
      ONE_OPERATION,
      FAILING_OPERATIONS,
      ACCESS_LOG,
      'Read the status: 500 is the handler, 502 an answer that is no valid response, 503 a throttled or unreachable integration, 504 (HTTP API: 503) one that was too slow (30 s; REST 29 s by default).',
      NEWEST_ERRORS,
      'All operations at once: look at what they share. Is the database, a table or the authorizer in ALARM?',
      AWS_HEALTH,
    ],
    resolution: {
      now: [ROLL_BACK, 'Throttled: free or raise concurrency. Database: follow its runbook, the API recovers with it.'],
      mend: [
        'Reproduce with the failed request (its correlation id is in the log), then add the test that was missing.',
      ],
      prevent: [
        GRADUAL_DEPLOYMENT,
        'Time-outs and retries with jitter for everything the handler calls, shorter than its own.',
      ],
    },
  },
  ServerErrorsSlow: {
    symptoms: [
      'Most callers see nothing; a few fail again and again, in four of six quarters of an hour: 2 % on average over 6 hours, or 0.8 % where usually far fewer do.',
      'No step on the graph: a floor of errors that does not go away.',
    ],
    investigation: [
      FAILING_OPERATIONS,
      ACCESS_LOG,
      savedQuery('Busiest callers', 'one caller with broken input, or one large customer who runs into time-outs?'),
      'Do the errors share a class, a record, a zone or a cold start? Sort the newest errors by message.',
      'Compare `Duration` (Maximum) of the functions with their time limit: a slow tail ends as 5XX.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['Nothing is down: tell the callers concerned. If it grows, ServerErrors will page.'],
      mend: [
        'Answer bad input with 400 and the reason; a 5XX says that it is our fault.',
        'Mend the one path that fails.',
      ],
      prevent: ['Test with the request that failed.', 'Validate input before any work is done.'],
    },
  },
  LatencyJump: {
    symptoms: [
      'Two of three requests take twice as long as in the last 6 hours, in two quarters of an hour: all users feel it.',
      '`Latency` and `IntegrationLatency` rise together. If only `Latency` does, it is API Gateway or the authorizer.',
    ],
    investigation: [
      WHAT_CHANGED,
      savedQuery('Slowest operations', 'one operation, or all?'),
      TRACES,
      'Compare with what it calls: latency of the table (`SuccessfulRequestLatency`), load of the database, partners.',
      'Memory and CPU of the function: `@maxMemoryUsed` in its REPORT lines near `@memorySize`? CPU grows with memory.',
      'Cold starts: `ColdStarts` or `initDuration` after a deployment or a burst.',
      AWS_HEALTH,
    ],
    resolution: {
      now: [ROLL_BACK, 'Slow dependency: serve from a cache, or leave out what is optional.'],
      mend: [
        'Mend the slow call: an index, a smaller page, fewer calls in a row.',
        'More memory where the CPU is the limit.',
      ],
      prevent: [
        'A latency objective for the operation, with an alarm of its own number.',
        'Load tests before a release.',
      ],
    },
  },
  TailLatencyJump: {
    symptoms: [
      'One request of a hundred takes 1.75 times as long as in the worst half-hour of the day before; the median may be fine.',
      'Users speak of time-outs now and then; `Duration` (Maximum) of a function touches its limit.',
    ],
    investigation: [
      savedQuery('Slowest operations', 'the greatest distance between p50 and slowest.'),
      TRACES,
      'Look for steps of a whole second or of a time-out (1, 3, 5, 10, 30 s): retries and time-outs of a client.',
      'Lock waits or one slow statement in the database; a hot partition of the table.',
      'Cold starts: does the tail fall together with `ColdStarts`?',
      savedQuery('Busiest callers', 'one customer whose data is much larger?'),
    ],
    resolution: {
      now: ['Roll back if it began with a deployment; otherwise this can wait for the day unless 5XX follow.'],
      mend: [
        'Shorten time-outs and retry once, with jitter.',
        'Page through large results.',
        'Provisioned concurrency if it is cold starts.',
      ],
      prevent: ['Limit the size of a page and of a request.', 'Keep connections alive between invocations.'],
    },
  },
  ClientErrors: {
    symptoms: [
      'Callers get 400, 401, 403, 404 or 429: 17 % or more, 2.5 times their usual share, in 4 windows of 10 minutes.',
      'Nothing is broken on our side that a 5XX would show, but users may be locked out.',
    ],
    investigation: [
      ACCESS_LOG,
      '401 and 403: expired keys or certificates, a changed authorizer, a WAF rule (its sampled requests). 404: a route that a release removed. 400: a changed contract. 429: a throttle.',
      savedQuery('Busiest callers', 'one caller, or all? One with a new release, or a scanner?'),
      'The `sourceIp` and `userAgent` of the access log: one network that tries passwords or paths is an attack.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Our release broke the contract: roll it back.',
        STAGE_THROTTLE,
        'An attack: block the addresses in WAF (REST APIs; an HTTP API has it only in a CloudFront distribution in front).',
      ],
      mend: [
        'Accept the old form beside the new one.',
        'Renew the credentials. Raise the throttle that real callers reach.',
      ],
      prevent: [
        'Contract tests with the callers.',
        'Announce removals; see in the access log that nobody calls any more.',
      ],
    },
  },
  ServerErrorCount: {
    symptoms: [
      'More than a fixed number of requests (15 unless you changed it) failed within 5 minutes.',
      'On a busy API that may be a small share: compare with `Count` before you wake others.',
    ],
    investigation: [WHAT_CHANGED, ONE_OPERATION, FAILING_OPERATIONS, ACCESS_LOG, NEWEST_ERRORS],
    resolution: {
      now: [ROLL_BACK, 'If ServerErrors is in ALARM too, follow that one.'],
      mend: ['Mend the operation that fails, beginning with the most frequent class of error.'],
      prevent: ['Prefer the rate (ServerErrors): a fixed number rings when traffic grows and is deaf when it shrinks.'],
    },
  },
  TrafficFloor: {
    symptoms: [
      'Fewer requests than you said, in three windows of 5 minutes. No data counts as too few.',
      'Errors may be absent: what does not arrive cannot fail.',
    ],
    investigation: [
      {
        say: 'DNS, TLS and the answer, from outside:',
        run: "curl -sv -o /dev/null -w '%{http_code} %{time_total}s\\n' https://API/PATH",
      },
      'Graph `Count` over two weeks: is this a holiday, or a step down at one minute?',
      'Which operation or caller is missing? Access log, grouped by hour.',
      'What stands in front: DNS record, custom domain mapping, CloudFront, WAF (blocked requests), the client release.',
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['Undo the last change to DNS, domain, WAF or client.', 'A caller has stopped: tell its owner.'],
      mend: ['Renew the certificate, correct the mapping, or loosen the WAF rule that blocked.'],
      prevent: ['Set the number below the quietest regular hour.', 'A health check that calls from outside.'],
    },
  },
  TargetErrorRate: {
    symptoms: [
      'Within an hour more requests failed than your objective allows, at least 5 of them.',
      'The error budget is being spent; ServerErrors and ServerErrorsSlow may be silent.',
    ],
    investigation: [FAILING_OPERATIONS, ONE_OPERATION, ACCESS_LOG, NEWEST_ERRORS, WHAT_CHANGED],
    resolution: {
      now: ['Stop further deployments until the rate is below the objective again.', ROLL_BACK],
      mend: ['Mend the most frequent class of error first: it buys most of the budget back.'],
      prevent: ['Review the objective with its owner: one that always rings is not one.'],
    },
  },
};
