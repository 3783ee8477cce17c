import type { Expectations, Matcher, Violation } from '../contracts/health-checks';
import { type Condition, type PlaceholderName, placeholdersOf } from './conditions/condition';
import { type Facts, holds, resolved } from './conditions/evaluate';
import { parseCondition } from './conditions/parse';
import { Failure } from './failure';
import { looksAtBody, MATCHES, type Match, type Matching, requiresSuccess } from './matchers';
import type { Observation } from './observation';

/** Whether an answer's body is needed. */
export const needsBody = ({ matchers, conditions }: Expectations): boolean =>
  matchers.some(looksAtBody) || uses(conditions, 'BODY');

export const uses = (conditions: readonly string[], placeholder: PlaceholderName): boolean =>
  conditions.some((text) => placeholdersOf(parseCondition(text)).includes(placeholder));

/** All that an answer violates. */
export async function judge(
  observation: Observation,
  { matchers, conditions }: Expectations,
  matching: Matching,
  context: Facts['context'] = {},
): Promise<Violation[]> {
  const violations: Violation[] = [];
  const isSuccess = observation.status === undefined || isSuccessful(observation.status);
  if (!isSuccess && matchers.some(requiresSuccess)) {
    violations.push(violationOf(new Failure('status', `${observation.status}`)));
  }
  for (const matcher of matchers.filter((each) => isSuccess || !requiresSuccess(each))) {
    const failure = await failureIn(() => matchOf(matcher)(observation, matcher, matching));
    if (failure !== undefined) violations.push(violationOf(failure));
  }
  const facts = factsOf(observation, matching.dependencies.now(), context);
  return [...violations, ...conditionViolations(conditions, facts)];
}

export const violationOf = ({ code, message }: Failure): Violation => ({ code, message });

export function conditionViolations(conditions: readonly string[], facts: Facts): Violation[] {
  const broken = conditions.filter((text) => !holds(parseCondition(text), facts));
  return broken.map((text) => violationOf(new Failure('condition', `${text.slice(0, 200)}${actual(text, facts)}`)));
}

const isSuccessful = (status: number): boolean => status >= 200 && status < 300;

// the name of the matcher chooses a function for exactly its type
const matchOf = (matcher: Matcher) => MATCHES[matcher.matcher] as Match<Matcher>;

async function failureIn(work: () => void | Promise<void>): Promise<Failure | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

export function factsOf(observation: Observation, now: number, context: Facts['context']): Facts {
  const { status, latencyMs, address, body, certificateExpires, domainExpires, responseCode } = observation;
  return {
    status,
    responseTimeMs: latencyMs,
    address,
    body,
    context,
    isConnected: true,
    certificateMs: certificateExpires === undefined ? undefined : certificateExpires - now,
    domainMs: domainExpires === undefined ? undefined : domainExpires - now,
    responseCode,
  };
}

/** What may be named of an answer: all but its body, and what came from one. */
const PUBLIC: Partial<Record<PlaceholderName, (value: unknown) => string>> = {
  STATUS: String,
  RESPONSE_TIME: (value) => `${value} ms`,
  IP: String,
  CONNECTED: String,
  CERTIFICATE_EXPIRATION: (value) => `${Math.floor(Number(value) / 3_600_000)}h`,
  DOMAIN_EXPIRATION: (value) => `${Math.floor(Number(value) / 3_600_000)}h`,
  DNS_RCODE: String,
};

/** ` (503)`: what a placeholder stood for. */
function actual(text: string, facts: Facts): string {
  const { left, right }: Condition = parseCondition(text);
  const shown = [left, right].flatMap((operand) => {
    if (operand.kind !== 'value') return [];
    return PUBLIC[operand.reference.name]?.(resolved(operand.reference, facts)) ?? [];
  });
  return shown.length === 0 ? '' : ` (${shown.join(', ')})`;
}
