import type { Binary, Expression } from './expression';

/** From the loosest to the tightest: https://prometheus.io/docs/prometheus/latest/querying/operators/#binary-operator-precedence */
const PRECEDENCE: readonly (readonly string[])[] = [
  ['or'],
  ['and', 'unless'],
  ['==', '!=', '>', '<', '>=', '<='],
  ['+', '-'],
  ['*', '/', '%', 'atan2'],
  ['^'],
];

/** How tightly an operator binds. */
export const levelOf = (operator: string): number => PRECEDENCE.findIndex((level) => level.includes(operator));
/** Of what is no operation. */
export const OPERAND_LEVEL = PRECEDENCE.length;
/** Of a sign before an operand. */
export const SIGN_LEVEL = levelOf('*');
export const bindsToTheRight = (operator: string): boolean => operator === '^';

export interface Sign {
  readonly sign: '+' | '-';
  readonly from: number;
}

export type Operator = Pick<Binary, 'operator' | 'returnsBool' | 'matching'>;

/** Operands, the operators between them, and signs before them, as they follow each other in the text. */
export type Chain = readonly (Expression | Operator | Sign)[];

/** The expression that a chain stands for. */
export function operation(chain: Chain): Expression {
  const rest = [...chain];
  return operand(rest, 0);
}

function operand(rest: (Expression | Operator | Sign)[], level: number): Expression {
  let left = first(rest);
  for (;;) {
    const [next] = rest;
    if (next === undefined || !('operator' in next) || levelOf(next.operator) < level) return left;
    rest.shift();
    const { operator, returnsBool, matching } = next as Operator;
    const own = levelOf(operator);
    const right = operand(rest, bindsToTheRight(operator) ? own : own + 1);
    const extent = { from: left.from, to: right.to };
    left = {
      kind: 'binary',
      operator,
      left,
      right,
      returnsBool,
      ...(matching !== undefined && { matching }),
      ...extent,
    };
  }
}

function first(rest: (Expression | Operator | Sign)[]): Expression {
  const item = rest.shift() as Expression | Sign;
  if (!('sign' in item)) return item;
  const of = operand(rest, SIGN_LEVEL + 1);
  if (item.sign === '+') return of;
  const extent = { from: item.from, to: of.to };
  return of.kind === 'number' ? { ...of, value: -of.value, ...extent } : { kind: 'negation', of, ...extent };
}
