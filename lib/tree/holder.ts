import { createHash } from 'node:crypto';
import type { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { stackPathOf, topStack } from './naming';

const IDS = new WeakMap<Construct, string>();

/** The construct in `stack` that holds what `owner` has to create there. */
export function holderIn(owner: Construct, stack: Stack): Construct {
  const id = IDS.get(owner) ?? idFor(owner);
  IDS.set(owner, id);
  return (stack.node.tryFindChild(id) as Construct | undefined) ?? new Construct(stack, id);
}

function idFor(owner: Construct): string {
  const path = `${topStack(owner).node.id}/${stackPathOf(owner)}`;
  return `Vigil-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
}
