import type { HeaderValue } from '../../contracts/health-checks';
import type { Severity } from '../../contracts/severity';

/** A file of health checks, as `health-checks.schema.json` describes it. */
export interface FileSettings extends SharedSettings {
  readonly version: '1.0';
  readonly cool_down?: number;
  readonly matchers?: string;
  readonly services: readonly ServiceSettings[];
}

/** What a file sets for all its services, and a service for itself. */
export interface SharedSettings {
  readonly interval?: number;
  readonly cooldown?: number;
  readonly reminder?: number;
  readonly timeout?: number;
  readonly error_threshold?: number;
  readonly consecutive_failures?: number;
  readonly severity?: Severity;
  readonly regions?: readonly string[];
}

export interface RequestSettings {
  readonly url?: string;
  readonly http_method?: string;
  readonly headers?: Readonly<Record<string, HeaderValue>>;
  readonly payload?: unknown;
  readonly redirects?: number;
}

/** The values that a matcher compares with. */
export interface MatcherValues {
  readonly response?: unknown;
  readonly recursive?: boolean;
  readonly stale_after?: number;
  readonly certificate_days?: number;
}

export interface MatcherSettings extends MatcherValues {
  readonly matcher: string;
}

export interface ExpectationSettings extends MatcherValues {
  readonly response_matcher?: string | MatcherSettings | readonly (string | MatcherSettings)[];
  readonly conditions?: readonly string[];
}

export interface ServiceSettings extends SharedSettings, RequestSettings, ExpectationSettings {
  readonly name?: string;
  readonly type?: string;
  readonly latency?: number;
  readonly domain_days?: number;
  readonly steps?: readonly StepSettings[];
  readonly function?: string;
  readonly max_age?: number;
  readonly tags?: readonly string[];
}

export interface StepSettings extends RequestSettings, ExpectationSettings {
  readonly name?: string;
  readonly store?: Readonly<Record<string, string>>;
  readonly always_run?: boolean;
}
