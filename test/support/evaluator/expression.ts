/** Metric math as a tree. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'operator'; readonly operator: string; readonly left: Expression; readonly right: Expression };

const TOKEN = /\s*(\d+(?:\.\d+)?(?:e[+-]?\d+)?|[A-Za-z_]\w*|&&|\|\||[<>=!]=|[-+*/^<>(),[\]])/gy;

/** Loosest first. */
const PRECEDENCE: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

const parsed = new Map<string, Expression>();

export function parse(text: string): Expression {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const expression = new Parser(text).parse();
  parsed.set(text, expression);
  return expression;
}

class Parser {
  readonly #tokens: string[];

  public constructor(private readonly text: string) {
    const matches = [...text.matchAll(TOKEN)];
    const end = matches.reduce((length, [match]) => length + match.length, 0);
    if (text.slice(end).trim() !== '') throw new Error(`'${text}' cannot be read from '${text.slice(end)}' on`);
    this.#tokens = matches.map(([, token]) => token as string);
  }

  public parse(): Expression {
    const expression = this.#operators(0);
    if (this.#tokens.length > 0) throw new Error(`'${this.text}' has '${this.#tokens[0]}' too much`);
    return expression;
  }

  #operators(level: number): Expression {
    const operators = PRECEDENCE[level];
    if (operators === undefined) return this.#operand();
    let left = this.#operators(level + 1);
    while (operators.includes(this.#tokens[0] ?? '')) {
      const operator = this.#tokens.shift() as string;
      left = { kind: 'operator', operator, left, right: this.#operators(level + 1) };
    }
    return left;
  }

  #operand(): Expression {
    const token = this.#tokens.shift();
    if (token === undefined) throw new Error(`'${this.text}' ends too early`);
    if (token === '-') return { kind: 'operator', operator: '-', left: ZERO, right: this.#operand() };
    if (token === '(') return this.#closed(this.#operators(0), ')');
    if (token === '[') return this.#closed({ kind: 'list', items: this.#separated() }, ']');
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (!/^\w/.test(token)) throw new Error(`'${this.text}' has '${token}' where a value belongs`);
    if (this.#tokens[0] !== '(') return { kind: 'id', id: token };
    this.#tokens.shift();
    return this.#closed({ kind: 'call', name: token, args: this.#separated() }, ')');
  }

  #separated(): Expression[] {
    const items = [this.#operators(0)];
    while (this.#tokens[0] === ',') {
      this.#tokens.shift();
      items.push(this.#operators(0));
    }
    return items;
  }

  #closed(expression: Expression, bracket: string): Expression {
    if (this.#tokens.shift() !== bracket) throw new Error(`'${this.text}' misses '${bracket}'`);
    return expression;
  }
}

const ZERO: Expression = { kind: 'number', value: 0 };
