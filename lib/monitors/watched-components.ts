import { Aws, CfnCondition, type CfnResource, Fn, Stack, Stage, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { Part } from '../alarms/part';
import type { RegionalTopics } from '../alerting/regional-topics';
import type { Operation } from '../dashboards/operations';
import { placeOf, topStack } from '../tree/naming';
import { ResourceGraph } from '../tree/resource-graph';
import { Claims } from './claims';
import { deadLetterQueues } from './dead-letter-queues';
import type { IVigil, Monitor } from './monitor';
import { PRIMARIES, type Primary } from './primaries';
import type { Placement, WatchContext } from './watch-context';

/** Where to look for components, and what to leave out. */
export interface WatchedScope {
  readonly scope: IConstruct;
  readonly exclude: readonly IConstruct[];
}

/** A component with all that belongs to it. */
export interface WatchedComponent {
  readonly monitor: Monitor;
  readonly parts: readonly Part[];
  readonly operations: readonly Operation[];
}

/** Finds the components below the watched scopes and what belongs to each. */
export class WatchedComponents {
  readonly #graph: ResourceGraph;
  readonly #claims: Claims;
  readonly #deadLetterQueues: Set<CfnResource>;
  readonly #context: WatchContext;
  readonly faults: string[] = [];

  public constructor(
    private readonly vigil: Construct & IVigil,
    private readonly topics: RegionalTopics,
    warn: WatchContext['warn'],
    detailedMetrics: boolean,
  ) {
    const root = Stage.of(vigil) ?? vigil.node.root;
    this.#graph = new ResourceGraph(vigil);
    this.#claims = new Claims(root, vigil.node.path);
    this.#deadLetterQueues = deadLetterQueues(this.#graph);
    this.#context = {
      graph: this.#graph,
      deadLetterQueues: this.#deadLetterQueues,
      claim: (resource) => this.#claims.take(resource),
      inUsEast1: (construct) => this.#inUsEast1(Stack.of(construct)),
      warn,
      detailedMetrics,
    };
  }

  /** `monitors` are those that somebody asked for by name; they come first. */
  public find(monitors: readonly Monitor[], scopes: readonly WatchedScope[]): WatchedComponent[] {
    for (const monitor of monitors) this.#claimMain(monitor);
    const primaries = PRIMARIES.filter(({ leftover }) => !leftover);
    const found = this.#discover(primaries, scopes, (resource) => !this.#deadLetterQueues.has(resource));
    const components = this.#partsOf([...monitors, ...found]);
    // dead-letter queues of what nobody watches, certificates that no portal names
    const leftovers = this.#discover(PRIMARIES, scopes, () => true);
    return [...components, ...this.#partsOf(leftovers)];
  }

  #claimMain(monitor: Monitor): void {
    const resource = monitor._resource;
    if (resource === undefined || this.#claims.take(resource)) return;
    this.faults.push(
      `${resource.node.path} is watched twice: by ${monitor.node.path} and by ${this.#claims.ownerOf(resource)}. Remove one, or leave it out with watch(scope, { exclude: [...] }).`,
    );
  }

  #discover(
    primaries: readonly Primary[],
    scopes: readonly WatchedScope[],
    accepts: (resource: CfnResource) => boolean,
  ): Monitor[] {
    return primaries.flatMap((primary) =>
      this.#graph
        .ofType(primary.type)
        .filter((resource) => scopes.some((scope) => covers(scope, resource)) && (primary.accepts?.(resource) ?? true))
        .filter((resource) => accepts(resource) && !this.#isOwn(resource) && this.#claims.take(resource))
        .map((resource) => primary.watch(this.vigil, monitorId(this.vigil, resource), this.vigil, resource)),
    );
  }

  /** Whoever comes first claims shared functions: the order must not depend on the order of calls. */
  #partsOf(monitors: readonly Monitor[]): WatchedComponent[] {
    const rank = (monitor: Monitor) => PRIMARIES.findIndex(({ type }) => type === monitor._resource?.cfnResourceType);
    return [...monitors]
      .sort((a, b) => rank(a) - rank(b) || (a.node.path < b.node.path ? -1 : 1))
      .map((monitor) => ({
        monitor,
        parts: monitor._parts(this.#context),
        operations: monitor._operationsIn(this.#context),
      }));
  }

  #isOwn(resource: CfnResource): boolean {
    return resource.node.scopes.some((scope) => this.topics.owns(scope));
  }

  #inUsEast1(stack: Stack): Placement {
    if (stack.region === 'us-east-1') return { stack };
    if (!Token.isUnresolved(stack.region)) return { stack: this.topics.stackIn('us-east-1') };
    this.#context.warn(
      'regionUnknown',
      `The region of ${stack.node.path} is not known at synthesis, and CloudFront's metrics exist only in us-east-1: its alarms are created only if the stack is deployed there. Give the stack an 'env' with a region, and they are created from any.`,
    );
    const id = 'VigilInUsEast1';
    const condition =
      (stack.node.tryFindChild(id) as CfnCondition | undefined) ??
      new CfnCondition(stack, id, { expression: Fn.conditionEquals(Aws.REGION, 'us-east-1') });
    return { stack, condition };
  }
}

function covers({ scope, exclude }: WatchedScope, resource: CfnResource): boolean {
  const { scopes } = resource.node;
  return scopes.includes(scope) && !exclude.some((excluded) => scopes.includes(excluded));
}

/** Unique below the Vigil, whatever stack the resource stands in. */
export function monitorId(vigil: IConstruct, resource: IConstruct): string {
  const stack = topStack(resource);
  const place = placeOf(resource);
  return stack === topStack(vigil) ? place : `${stack.node.id}-${place}`;
}
