import { alarmName } from './alarm-names';
import { type ConfigurationOf, json, optional, text } from './environment';
import type { ContentAge } from './health-checks';
import type { Key } from './notifier-table';

/** The namespace of the metrics of health checks. */
export const HEALTH_CHECKS_NAMESPACE = 'HealthChecks';

/** The dimensions of these metrics: the function that runs the checks, and the check. */
export const CHECKER_DIMENSION = 'Checker';
export const CHECK_DIMENSION = 'Check';
/** In alerts, what the check asks. */
export const CHECKED = 'Checked';

/** Each metric of a check. By default only the first is published as one; the others are properties of the same log line. */
export const HEALTH_CHECK_METRICS = {
  /** How many things are wrong while an alert is open, else 0. Published each minute. */
  HealthCheckViolations: { unit: 'Count' },
  /** 1 if the newest run succeeded, else 0. */
  HealthCheckSuccess: { unit: 'None' },
  HealthCheckLatency: { unit: 'Milliseconds' },
  /** Of the newest seven runs. */
  HealthCheckLatencyAverage: { unit: 'Milliseconds' },
  /** Of the newest seven runs. */
  HealthCheckErrorRate: { unit: 'Percent' },
  /** Days until the certificate expires. */
  HealthCheckCertificateDays: { unit: 'None' },
} as const satisfies Readonly<Record<string, { readonly unit: string }>>;

export type HealthCheckMetric = keyof typeof HEALTH_CHECK_METRICS;

/** Another region whose function runs checks too. */
export interface ProberSettings {
  readonly region: string;
  readonly functionName: string;
}

/** What the construct and the function that runs the checks agree on, besides the file of checks in its code. */
export interface HealthCheckerSettings {
  /** The value of the dimension `Checker`, and the beginning of the table's name. */
  readonly checker: string;
  /** How many invocations share the checks. */
  readonly shards: number;
  /** How many checks there are, for `preview`. */
  readonly checks: number;
  /** How often all of them together run in a day. */
  readonly runsADay: number;
  /** Whether addresses of private networks may be asked. */
  readonly allowPrivate: boolean;
  /** Whether all metrics are published as such. */
  readonly allMetrics: boolean;
  readonly probers: readonly ProberSettings[];
  /** How the names of their alarms begin: stack and component. */
  readonly alarms: { readonly stack: string; readonly component: string };
  /** Where the notifier takes commands from; undefined: changes of an open alert are not sent. */
  readonly commandsUrl?: string;
}

export const HEALTH_CHECKER_ENVIRONMENT = {
  settings: json<HealthCheckerSettings>('HEALTH_CHECKS'),
  /** What the placeholders of the checks stand for: parts of their texts that only the deployment knows. */
  values: optional(json<readonly string[]>('VALUES')),
  /** Undefined: heartbeats have no URLs. */
  heartbeatUrls: optional(json<HeartbeatUrls>('HEARTBEAT_URLS')),
  /** Undefined: of a prober, which keeps nothing. */
  tableName: optional(text('TABLE_NAME')),
};
export type HealthCheckerConfiguration = ConfigurationOf<typeof HEALTH_CHECKER_ENVIRONMENT>;

/** In the folder of the function's code: the checks as JSON, and the custom matchers. */
export const CHECKS_FILE = 'checks.json';
export const MATCHERS_FILE = 'matchers.js';

/** Stands for a value that only the deployment knows, as a host name, so that a URL with it is one. */
export const placeholderOf = (index: number): string => `deployed-value-${index}.invalid`;

/** How jobs report heartbeats by signed URLs. */
export interface HeartbeatUrls {
  /** The address of the page that takes them. */
  readonly url: string;
  /** The ARN of the secret that signs them. */
  readonly key: string;
}

/** What a job writes into a log of CloudWatch as its heartbeat, in the embedded metric format, with the dimensions of its check. */
export const HEARTBEAT_METRIC = 'HealthCheckHeartbeat';

/** Asks for the signed URL of a heartbeat. */
export interface UrlRequest {
  readonly heartbeatUrl: string;
}

/** What the schedule invokes the function with. */
export interface RoundRequest {
  /** From 0. */
  readonly shard: number;
  /** When the round was due: ISO 8601. */
  readonly time: string;
}

/** What the function asks of one in another region. */
export interface ProbeRequest {
  readonly probe: readonly { readonly name: string; readonly content?: ContentAge }[];
}

/** The rule of the alarm that each check has. */
export const CHECK_RULE = 'HealthCheckFailing';

/** A check's name as a part of its alarm's name. */
export const checkLabel = (name: string): string => name.replace(/[^A-Za-z0-9._-]+/g, '-');

/** The name of the alarm of a check. */
export const checkAlarmName = (alarms: HealthCheckerSettings['alarms'], check: string): string =>
  alarmName({ ...alarms, part: checkLabel(check), rule: CHECK_RULE });

/** The name of the table of a checker's states. */
export const checksTableOf = (checker: string): string => `${checker}-checks`;

/** The partitions of that table: states, and when heartbeats arrived. */
export const CHECKS = 'checks';
export const HEARTBEATS = 'heartbeats';

/** Where the state of a check is kept. */
export const checkKey = (name: string): Key => ({ pk: CHECKS, sk: name });

/** What the function asks the notifier to say about an open alert. */
export interface CheckNotice {
  readonly vigil: 'healthCheck';
  readonly checker: string;
  readonly check: string;
  /** What it asks. */
  readonly target?: string;
  readonly kind: 'changed' | 'reminder';
  /** In milliseconds since 1970. */
  readonly at: number;
  /** The ARN of the check's alarm. */
  readonly alarm: string;
  /** What is wrong now, and what is not so any more. */
  readonly text: string;
}
