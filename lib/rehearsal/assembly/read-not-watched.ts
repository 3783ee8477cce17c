import { basename } from 'node:path';
import { type NotWatchedEntry, OWN_METADATA, PART_METADATA } from '../../contracts/not-watched';
import { canFail } from '../../resources/cannot-fail';
import { isFrameworkFunction } from '../../resources/framework-functions';
import { IDENTIFICATIONS } from '../../resources/identifications';
import { methodFor, notWatchedText } from '../../resources/not-watched';
import { own } from '../simulator/own';
import type { DeployedStack } from './deployed-stack';
import type { Inventory } from './inventory';
import { textIn } from './json';
import type { Alarm, NotWatched } from './model';
import type { Resource } from './resource';
import { isSecondary } from './subject';

interface Candidate {
  readonly stack: DeployedStack;
  readonly logicalId: string;
  readonly resource: Resource;
}

/**
 * The resources that can fail and that no alarm reads, with the reasons that the app's Vigils gave. A resource is known by its physical
 * name, `Ref` or attributes, which the dimensions of an alarm contain.
 */
export function readNotWatched(
  inventory: Inventory,
  alarms: readonly Alarm[],
  said: readonly NotWatchedEntry[],
): NotWatched[] {
  const candidates = inventory.stacks.flatMap((stack) =>
    [...stack.template.resources]
      .filter(([logicalId, resource]) => isFallible(resource) && inventory.exists(stack, logicalId))
      .map(([logicalId, resource]) => ({ stack, logicalId, resource })),
  );
  const watched = watchedAmong(candidates, alarms, inventory);
  const known = new Map(said.map((entry) => [keyOf(entry.template, entry.logicalId), entry]));
  const found = candidates
    .filter((candidate) => !watched.has(candidate))
    .map(({ stack, logicalId, resource: { type, metadata } }): NotWatched => {
      const entry = known.get(keyOf(basename(stack.file), logicalId));
      const path = entry?.path ?? textIn(metadata['aws:cdk:path']) ?? `${stack.path}/${logicalId}`;
      const reason = entry?.reason ?? (methodFor(type) === undefined ? 'type' : 'alarm');
      return { path, stack: stack.path, logicalId, type, reason, ...notWatchedText(reason, type) };
    });
  const imported = said
    .filter(({ logicalId }) => logicalId === undefined)
    .map(({ path, type, reason }) => ({ path, type, reason, ...notWatchedText(reason, type) }));
  return [...found, ...imported].sort((one, other) => (one.path < other.path ? -1 : 1));
}

const keyOf = (template = '', logicalId = ''): string => `${template}#${logicalId}`;

const isFallible = ({ type, metadata }: Resource): boolean =>
  canFail(type) &&
  metadata[OWN_METADATA] !== true &&
  metadata[PART_METADATA] === undefined &&
  !isFrameworkFunction((textIn(metadata['aws:cdk:path']) ?? '').split('/'));

/** Namespaces of metrics that services publish, not the app. */
const OF_SERVICES = /^(AWS|ECS|Glue|CWAgent|ContainerInsights|LambdaInsights|System\/Linux)\b/;

function watchedAmong(
  candidates: readonly Candidate[],
  alarms: readonly Alarm[],
  inventory: Inventory,
): ReadonlySet<Candidate> {
  const byName = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    for (const name of namesOf(candidate, inventory)) byName.set(name, [...(byName.get(name) ?? []), candidate]);
  }
  const read = alarms.flatMap((alarm) => metricsOf(alarm).map((value) => ({ value, stack: alarm.stack })));
  const named = read.flatMap(({ value, stack }) => {
    const found = byName.get(value) ?? [];
    // a logical id may stand in several stacks
    const near = found.filter((candidate) => candidate.stack.path === stack);
    return near.length > 0 ? near : found;
  });
  const topics = alarms.flatMap(({ actions }) => [...actions.alarm, ...actions.ok, ...actions.insufficientData]);
  // a topic of alarms carries alarms, and is none of the app's components
  const carrying = topics.flatMap((arn) => byName.get(arn) ?? []);
  return new Set([...named, ...carrying]);
}

/** The values of the dimensions that name what an alarm reads. */
function metricsOf(alarm: Alarm): string[] {
  if (!('queries' in alarm)) return [];
  const metrics = alarm.queries.flatMap(({ metric }) => metric ?? []);
  return [...metrics, ...alarm.selected]
    .filter(({ namespace }) => OF_SERVICES.test(namespace))
    .flatMap(({ dimensions }) =>
      Object.entries(dimensions).flatMap(([name, value]) => (isSecondary(name) ? [] : value)),
    );
}

function namesOf({ stack, logicalId, resource: { type } }: Candidate, { resolvers }: Inventory): Set<string> {
  const resolver = resolvers.resolverOf(stack);
  const physical = resolver.physical(logicalId);
  const { ref, attributes = {} } = own(IDENTIFICATIONS, type) ?? {};
  const derived = [ref, ...Object.values(attributes)].flatMap((derive) => derive?.(physical) ?? []);
  // an attribute that only deployment knows is written as it is referred to
  return new Set([physical.name, logicalId, ...derived, `${logicalId}.Arn`, `${logicalId}.Id`, `${logicalId}.Name`]);
}
