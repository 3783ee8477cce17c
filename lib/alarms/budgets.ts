import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A limit of AWS that many small things use up together. */
export interface Budget {
  /** Tells acknowledgements apart: `stackResources`. */
  readonly id: string;
  readonly subject: string;
  readonly used: number;
  readonly limit: number;
  readonly noun: string;
  readonly advice: string;
}

const WARN_AT = 0.8;
const RESOURCES_PER_STACK = 500;

/** Warns while there is still something left. */
export function warnOfBudget(scope: IConstruct, { id, subject, used, limit, noun, advice }: Budget): void {
  if (used < WARN_AT * limit) return;
  Annotations.of(scope).addWarningV2(
    `cdk-vigil:${id}`,
    `${subject} has ${used} of at most ${limit} ${noun}. ${advice}`,
  );
}

export function warnOfStackBudget(stack: Stack): void {
  const resources = stack.node.findAll().filter((node) => CfnResource.isCfnResource(node) && Stack.of(node) === stack);
  warnOfBudget(stack, {
    id: 'stackResources',
    subject: stack.node.path,
    used: resources.length,
    limit: RESOURCES_PER_STACK,
    noun: 'CloudFormation resources',
    advice: 'Move a part of it, with its alarms, to a stack or nested stack of its own.',
  });
}
