import { CfnOutput, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { mentionedIn } from './inspect';
import { topStack } from './naming';

/** Those of some stacks that need `base`, by themselves or over others. */
export function dependentsOf(base: Stack, stacks: Iterable<Stack>): Stack[] {
  const known = new Map<Stack, ReadonlySet<Stack>>();
  const needsOf = (stack: Stack): ReadonlySet<Stack> => {
    const needs = known.get(stack) ?? directNeeds(stack);
    known.set(stack, needs);
    return needs;
  };
  const reaches = (stack: Stack, seen: Set<Stack>): boolean => {
    if (stack === base) return true;
    if (seen.has(stack)) return false;
    seen.add(stack);
    return [...needsOf(stack)].some((need) => reaches(need, seen));
  };
  return [...stacks].filter((stack) => stack !== base && reaches(stack, new Set()));
}

function directNeeds(stack: Stack): ReadonlySet<Stack> {
  const nodes = stack.node.findAll();
  const referred = nodes.flatMap((node) => mentionedIn(valuesOf(node), node).map(topStack));
  const declared = nodes.flatMap(({ node }) => node.dependencies.filter(isInStack).map(topStack));
  return new Set([...stack.dependencies, ...declared, ...referred].filter((need) => need !== stack));
}

function valuesOf(node: IConstruct): unknown {
  if (node instanceof CfnOutput) return node.value;
  return CfnResource.isCfnResource(node) ? node['cfnProperties'] : undefined;
}

const isInStack = ({ node }: IConstruct): boolean => node.scopes.some((scope) => Stack.isStack(scope));

/** Whether a construct makes all that its stack holds, so that there is nothing in it that others could need. */
export function isAloneIn(construct: IConstruct, stack: Stack): boolean {
  const resources = stack.node.findAll().filter((node) => CfnResource.isCfnResource(node));
  return resources.every(({ node }) => node.scopes.includes(construct));
}
