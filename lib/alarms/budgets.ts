import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { AlarmsIn } from '../contracts/alarms-in';
import { canNest, hasNestedAlarms, resourceLimit } from './places';

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
/** Warns from 80 % of a quota on. */
export function warnOfBudget(scope: IConstruct, { id, subject, used, limit, noun, advice }: Budget): void {
  if (used < WARN_AT * limit) return;
  Annotations.of(scope).addWarningV2(
    `cdk-vigil:${id}`,
    `${subject} has ${used} of at most ${limit} ${noun}. ${advice}`,
  );
}

/** Warns of a stack that is nearly full. Returns errors if it has more than CloudFormation takes, or cannot have the alarms as asked. */
export function stackErrors(stack: Stack, choice: AlarmsIn | undefined): string[] {
  const { path } = stack.node;
  if (choice === AlarmsIn.NESTED_STACKS && !canNest(stack))
    return [`${path}: 'alarmsIn' is ${choice}, but ${NO_BUCKET}`];
  const used = stack.node
    .findAll()
    .filter((node) => CfnResource.isCfnResource(node) && Stack.of(node) === stack).length;
  const limit = resourceLimit(stack);
  if (used > limit) return [`${path} has ${used} resources, but CloudFormation takes ${limit}. ${adviceFor(stack)}`];
  // it has what it needs: nested stacks hold all alarms that are added
  if (hasNestedAlarms(stack) && used <= 0.9 * limit) return [];
  const about = { used, limit, noun: 'CloudFormation resources', advice: adviceFor(stack) };
  warnOfBudget(stack, { id: 'stackResources', subject: path, ...about });
  return [];
}

const NO_BUCKET = 'its synthesizer has no bucket for the templates of nested stacks.';

function adviceFor(stack: Stack): string {
  if (hasNestedAlarms(stack))
    return 'Its alarms are in nested stacks already: move some of its other resources to another stack.';
  const move = 'Move some of its resources, with their alarms, to another stack or a nested stack';
  return canNest(stack)
    ? `${move}, or its alarms to nested stacks with 'alarmsIn: AlarmsIn.NESTED_STACKS'.`
    : `${move}: its alarms cannot be in nested stacks, because ${NO_BUCKET}`;
}
