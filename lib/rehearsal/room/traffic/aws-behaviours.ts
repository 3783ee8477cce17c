import { RESOURCE_TYPES } from '../../../resources/all';
import { namespacesOf } from '../../../resources/resource-type';
import {
  type BehaviourType,
  durations,
  each,
  type Minute,
  type Published,
  partlySlow,
  share,
  stateless,
  sum,
} from './behaviour';
import { combined, described } from './described';
import { MESSAGES, Queue } from './queue-behaviour';

/** The share of requests that fails anyway, where many come from everywhere. An alarm on a quiet API may fire on a single one. */
const RARELY = 0.0004;

const failed = ({ arrivals, condition, random }: Minute, anyway = 0): number =>
  random.binomial(arrivals, anyway + condition.errors);

function answers(minute: Minute, anyway = 0): { readonly all: number; readonly bad: number; readonly refused: number } {
  const { arrivals, condition, random } = minute;
  const bad = failed(minute, anyway);
  return { all: arrivals, bad, refused: random.binomial(arrivals - bad, 0.015 + condition.clientErrors) };
}

const lambda = (minute: Minute): Published => {
  const { arrivals, condition, random } = minute;
  const throttled = random.binomial(arrivals, condition.throttles);
  const invocations = arrivals - throttled;
  // a function without requests publishes nothing but its throttles
  if (arrivals === 0) return {};
  const errors = random.binomial(invocations, condition.errors);
  const duration = durations(invocations, 90 * condition.latency, random);
  const busy = (invocations * 0.09 * condition.latency) / 60;
  return {
    Invocations: each(invocations),
    Errors: share(errors, invocations),
    Throttles: throttled > 0 ? [[1, throttled]] : [[0, 1]],
    Duration: duration,
    ConcurrentExecutions: sum(Math.max(1, Math.ceil(busy))),
    UrlRequestCount: each(invocations),
    Url4xxCount: share(0, invocations),
    Url5xxCount: share(errors, invocations),
    UrlRequestLatency: duration,
  };
};

const api =
  (names: { readonly clientErrors: string; readonly serverErrors: string }) =>
  (minute: Minute): Published => {
    const { all, bad, refused } = answers(minute);
    if (all === 0) return {};
    const latency = partlySlow(all, 110, minute);
    return {
      Count: each(all),
      [names.serverErrors]: share(bad, all),
      [names.clientErrors]: share(refused, all),
      Latency: latency,
      IntegrationLatency: latency.map(([value, count]) => [Number((0.9 * value).toPrecision(4)), count]),
    };
  };

const distribution = (minute: Minute): Published => {
  const { random } = minute;
  const { all, bad, refused } = answers(minute, RARELY);
  const percent = (some: number): number => (all === 0 ? 0 : (100 * some) / all);
  return {
    Requests: each(all),
    '5xxErrorRate': [[percent(bad), 1]],
    '4xxErrorRate': [[percent(refused), 1]],
    TotalErrorRate: [[percent(bad + refused), 1]],
    CacheHitRate: [[random.between(88, 94), 1]],
    OriginLatency: partlySlow(Math.ceil(all / 10), 140, minute),
    BytesDownloaded: sum(Math.round(all * 42_000)),
    FunctionInvocations: each(all),
    FunctionExecutionErrors: sum(0),
    FunctionValidationErrors: sum(0),
    FunctionThrottles: sum(0),
    FunctionComputeUtilization: [[random.between(12, 25), 1]],
  };
};

const table = (minute: Minute): Published => {
  const { arrivals, condition, random } = minute;
  const reads = Math.round(arrivals * 0.7);
  const writes = arrivals - reads;
  const throttledReads = random.binomial(reads, condition.throttles);
  const throttledWrites = random.binomial(writes, condition.throttles);
  const latency = durations(arrivals, 4 * condition.latency, random, 0.25);
  return {
    ConsumedReadCapacityUnits: each(reads - throttledReads),
    ConsumedWriteCapacityUnits: each(writes - throttledWrites),
    SuccessfulRequestLatency: latency,
    // DynamoDB publishes throttles and errors only where there are some
    ...(throttledReads > 0 && { ReadThrottleEvents: each(throttledReads) }),
    ...(throttledWrites > 0 && { WriteThrottleEvents: each(throttledWrites) }),
    ...(throttledReads + throttledWrites > 0 && { ThrottledRequests: each(throttledReads + throttledWrites) }),
    ...(condition.errors > 0 && { SystemErrors: each(random.binomial(arrivals, condition.errors)) }),
  };
};

const topic = (minute: Minute): Published => {
  const { arrivals } = minute;
  if (arrivals === 0) return {};
  const bad = minute.condition.errors > 0 ? failed(minute) : 0;
  return {
    NumberOfMessagesPublished: each(arrivals),
    NumberOfNotificationsDelivered: each(arrivals - bad),
    ...(bad > 0 && { NumberOfNotificationsFailed: each(bad) }),
    PublishSize: [[1800, arrivals]],
    // of the account, which has no dimensions
    SMSMonthToDateSpentUSD: [[0.12, 1]],
  };
};

const eventRule = (minute: Minute): Published => {
  const { arrivals, condition } = minute;
  if (arrivals === 0) return {};
  const bad = condition.errors > 0 ? failed(minute) : 0;
  return {
    MatchedEvents: each(arrivals),
    TriggeredRules: each(arrivals),
    Invocations: each(arrivals),
    // EventBridge publishes failures only where there are some
    ...(bad > 0 && { FailedInvocations: each(bad), InvocationsSentToDlq: each(bad) }),
  };
};

const loadBalancer = (minute: Minute): Published => {
  const { condition } = minute;
  const { all, bad, refused } = answers(minute, RARELY);
  const isDown = condition.errors >= 0.9;
  return {
    RequestCount: each(all),
    TargetResponseTime: partlySlow(all, 0.09, minute),
    HTTPCode_Target_2XX_Count: each(all - bad - refused),
    HTTPCode_Target_4XX_Count: each(refused),
    HealthyHostCount: [[isDown ? 0 : 2, 1]],
    UnHealthyHostCount: [[isDown ? 2 : 0, 1]],
    ActiveConnectionCount: sum(Math.ceil(all / 20)),
    ...(bad > 0 && { [isDown ? 'HTTPCode_ELB_5XX_Count' : 'HTTPCode_Target_5XX_Count']: each(bad) }),
  };
};

const GIB = 2 ** 30;

const database = (minute: Minute): Published => {
  const { daytime, condition, random } = minute;
  const { pressure, space, latency } = condition;
  const used = (usual: number, most = 1, by = pressure): number => usual + (most - usual) * Math.min(1, by);
  return {
    CPUUtilization: [[100 * used(0.12 + 0.2 * daytime + random.between(0, 0.05), 0.985), 1]],
    DatabaseConnections: [[Math.round(18 + 30 * daytime + 400 * pressure), 1]],
    FreeableMemory: [[Math.round(2 * GIB * (1 - used(0.3, 0.98)) + random.between(0, 2e7)), 1]],
    FreeStorageSpace: [[Math.round(100 * GIB * (1 - used(0.4, 0.999, space))), 1]],
    FreeLocalStorage: [[Math.round(60 * GIB * (1 - used(0.4, 0.999, space))), 1]],
    BurstBalance: [[100 * (1 - pressure), 1]],
    CPUCreditBalance: [[500 * (1 - pressure), 1]],
    ReadLatency: [[0.0011 * latency * random.between(0.8, 1.3), 1]],
    WriteLatency: [[0.0019 * latency * random.between(0.8, 1.3), 1]],
    ReadIOPS: [[40 + 160 * daytime * random.between(0.8, 1.2), 1]],
    WriteIOPS: [[30 + 90 * daytime * random.between(0.8, 1.2), 1]],
    DiskQueueDepth: [[used(0.1, 40) * random.between(0.7, 1.3), 1]],
    ReplicaLag: [[used(0.02, 900), 1]],
    AuroraReplicaLag: [[used(18, 20_000), 1]],
    SwapUsage: [[0, 1]],
    Deadlocks: [[0, 1]],
    AuroraVolumeBytesLeftTotal: [[Math.round(128 * 1024 * GIB * (1 - used(0.01, 0.999))), 1]],
    'EBSIOBalance%': [[100 * (1 - pressure), 1]],
    'EBSByteBalance%': [[100 * (1 - pressure), 1]],
    NetworkReceiveThroughput: [[2e5 + 8e5 * daytime * random.between(0.8, 1.2), 1]],
    NetworkTransmitThroughput: [[5e5 + 2e6 * daytime * random.between(0.8, 1.2), 1]],
  };
};

const stateMachine = (minute: Minute): Published => {
  const { arrivals, condition, random } = minute;
  if (arrivals === 0) return {};
  const bad = condition.errors > 0 ? failed(minute) : 0;
  return {
    ExecutionsStarted: each(arrivals),
    ExecutionsSucceeded: each(arrivals - bad),
    ExecutionTime: durations(arrivals, 2200 * condition.latency, random),
    ...(bad > 0 && { ExecutionsFailed: each(bad) }),
  };
};

const stream = (minute: Minute): Published => {
  const { arrivals, random } = minute;
  return {
    IncomingRecords: each(arrivals),
    IncomingBytes: sum(arrivals * 900),
    'GetRecords.Records': each(arrivals),
    'GetRecords.IteratorAgeMilliseconds': [[Math.round(random.between(0, 400)), 1]],
    ReadProvisionedThroughputExceeded: sum(0),
    WriteProvisionedThroughputExceeded: sum(0),
  };
};

const graphQl = (minute: Minute): Published => {
  const { all, bad, refused } = answers(minute);
  if (all === 0) return {};
  return {
    Requests: each(all),
    '5XXError': share(bad, all),
    '4XXError': share(refused, all),
    Latency: durations(all, 90 * minute.condition.latency, minute.random),
  };
};

const delivery = (minute: Minute): Published => {
  const { arrivals, condition, random } = minute;
  const age = random.between(60, 320) + (condition.errors > 0 ? 7200 : 0);
  const destinations = ['S3', 'HttpEndpoint', 'AmazonOpenSearchService', 'Splunk', 'Iceberg', 'Snowflake'];
  return {
    IncomingRecords: each(arrivals),
    IncomingBytes: sum(arrivals * 700),
    ThrottledRecords: sum(random.binomial(arrivals, condition.throttles)),
    ...Object.fromEntries(destinations.map((name) => [`DeliveryTo${name}.DataFreshness`, [[Math.round(age), 1]]])),
  };
};

const certificate = ({ condition, time }: Minute): Published =>
  // once a day, as ACM does
  time % 86_400 < 60 || condition.daysLeft < 300 ? { DaysToExpiry: [[Math.floor(condition.daysLeft), 1]] } : {};

/** Enough of what comes from outside that its absence is noticed: the rules on traffic that stops need one request a second. */
const CALLS = 240;

/** By namespace: what is more than its metrics one by one. */
const WRITTEN: Readonly<Record<string, BehaviourType>> = {
  'AWS/ApiGateway': {
    arrivals: CALLS,
    start: stateless((minute) => ({
      ...api({ clientErrors: '4xx', serverErrors: '5xx' })(minute),
      ...api({ clientErrors: '4XXError', serverErrors: '5XXError' })(minute),
    })),
  },
  'AWS/AppSync': { arrivals: CALLS, start: stateless(graphQl) },
  'AWS/ApplicationELB': { arrivals: CALLS, start: stateless(loadBalancer) },
  'AWS/CertificateManager': { arrivals: 0, start: stateless(certificate) },
  'AWS/CloudFront': { arrivals: 320, start: stateless(distribution) },
  'AWS/DynamoDB': { arrivals: 120, start: stateless(table) },
  'AWS/Events': { arrivals: 12, start: stateless(eventRule) },
  'AWS/Firehose': { arrivals: 120, start: stateless(delivery) },
  'AWS/Kinesis': { arrivals: 200, start: stateless(stream) },
  'AWS/Lambda': { arrivals: 40, start: stateless(lambda) },
  'AWS/RDS': { arrivals: 60, start: stateless(database) },
  'AWS/SNS': { arrivals: 6, start: stateless(topic) },
  'AWS/SQS': { arrivals: MESSAGES, start: () => new Queue() },
  'AWS/States': { arrivals: 10, start: stateless(stateMachine) },
};

const namespaces = new Map(RESOURCE_TYPES.map((type) => [type, namespacesOf(type.sections)]));

/** By namespace. */
export const AWS_BEHAVIOURS: Readonly<Record<string, BehaviourType>> = Object.fromEntries(
  [...new Set([...Object.keys(WRITTEN), ...[...namespaces.values()].flat()])].flatMap((namespace) => {
    const made = RESOURCE_TYPES.filter((type) => namespaces.get(type)?.includes(namespace)).flatMap(
      (type) => type.made ?? [],
    );
    const all = [...made.map(described), WRITTEN[namespace] ?? []].flat();
    return all.length === 0 ? [] : [[namespace, combined(all)]];
  }),
);
