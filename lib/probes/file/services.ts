import type {
  CheckSettings,
  CheckStep,
  CheckTarget,
  CheckType,
  Expectations,
  HealthCheck,
} from '../../contracts/health-checks';
import { Severity } from '../../contracts/severity';
import { checkConditions, checkStore } from './conditions';
import { DEFAULT_CERTIFICATE_DAYS, matchersOf } from './matchers';
import { nameOf } from './names';
import type { Report } from './report';
import { reportUrlErrors, requestOf } from './request';
import type { ExpectationSettings, FileSettings, ServiceSettings, StepSettings } from './settings';
import { checkedUrl, dnsQueryOf, domainOf, endpointOf } from './targets';

/** Defaults of the project, unless a comment names another source. */
const DEFAULTS = {
  interval: 60,
  // the source format's 10 minutes: a second outage soon after the first is worth an alert of its own
  cooldown: 600,
  // the source format's 10 seconds
  timeout: 10_000,
  // the source format's: 4 of 7 runs
  error_threshold: 0.5,
  consecutive_failures: 3,
  severity: Severity.P1,
  regions: [],
};
/** Registries limit how often they may be asked. */
const DOMAIN_INTERVAL = 43_200;
const DEFAULT_DOMAIN_DAYS = 30;

const REQUEST = ['http_method', 'headers', 'payload', 'redirects'] as const;
const EXPECTATIONS = ['response_matcher', 'response', 'recursive', 'conditions'] as const;

/** Which settings have a meaning for some types only. */
const KEYS: Readonly<Record<CheckType, readonly (keyof ServiceSettings)[]>> = {
  http: ['url', ...REQUEST, ...EXPECTATIONS, 'stale_after', 'certificate_days'],
  tcp: ['url', 'conditions'],
  tls: ['url', 'conditions', 'certificate_days'],
  dns: ['url', 'conditions'],
  domain: ['url', 'domain_days'],
  steps: ['steps'],
  function: ['function', 'payload', ...EXPECTATIONS, 'stale_after'],
  heartbeat: ['max_age'],
};
const TYPE_KEYS = new Set(Object.values(KEYS).flat());

/** What a service of each type cannot be without. */
const SUBJECTS = {
  http: 'url',
  tcp: 'url',
  tls: 'url',
  dns: 'url',
  domain: 'url',
  steps: 'steps',
  function: 'function',
  heartbeat: 'max_age',
} as const satisfies Record<CheckType, keyof ServiceSettings>;
const TYPES = Object.keys(SUBJECTS) as CheckType[];

/** What a service is read with. */
export interface Reading {
  readonly file: FileSettings;
  /** The names of custom matchers; undefined: there is no module of them. */
  readonly custom?: readonly string[];
  readonly report: Report;
}

/** One service as a check; undefined if its mistakes leave none. */
export function checkOf(service: ServiceSettings, pointer: string, reading: Reading): HealthCheck | undefined {
  const { report } = reading;
  const type = typeOf(service, pointer, report);
  if (type === undefined) return undefined;
  for (const key of Object.keys(service) as (keyof ServiceSettings)[]) {
    if (TYPE_KEYS.has(key) && !KEYS[type].includes(key)) {
      report.addKey(pointer, key, `a check of type ${type} has no "${key}". It has: ${KEYS[type].join(', ')}.`);
    }
  }
  const target = targetOf(type, service, pointer, reading);
  if (target === undefined) return undefined;
  return { ...settingsOf(service, target, pointer, reading), ...target };
}

/** The type that is given, or that follows from what there is. */
function typeOf(service: ServiceSettings, pointer: string, report: Report): CheckType | undefined {
  const given = service.type as CheckType | undefined;
  const implied = TYPES.find((type) => SUBJECTS[type] !== 'url' && service[SUBJECTS[type]] !== undefined);
  const type = given ?? implied;
  const key = type === undefined ? 'url' : SUBJECTS[type];
  if (service[key] === undefined) {
    const advice = type === undefined ? ' Add for example "url": "https://api.example.com".' : '';
    report.add(pointer, `"${key}" is missing.${advice}`);
    return undefined;
  }
  if (key !== 'url') return type;
  const types = reportUrlErrors(`${pointer}/url`, report, () => checkedUrl(service.url as string).types);
  if (types === undefined || given === undefined || types.includes(given)) return types && (given ?? types[0]);
  report.add(`${pointer}/type`, `an address like this is checked as ${types.join(' or ')}.`);
  return undefined;
}

function targetOf(
  type: CheckType,
  service: ServiceSettings,
  pointer: string,
  reading: Reading,
): CheckTarget | undefined {
  const { report } = reading;
  const { url = '' } = service;
  const parsed = <T>(parse: (url: URL) => T) => reportUrlErrors(`${pointer}/url`, report, () => parse(new URL(url)));
  switch (type) {
    case 'http':
      return {
        type,
        ...requestOf({ ...service, url }, pointer, [], report),
        ...expectationsOf(service, pointer, type, [], reading),
      };
    case 'tcp':
    case 'tls': {
      const endpoint = parsed(endpointOf);
      return endpoint && { type, ...endpoint, ...expectationsOf(service, pointer, type, [], reading) };
    }
    case 'dns': {
      const query = parsed(dnsQueryOf);
      return query && { type, ...query, ...expectationsOf(service, pointer, type, [], reading) };
    }
    case 'domain': {
      const domain = parsed(domainOf);
      return domain === undefined
        ? undefined
        : { type, domain, domainDays: service.domain_days ?? DEFAULT_DOMAIN_DAYS };
    }
    case 'steps':
      return { type, steps: stepsOf(service.steps ?? [], pointer, reading) };
    case 'function':
      return {
        type,
        function: service.function as string,
        ...(service.payload !== undefined && { payload: service.payload }),
        ...expectationsOf(service, pointer, type, [], reading),
      };
    case 'heartbeat':
      return { type, maxAgeSeconds: service.max_age as number };
  }
}

/** What is expected; where nothing is given, the default of the type. */
function expectationsOf(
  settings: ExpectationSettings,
  pointer: string,
  type: CheckType | 'step',
  stored: readonly string[],
  { custom, report }: Reading,
): Expectations {
  const { conditions = [], response_matcher: given } = settings;
  checkConditions(conditions, pointer, type, stored, report);
  const matchers = matchersOf(settings, pointer, custom, report);
  if (given !== undefined || conditions.length > 0) return { matchers, conditions };
  if (type === 'tls')
    return {
      matchers: [{ matcher: 'certificate', certificateDays: settings.certificate_days ?? DEFAULT_CERTIFICATE_DAYS }],
      conditions,
    };
  const isWeb = type === 'http' || type === 'step' || type === 'function';
  return { matchers: isWeb ? [{ matcher: 'status_code' }, ...matchers] : matchers, conditions };
}

function stepsOf(steps: readonly StepSettings[], pointer: string, reading: Reading): CheckStep[] {
  const stored: string[] = [];
  return steps.map((step, index) => {
    const own = `${pointer}/steps/${index}`;
    const { name = `step ${index + 1}`, url = '', store = {}, always_run: alwaysRun = false } = step;
    checkStore(store, own, reading.report);
    const request = requestOf({ ...step, url }, own, stored, reading.report);
    const expectations = expectationsOf(step, own, 'step', stored, reading);
    if (expectations.matchers.some(({ matcher }) => matcher === 'stale')) {
      reading.report.add(own, 'a step has no matcher "stale". Add a check of its own for it.');
    }
    stored.push(...Object.keys(store));
    return { name, ...request, ...expectations, store, alwaysRun };
  });
}

function settingsOf(
  service: ServiceSettings,
  target: CheckTarget,
  pointer: string,
  { file, report }: Reading,
): CheckSettings {
  const setting = <Key extends keyof typeof DEFAULTS>(key: Key) => service[key] ?? file[key] ?? DEFAULTS[key];
  const timeoutMs = setting('timeout');
  const { latency: latencyLimitMs, reminder: reminderSeconds = file.reminder } = service;
  if (latencyLimitMs !== undefined && latencyLimitMs >= timeoutMs) {
    report.add(
      `${pointer}/latency`,
      `this has to be less than the timeout of ${timeoutMs} ms, which no latency exceeds.`,
    );
  }
  if (target.type === 'heartbeat' && service.regions !== undefined) {
    report.addKey(pointer, 'regions', 'a heartbeat arrives in the region of the stack. Leave this out.');
  }
  return {
    name: service.name ?? nameOf(target),
    intervalSeconds: intervalOf(service, target, pointer, { file, report }),
    cooldownSeconds: setting('cooldown'),
    ...(reminderSeconds !== undefined && { reminderSeconds }),
    severity: setting('severity'),
    regions: target.type === 'heartbeat' ? [] : setting('regions'),
    tags: service.tags ?? [],
    timeoutMs,
    ...(latencyLimitMs !== undefined && { latencyLimitMs }),
    errorThreshold: setting('error_threshold'),
    consecutiveFailures: setting('consecutive_failures'),
  };
}

const HOUR = 3600;

function intervalOf(
  service: ServiceSettings,
  { type }: CheckTarget,
  pointer: string,
  { file, report }: Reading,
): number {
  if (type !== 'domain') return service.interval ?? file.interval ?? file.cool_down ?? DEFAULTS.interval;
  const interval = service.interval ?? DOMAIN_INTERVAL;
  if (interval < HOUR) report.add(`${pointer}/interval`, `registries are asked once an hour at most: ${HOUR} or more.`);
  return interval;
}
