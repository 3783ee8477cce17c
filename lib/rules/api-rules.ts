import { Severity } from '../contracts/severity';
import {
  tailLatencyJump,
  trafficStopped,
  unusual,
  unusualClientErrors,
  unusualLatency,
  unusualServerErrors,
} from './baselines';
import { percentBad } from './expressions';
import { documentedBy, type Page } from './grounds';
import { metricsOf } from './metrics-of';
import type { MetricStatistic, RuleTable } from './rule';
import { latencyJump, noTraffic, tooManyBad } from './traffic';

const gateway = metricsOf('AWS/ApiGateway');

/** The two kinds of API name the same things differently. The Average of an error metric is the share of requests, 0 to 1. */
export interface ApiMetrics {
  serverErrors(statistic: string): MetricStatistic;
  clientErrors(statistic: string): MetricStatistic;
  readonly requests: MetricStatistic;
  latency(statistic: string): MetricStatistic;
  /** The part of the latency that API Gateway waits for what is behind it. */
  integrationLatency?(statistic: string): MetricStatistic;
}

/** @param requests the statistic of Count that AWS documents as their number */
const metrics = (serverErrors: string, clientErrors: string, requests: string): ApiMetrics => ({
  serverErrors: (statistic) => gateway(serverErrors, statistic),
  clientErrors: (statistic) => gateway(clientErrors, statistic),
  requests: gateway('Count', requests),
  latency: (statistic) => gateway('Latency', statistic),
  integrationLatency: (statistic) => gateway('IntegrationLatency', statistic),
});

export const HTTP_API_METRICS = metrics('5xx', '4xx', 'Sum');
export const REST_API_METRICS = metrics('5XXError', '4XXError', 'SampleCount');

const NO_REQUESTS = {
  why: 'The API has stopped receiving requests, after many until now.',
  steps: [
    'Send a request from outside AWS.',
    'Check DNS, the certificate, and what is in front of the API, such as CloudFront.',
  ],
} as const;

const LOOK_AT_ERRORS = [
  'Find out which operation fails, and since when.',
  'Roll back the last deployment if the errors began with it.',
  'Read the errors in the log of the function behind it.',
];

/** The rules of whatever answers requests of callers, and measures them so. */
export const apiRules = (
  page: Page,
  { serverErrors, clientErrors, requests, latency }: ApiMetrics,
): RuleTable<object> =>
  documentedBy(page, [
    {
      id: 'ServerErrors',
      severity: Severity.P1,
      ...tooManyBad({ bad: serverErrors('Sum'), all: requests }, 'Server errors', {
        percent: 5,
        count: 3,
        minutes: 1,
        datapoints: [4, 6],
      }),
      why: 'The API returns errors to its callers.',
      steps: LOOK_AT_ERRORS,
      source:
        "AWS's recommended alarm has 5 % of the requests in three minutes. Here in a fourth minute, so that a bad deployment that is rolled back within three pages nobody; three more errors, so that a few errors of few requests are no outage.",
    },
    {
      id: 'ServerErrorsLasting',
      severity: Severity.P1,
      metrics: { bad: serverErrors('Sum'), all: requests },
      expression: percentBad(5),
      label: 'Server error rate',
      unit: 'percent',
      periodMinutes: 30,
      datapoints: [1, 1],
      is: '>=',
      threshold: 10,
      why: 'The API has returned errors to many of its callers within half an hour.',
      steps: LOOK_AT_ERRORS,
      source:
        'Project default: a tenth of half an hour is three minutes of full outage, longer than a bad deployment that is rolled back; at least five errors, so that one request that is tried three times pages nobody.',
    },
    {
      id: 'ServerErrorsSlow',
      severity: Severity.P2,
      ...tooManyBad({ bad: serverErrors('Sum'), all: requests }, 'Server errors', {
        percent: 3,
        count: 0.5,
        minutes: 15,
        datapoints: [4, 4],
      }),
      why: 'A small part of the requests has failed for an hour.',
      steps: ['Look for one operation or one customer behind the errors.'],
      source:
        'Project default: 3 % is three times what an availability of 99 % allows. In each quarter of an hour for an hour, so that several short outages within an hour open no ticket; of few requests at least one.',
    },
    noTraffic(requests, NO_REQUESTS),
    latencyJump('LatencyJump', latency('p75'), requests, { perSecond: 1000 }, 'The API has become slow.'),
    {
      id: 'ClientErrors',
      severity: Severity.P2,
      ...tooManyBad({ bad: clientErrors('Sum'), all: requests }, 'Client errors', {
        percent: 40,
        count: 5,
        minutes: 10,
        datapoints: [4, 4],
      }),
      why: 'Two of five requests or more are rejected with a 4XX status.',
      steps: [
        'Find out which status and which operation.',
        'Check authorization, and the last release of the callers.',
      ],
      source:
        'Project default: two of five requests, in each of four periods of ten minutes, longer than a scanner visits; five more, so that a lone bot at night opens no ticket.',
    },
    {
      id: 'ServerErrorCount',
      severity: Severity.P1,
      metrics: { m: serverErrors('Sum') },
      label: 'Server errors',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [1, 1],
      is: '>',
      threshold: 15,
      off: true,
      why: 'The API returned more server errors than a fixed number.',
      steps: ['Find out which operation fails, and since when.'],
      source: "The operations guide's number: more than 15 in 5 minutes. It does not grow with traffic, hence off.",
    },
    {
      id: 'TrafficFloor',
      severity: Severity.P2,
      metrics: { m: requests },
      label: 'Requests in 5 minutes',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [3, 3],
      is: '<',
      threshold: undefined,
      missing: 'breaching',
      why: 'Fewer requests arrive than the minimum that the owner has set.',
      steps: ['Send a request from outside AWS.', 'Ask the callers.'],
      source: "The owner's number: it exists only when given.",
    },
    {
      id: 'TargetErrorRate',
      severity: Severity.P2,
      metrics: { bad: serverErrors('Sum'), all: requests },
      expression: percentBad(5),
      label: 'Server error rate',
      unit: 'percent',
      periodMinutes: 60,
      datapoints: [1, 1],
      is: '>=',
      threshold: undefined,
      why: 'More requests fail than the limit that the owner has set.',
      steps: ['Find out which operation fails, and since when.'],
      source: "The owner's number, at least 5 bad requests in the hour: it exists only when given.",
    },
    unusualServerErrors(serverErrors('Average')),
    unusualClientErrors(clientErrors('Average'), requests, 100, {
      why: 'The API rejects requests much more often than usual.',
      steps: [
        'Find out which status and which operation.',
        'Check authorization, and the last release of the callers.',
      ],
    }),
    unusualLatency(latency('p33'), requests, 'milliseconds'),
    tailLatencyJump(latency('p99')),
    trafficStopped(requests, NO_REQUESTS),
    unusual('UnusualTraffic', requests, 'requests', [
      'Find out since when, and which operation or caller.',
      'Fewer: check DNS, firewall, and the last release of the callers.',
      'More: look for a caller that polls or retries too often, and throttle it.',
    ]),
  ]);

export const HTTP_API_RULES = apiRules('apigateway/latest/developerguide/http-api-metrics.html', HTTP_API_METRICS);
export const REST_API_RULES = apiRules(
  'apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html',
  REST_API_METRICS,
);

/** Of what does not document that the Average of an error count is a share: without the rules that need one. */
export const countedApiRules = (page: Page, metrics: ApiMetrics): RuleTable<object> =>
  apiRules(page, metrics).filter(({ id }) => id !== 'UnusualServerErrors' && id !== 'UnusualClientErrors');

/** A message is what a request is elsewhere; API Gateway counts those of both directions. */
export const WEB_SOCKET_API_METRICS: ApiMetrics = {
  serverErrors: (statistic) => gateway('ExecutionError', statistic),
  clientErrors: (statistic) => gateway('ClientError', statistic),
  requests: gateway('MessageCount', 'Sum'),
  latency: (statistic) => gateway('IntegrationLatency', statistic),
};

export const WEB_SOCKET_API_RULES = countedApiRules(
  'apigateway/latest/developerguide/apigateway-websocket-api-logging.html',
  WEB_SOCKET_API_METRICS,
);
