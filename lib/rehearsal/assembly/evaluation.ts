import type { Json } from './json';

/** What intrinsic functions need of the template around them. */
export interface Evaluation {
  /** The value with every function in it replaced; undefined stands for `AWS::NoValue`. */
  resolve(value: Json | undefined): Json | undefined;
  /** As {@link resolve}, but undefined if any part is left unresolved. */
  known(value: Json | undefined): { readonly value: Json | undefined } | undefined;
  /** As {@link known}, for what decides between alternatives: there, stand-ins for account and region are no answer. */
  certain(value: Json | undefined): { readonly value: Json | undefined } | undefined;
  /** Lists what cannot be resolved, and gives the text that stands in its place. */
  fail(expression: string, reason: string): string;
  reference(name: string): Json | undefined;
  attribute(logicalId: string, attribute: string): Json | undefined;
  mapping(path: readonly string[]): Json | undefined;
  imported(exportName: string): Json | undefined;
  /** Undefined if it depends on what only the deployment knows. */
  condition(name: string): boolean | undefined;
}
