import type { Entry, Runbooks } from './runbook';
import { AWS_HEALTH, TRACES, WHAT_CHANGED } from './shared';

const ASK_EDGE: Entry = {
  say: 'Ask the edge, then the origin itself: who fails? `x-cache: Error from cloudfront` names the edge.',
  run: "curl -sI https://PORTAL/PATH | grep -iE '^(HTTP|x-cache|x-amz|via)'\ncurl -sI https://ORIGIN/PATH",
};
const EDGE_LOG =
  'Access log of the distribution: `x-edge-detailed-result-type` says why, `cs-uri-stem` where, `x-edge-location` whether everywhere.';
const INVALIDATE: Entry = {
  say: 'Then throw away what the edge keeps:',
  run: "aws cloudfront create-invalidation --distribution-id DISTRIBUTION --paths '/*'",
};
const RESTORE_FILES: Entry = {
  say: 'Publish the build before again:',
  run: 'aws s3 sync PREVIOUS_BUILD/ s3://BUCKET/ --delete',
};

export const DISTRIBUTION_RUNBOOKS: Runbooks = {
  PortalErrors: {
    symptoms: [
      'Visitors see an error page of CloudFront or of the origin; 3 % of the requests over 20 minutes.',
      'The graph is in us-east-1, as all of CloudFront.',
    ],
    investigation: [
      WHAT_CHANGED,
      ASK_EDGE,
      EDGE_LOG,
      '502: TLS or DNS of the origin (its certificate, its name). 503: the origin or an edge function is overloaded. 504: no answer within the response timeout (30 s by default), often a security group.',
      'With additional metrics: `502ErrorRate`, `503ErrorRate`, `504ErrorRate` and `OriginLatency` tell them apart.',
      'Is the API or balancer behind it in ALARM? Follow that one.',
      'Errors of a function at the edge: EdgeFunctionErrors.',
      AWS_HEALTH,
    ],
    resolution: {
      now: [
        'Began with a deployment of the distribution: deploy the commit before. It reaches all edges in minutes.',
        'Origin down: switch to the second origin of the origin group, or serve a static page as custom error response.',
      ],
      mend: ['Renew the certificate of the origin; open its security group to CloudFront; scale the origin.'],
      prevent: [
        'An origin group with failover.',
        'Cache error answers briefly, so that an origin in trouble is not hammered.',
      ],
    },
  },
  PortalClientErrors: {
    symptoms: [
      'Visitors get 403 or 404: blank pages, missing scripts. 17 % or more, 2.5 times the usual.',
      'Often minutes after a deployment: old pages ask for files that it has removed.',
    ],
    investigation: [
      WHAT_CHANGED,
      EDGE_LOG,
      { say: 'Is the file there?', run: 'aws s3api head-object --bucket BUCKET --key KEY' },
      'S3 answers 403 for a missing file where CloudFront may not list the bucket. 403 for all files: the bucket policy or origin access control has changed.',
      '403 from WAF: its sampled requests. 403 for some countries: geographic restriction.',
      'A scanner asks for `/wp-admin` and `.env`: many paths, few addresses, nobody hurt.',
    ],
    resolution: {
      now: [
        RESTORE_FILES,
        INVALIDATE,
        'The bucket refuses: deploy the stack, which restores policy and access control.',
      ],
      mend: ['Keep the files of the last builds (names with hashes, no `--delete` for a week).'],
      prevent: ['Cache `index.html` briefly and hashed files for long.', 'A rate rule in WAF against scanners.'],
    },
  },
  OriginLatency: {
    symptoms: [
      'One of ten requests to the origin takes 24 seconds or more; at 30 (by default) CloudFront gives up with 504.',
      'Visitors wait for pages that are not cached; cached ones are quick.',
    ],
    investigation: [
      'Compare with the latency of the API or balancer behind it: as slow there? Follow LatencyJump or TargetLatencyJump.',
      EDGE_LOG,
      'Has `CacheHitRate` fallen? Then the origin gets what the cache used to answer: a changed cache policy, a new query parameter, an invalidation.',
      TRACES,
      WHAT_CHANGED,
    ],
    resolution: {
      now: [
        'Undo the change of the cache policy.',
        'Scale the origin out; raise its response timeout only to win time.',
      ],
      mend: ['Make the slow page quick, or cache it; answer long work with 202 and let the page ask again.'],
      prevent: ['Origin Shield, and a cache key without what does not matter.'],
    },
  },
  EdgeFunctionErrors: {
    symptoms: [
      'Requests on the paths of the function fail with 5XX, whatever the origin says.',
      'Failed: it threw. Validation: it returned what CloudFront does not accept. Throttled: it ran too long.',
    ],
    investigation: [
      {
        say: 'What it says (in us-east-1, wherever the visitor is):',
        run: 'aws logs tail /aws/cloudfront/function/FUNCTION --region us-east-1 --since 1h',
      },
      '`FunctionComputeUtilization` near 100: it is near its time limit, and throttling follows.',
      {
        say: 'Run it on the request that failed:',
        run: 'aws cloudfront test-function --name FUNCTION --if-match ETAG --stage LIVE --event-object fileb://event.json',
      },
      WHAT_CHANGED,
    ],
    resolution: {
      now: ['CloudFront keeps no versions: deploy the commit before, or take the function off the behaviour.'],
      mend: [
        'Guard against headers, cookies and query parameters that are missing.',
        'Less work per request: a key-value store instead of long lists.',
      ],
      prevent: ['`test-function` with a set of real requests before each publish.'],
    },
  },
};
