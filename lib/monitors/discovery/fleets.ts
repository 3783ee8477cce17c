import { type CfnResource, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { FleetMonitor } from '../fleet-monitor';
import type { IVigil, Monitor } from '../monitor';
import { FLEETS } from '../resources/fleets';
import type { WatchContext } from '../resources/watch-context';
import { accountAndRegionErrors, covers, type WatchedScope } from './watched-scope';

/**
 * The fleets of a Vigil: of each kind one, of what all scopes have that are watched so.
 *
 * @param take claims a resource; false if it has another component
 */
export function fleetsBelow(
  vigil: Construct & IVigil,
  watched: readonly WatchedScope[],
  context: WatchContext,
  take: (resource: CfnResource) => boolean,
): Monitor[] {
  const scopes = watched.filter(({ fleet }) => fleet);
  if (scopes.length === 0) return [];
  /** A query reads one account and region. */
  const isHere = (stack: Stack): boolean =>
    stack.region === Stack.of(vigil).region && accountAndRegionErrors(vigil, stack).length === 0;
  return FLEETS.flatMap((kind) => {
    const found = context.graph
      .ofType(kind.data.type)
      .filter((resource) => scopes.some((scope) => covers(scope, resource)) && isHere(Stack.of(resource)));
    const members = kind.members(found, context).filter(take);
    return members.length === 0 ? [] : [new FleetMonitor(vigil, `Fleet${kind.label}`, { vigil }, kind, members)];
  });
}
