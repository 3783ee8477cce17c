import type { Unit } from './units';

/** What a part of an expression counts, and by how much it was multiplied: `100 * a` has the scale 100. */
export interface Dimension {
  /** A ratio is one thing by another of its kind; none is a bare number, which fits anything. */
  readonly unit: Unit | 'ratio' | 'none';
  readonly scale: number;
}

type Known = Dimension | undefined;

const NUMBER: Dimension = { unit: 'none', scale: 1 };
const TOKEN = /"[^"]*"|[A-Za-z_]\w*|\d+(?:\.\d+)?|[<>=!]=|&&|\|\||\S/g;
const LOGIC = ['AND', 'OR', '&&', '||', '<', '>', '<=', '>=', '==', '!='];
/** Functions whose value counts what their first argument counts, whatever the others say. */
const OF_FIRST = ['FILL', 'TIME_SERIES', 'REMOVE_EMPTY'];
/** Functions whose value counts what all their arguments count. */
const OF_ALL = ['ABS', 'AVG', 'CEIL', 'DIFF', 'FLOOR', 'IF', 'MAX', 'MIN', 'RUNNING_SUM', 'STDDEV', 'SUM'];

/** More than CloudWatch's 2,048 characters have use for. Without a limit, an expression of nothing but brackets would end the process. */
const MOST_NESTED = 500;

/**
 * Calculates with units as metric math calculates with values. Undefined wherever they do not determine the result:
 * a unit that is shown has to be right.
 */
export class ExpressionDimensions {
  readonly #tokens: readonly string[];
  #next = 0;

  public constructor(
    expression: string,
    private readonly dimensionOf: (id: string) => Known,
  ) {
    this.#tokens = expression.match(TOKEN) ?? [];
  }

  public result(): Known {
    if (this.#tokens.filter((token) => token === '(' || token === '[' || token === '-').length > MOST_NESTED)
      return undefined;
    const result = this.#comparison();
    return this.#next === this.#tokens.length ? result : undefined;
  }

  /** What is compared is true or false, hence a bare number. */
  #comparison(): Known {
    let left = this.#sum();
    while (this.#takeAny(LOGIC)) {
      this.#sum();
      left = NUMBER;
    }
    return left;
  }

  #sum(): Known {
    let left = this.#product();
    while (this.#takeAny(['+', '-'])) left = same(left, this.#product());
    return left;
  }

  #product(): Known {
    let left = this.#operand();
    for (let operator = this.#takeAny(['*', '/']); operator; operator = this.#takeAny(['*', '/'])) {
      left = operator === '*' ? times(left, this.#operand()) : by(left, this.#operand());
    }
    return left;
  }

  #operand(): Known {
    const token = this.#tokens[this.#next] ?? '';
    this.#next += 1;
    if (token === '-') return this.#operand();
    if (token === '(') return this.#list(')')[0];
    if (token === '[') return this.#list(']').reduce(same);
    if (/^\d/.test(token)) return { unit: 'none', scale: Number(token) };
    return this.#takeAny(['(']) ? call(token, this.#list(')')) : this.dimensionOf(token);
  }

  #list(end: string): Known[] {
    const items: Known[] = [];
    do items.push(this.#comparison());
    while (this.#takeAny([',']));
    this.#takeAny([end]);
    return items;
  }

  #takeAny(wanted: readonly string[]): string | undefined {
    const token = this.#tokens[this.#next];
    if (token === undefined || !wanted.includes(token)) return undefined;
    this.#next += 1;
    return token;
  }
}

function call(name: string, given: Known[]): Known {
  if (OF_FIRST.includes(name)) return given[0];
  // what IF tests does not count
  return OF_ALL.includes(name) ? given.slice(name === 'IF' ? 1 : 0).reduce(same, NUMBER) : undefined;
}

/** Bare numbers take on the unit of what they are added to, or chosen with. */
function same(one: Known, other: Known): Known {
  if (one === undefined || other === undefined) return undefined;
  if (one.unit === 'none') return other;
  if (other.unit === 'none') return one;
  return one.unit === other.unit && one.scale === other.scale ? one : undefined;
}

function times(one: Known, other: Known): Known {
  if (one === undefined || other === undefined) return undefined;
  if (one.unit !== 'none' && other.unit !== 'none') return undefined;
  return { unit: one.unit === 'none' ? other.unit : one.unit, scale: one.scale * other.scale };
}

function by(one: Known, other: Known): Known {
  if (one === undefined || other === undefined) return undefined;
  const scale = one.scale / other.scale;
  if (other.unit === 'none') return { unit: one.unit, scale };
  return one.unit === other.unit ? { unit: 'ratio', scale } : undefined;
}
