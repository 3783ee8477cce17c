import { type CfnResource, Stack, Token } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { memberErrors } from '../../alarms/query-limits';
import type { Charts } from '../../dashboards/chart';
import { fleetGraph } from '../../dashboards/fleet-charts';
import type { Part } from '../../dashboards/part';
import { uncoupled } from '../../dashboards/references';
import { isFrameworkFunction } from '../../resources/framework-functions';
import { FUNCTION } from '../../resources/function';
import { QUEUE } from '../../resources/queue';
import type { ResourceComponent, ResourceType } from '../../resources/resource-type';
import type { Fleet } from '../../rules/fleet';
import { FLEET_OF_FUNCTIONS, FLEET_OF_QUEUES } from '../../rules/fleet-rules';
import type { FunctionFacts } from '../../rules/function-rules';
import { metricsOf } from '../../rules/metrics-of';
import type { QueueFacts } from '../../rules/queue-rules';
import { type Candidate, candidates } from '../../rules/rule';
import { stringIn } from '../../tree/inspect';
import { factsOf } from './function';
import { factsOf as factsOfQueue } from './queue';
import type { WatchContext } from './watch-context';

/** A resource type whose resources can be watched as one fleet. */
export interface FleetKind {
  readonly data: ResourceType;
  readonly component: ResourceComponent;
  /** Its name in alarm names and on the dashboard. */
  readonly label: string;
  readonly dimension: string;
  readonly nameOf: (resource: CfnResource) => string;
  /** The property with the name that the app gives. */
  readonly givenName: string;
  /** AWS's limit on such names. */
  readonly longestName: number;
  /** Those of a scope that are alike enough for the same rules. */
  readonly members: (found: readonly CfnResource[], context: WatchContext) => readonly CfnResource[];
  readonly rules: (members: readonly CfnResource[], context: WatchContext) => Candidate[];
  readonly charts: (fleet: Fleet) => Charts;
}

const lambda = metricsOf('AWS/Lambda');
const sqs = metricsOf('AWS/SQS');

const FUNCTIONS: FleetKind = {
  data: FUNCTION,
  component: 'EventApi',
  label: 'Functions',
  dimension: 'FunctionName',
  nameOf: ({ ref }) => ref,
  givenName: 'functionName',
  longestName: 64,
  members: (found) => found.filter(({ node }) => !isFrameworkFunction(node.scopes.map(({ node: { id } }) => id))),
  rules: (members, { graph, warn }) => {
    const facts = inCommon(members.map((fn) => factsOf(fn as CfnFunction, graph)));
    if (facts.timeoutSeconds === undefined)
      warn('fleetTimeouts', offInFleet('FunctionTimeouts', 'have timeouts that differ'));
    if (facts.hasFailureDestination !== false)
      warn('fleetEventsDropped', offInFleet('EventsDropped', 'have failure destinations, at least some of them'));
    return candidates(FLEET_OF_FUNCTIONS, facts);
  },
  charts: (fleet) => ({
    numbers: [],
    symptoms: [
      fleetGraph('failed invocations', 'Count', lambda('Errors', 'Sum'), fleet),
      fleetGraph('slowest invocations', 'ms', lambda('Duration', 'Maximum'), fleet),
    ],
    causes: [
      fleetGraph('throttles', 'Count', lambda('Throttles', 'Sum'), fleet),
      fleetGraph('concurrency', 'Count', lambda('ConcurrentExecutions', 'Maximum'), fleet),
    ],
  }),
};

const QUEUES: FleetKind = {
  data: QUEUE,
  component: 'Queue',
  label: 'Queues',
  dimension: 'QueueName',
  nameOf: (queue) => (queue as CfnQueue).attrQueueName,
  givenName: 'queueName',
  longestName: 80,
  // how long messages may wait is known of those that the app consumes; their dead-letter queues are empty
  members: (found, context) => {
    const isKnown = (queue: CfnResource) =>
      context.deadLetterQueues.has(queue) || factsOfQueue(queue as CfnQueue, context).isConsumed;
    const known = found.filter(isKnown);
    return known.every((queue) => context.deadLetterQueues.has(queue)) ? found : known;
  },
  rules: (members, context) => {
    const ofWork = members.filter((queue) => !context.deadLetterQueues.has(queue));
    const facts = (ofWork.length > 0 ? ofWork : members).map((queue) => factsOfQueue(queue as CfnQueue, context));
    return candidates(FLEET_OF_QUEUES, mildest(facts));
  },
  charts: (fleet) => ({
    numbers: [],
    symptoms: [fleetGraph('oldest message', 's', sqs('ApproximateAgeOfOldestMessage', 'Maximum'), fleet)],
    causes: [
      fleetGraph('waiting', 'Count', sqs('ApproximateNumberOfMessagesVisible', 'Maximum'), fleet),
      fleetGraph('sent', 'Count', sqs('NumberOfMessagesSent', 'Sum'), fleet),
    ],
  }),
};

const offInFleet = (rule: string, why: string): string =>
  `Rule '${rule}' of the fleet is off, because its functions ${why}: a query has one condition for all of them. Watch those that need it without 'fleet'.`;

export const FLEETS: readonly FleetKind[] = [FUNCTIONS, QUEUES];

/** A timeout that differs is none; whether events are lost is known only where none or all have a failure destination. */
function inCommon(all: readonly FunctionFacts[]): FunctionFacts {
  const one = <T>(of: (facts: FunctionFacts) => T): T | undefined => {
    const [first, ...others] = new Set(all.map(of));
    return others.length === 0 ? first : undefined;
  };
  return {
    timeoutSeconds: one(({ timeoutSeconds }) => timeoutSeconds),
    hasFailureDestination: one(({ hasFailureDestination }) => hasFailureDestination === true),
  };
}

/** The facts with which each of the queues has the patience of the most patient. */
function mildest(all: readonly QueueFacts[]): QueueFacts {
  const most = (of: (facts: QueueFacts) => number | undefined): number | undefined => {
    const known = all.flatMap((facts) => of(facts) ?? []);
    return known.length === 0 ? undefined : Math.max(...known);
  };
  return {
    isFifo: all.some(({ isFifo }) => isFifo),
    isConsumed: all.some(({ isConsumed }) => isConsumed),
    visibilityTimeoutSeconds: most(({ visibilityTimeoutSeconds }) => visibilityTimeoutSeconds) ?? 0,
    retentionSeconds: most(({ retentionSeconds }) => retentionSeconds) ?? 0,
    maxReceiveCount: most(({ maxReceiveCount }) => maxReceiveCount),
    consumerTimeoutSeconds: most(({ consumerTimeoutSeconds }) => consumerTimeoutSeconds),
  };
}

/** A fleet as the only part of its component. The query finds all of the account and region but those of the app that are no members. */
export function fleetPart(
  kind: FleetKind,
  members: readonly CfnResource[],
  scope: IConstruct,
  context: WatchContext,
): Part {
  const stack = Stack.of(scope);
  for (const error of memberErrors(members.length, kind.label.toLowerCase())) context.error(error);
  const isMember = new Set(members);
  const others = context.graph
    .ofType(kind.data.type)
    .filter((resource) => !isMember.has(resource) && Stack.of(resource).region === stack.region);
  const fleet: Fleet = {
    dimension: kind.dimension,
    except: others.map((resource) => ({
      name: uncoupled(kind.nameOf(resource), scope),
      characters: charactersOf(kind, resource),
    })),
  };
  return {
    id: '',
    stack,
    dimensions: {},
    fleet,
    measures: members,
    rules: kind.rules(members, context),
    charts: kind.charts(fleet),
  };
}

/** CloudFormation ends the names that it makes with a hyphen and 12 characters. */
const MADE_UP = '-'.length + '-ABCDEFGHIJKL'.length;

function charactersOf({ givenName, longestName }: FleetKind, resource: CfnResource): number {
  const given = stringIn((resource as unknown as Record<string, unknown>)[givenName], resource);
  const { stackName } = Stack.of(resource);
  if (given !== undefined) return given.length;
  if (Token.isUnresolved(stackName)) return longestName;
  const logicalId: string = Stack.of(resource).resolve(resource.logicalId);
  return Math.min(longestName, stackName.length + logicalId.length + MADE_UP);
}
