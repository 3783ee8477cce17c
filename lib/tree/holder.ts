import { createHash } from 'node:crypto';
import type { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { placeOf, topStack } from './naming';

const IDS = new WeakMap<Construct, string>();

/** Where a construct puts what has to live in another stack than its own. */
export function holderIn(owner: Construct, stack: Stack): Construct {
  const id = IDS.get(owner) ?? idFor(owner);
  IDS.set(owner, id);
  return (stack.node.tryFindChild(id) as Construct | undefined) ?? new Construct(stack, id);
}

function idFor(owner: Construct): string {
  const place = `${topStack(owner).node.id}/${placeOf(owner)}`;
  return `Vigil-${createHash('sha256').update(place).digest('hex').slice(0, 8)}`;
}
