/** A configuration of Gatus, as far as it is imported: https://github.com/TwiN/gatus#configuration */
export interface GatusConfiguration {
  readonly endpoints?: readonly Endpoint[];
  readonly suites?: readonly Suite[];
  readonly 'external-endpoints'?: readonly ExternalEndpoint[];
}

interface Named {
  readonly name?: string;
  readonly group?: string;
  readonly enabled?: boolean;
}

export interface Endpoint extends Named {
  readonly url?: string;
  readonly method?: string;
  readonly body?: string;
  readonly graphql?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly interval?: string;
  readonly conditions?: readonly unknown[];
  readonly dns?: { readonly 'query-name'?: string; readonly 'query-type'?: string };
  readonly client?: { readonly timeout?: string; readonly 'ignore-redirect'?: boolean };
  readonly alerts?: readonly { readonly 'failure-threshold'?: number; readonly 'minimum-reminder-interval'?: string }[];
  readonly 'maintenance-windows'?: unknown;
  readonly store?: Readonly<Record<string, string>>;
  readonly 'always-run'?: boolean;
}

export interface ExternalEndpoint extends Named {
  readonly heartbeat?: { readonly interval?: string };
}

export interface Suite extends Named {
  readonly interval?: string;
  readonly timeout?: string;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly endpoints?: readonly Endpoint[];
}

const NO_COUNTERPART = 'is left out: it has no counterpart.';

/** Settings of the client that are not imported. */
export const UNSUPPORTED_CLIENT: Readonly<Record<string, string>> = {
  insecure: 'is left out: certificates are always checked.',
  'dns-resolver': NO_COUNTERPART,
  oauth2: 'is left out: request the token as a first step.',
  'proxy-url': NO_COUNTERPART,
  'identity-aware-proxy': NO_COUNTERPART,
  tls: 'is left out: there are no client certificates.',
  tunnel: NO_COUNTERPART,
  'store-cookies': 'is left out: no cookie is kept.',
};

/** Settings of endpoints that are imported, or that have a remark of their own. */
export const ENDPOINT_KEYS: readonly string[] = [
  'enabled',
  'name',
  'group',
  'url',
  'method',
  'body',
  'graphql',
  'headers',
  'interval',
  'conditions',
  'dns',
  'client',
  'alerts',
  'maintenance-windows',
  'store',
  'always-run',
];
