import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The used part of an AWS quota. */
export interface Budget {
  /** The id by which the warning is acknowledged: `stackResources`. */
  readonly id: string;
  readonly subject: string;
  readonly used: number;
  readonly limit: number;
  readonly noun: string;
  readonly advice: string;
}

const WARN_AT = 0.8;
const RESOURCES_PER_STACK = 500;

/** Warns from 80 % of a quota on. */
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
    advice: 'Move some of its resources, with their alarms, to another stack or a nested stack.',
  });
}
