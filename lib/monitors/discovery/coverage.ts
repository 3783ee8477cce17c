import { CfnResource, Resource, Stack } from 'aws-cdk-lib';
import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import type { BuiltAlarm } from '../../alarms/component-alarms';
import { type NotWatchedEntry, type NotWatchedReason, OWN_METADATA, PART_METADATA } from '../../contracts/not-watched';
import type { Part } from '../../dashboards/part';
import { RESOURCE_TYPES } from '../../resources/all';
import { canFail } from '../../resources/cannot-fail';
import { isFrameworkFunction } from '../../resources/framework-functions';
import { mentionedIn } from '../../tree/inspect';
import type { ResourceGraph } from '../../tree/resource-graph';
import { constructsOf } from '../../tree/stages';
import type { Monitor } from '../monitor';
import { REGISTRATIONS } from '../resources/all';
import type { Registration } from '../resources/registration';

/** How much of what can fail is watched. */
export interface Coverage {
  /** The number of resources that an alarm watches. */
  readonly watched: number;
  readonly notWatched: readonly NotWatchedEntry[];
}

/** A component with the alarms that were made for it. */
export interface AlarmedComponent {
  readonly monitor: Monitor;
  readonly parts: readonly Part[];
  readonly alarms: readonly BuiltAlarm[];
}

export interface CoverageProps {
  readonly graph: ResourceGraph;
  readonly components: readonly AlarmedComponent[];
  /** Whether a construct is one of Vigil's own. */
  readonly isOwn: (construct: IConstruct) => boolean;
  /** Whether another Vigil answers for a construct. */
  readonly isOfAnother: (construct: IConstruct) => boolean;
  /** Why the Vigil does not watch a construct of a type that it could watch. */
  readonly reasonFor: (construct: IConstruct) => NotWatchedReason;
  /** The stages that the Vigil was asked to watch and cannot. */
  readonly otherStages: readonly IConstruct[];
}

/** What is watched, and what is not, of all that can fail. */
export function coverageOf(props: CoverageProps): Coverage {
  const { graph, components, isOwn, isOfAnother, reasonFor } = props;
  const alarmed = components.filter(({ alarms }) => alarms.length > 0);
  const own = new Set(alarmed.flatMap(resourcesOf));
  const covered = new Set([...own, ...resourcesOfUsersAlarms(graph)]);
  const fallible = graph.resources.filter(
    (resource) => isFallible(resource) && !isOwn(resource) && (own.has(resource) || !isOfAnother(resource)),
  );
  const imports = importsIn(graph.stage).filter(({ construct }) => !isOfAnother(construct));
  const watchedImports = new Set(alarmed.map(({ monitor }) => attributeOf(monitor._source)));
  const isWatched = ({ attribute }: Import) => watchedImports.has(attribute);
  return {
    watched: fallible.filter((resource) => covered.has(resource)).length + imports.filter(isWatched).length,
    notWatched: [
      ...fallible
        .filter((resource) => !covered.has(resource))
        .map((resource) => entryOf(resource, reasonOf(resource, reasonFor))),
      ...imports
        .filter((each) => !isWatched(each))
        .map(({ construct, type }) => ({
          path: construct.node.path,
          type,
          reason: reasonFor(construct) === 'excluded' ? ('excluded' as const) : ('imported' as const),
        })),
      ...props.otherStages.flatMap((stage) =>
        constructsOf(stage)
          .filter((node) => CfnResource.isCfnResource(node))
          .filter(isFallible)
          .map((resource) => entryOf(resource, 'stage')),
      ),
    ],
  };
}

/** So that a template says by itself which of its resources are Vigil's. */
export function markAsOwn(resources: readonly CfnResource[]): void {
  for (const resource of resources.filter(isFallible)) note(resource, OWN_METADATA, true);
}

const isFallible = ({ cfnResourceType, node }: CfnResource): boolean =>
  canFail(cfnResourceType) && !isFrameworkFunction(node.scopes.map(({ node: { id } }) => id));

/** The resources of a component: those that its alarms read, and those that fail with them, such as a function behind an API. */
function resourcesOf({ monitor, parts }: AlarmedComponent): CfnResource[] {
  const measured = parts.flatMap(({ dimensions, measures = [], stack }) => [
    ...mentionedIn(dimensions, stack),
    ...measures,
  ]);
  return monitor._resource === undefined ? measured : [monitor._resource, ...measured];
}

/** So that a template says by itself which of its resources are watched with others. */
export function markParts(components: readonly AlarmedComponent[]): void {
  for (const component of components.filter(({ alarms }) => alarms.length > 0)) {
    const alarmed = new Set(component.alarms.flatMap(({ part }) => part ?? []));
    const read = new Set([...alarmed].flatMap(({ dimensions, stack }) => mentionedIn(dimensions, stack)));
    // a part of a dimension, such as the id of a node, does not say by itself what it is of
    const measured = new Set(component.parts.flatMap(({ measures = [] }) => measures));
    const isFound = (resource: CfnResource) => read.has(resource) && !measured.has(resource);
    for (const resource of resourcesOf(component).filter((each) => isFallible(each) && !isFound(each))) {
      note(resource, PART_METADATA, component.monitor.component);
    }
  }
}

const note = ({ cfnOptions }: CfnResource, key: string, value: unknown): void => {
  cfnOptions.metadata = { ...cfnOptions.metadata, [key]: value };
};

/** Alarms that the app makes without a Vigil. */
const resourcesOfUsersAlarms = (graph: ResourceGraph): CfnResource[] =>
  graph
    .ofType<CfnAlarm>('AWS::CloudWatch::Alarm')
    .flatMap((alarm) => mentionedIn([alarm.dimensions, alarm.metrics], alarm));

const TYPES: ReadonlySet<string> = new Set(RESOURCE_TYPES.map(({ type }) => type));

function reasonOf(resource: CfnResource, reasonFor: CoverageProps['reasonFor']): NotWatchedReason {
  const reason = reasonFor(resource);
  return reason === 'excluded' || TYPES.has(resource.cfnResourceType) ? reason : 'type';
}

const entryOf = (resource: CfnResource, reason: NotWatchedReason): NotWatchedEntry => {
  const stack = Stack.of(resource);
  return {
    path: resource.node.path,
    type: resource.cfnResourceType,
    reason,
    template: stack.templateFile,
    logicalId: String(stack.resolve(resource.logicalId)),
  };
};

interface Import {
  readonly construct: IConstruct;
  readonly type: string;
  /** What identifies it, such as its ARN. */
  readonly attribute: string;
}

/** What the app refers to and does not make, each once. */
function importsIn(stage: IConstruct): Import[] {
  const found = new Map<string, Import>();
  for (const construct of constructsOf(stage)) {
    if (!Resource.isResource(construct) || construct.node.findAll().some(CfnResource.isCfnResource)) continue;
    const registration = importedBy(construct);
    const attribute = attributeOf(construct);
    if (registration === undefined || attribute === undefined) continue;
    // another name for what the app makes
    if (mentionedIn(readAttribute(construct, registration), construct).length > 0) continue;
    if (!found.has(attribute)) found.set(attribute, { construct, type: registration.data.type, attribute });
  }
  return [...found.values()];
}

/** What identifies an imported construct. */
function attributeOf(construct: IConstruct | undefined): string | undefined {
  if (construct === undefined) return undefined;
  const registration = importedBy(construct);
  const value = registration && readAttribute(construct, registration);
  return value === undefined ? undefined : JSON.stringify(Stack.of(construct).resolve(value));
}

const importedBy = (construct: IConstruct): Registration | undefined =>
  REGISTRATIONS.find(({ attribute }) => attribute !== undefined && attribute in construct);

/** Undefined where an imported construct refuses to name it. */
function readAttribute(construct: IConstruct, { attribute = '' }: Registration): unknown {
  try {
    return (construct as unknown as Record<string, unknown>)[attribute];
  } catch {
    return undefined;
  }
}
