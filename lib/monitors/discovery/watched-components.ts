import { createHash } from 'node:crypto';
import { Aws, CfnCondition, type CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import type { RegionalTopics } from '../../alerting/regional-topics';
import type { Detail } from '../../dashboards/details';
import type { Part } from '../../dashboards/part';
import { isFrameworkFunction } from '../../resources/framework-functions';
import { FUNCTION } from '../../resources/function';
import { placeOf, topStack } from '../../tree/naming';
import { ResourceGraph } from '../../tree/resource-graph';
import { isConstruct } from '../../validation/shown';
import type { IVigil, Monitor } from '../monitor';
import { REGISTRATIONS } from '../resources/all';
import type { Registration } from '../resources/registration';
import type { Placement, WatchContext } from '../resources/watch-context';
import { type Claim, Claims } from './claims';
import { deadLetterQueues } from './dead-letter-queues';
import { makeMonitor } from './make-monitor';
import {
  borderFaults,
  covers,
  environmentFaults,
  excludeFaults,
  unwatchedStages,
  type WatchedScope,
} from './watched-scope';

/** A component with all that belongs to it. */
export interface WatchedComponent {
  readonly monitor: Monitor;
  readonly parts: readonly Part[];
  readonly details: readonly Detail[];
}

export interface WatchedComponentsProps {
  readonly topics: RegionalTopics;
  readonly detailedMetrics: boolean;
  readonly warn: WatchContext['warn'];
}

/** Finds the components below the watched scopes and what belongs to each. */
export class WatchedComponents {
  public readonly components: WatchedComponent[] = [];
  readonly #claims: Claims;
  #surroundings?: WatchContext;
  readonly #monitors: Monitor[] = [];
  readonly #scopes: WatchedScope[] = [];
  readonly #faults: string[] = [];
  /** Monitors are its own from now on. */
  #isLooking = false;
  readonly #foundByOthers = new Map<IConstruct, Set<CfnResource>>();

  public constructor(
    private readonly vigil: Construct & IVigil,
    private readonly props: WatchedComponentsProps,
  ) {
    this.#claims = new Claims(vigil);
  }

  /** Somebody made a monitor. It has its resource at once: what is asked for by name comes before what is found. */
  public name(monitor: Monitor): void {
    if (this.#isLooking) return;
    const resource = monitor._resource;
    const borders = resource === undefined ? [] : borderFaults(this.vigil, resource);
    this.#faults.push(...borders);
    // CDK would stop at a reference over a border before it gets to the faults
    if (borders.length > 0) return;
    if (resource === undefined || this.#claims.take(resource, this.#claim('named', monitor))) {
      this.#monitors.push(monitor);
      return;
    }
    const other = this.#claims.of(resource)?.monitor;
    this.#faults.push(
      `${resource.node.path} is watched twice: by ${monitor.node.path} and by ${other?.node.path}. Remove one.`,
    );
  }

  public watch(scope: WatchedScope): void {
    this.#scopes.push(scope);
    this.#faults.push(...excludeFaults(scope));
  }

  /** First, of all Vigils: whose a resource is must not depend on which of them was made first. */
  public find(): void {
    this.#isLooking = true;
    this.#checkBorders();
    this.#checkUntyped();
    this.#monitors.push(...this.#discover(({ isLeftover }, resource) => !isLeftover?.(resource, this.#context)));
  }

  /** Then, of all Vigils: what belongs to the components. */
  public gather(): void {
    this.#add(
      partsOf(
        this.#monitors.filter((monitor) => !isApplication(monitor)),
        this.#context,
      ),
    );
  }

  /**
   * At last dead-letter queues of what nobody watches, and certificates that no portal names; then applications, whose functions
   * are those of the components.
   */
  public gatherLeftovers(): void {
    this.#add(
      partsOf(
        this.#discover(() => true),
        this.#context,
      ),
    );
    this.#add(partsOf(this.#monitors.filter(isApplication), this.#context));
  }

  public get faults(): string[] {
    const overlaps = [...this.#foundByOthers].map(
      ([other, [first, ...more]]) =>
        `${this.vigil.node.path} and ${other.node.path} both watch ${first?.node.path}${more.length > 0 ? ` and ${more.length} more` : ''}. Leave them out of one with watch(scope, { exclude: [...] }).`,
    );
    return [...this.#faults, ...overlaps];
  }

  #add(components: readonly WatchedComponent[]): void {
    for (const component of components) {
      const faults = component.parts.flatMap(({ stack }) => environmentFaults(this.vigil, stack));
      this.#faults.push(...faults);
      if (faults.length === 0) this.components.push(component);
    }
  }

  #checkBorders(): void {
    for (const watched of this.#scopes) {
      this.#faults.push(...borderFaults(this.vigil, watched.scope));
      const unwatched = unwatchedStages(this.vigil, watched, isPrimary);
      if (unwatched.length === 0) continue;
      const names = unwatched.map(({ node }) => node.path).join(', ');
      this.props.warn(
        'otherStage',
        `${this.vigil.node.path} does not watch what is in ${names}: CDK synthesizes each stage by itself. Create a Vigil in each.`,
      );
    }
  }

  #checkUntyped(): void {
    const missed = this.#context.graph.untyped.filter(
      (resource) => isPrimary(resource) && this.#scopes.some((scope) => covers(scope, resource)),
    );
    if (missed.length === 0) return;
    const names = missed.map(({ node }) => node.path).join(', ');
    this.props.warn(
      'untyped',
      `Nothing watches ${names}: use the class of the resource, such as CfnQueue, instead of CfnResource.`,
    );
  }

  /** Looked at once, when everything is there. */
  get #context(): WatchContext {
    this.#surroundings ??= this.#lookAround(new ResourceGraph(this.vigil));
    return this.#surroundings;
  }

  #lookAround(graph: ResourceGraph): WatchContext {
    return {
      graph,
      deadLetterQueues: deadLetterQueues(graph),
      claim: (resource) => this.#claims.take(resource, this.#claim('belongs')),
      inUsEast1: (construct) => this.#inUsEast1(Stack.of(construct)),
      functions: () =>
        graph.ofType<CfnFunction>(FUNCTION.type).filter((fn) => this.#claims.of(fn)?.vigil === this.vigil),
      fault: (message) => this.#faults.push(message),
      warn: this.props.warn,
      detailedMetrics: this.props.detailedMetrics,
    };
  }

  #discover(isNow: (registration: Registration, resource: CfnResource) => boolean): Monitor[] {
    return REGISTRATIONS.flatMap((registration) =>
      this.#context.graph
        .ofType(registration.data.type)
        .filter((resource) => this.#scopes.some((scope) => covers(scope, resource)))
        .filter((resource) => this.#isWatchable(registration, resource) && isNow(registration, resource))
        .filter((resource) => !this.#isOwn(resource) && this.#takeFound(resource))
        .map((resource) => {
          const { id, label } = identityOf(this.vigil, resource);
          return makeMonitor(registration.component, this.vigil, id, { vigil: this.vigil, label }, resource);
        }),
    );
  }

  #isWatchable({ accepts, refusal }: Registration, resource: CfnResource): boolean {
    const subject = { source: resource, resource, options: {} };
    return (accepts?.(resource, this.#context) ?? true) && refusal?.(subject) === undefined;
  }

  #takeFound(resource: CfnResource): boolean {
    if (this.#claims.take(resource, this.#claim('found'))) return true;
    const other = this.#claims.of(resource);
    if (other?.how === 'found' && other.vigil !== this.vigil) {
      this.#foundByOthers.set(other.vigil, (this.#foundByOthers.get(other.vigil) ?? new Set()).add(resource));
    }
    return false;
  }

  #claim(how: Claim['how'], monitor?: Monitor): Claim {
    return { vigil: this.vigil, how, monitor };
  }

  #isOwn(resource: CfnResource): boolean {
    return resource.node.scopes.some((scope) => this.props.topics.owns(scope));
  }

  #inUsEast1(stack: Stack): Placement {
    // what cannot be watched is refused anyway
    if (stack.region === 'us-east-1' || environmentFaults(this.vigil, stack).length > 0) return { stack };
    if (!Token.isUnresolved(stack.region)) return { stack: this.props.topics.stackIn('us-east-1') };
    this.props.warn(
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

const TYPES = REGISTRATIONS.map(({ data }) => data.type);

const isPrimary = ({ cfnResourceType, node }: CfnResource): boolean =>
  TYPES.includes(cfnResourceType) && !isFrameworkFunction(node.scopes.map(({ node: { id } }) => id));

const isApplication = ({ _type }: Monitor): boolean => _type === 'Application';

/** Whoever comes first claims shared functions: the order must not depend on the order of calls. */
function partsOf(monitors: readonly Monitor[], context: WatchContext): WatchedComponent[] {
  return monitors
    .map((monitor) => ({
      monitor,
      rank: TYPES.indexOf(monitor._resource?.cfnResourceType ?? ''),
      path: monitor.node.path,
    }))
    .sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1))
    .map(({ monitor }) => ({
      monitor,
      parts: monitor._parts(context),
      details: monitor._details(context),
    }));
}

/** The id of a monitor below its Vigil, and its label where the place of the resource does not tell it apart. */
export function identityOf(vigil: IConstruct, resource: IConstruct): { id: string; label?: string } {
  // JavaScript passes anything; the monitor reports what it cannot watch
  if (!isConstruct(resource)) return { id: freeId(vigil, 'Unknown') };
  const stack = topStack(resource);
  const place = placeOf(resource);
  const id = stack === topStack(vigil) ? place : `${stack.node.id}-${place}`;
  if (vigil.node.tryFindChild(id) === undefined) return { id };
  // `A-B` and the `B` in `A` read the same
  const suffix = createHash('sha256').update(resource.node.path).digest('hex').slice(0, 8);
  return { id: `${id}-${suffix}`, label: `${place}-${suffix}` };
}

function freeId(scope: IConstruct, id: string, number = 1): string {
  const numbered = number === 1 ? id : `${id}${number}`;
  return scope.node.tryFindChild(numbered) === undefined ? numbered : freeId(scope, id, number + 1);
}
