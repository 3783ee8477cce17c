import type { Change } from '../../contracts/changes';

/** One thing that is billed by the month. */
export interface Price {
  readonly item: string;
  /** US dollars a month. */
  readonly each: number;
  readonly source: string;
}

const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';

const SECRET = { each: 0.4, source: 'https://aws.amazon.com/secrets-manager/pricing/' };

/** List prices of us-east-1, read in November 2026. No free tier is taken off. */
export const PRICES = {
  standardMetric: { item: 'alarm metric', each: 0.1, source: CLOUDWATCH },
  highResolutionMetric: { item: 'high-resolution alarm metric', each: 0.3, source: CLOUDWATCH },
  analysedMetric: { item: 'queried alarm metric', each: 0.1, source: CLOUDWATCH },
  composite: { item: 'composite alarm', each: 0.5, source: CLOUDWATCH },
  dashboard: { item: 'dashboard', each: 3, source: CLOUDWATCH },
  key: { item: 'topic encryption key', each: 1, source: 'https://aws.amazon.com/kms/pricing/' },
  answersKey: { item: 'secret that signs answers', ...SECRET },
  heartbeatsKey: { item: 'secret that signs heartbeat URLs', ...SECRET },
  // a schedule, and 43,800 rounds of 2 seconds with 256 MB
  checkFunction: { item: 'health check function', each: 0.35, source: 'https://aws.amazon.com/lambda/pricing/' },
  // its state read and written, and its log line, 43,800 times
  check: { item: 'minutely health check', each: 0.04, source: 'https://aws.amazon.com/dynamodb/pricing/' },
  customMetric: { item: 'custom metric', each: 0.3, source: CLOUDWATCH },
  detailedMetric: { item: 'detailed API metric', each: 0.3, source: CLOUDWATCH },
} as const satisfies Record<string, Price>;

/** What CloudWatch bills nobody for: so many dashboards of an account, of at most so many metrics each. */
export const FREE_DASHBOARDS = { count: 3, metrics: 50, source: CLOUDWATCH } as const;

/** What a change of a resource of the app costs, by the option of a Vigil that makes it. */
export const PRICE_OF_CHANGE = {
  detailedMetrics: `$${PRICES.detailedMetric.each.toFixed(2)} a month for each metric of an operation with traffic`,
  // https://aws.amazon.com/xray/pricing/
  tracing: '$5.00 for each million traces that X-Ray records',
} as const satisfies Record<Change['option'], string>;

/** US dollars of one call of CloudWatch's API, on the same page. */
export const PRICE_OF_REQUEST = 0.01 / 1000;

/** The metric itself and the two edges of its band. */
export const METRICS_OF_ANOMALY_ALARM = 3;

/** Periods under a minute need high resolution. */
export const isHighResolution = (periodSeconds: number): boolean => periodSeconds < 60;

/** The metrics that each operation has once it has traffic, as the developer guide of API Gateway lists them. */
export const METRICS_OF_OPERATION = {
  REST: ['4XXError', '5XXError', 'Count', 'IntegrationLatency', 'Latency'],
  HTTP: ['4xx', '5xx', 'Count', 'DataProcessed', 'IntegrationLatency', 'Latency'],
  WEBSOCKET: [
    'ClientError',
    'ConnectCount',
    'ExecutionError',
    'IntegrationError',
    'IntegrationLatency',
    'MessageCount',
  ],
} as const;

/** And these, where a cache is switched on. */
export const METRICS_OF_CACHE = ['CacheHitCount', 'CacheMissCount'] as const;
