import type { Stack } from 'aws-cdk-lib';

/** Examples of some resources, in an app: what the sections of `lib/resources` document is what these synthesize to. */
export interface Specimens {
  add(stack: Stack): void;
  /** Where each example of a section is, by the resource and the name of the example: `component` or `component/part`. */
  readonly shows: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
