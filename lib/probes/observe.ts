import type { CheckDependencies, HealthCheck, Violation } from '../contracts/health-checks';
import { parsed } from './conditions/evaluate';
import { Failure, oneLine } from './failure';
import { observeHttp } from './http-check';
import { uses, violationOf } from './judge';
import { connectTcp, connectTls } from './network/connect';
import type { Network } from './network/network';
import { registrationExpires } from './network/registration';
import { LARGEST_BODY } from './network/request';
import { resolve } from './network/resolve';
import { daysUntil, type Observation, timed } from './observation';

type SingleCheck = Exclude<HealthCheck, { readonly type: 'steps' }>;
type Of<Type extends SingleCheck['type']> = Extract<SingleCheck, { readonly type: Type }>;

interface Observed {
  readonly observation: Observation;
  /** What the type itself requires, apart from matchers and conditions. */
  readonly violations?: readonly Violation[];
}

/** Does what the type of a check says. @throws Failure, or an error of the network */
export async function observe(
  check: SingleCheck,
  dependencies: CheckDependencies,
  network: Network,
  signal: AbortSignal,
): Promise<Observed> {
  switch (check.type) {
    case 'http':
      return { observation: await observeHttp(check, dependencies, network, signal) };
    case 'tcp':
    case 'tls':
      return observeConnection(check, network, signal);
    case 'dns':
      return observeName(check, network, signal);
    case 'domain':
      return observeDomain(check, dependencies, network, signal);
    case 'heartbeat':
      return observeHeartbeat(check, dependencies);
    case 'function':
      return { observation: await observeFunction(check, dependencies, signal) };
  }
}

async function observeConnection(check: Of<'tcp' | 'tls'>, network: Network, signal: AbortSignal): Promise<Observed> {
  const connect = check.type === 'tcp' ? connectTcp : connectTls;
  const { failure, ...observation } = await timed(() => connect(check, network, signal));
  const domainExpires = uses(check.conditions, 'DOMAIN_EXPIRATION')
    ? await registrationExpires(check.host, network, signal)
    : undefined;
  const violations = failure === undefined ? [] : [violationOf(failure)];
  return { observation: { ...observation, domainExpires }, violations };
}

/** Records are expected, unless a condition says what is. */
async function observeName(check: Of<'dns'>, network: Network, signal: AbortSignal): Promise<Observed> {
  const observation = await timed(() => resolve(check, network, signal));
  if (check.conditions.length > 0 || observation.body !== '') return { observation };
  const { responseCode } = observation;
  const detail = responseCode === 'NOERROR' ? `it has no ${check.record} record` : responseCode;
  return { observation, violations: [violationOf(new Failure('dns', detail))] };
}

async function observeDomain(
  { domain, domainDays }: Of<'domain'>,
  { now }: CheckDependencies,
  network: Network,
  signal: AbortSignal,
): Promise<Observed> {
  const observation = await timed(async () => ({
    domainExpires: await registrationExpires(domain, network, signal),
  }));
  const days = daysUntil(observation.domainExpires, now()) as number;
  if (days >= domainDays) return { observation };
  return {
    observation,
    violations: [violationOf(new Failure('domain_days', `in ${days} days, of at least ${domainDays}`))],
  };
}

async function observeHeartbeat(
  { name, maxAgeSeconds }: Of<'heartbeat'>,
  { heartbeat, now }: CheckDependencies,
): Promise<Observed> {
  const { at, since } = await heartbeat(name);
  const seconds = Math.floor((now() - (at ?? since)) / 1000);
  const observation: Observation = { latencyMs: 0 };
  if (seconds <= maxAgeSeconds) return { observation };
  const detail = at === undefined ? `none for ${seconds} s` : `the last came ${seconds} s ago`;
  return {
    observation,
    violations: [violationOf(new Failure('heartbeat', `${detail}, at most ${maxAgeSeconds} s are allowed`))],
  };
}

async function observeFunction(
  check: Of<'function'>,
  { invoke }: CheckDependencies,
  signal: AbortSignal,
): Promise<Observation> {
  const { body, error, latencyMs } = await timed(() => invoke(check.function, check.payload, signal));
  if (error !== undefined) throw new Failure('function', /^(Handled|Unhandled)$/.test(error) ? error : undefined);
  if (Buffer.byteLength(body) > LARGEST_BODY) throw new Failure('body_too_large', `more than ${LARGEST_BODY} bytes`);
  const { reason, ...answer } = answerIn(body);
  const isFine = answer.status !== undefined && answer.status < 300;
  if (!isFine && reason !== undefined) throw new Failure('function', reason);
  return { latencyMs, ...answer };
}

interface FunctionAnswered extends Pick<Observation, 'status' | 'body'> {
  /** Why it is not well, in the function's own words, which are those of the user. */
  readonly reason?: string;
}

/** What a function returns to an API Gateway is an answer of HTTP; anything else is the body of one that succeeded. */
function answerIn(body: string): FunctionAnswered {
  const returned = parsed(body) as { statusCode?: unknown; body?: unknown; reason?: unknown } | null | undefined;
  if (typeof returned?.statusCode !== 'number') return { status: 200, body };
  const { statusCode: status, body: inner = '', reason } = returned;
  return {
    status,
    body: typeof inner === 'string' ? inner : JSON.stringify(inner),
    ...(typeof reason === 'string' && reason !== '' && { reason: oneLine(reason) }),
  };
}
