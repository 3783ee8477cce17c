import { LineCounter, type Node } from 'yaml';
import { parseYaml } from '../../text/parse-yaml';
import { yamlErrorText } from '../../text/yaml-error-text';
import { parseCondition } from '../conditions/parse';
import { durationOf } from '../conditions/quantity';
import { sentence } from '../file/report';
import type { ServiceSettings, StepSettings } from '../file/settings';
import { readHealthChecks } from '../read-health-checks';
import type { Endpoint, ExternalEndpoint, GatusConfiguration, Suite } from './configuration';
import { ENDPOINT_KEYS, UNSUPPORTED_CLIENT } from './configuration';
import { secretHeaders } from './headers';

/** What an import did not take over, or changed. */
export interface Remark {
  /** From 1. @default - it is about the whole file */
  readonly line?: number;
  readonly column?: number;
  /** As YAML has it: `endpoints[0].client.insecure`. */
  readonly path: string;
  readonly message: string;
}

export interface Imported {
  readonly file: { readonly version: '1.0'; readonly services: readonly ServiceSettings[] };
  /** In the order of the file. */
  readonly remarks: readonly Remark[];
}

/** A file that is no YAML, or no configuration of Gatus. */
export class GatusError extends Error {}

type Path = readonly (string | number)[];
type Note = (path: Path, message: string) => void;

/** Turns a configuration of Gatus into a file of health checks. @throws GatusError */
export function importGatus(text: string): Imported {
  const lines = new LineCounter();
  const document = parseYaml(text, { merge: true, lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) throw new GatusError(yamlErrorText(error.message));
  const configuration = withoutNulls(document.toJS() ?? {}) as GatusConfiguration;
  const { endpoints = [], suites = [], 'external-endpoints': external = [] } = configuration;
  const lists = [endpoints, suites, external];
  if (!lists.every((list) => Array.isArray(list) && list.every(isObject))) {
    throw new GatusError('"endpoints", "suites" and "external-endpoints" are lists of objects.');
  }
  if (lists.every(({ length }) => length === 0)) {
    throw new GatusError('it has no "endpoints", "suites" or "external-endpoints".');
  }
  const remarks: Remark[] = [];
  const note: Note = (path, message) => {
    const node = document.getIn(path, true) as Node | undefined;
    const position = node?.range ? lines.linePos(node.range[0]) : undefined;
    remarks.push({ ...(position && { line: position.line, column: position.col }), path: pathText(path), message });
  };
  for (const key of Object.keys(configuration)) {
    if (!IMPORTED.includes(key)) note([key], OTHERS[key] ?? 'has no counterpart, and is left out.');
  }
  const services = [
    ...endpoints.map((endpoint, index) => endpointService(endpoint, ['endpoints', index], note)),
    ...external.map((endpoint, index) => heartbeatService(endpoint, ['external-endpoints', index], note)),
    ...suites.map((suite, index) => suiteService(suite, ['suites', index], note)),
  ].filter((service) => service !== undefined);
  const ordered = remarks.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  return { file: { version: '1.0', services }, remarks: ordered };
}

/** A key without a value is as good as none. */
const withoutNulls = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, each) => (each === null ? undefined : each));

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

const IMPORTED = ['endpoints', 'suites', 'external-endpoints'];
const OTHERS: Readonly<Record<string, string>> = {
  alerting: 'is left out: alerts go to the routes of Vigil.',
  maintenance: 'is left out: give Vigil its "maintenance".',
};

const pathText = (path: Path): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');

/** A service that readHealthChecks accepts; otherwise its mistakes are noted. */
function accepted(service: ServiceSettings, path: Path, note: Note): ServiceSettings | undefined {
  const { mistakes } = readHealthChecks(JSON.stringify({ version: '1.0', services: [service] }), '');
  for (const { path: key = '', message } of mistakes) {
    note(path, `is left out: ${key.replace('services[0].', '')}: ${message}`);
  }
  return mistakes.length === 0 ? service : undefined;
}

const isDisabled = ({ enabled }: { readonly enabled?: boolean }, path: Path, note: Note): boolean => {
  if (enabled === false) note(path, 'is left out: it is disabled.');
  return enabled === false;
};

function endpointService(endpoint: Endpoint, path: Path, note: Note): ServiceSettings | undefined {
  if (isDisabled(endpoint, path, note)) return undefined;
  const url = urlOf(endpoint);
  if (url === undefined) {
    note([...path, 'url'], 'is left out: checks are of HTTP, TCP, TLS and DNS only.');
    return undefined;
  }
  const isWeb = /^https?:/.test(url);
  const { client = {}, 'maintenance-windows': windows } = endpoint;
  if (windows !== undefined) note([...path, 'maintenance-windows'], 'is left out: give Vigil its "maintenance".');
  for (const key of Object.keys(endpoint).filter((each) => !ENDPOINT_KEYS.includes(each))) {
    note([...path, key], 'is left out: it has no counterpart.');
  }
  noteClient(client, [...path, 'client'], note);
  const conditions = conditionsOf(endpoint.conditions, path, note);
  if (conditions === undefined) return undefined;
  const service: ServiceSettings = {
    ...named(endpoint),
    url,
    ...(isWeb && requestOf(endpoint, path, note)),
    conditions,
    ...timing(endpoint, 60, path, note),
    ...(client.timeout !== undefined && { timeout: milliseconds(client.timeout) }),
    ...alerting(endpoint),
  };
  return accepted(service, path, note);
}

function urlOf({ url = '', dns }: Endpoint): string | undefined {
  if (dns !== undefined) {
    const server = `${url}`.replace(/^(dns|udp|tcp):\/\//, '');
    const name = `${dns['query-name'] ?? ''}`.replace(/\.$/, '');
    return `dns://${server}/${name}?type=${dns['query-type'] ?? 'A'}`;
  }
  return /^(https?|tcp|tls):\/\//.test(url) ? url : undefined;
}

/** `group/name`, as Gatus shows it; the group is a tag. */
function named({ name = '', group }: { readonly name?: string; readonly group?: string }): ServiceSettings {
  if (group === undefined || group === '') return { name };
  return { name: `${group}/${name}`, tags: [group.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 50)] };
}

function requestOf(endpoint: Endpoint, path: Path, note: Note): StepSettings {
  const { method, body, graphql, headers, client } = endpoint;
  for (const [placeholder] of `${body ?? ''}`.matchAll(/\[(ENDPOINT_\w+|LOCAL_ADDRESS|RANDOM_STRING_\d+)\]/g)) {
    note([...path, 'body'], `${placeholder} is sent as it is written: it has no counterpart.`);
  }
  const payload = graphql ? { query: body } : body;
  // Gatus sends a GET with a body too
  const isPosted = payload !== undefined && payload !== '' && (method === undefined || /^get$/i.test(method));
  if (isPosted) note([...path, 'body'], 'is sent by POST: a GET has no payload.');
  const stated = isPosted ? 'POST' : method && `${method}`.toUpperCase();
  return {
    ...(stated !== undefined && stated !== 'GET' && { http_method: stated }),
    ...(headers !== undefined && {
      headers: secretHeaders(headers, `gatus/${endpoint.name ?? 'endpoint'}`, (name, secret) =>
        note([...path, 'headers', name], `is a secret now: store its value in AWS Secrets Manager as ${secret}.`),
      ),
    }),
    ...(payload !== undefined && payload !== '' && { payload }),
    ...(client?.['ignore-redirect'] && { redirects: 0 }),
  };
}

function noteClient(client: object, path: Path, note: Note): void {
  for (const key of Object.keys(client)) {
    const message = UNSUPPORTED_CLIENT[key];
    const isOff = (client as Record<string, unknown>)[key] === false;
    if (message !== undefined && !isOff) note([...path, key], message);
  }
}

/** Undefined: there are none, without which a check would be another one. */
function conditionsOf(conditions: unknown = [], path: Path, note: Note): string[] | undefined {
  const kept = [conditions]
    .flat()
    .map(String)
    .filter((text, index) => {
      try {
        parseCondition(text);
        return true;
      } catch (error) {
        note([...path, 'conditions', index], sentence(`is left out: ${(error as Error).message}`));
        return false;
      }
    });
  if (kept.length > 0) return kept;
  note(path, 'is left out: it has no condition.');
  return undefined;
}

const milliseconds = (duration: string): number => Math.round(durationOf(duration) ?? 0);
const seconds = (duration: string): number => Math.round(milliseconds(duration) / 1000);

/** Checks run once a minute at most, and at whole minutes. */
function timing(
  { interval }: { readonly interval?: string },
  standard: number,
  path: Path,
  note: Note,
): ServiceSettings {
  const wanted = interval === undefined ? standard : seconds(interval);
  const rounded = Math.max(60, Math.ceil(wanted / 60) * 60);
  if (rounded !== wanted)
    note([...path, 'interval'], `is ${rounded} s instead of ${wanted} s: checks run at whole minutes.`);
  return rounded === 60 ? {} : { interval: rounded };
}

function alerting({ alerts: given = [] }: Endpoint): ServiceSettings {
  const alerts = [given].flat();
  const thresholds = alerts.map((alert) => alert['failure-threshold'] ?? 3);
  const reminders = alerts.flatMap((alert) => alert['minimum-reminder-interval'] ?? []).map(seconds);
  const failures = Math.min(7, ...thresholds);
  return {
    ...(thresholds.length > 0 && failures !== 3 && { consecutive_failures: failures }),
    ...(reminders.length > 0 && { reminder: Math.max(3600, Math.min(...reminders)) }),
  };
}

function heartbeatService(endpoint: ExternalEndpoint, path: Path, note: Note): ServiceSettings | undefined {
  if (isDisabled(endpoint, path, note)) return undefined;
  const { heartbeat: { interval } = {} } = endpoint;
  if (interval === undefined) {
    note(path, 'is left out: without the interval of a heartbeat, nothing is missed.');
    return undefined;
  }
  note(path, 'is a heartbeat: what pushes to Gatus has to call its URL of Vigil instead.');
  return accepted({ ...named(endpoint), max_age: Math.max(60, seconds(interval)) }, path, note);
}

function suiteService(suite: Suite, path: Path, note: Note): ServiceSettings | undefined {
  if (isDisabled(suite, path, note)) return undefined;
  const { endpoints = [], context = {}, timeout } = suite;
  const steps = endpoints.filter(isObject).map((endpoint, index) => {
    const own = [...path, 'endpoints', index];
    noteClient(endpoint.client ?? {}, [...own, 'client'], note);
    const { store, 'always-run': always, name } = endpoint;
    const filled = withValues(endpoint, context);
    return {
      name,
      url: filled.url,
      ...requestOf(filled, own, note),
      conditions: conditionsOf(filled.conditions, own, note),
      ...(store !== undefined && { store }),
      ...(always && { always_run: true }),
    };
  });
  const service: ServiceSettings = {
    ...named(suite),
    steps,
    ...timing(suite, 600, path, note),
    timeout: timeoutOf(timeout, path, note),
  };
  return accepted(JSON.parse(JSON.stringify(service)), path, note);
}

const LONGEST_TIMEOUT = 60_000;

function timeoutOf(timeout: string | undefined, path: Path, note: Note): number {
  const wanted = timeout === undefined ? LONGEST_TIMEOUT : milliseconds(timeout);
  if (wanted > LONGEST_TIMEOUT) note([...path, 'timeout'], `is ${LONGEST_TIMEOUT} ms: no run takes longer.`);
  return Math.min(wanted, LONGEST_TIMEOUT);
}

/** Values that a suite begins with are written where they are used. */
function withValues(endpoint: Endpoint, context: Readonly<Record<string, unknown>>): Endpoint {
  const text = JSON.stringify(endpoint).replace(/\[CONTEXT\]\.([\w-]+)/g, (use, name) =>
    Object.hasOwn(context, name) ? JSON.stringify(String(context[name])).slice(1, -1) : use,
  );
  return JSON.parse(text);
}
