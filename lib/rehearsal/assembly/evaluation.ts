import type { Json } from './json';

/** An output of another stack, by names. */
export interface StackOutput {
  readonly stack: string;
  readonly output: string;
  /** @default - that of the stack that reads it */
  readonly region?: string;
}

/** What intrinsic functions need to be evaluated. */
export interface Evaluation {
  /** The value with every function in it replaced; undefined stands for `AWS::NoValue`. */
  resolve(value: Json | undefined): Json | undefined;
  /** As {@link resolve}, but undefined if any part is left unresolved. */
  known(value: Json | undefined): { readonly value: Json | undefined } | undefined;
  /** As {@link known}, for conditions, where placeholders for account and region must not decide. */
  certain(value: Json | undefined): { readonly value: Json | undefined } | undefined;
  /** Records an unresolved value and returns its placeholder. */
  fail(expression: string, reason: string): string;
  reference(name: string): Json | undefined;
  attribute(logicalId: string, attribute: string): Json | undefined;
  mapping(path: readonly string[]): Json | undefined;
  imported(exportName: string): Json | undefined;
  stackOutput(named: StackOutput): Json | undefined;
  /** Undefined if it depends on values that are known only at deployment. */
  condition(name: string): boolean | undefined;
}
