import type { CheckType } from '../../contracts/health-checks';
import { ConditionError, type PlaceholderName, type Reference } from '../conditions/condition';
import { parseCondition, parseReference } from '../conditions/parse';
import type { Report } from './report';

const ANY = ['RESPONSE_TIME', 'CONNECTED'] as const;
const WEB = [...ANY, 'STATUS', 'BODY', 'IP', 'CERTIFICATE_EXPIRATION', 'DOMAIN_EXPIRATION'] as const;

/** What conditions of each type can ask about. */
const KNOWN: Readonly<Record<CheckType | 'step', readonly PlaceholderName[]>> = {
  http: WEB,
  step: [...WEB, 'CONTEXT'],
  function: ['RESPONSE_TIME', 'STATUS', 'BODY'],
  tcp: [...ANY, 'IP', 'DOMAIN_EXPIRATION'],
  tls: [...ANY, 'IP', 'DOMAIN_EXPIRATION', 'CERTIFICATE_EXPIRATION'],
  dns: [...ANY, 'BODY', 'DNS_RCODE'],
  domain: [],
  heartbeat: [],
  steps: [],
};

/** Reports mistakes of conditions. @param stored names of values that earlier steps store */
export function checkConditions(
  conditions: readonly string[],
  pointer: string,
  type: CheckType | 'step',
  stored: readonly string[],
  report: Report,
): void {
  for (const [index, text] of conditions.entries()) {
    const own = `${pointer}/conditions/${index}`;
    const condition = parsedOr(() => parseCondition(text), own, report);
    for (const operand of condition === undefined ? [] : [condition.left, condition.right]) {
      if ('reference' in operand) checkReference(operand.reference, own, type, stored, report);
    }
  }
}

/** Reports mistakes of what a step stores. */
export function checkStore(store: Readonly<Record<string, string>>, pointer: string, report: Report): void {
  for (const [name, text] of Object.entries(store)) {
    const own = `${pointer}/store/${name}`;
    const reference = parsedOr(() => parseReference(text), own, report);
    if (reference !== undefined) checkReference(reference, own, 'http', [], report);
  }
}

function parsedOr<T>(parse: () => T, pointer: string, report: Report): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    report.add(pointer, error.message, error.index);
    return undefined;
  }
}

function checkReference(
  { name, path: [first] }: Reference,
  pointer: string,
  type: CheckType | 'step',
  stored: readonly string[],
  report: Report,
): void {
  const known = KNOWN[type];
  if (!known.includes(name)) {
    const list = known.map((each) => `[${each}]`).join(', ');
    report.add(pointer, `[${name}] has no value in a check of type ${type}. There are: ${list}.`);
  } else if (name === 'CONTEXT' && !stored.includes(`${first}`)) {
    report.add(pointer, `no earlier step stores "${first ?? ''}".`);
  }
}
