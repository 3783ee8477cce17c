import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The stack that CloudFormation users see: nested stacks belong to their topmost parent. */
export function topStack(construct: IConstruct): Stack {
  let stack = Stack.of(construct);
  while (stack.nestedStackParent !== undefined) stack = stack.nestedStackParent;
  return stack;
}

/**
 * The path of a construct within its stack, as one word: `Orders-Queue`. It depends on neither labels nor environments nor the
 * order of calls, so that logical ids and names made of it stay.
 */
export function stackPathOf(construct: IConstruct): string {
  const owner = CfnResource.isCfnResource(construct) && construct.node.scope ? ownerOf(construct) : construct;
  const ids = owner.node.path.split('/').slice(topStack(owner).node.path.split('/').filter(Boolean).length);
  // construct ids may have any characters, names in AWS may not
  return ids.join('-').replace(/[^A-Za-z0-9._-]+/g, '') || owner.node.addr.slice(-8);
}

/** The L2 construct around a resource, if it has one. */
function ownerOf(resource: CfnResource): IConstruct {
  const scope = resource.node.scope as IConstruct;
  return scope.node.defaultChild === resource && !Stack.isStack(scope) ? scope : resource;
}
