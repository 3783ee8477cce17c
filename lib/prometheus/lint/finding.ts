import type { Expression } from '../promql/expression';

/** Something in an expression that does not do what it reads like. */
export interface Finding {
  /** The alert never fires, or always does; otherwise it is silent in a case that it seems to cover. */
  readonly isFatal: boolean;
  /** In the text of the expression, from 0. */
  readonly offset: number;
  readonly message: string;
  /** The whole expression, corrected. @default - what is meant cannot be known */
  readonly corrected?: string;
}

/** Looks at one expression of a rule, the rule itself or a part of it. */
export type Check = (part: Expression, whole: Expression) => FoundIn | undefined;

export interface FoundIn {
  readonly isFatal: boolean;
  readonly message: string;
  /** Stands for the part in the corrected expression. */
  readonly instead?: Expression;
}
