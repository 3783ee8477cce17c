import type { Template } from './template';

/** Where a stack is deployed. */
export interface Target {
  /** Undefined if it is known only at deployment. */
  readonly region?: string;
  readonly account?: string;
}

/** A template together with where it will be deployed. */
export interface DeployedStack extends Target {
  readonly name: string;
  /** Unique within the assembly: `Prod/Shop`, and `Prod/Shop/Nested` for a nested stack. */
  readonly path: string;
  readonly file: string;
  readonly bytes: number;
  readonly template: Template;
  /** Of a nested stack: the resource that creates it. */
  readonly parent?: { readonly stack: DeployedStack; readonly logicalId: string };
}

/** The stack that people deploy: the stack itself, unless it is nested. */
export const rootOf = (stack: DeployedStack): DeployedStack => (stack.parent ? rootOf(stack.parent.stack) : stack);

export const sameEnvironment = (one: DeployedStack, other: DeployedStack): boolean =>
  one.region === other.region && one.account === other.account;
