import { createHash } from 'node:crypto';
import type { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { placeOf, topStack } from './naming';

/** Where a construct puts what has to live in another stack than its own. */
export function holderIn(owner: Construct, stack: Stack): Construct {
  const place = `${topStack(owner).node.id}/${placeOf(owner)}`;
  const id = `Vigil-${createHash('sha256').update(place).digest('hex').slice(0, 8)}`;
  return (stack.node.tryFindChild(id) as Construct | undefined) ?? new Construct(stack, id);
}
