import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { CheckDependencies, ContentAge, Matcher } from '../contracts/health-checks';
import { parsed } from './conditions/evaluate';
import { firstDifference, typeDifference } from './differences';
import { Failure, oneLine } from './failure';
import { schemaDifference } from './json-schema';
import { daysUntil, type Observation } from './observation';

/** What matchers need of a run. */
export interface Matching {
  readonly name: string;
  readonly dependencies: Pick<CheckDependencies, 'now' | 'matchers' | 'content'>;
  readonly signal: AbortSignal;
}

/** Throws a `Failure` if an answer does not match. */
export type Match<M extends Matcher> = (
  observation: Observation,
  matcher: M,
  matching: Matching,
) => void | Promise<void>;

type Matches = { readonly [Name in Matcher['matcher']]: Match<Extract<Matcher, { matcher: Name }>> };

export const MATCHES: Matches = {
  status_code: () => {},
  types: ({ body }, { response, recursive }) => {
    const difference = typeDifference(response, json(body, 'types'), recursive);
    if (difference !== undefined) throw new Failure('types', difference);
  },
  exact: ({ body }, { response }) => {
    const value = parsed(body);
    if (isDeepStrictEqual(value, response) || (value === undefined && body === response)) return;
    throw new Failure('exact', firstDifference(response, value));
  },
  non_empty: ({ body }) => {
    if (isEmpty(body)) throw new Failure('non_empty');
  },
  stale: ({ body }, { staleSeconds }, { name, dependencies }) => {
    const now = dependencies.now();
    const { since } = contentAge(body, dependencies.content(name), now);
    const seconds = Math.floor((now - since) / 1000);
    if (seconds > staleSeconds) throw new Failure('stale', `${seconds} s, of at most ${staleSeconds} s`);
  },
  contains: ({ body = '' }, { response }) => {
    if (!body.includes(response)) throw new Failure('contains');
  },
  json_schema: ({ body }, { response }) => {
    const difference = schemaDifference(response, json(body, 'json_schema'));
    if (difference !== undefined) throw new Failure('json_schema', difference);
  },
  certificate: ({ certificateExpires }, { certificateDays }, { dependencies }) => {
    const days = daysUntil(certificateExpires, dependencies.now());
    if (days === undefined) throw new Failure('tls', 'the answer came without TLS');
    if (days < 0) throw new Failure('certificate_expired');
    if (days < certificateDays)
      throw new Failure('certificate_days', `in ${days} days, of at least ${certificateDays}`);
  },
  custom: async (observation, { name }, { dependencies, signal }) => {
    const match = dependencies.matchers[name];
    if (match === undefined) throw new Failure('custom', `there is no matcher ${name}`);
    const { url = '', status = 0, headers = {}, body = '', latencyMs } = observation;
    let verdict: boolean | string;
    try {
      verdict = await match({ url, status, headers, body, json: parsed(body), latencyMs, signal });
    } catch (error) {
      throw new Failure('custom', `${name} threw ${errorName(error)}`);
    }
    if (typeof verdict === 'string') throw new Failure('custom', `${name}: ${oneLine(verdict)}`);
    if (!verdict) throw new Failure('custom', name);
  },
};

/** Those that look at the answer of a server, which one that is not 2XX does not give. */
export const requiresSuccess = ({ matcher }: Matcher): boolean => matcher !== 'certificate';

export const looksAtBody = ({ matcher }: Matcher): boolean => matcher !== 'certificate' && matcher !== 'status_code';

function json(body: string | undefined, code: 'types' | 'json_schema'): unknown {
  const value = parsed(body);
  if (value === undefined) throw new Failure(code, 'it is not JSON');
  return value;
}

function isEmpty(body = ''): boolean {
  const value = parsed(body) ?? body.trim();
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === '' || value === 'null';
}

/** Since when the body is the same. */
export function contentAge(body = '', last: ContentAge | undefined, now: number): ContentAge {
  const hash = createHash('sha256').update(body).digest('hex');
  return { hash, since: last?.hash === hash ? last.since : now };
}

/** The text of an error may quote the answer; its name does not. */
const errorName = (error: unknown): string =>
  error instanceof Error && /^[A-Za-z]\w{0,60}$/.test(error.name) ? error.name : 'an error';
