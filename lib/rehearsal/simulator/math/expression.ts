/** Metric math as a tree; `at` is where in the text something stands. */
export type Expression =
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'id'; readonly id: string; readonly at: number }
  | { readonly is: 'text'; readonly text: string; readonly at: number }
  /** Such as `REPEAT` or `DESC`. */
  | { readonly is: 'word'; readonly word: string; readonly at: number }
  | { readonly is: 'list'; readonly items: readonly Expression[] }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly at: number }
  | { readonly is: 'negation'; readonly operand: Expression; readonly at: number }
  | {
      readonly is: 'operation';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    };

/** The text is no metric math, or means nothing. */
export class MathError extends Error {
  /** @param at the first character is 0 */
  public constructor(
    problem: string,
    public readonly at: number,
  ) {
    super(`${problem} (at character ${at + 1})`);
    this.name = 'MathError';
  }
}

// a number, a name, a text in quotes, an operator or bracket
const TOKEN =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|"([^"]*)"|'([^']*)'|(&&|\|\||[<>=!]=|[-+*/^<>(),[\]]))/y;

/** From the loosest to the tightest; of equal ones the left comes first. */
const PRECEDENCE: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
];
const OPERATOR_WORDS: readonly string[] = ['AND', 'OR'];

/** Expressions nest only so deep: what nests deeper was not written by a person. */
const DEEPEST = 200;

interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'sign';
  readonly text: string;
  readonly at: number;
}

/** @throws MathError */
export function parseExpression(text: string): Expression {
  return new Parser(tokenize(text), text.length).whole();
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < end) {
    const from =
      pattern.lastIndex + (text.slice(pattern.lastIndex).length - text.slice(pattern.lastIndex).trimStart().length);
    const match = pattern.exec(text);
    if (match === null) throw new MathError(`'${text[from]}' means nothing here`, from);
    const [, number, name, double, single, sign] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at: from });
    else if (name !== undefined)
      tokens.push({ kind: OPERATOR_WORDS.includes(name) ? 'sign' : 'name', text: name, at: from });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at: from });
    else tokens.push({ kind: 'text', text: (double ?? single) as string, at: from });
  }
  return tokens;
}

class Parser {
  #next = 0;
  #depth = 0;

  public constructor(
    private readonly tokens: readonly Token[],
    private readonly end: number,
  ) {}

  public whole(): Expression {
    const expression = this.#operations(0);
    const rest = this.tokens[this.#next];
    if (rest !== undefined) throw new MathError(`'${rest.text}' is too much`, rest.at);
    return expression;
  }

  #operations(level: number): Expression {
    const operators = PRECEDENCE[level];
    if (operators === undefined) return this.#negation();
    let left = this.#operations(level + 1);
    for (let token = this.#sign(operators); token !== undefined; token = this.#sign(operators)) {
      left = { is: 'operation', operator: token.text, left, right: this.#operations(level + 1), at: token.at };
    }
    return left;
  }

  // AWS does not say how - and ^ bind; here as on paper: -a^b is -(a^b), a^b^c is a^(b^c)
  #negation(): Expression {
    const minus = this.#sign(['-']);
    if (minus === undefined) return this.#power();
    return { is: 'negation', operand: this.#nested(() => this.#negation()), at: minus.at };
  }

  #power(): Expression {
    const base = this.#operand();
    const power = this.#sign(['^']);
    if (power === undefined) return base;
    const right = this.#nested(() => this.#negation());
    return { is: 'operation', operator: '^', left: base, right, at: power.at };
  }

  #operand(): Expression {
    const token = this.tokens[this.#next];
    if (token === undefined) throw new MathError('a value is missing', this.end);
    this.#next++;
    const { kind, text, at } = token;
    if (kind === 'number') return { is: 'number', value: Number(text) };
    if (kind === 'text') return { is: 'text', text, at };
    if (kind === 'name') return this.#name(text, at);
    if (text === '(') return this.#closed(')', () => this.#operations(0));
    if (text === '[') return { is: 'list', items: this.#closed(']', () => this.#separated()) };
    throw new MathError(`'${text}' stands where a value belongs`, at);
  }

  #name(name: string, at: number): Expression {
    if (this.#sign(['(']) !== undefined) {
      const isEmpty = this.#sign([')']) !== undefined;
      const args = isEmpty ? [] : this.#closed(')', () => this.#separated());
      return { is: 'call', name, args, at };
    }
    return /^[a-z]/.test(name) ? { is: 'id', id: name, at } : { is: 'word', word: name, at };
  }

  #separated(): Expression[] {
    const items = [this.#operations(0)];
    while (this.#sign([',']) !== undefined) items.push(this.#operations(0));
    return items;
  }

  #closed<T>(bracket: string, content: () => T): T {
    const inner = this.#nested(content);
    if (this.#sign([bracket]) !== undefined) return inner;
    const token = this.tokens[this.#next];
    throw new MathError(`a '${bracket}' is missing`, token?.at ?? this.end);
  }

  #nested<T>(content: () => T): T {
    if (++this.#depth > DEEPEST) throw new MathError('this nests too deep', this.tokens[this.#next]?.at ?? this.end);
    const inner = content();
    this.#depth--;
    return inner;
  }

  #sign(texts: readonly string[]): Token | undefined {
    const token = this.tokens[this.#next];
    if (token?.kind !== 'sign' || !texts.includes(token.text)) return undefined;
    this.#next++;
    return token;
  }
}
