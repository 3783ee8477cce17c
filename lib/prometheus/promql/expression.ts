/** What an expression evaluates to. A `matrix` is a range of samples of each series. */
export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  readonly label: string;
  readonly operator: MatchOperator;
  readonly value: string;
}

/** Offsets in the text. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

export interface NumberLiteral extends Extent {
  readonly kind: 'number';
  readonly value: number;
}

export interface StringLiteral extends Extent {
  readonly kind: 'string';
  readonly value: string;
}

export interface Selector extends Extent {
  readonly kind: 'selector';
  /** @default - chosen by matchers only */
  readonly name?: string;
  readonly matchers: readonly Matcher[];
  /** Milliseconds. */
  readonly offset: number;
}

export interface RangeSelector extends Extent {
  readonly kind: 'range';
  readonly selector: Selector;
  /** Milliseconds. */
  readonly range: number;
}

export interface Subquery extends Extent {
  readonly kind: 'subquery';
  readonly of: Expression;
  /** Milliseconds. */
  readonly range: number;
  /** Milliseconds. @default - the evaluation interval of the server */
  readonly step?: number;
  /** Milliseconds. */
  readonly offset: number;
}

export interface Call extends Extent {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
}

export interface Grouping {
  readonly without: boolean;
  readonly labels: readonly string[];
}

export interface Aggregation extends Extent {
  readonly kind: 'aggregation';
  readonly operator: string;
  readonly of: Expression;
  /** Such as how many `topk` returns. */
  readonly parameter?: Expression;
  readonly grouping: Grouping;
}

/** Which series of two sides belong together. */
export interface Matching {
  /** `on`, rather than `ignoring`. */
  readonly on: boolean;
  readonly labels: readonly string[];
  /** The side of which several series may match one of the other: `group_left`, `group_right`. @default - none */
  readonly many?: 'left' | 'right';
  /** Labels that are taken from the other side. */
  readonly include: readonly string[];
}

export interface Binary extends Extent {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
  readonly returnsBool: boolean;
  /** @default - by all labels */
  readonly matching?: Matching;
}

export interface Negation extends Extent {
  readonly kind: 'negation';
  readonly of: Expression;
}

/** PromQL as it is written, without parentheses and comments. */
export type Expression =
  | NumberLiteral
  | StringLiteral
  | Selector
  | RangeSelector
  | Subquery
  | Call
  | Aggregation
  | Binary
  | Negation;

export const COMPARISONS: readonly string[] = ['==', '!=', '>', '<', '>=', '<='];
export const SET_OPERATORS: readonly string[] = ['and', 'or', 'unless'];

/** The expressions that an expression is made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'string':
    case 'selector':
      return [];
    case 'range':
      return [expression.selector];
    case 'subquery':
    case 'negation':
      return [expression.of];
    case 'call':
      return expression.args;
    case 'aggregation':
      return expression.parameter === undefined ? [expression.of] : [expression.parameter, expression.of];
    case 'binary':
      return [expression.left, expression.right];
  }
}

/** An expression and all that it is made of. */
export function* allOf(expression: Expression): Generator<Expression> {
  yield expression;
  for (const part of partsOf(expression)) yield* allOf(part);
}
