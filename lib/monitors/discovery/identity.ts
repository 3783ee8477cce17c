import { createHash } from 'node:crypto';
import type { IConstruct } from 'constructs';
import { stackPathOf, topStack } from '../../tree/naming';
import { isConstruct } from '../../validation/shown';

/** The id of a monitor below its Vigil, and its label where the path of the resource is ambiguous. */
export function identityOf(vigil: IConstruct, resource: IConstruct): { id: string; label?: string } {
  // JavaScript passes anything; the monitor reports the error
  if (!isConstruct(resource)) return { id: freeId(vigil, 'Unknown') };
  const stack = topStack(resource);
  const path = stackPathOf(resource);
  const id = stack === topStack(vigil) ? path : `${stack.node.id}-${path}`;
  if (vigil.node.tryFindChild(id) === undefined) return { id };
  // `A-B` and the `B` in `A` read the same
  const suffix = createHash('sha256').update(resource.node.path).digest('hex').slice(0, 8);
  return { id: `${id}-${suffix}`, label: `${path}-${suffix}` };
}

function freeId(scope: IConstruct, id: string, number = 1): string {
  const numbered = number === 1 ? id : `${id}${number}`;
  return scope.node.tryFindChild(numbered) === undefined ? numbered : freeId(scope, id, number + 1);
}
