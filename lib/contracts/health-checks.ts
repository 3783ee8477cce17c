import type { Severity } from './severity';

/** Where every error of a file of health checks is, and what to do about it. */
export interface HealthCheckMistake {
  /** The file as shown in messages. */
  readonly file: string;
  /** From 1. @default - the mistake is about the whole file */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** The path of the value, such as `services[0].url`. */
  readonly path?: string;
  readonly message: string;
}

/** What {@link ReadHealthChecks} returns: checks only if there is no mistake. */
export interface HealthCheckFile {
  /** In the file's order. Their names are unique. All is plain JSON, with every default filled in. */
  readonly checks: readonly HealthCheck[];
  /** In the order of their lines. */
  readonly mistakes: readonly HealthCheckMistake[];
  /** The module of custom matchers, as the file names it: relative to the file. @default - there is none */
  readonly matchers?: string;
}

export interface ReadOptions {
  /**
   * The names that a module of custom matchers exports.
   *
   * @param module as the file names it
   * @default - names of custom matchers are mistakes
   */
  readonly customMatchers?: (module: string) => readonly string[];
}

/** @param path of the file, as shown in mistakes */
export type ReadHealthChecks = (text: string, path: string, options?: ReadOptions) => HealthCheckFile;

/** One service of the file. */
export type HealthCheck = CheckSettings & CheckTarget;

export interface CheckSettings {
  /** Unique in its file, and the key of everything that is stored or published about the check. */
  readonly name: string;
  /** Between two runs. The file's `interval`, or `cool_down` of the source format. */
  readonly intervalSeconds: number;
  /** Between two alerts about the same violation of the same check, except for its end. */
  readonly cooldownSeconds: number;
  /** After so long an alert about a violation is repeated; undefined: never. */
  readonly reminderSeconds?: number;
  readonly severity: Severity;
  /** AWS regions that run the check; empty: the region of the stack. */
  readonly regions: readonly string[];
  readonly tags: readonly string[];
  /** Of one run. A run that takes longer fails with `timeout`, and its latency is this. */
  readonly timeoutMs: number;
  /** What the moving average of the latency may reach; undefined: any latency is fine. */
  readonly latencyLimitMs?: number;
  /** The share of failed runs of the window from which the check is in violation. Above 0, at most 1. */
  readonly errorThreshold: number;
  /** So many failed runs in a row are a violation, however short the window is. */
  readonly consecutiveFailures: number;
}

/** What is checked, by `type`. */
export type CheckTarget =
  | ({ readonly type: 'http' } & HttpRequest & Expectations)
  | { readonly type: 'steps'; readonly steps: readonly CheckStep[] }
  | ({ readonly type: 'tcp' | 'tls'; readonly host: string; readonly port: number } & Expectations)
  | ({ readonly type: 'dns' } & DnsQuery & Expectations)
  | { readonly type: 'domain'; readonly domain: string; readonly domainDays: number }
  | { readonly type: 'heartbeat'; readonly maxAgeSeconds: number }
  | ({ readonly type: 'function'; readonly function: string; readonly payload?: unknown } & Expectations);

export type CheckType = CheckTarget['type'];

/** What an answer has to be like. A check that gives neither has the default matcher of its type, such as `status_code`. */
export interface Expectations {
  readonly matchers: readonly Matcher[];
  /** As written: `[STATUS] == 200`. All were parsed when the file was read. */
  readonly conditions: readonly string[];
}

export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, HeaderValue>>;
  /** The body: text as it is, anything else as JSON. */
  readonly payload?: unknown;
  /** How many redirects are followed. */
  readonly redirects: number;
}

/** A text, or the secret that holds it. */
export type HeaderValue = string | SecretReference;

export interface SecretReference {
  /** Name or ARN of a secret of Secrets Manager. */
  readonly secret: string;
  /** The field of a secret that is a JSON object. @default - the whole secret */
  readonly field?: string;
  /** Written before the value, such as `Bearer `. */
  readonly prefix?: string;
}

/** One request of a chain. Its URL, headers and payload may use `[CONTEXT].name`. */
export interface CheckStep extends HttpRequest, Expectations {
  readonly name: string;
  /** Values for later steps, by name: `{ token: '[BODY].token' }`. */
  readonly store: Readonly<Record<string, string>>;
  /** Whether it also runs after a step failed, to clean up. */
  readonly alwaysRun: boolean;
}

export interface DnsQuery {
  readonly hostname: string;
  readonly record: DnsRecord;
  /** Address and port of the server that is asked. @default - the resolver of the machine */
  readonly server?: string;
}

export const DNS_RECORDS = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SRV', 'PTR', 'SOA', 'CAA'] as const;
export type DnsRecord = (typeof DNS_RECORDS)[number];

/** All but `status_code` and `certificate` require 2XX first. */
export type Matcher =
  | { readonly matcher: 'status_code' }
  | { readonly matcher: 'types'; readonly response: unknown; readonly recursive: boolean }
  | { readonly matcher: 'exact'; readonly response: unknown }
  | { readonly matcher: 'non_empty' }
  | { readonly matcher: 'stale'; readonly staleSeconds: number }
  | { readonly matcher: 'contains'; readonly response: string }
  | { readonly matcher: 'json_schema'; readonly response: Readonly<Record<string, unknown>> }
  | { readonly matcher: 'certificate'; readonly certificateDays: number }
  | { readonly matcher: 'custom'; readonly name: string };

/** What kinds of violation there are, and each in words. */
export const VIOLATIONS = {
  timeout: 'no answer in time',
  dns: 'the name cannot be resolved',
  refused: 'the connection was refused',
  reset: 'the connection was reset',
  unreachable: 'the host cannot be reached',
  tls: 'the TLS handshake failed',
  certificate_expired: 'the certificate has expired',
  certificate_host: 'the certificate is for another host',
  certificate_untrusted: 'the certificate is not trusted',
  certificate_days: 'the certificate expires soon',
  domain_days: 'the domain expires soon',
  domain_unknown: 'the registry does not say when the domain expires',
  redirect_limit: 'too many redirects',
  redirect_refused: 'a redirect to an address that is not allowed',
  address_refused: 'the address is not allowed',
  invalid_answer: 'the answer is not valid HTTP',
  headers_too_large: 'the headers of the answer are too large',
  body_too_large: 'the body of the answer is too large',
  status: 'the status is not 2XX',
  types: 'the answer has other types than expected',
  exact: 'the answer differs from what is expected',
  non_empty: 'the answer is empty',
  stale: 'the answer has not changed for too long',
  contains: 'the answer lacks an expected text',
  json_schema: 'the answer does not match its JSON Schema',
  condition: 'a condition does not hold',
  custom: 'a custom matcher rejects the answer',
  heartbeat: 'the heartbeat is missing',
  function: 'the function failed',
  secret: 'a secret cannot be read',
  store: 'a value for later steps is missing',
  latency: 'the latency is above its limit',
} as const;
export type ViolationCode = keyof typeof VIOLATIONS;

/** Why a run of a check failed. */
export interface Violation {
  readonly code: ViolationCode;
  /** In Vigil's own words, without anything of the answer's body, of secrets or of query strings. */
  readonly message: string;
  /** The step that failed, of a check with steps. */
  readonly step?: string;
}

/** One run of a check. */
export interface CheckResult {
  readonly name: string;
  /** Whether there are no violations. One run does not judge latency: the average of several does. */
  readonly ok: boolean;
  readonly violations: readonly Violation[];
  /** Until the whole answer was there; of a time-out, the limit; of steps, their sum. */
  readonly latencyMs: number;
  /** When the run began, in milliseconds since 1970. */
  readonly at: number;
  readonly status?: number;
  /** Whole days until the certificate expires; below 0 after it has. */
  readonly certificateDays?: number;
  /** The same of the domain's registration. */
  readonly domainDays?: number;
  /** Of a check with the matcher `stale`: to be given to the next run. */
  readonly content?: ContentAge;
}

/** Since when an answer is the same. */
export interface ContentAge {
  /** SHA-256 of the body. */
  readonly hash: string;
  /** In milliseconds since 1970. */
  readonly since: number;
}

/** What a run of a check needs from outside. */
export interface CheckDependencies {
  readonly now: () => number;
  /** Whether loopback, private and link-local addresses may be asked. Addresses of cloud metadata are always refused. */
  readonly allowPrivate: boolean;
  /** The text of a secret, or of its field. */
  readonly secret: (reference: SecretReference) => Promise<string>;
  /** Custom matchers by name. */
  readonly matchers: Readonly<Record<string, CustomMatcher>>;
  /** What the last run returned as `content`. */
  readonly content: (name: string) => ContentAge | undefined;
  /** The last heartbeat of a check of type `heartbeat`. */
  readonly heartbeat: (name: string) => Promise<Heartbeat>;
  /** Invokes a Lambda function and waits for its answer. */
  readonly invoke: (functionName: string, payload: unknown, signal: AbortSignal) => Promise<FunctionAnswer>;
}

export interface Heartbeat {
  /** When the last one arrived, in milliseconds since 1970. @default - none has arrived */
  readonly at?: number;
  /** Since when one is expected: when the check was added. */
  readonly since: number;
}

export interface FunctionAnswer {
  /** What it returned, as JSON text. */
  readonly body: string;
  /** `Handled` or `Unhandled`, if it failed. */
  readonly error?: string;
}

/** What a custom matcher is given. */
export interface MatchedAnswer {
  readonly url: string;
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as JSON; undefined if it is none. */
  readonly json: unknown;
  readonly latencyMs: number;
  /** Aborted when the time of the check is over. */
  readonly signal: AbortSignal;
}

/** True: the answer matches. A text says why it does not. */
export type CustomMatcher = (answer: MatchedAnswer) => boolean | string | Promise<boolean | string>;

export type RunCheck = (check: HealthCheck, dependencies: CheckDependencies) => Promise<CheckResult>;
