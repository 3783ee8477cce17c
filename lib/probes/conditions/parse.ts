import { nearest } from '../../text/nearest';
import {
  type Condition,
  ConditionError,
  type JsonPath,
  OPERATORS,
  type Operand,
  type Operator,
  PLACEHOLDERS,
  type PlaceholderName,
  type Reference,
} from './condition';
import { quantityOf } from './quantity';

/** How a condition is written; in messages. */
const EXAMPLE = '[STATUS] == 200';

/**
 * Parses a condition in the notation of Gatus.
 *
 * @throws ConditionError
 */
export function parseCondition(text: string): Condition {
  const split = operatorIn(text);
  const left = parseOperand(text, 0, split.index);
  const right = parseOperand(text, split.index + split.operator.length, text.length);
  const condition = { left: left.operand, operator: split.operator, right: right.operand };
  for (const each of [left, right]) checkUse(each, condition);
  checkSides(condition, left.start);
  return condition;
}

/** Parses `[BODY].token`, as `store` has it. @throws ConditionError */
export function parseReference(text: string): Reference {
  const { operand, start } = parseOperand(text, 0, text.length);
  if (operand.kind === 'value') return operand.reference;
  throw new ConditionError(start, 'expected a placeholder, such as [BODY].token');
}

/** The first operator outside of parentheses, with spaces around it. */
function operatorIn(text: string): { readonly index: number; readonly operator: Operator } {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') depth++;
    if (text[index] === ')') depth = Math.max(0, depth - 1);
    const operator = depth > 0 ? undefined : OPERATORS.find((each) => text.startsWith(each, index));
    if (operator === undefined) continue;
    const isApart = /\s/.test(text[index - 1] ?? '') && /\s/.test(text[index + operator.length] ?? '');
    if (isApart) return { index, operator };
  }
  if (depth > 0) throw new ConditionError(text.indexOf('('), 'the closing parenthesis is missing');
  const tight = OPERATORS.find((each) => text.includes(each));
  if (tight !== undefined) {
    throw new ConditionError(text.indexOf(tight), `write a value and a space on both sides of ${tight}`);
  }
  throw new ConditionError(0, `a comparison is missing: one of ${OPERATORS.join(' ')}, as in ${EXAMPLE}`);
}

interface Parsed {
  readonly operand: Operand;
  /** Where it begins. */
  readonly start: number;
}

function parseOperand(text: string, from: number, to: number): Parsed {
  const raw = text.slice(from, to);
  const trimmed = raw.trim();
  const start = from + raw.length - raw.trimStart().length;
  if (trimmed === '') throw new ConditionError(start, `a value is missing, as in ${EXAMPLE}`);
  const called = /^([A-Za-z]+)\(/.exec(trimmed);
  if (called === null) return { start, operand: plainOperand(trimmed, start) };
  const name = called[1] as string;
  const inner = trimmed.slice(name.length + 1, -1);
  const innerStart = start + name.length + 1;
  const known = name.toLowerCase();
  if (!FUNCTIONS.includes(known)) {
    const meant = nearest(known, FUNCTIONS);
    const advice = meant === undefined ? `There are: ${FUNCTIONS.join(', ')}` : `Did you mean ${meant}()?`;
    throw new ConditionError(start, `there is no function ${name}(). ${advice}`);
  }
  if (!trimmed.endsWith(')')) throw new ConditionError(start, `the closing parenthesis of ${known}( is missing`);
  if (known === 'pat') return { start, operand: { kind: 'pat', pattern: inner } };
  if (known === 'any') {
    const values = inner.split(',').map((value) => value.trim());
    if (values.includes('')) throw new ConditionError(innerStart, 'any() has an empty value');
    return { start, operand: { kind: 'any', values } };
  }
  const reference = referenceIn(inner.trim(), innerStart);
  if (reference === undefined || !PLACEHOLDERS[reference.name].hasPath) {
    throw new ConditionError(innerStart, `${known}() takes a value of the body, as in ${known}([BODY].items)`);
  }
  return { start, operand: { kind: known as 'len' | 'has', reference } };
}

const FUNCTIONS = ['len', 'has', 'pat', 'any'];

function plainOperand(text: string, start: number): Operand {
  const reference = referenceIn(text, start);
  return reference === undefined ? { kind: 'literal', text } : { kind: 'value', reference };
}

/** Undefined: no placeholder, but a text. */
function referenceIn(text: string, start: number): Reference | undefined {
  const found = /^\[([A-Za-z_]+)\]/.exec(text);
  if (found === null) return undefined;
  const name = (found[1] as string).toUpperCase();
  const known = Object.keys(PLACEHOLDERS);
  if (!known.includes(name)) {
    const meant = nearest(name, known);
    const advice =
      meant === undefined ? `There are: ${known.map((each) => `[${each}]`).join(', ')}` : `Did you mean [${meant}]?`;
    throw new ConditionError(start, `there is no placeholder [${found[1]}]. ${advice}`);
  }
  const path = pathIn(text.slice(found[0].length), start + found[0].length);
  const placeholder = name as PlaceholderName;
  if (path.length > 0 && !PLACEHOLDERS[placeholder].hasPath) {
    throw new ConditionError(start + found[0].length, `[${name}] has no parts`);
  }
  return { name: placeholder, path };
}

function pathIn(text: string, start: number): JsonPath {
  const path: (string | number)[] = [];
  let index = 0;
  while (index < text.length) {
    const [part, key, position] = /^(?:\.([^.[\]\s]+)|\.?\[(\d+)\])/.exec(text.slice(index)) ?? [];
    if (part === undefined) {
      throw new ConditionError(start + index, 'expected .name or [0], as in [BODY].items[0].price');
    }
    path.push(key ?? Number(position));
    index += part.length;
  }
  return path;
}

const ORDERED: readonly Operator[] = ['<', '<=', '>', '>='];

function checkUse({ operand, start }: Parsed, { operator }: Condition): void {
  const isOrdered = ORDERED.includes(operator);
  if (isOrdered && (operand.kind === 'any' || operand.kind === 'pat')) {
    throw new ConditionError(start, `${operand.kind}() works with == and != only`);
  }
  if (isOrdered && operand.kind === 'literal' && quantityOf(operand.text) === undefined) {
    throw new ConditionError(start, `${operator} compares numbers and durations, such as 500 or 48h`);
  }
}

function checkSides({ left, right }: Condition, start: number): void {
  if (![left, right].some((operand) => 'reference' in operand)) {
    throw new ConditionError(start, `a placeholder is missing, as in ${EXAMPLE}`);
  }
}
