import type { Condition, JsonPath, Operand, Reference } from './condition';
import { matchesGlob } from './glob';
import { integerOf, quantityOf } from './quantity';

/** What placeholders stand for in one run. */
export interface Facts {
  readonly status?: number;
  readonly responseTimeMs: number;
  readonly address?: string;
  readonly body?: string;
  /** The values of earlier steps, by name. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly isConnected: boolean;
  readonly certificateMs?: number;
  readonly domainMs?: number;
  readonly responseCode?: string;
}

/** Whether a condition holds. One about a value that the body does not have does not, except for `has()` and `!=`. */
export function holds({ left, operator, right }: Condition, facts: Facts): boolean {
  if (operator === '==') return areEqual(left, right, facts);
  if (operator === '!=') return !areEqual(left, right, facts);
  const [a, b] = [quantity(left, facts), quantity(right, facts)];
  if (a === undefined || b === undefined) return false;
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

const quantity = (operand: Operand, facts: Facts): number | undefined => quantityOf(textOf(operand, facts) ?? '');

function areEqual(left: Operand, right: Operand, facts: Facts): boolean {
  const [special, other] = isSpecial(left) ? [left, right] : [right, left];
  const text = textOf(other, facts);
  if (text === undefined) return false;
  if (special.kind === 'pat') return matchesGlob(special.pattern, text);
  if (special.kind === 'any') return special.values.some((value) => isSame(value, text));
  const own = textOf(special, facts);
  return own !== undefined && isSame(own, text);
}

const isSpecial = ({ kind }: Operand): boolean => kind === 'pat' || kind === 'any';

/** Integers are the same in any notation, anything else as text. */
function isSame(a: string, b: string): boolean {
  const [first, second] = [integerOf(a), integerOf(b)];
  return first !== undefined && second !== undefined ? first === second : a === b;
}

/** Undefined: there is no such value. */
function textOf(operand: Operand, facts: Facts): string | undefined {
  switch (operand.kind) {
    case 'literal':
      return operand.text;
    case 'value':
      return valueText(resolved(operand.reference, facts));
    case 'has':
      return `${hasValue(operand.reference, facts)}`;
    case 'len':
      return lengthText(operand.reference, facts);
    default:
      return undefined;
  }
}

function hasValue(reference: Reference, facts: Facts): boolean {
  const value = resolved(reference, facts);
  return value !== undefined && value !== null && !(reference.path.length === 0 && value === '');
}

/** What a placeholder stands for: the body as text, or the part of it as JSON. */
export function resolved({ name, path }: Reference, facts: Facts): unknown {
  switch (name) {
    case 'STATUS':
      return facts.status ?? 0;
    case 'RESPONSE_TIME':
      return Math.round(facts.responseTimeMs);
    case 'IP':
      return facts.address ?? '';
    case 'CONNECTED':
      return facts.isConnected;
    case 'CERTIFICATE_EXPIRATION':
      return facts.certificateMs ?? 0;
    case 'DOMAIN_EXPIRATION':
      return facts.domainMs ?? 0;
    case 'DNS_RCODE':
      return facts.responseCode ?? '';
    case 'CONTEXT':
      return partOf(facts.context, path);
    default:
      return path.length === 0 ? facts.body?.trim() : partOf(parsed(facts.body), path);
  }
}

/** Undefined if the body is no JSON. */
export function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}

/** Own members only: `constructor` and `__proto__` are no values of an answer. */
export function partOf(value: unknown, path: JsonPath): unknown {
  let part = value;
  for (const step of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, step)) return undefined;
    part = (part as Record<string | number, unknown>)[step];
  }
  return part;
}

/** A text as it is, anything else as JSON. Null is no value. */
export function valueText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The elements of a list; otherwise the characters of the text. */
function lengthText(reference: Reference, facts: Facts): string | undefined {
  const value = resolved(reference, facts);
  // the whole body is a text, which may be a list
  const list = reference.name === 'BODY' && reference.path.length === 0 ? parsed(facts.body) : value;
  if (Array.isArray(list)) return `${list.length}`;
  const text = valueText(value);
  return text === undefined ? undefined : `${[...text].length}`;
}
