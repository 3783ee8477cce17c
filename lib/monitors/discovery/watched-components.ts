import { Aws, CfnCondition, CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import type { RegionalTopics } from '../../alerting/regional-topics';
import type { Change } from '../../contracts/changes';
import type { NotWatchedReason } from '../../contracts/not-watched';
import type { Detail, Part } from '../../dashboards/part';
import { isFrameworkFunction } from '../../resources/framework-functions';
import { FUNCTION } from '../../resources/function';
import { ResourceGraph } from '../../tree/resource-graph';
import { type IVigil, Monitor } from '../monitor';
import { REGISTRATIONS } from '../resources/all';
import type { Registration } from '../resources/registration';
import type { Placement, WatchContext } from '../resources/watch-context';
import { type Claim, Claims } from './claims';
import { type AlarmedComponent, type Coverage, coverageOf, markAsOwn, markParts } from './coverage';
import { deadLetterQueues } from './dead-letter-queues';
import { fleetsBelow } from './fleets';
import { identityOf } from './identity';
import { makeMonitor } from './make-monitor';
import {
  accountAndRegionErrors,
  covers,
  excludeErrors,
  stageErrors,
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
  readonly tracing: boolean;
  readonly warn: WatchContext['warn'];
}

/** Finds the components below the watched scopes and what belongs to each. */
export class WatchedComponents {
  public readonly components: WatchedComponent[] = [];
  /** What was set on resources of the app. */
  public readonly changes: Change[] = [];
  readonly #claims: Claims;
  #surroundings?: WatchContext;
  readonly #monitors: Monitor[] = [];
  readonly #scopes: WatchedScope[] = [];
  readonly #errors: string[] = [];
  /** From now on, new monitors are those of discovery. */
  #isLooking = false;
  readonly #foundByOthers = new Map<IConstruct, Set<CfnResource>>();

  public constructor(
    private readonly vigil: Construct & IVigil,
    private readonly props: WatchedComponentsProps,
  ) {
    this.#claims = new Claims(vigil);
  }

  /** Adds a monitor that the app created. It claims its resource at once, before resources are discovered. */
  public name(monitor: Monitor): void {
    if (this.#isLooking) return;
    const resource = monitor._resource;
    const borders = resource === undefined ? [] : stageErrors(this.vigil, resource);
    this.#errors.push(...borders);
    // CDK would stop at a reference to another stage before it reports these errors
    if (borders.length > 0) return;
    if (resource === undefined || this.#claims.take(resource, this.#claim('named', monitor))) {
      this.#monitors.push(monitor);
      return;
    }
    const other = this.#claims.of(resource)?.monitor;
    this.#errors.push(
      `${resource.node.path} is watched twice: by ${monitor.node.path} and by ${other?.node.path}. Remove one.`,
    );
  }

  public watch(scope: WatchedScope): void {
    this.#scopes.push(scope);
    this.#errors.push(...excludeErrors(scope));
  }

  /** Step 1 of all Vigils: which Vigil watches a resource must not depend on their order. */
  public find(): void {
    this.#isLooking = true;
    this.#checkBorders();
    this.#checkUntyped();
    // before any component claims their members
    this.#monitors.push(
      ...fleetsBelow(this.vigil, this.#scopes, this.#context, (each) => !this.#isOwn(each) && this.#takeFound(each)),
    );
    this.#monitors.push(...this.#discover(({ isLeftover }, resource) => !isLeftover?.(resource, this.#context)));
  }

  /** Step 2 of all Vigils: the parts of the components. */
  public gather(): void {
    this.#add(
      partsOf(
        this.#monitors.filter((monitor) => !isApplication(monitor)),
        this.#context,
      ),
    );
  }

  /**
   * Step 3: dead-letter queues of unwatched resources and certificates that no portal uses; then applications, whose functions
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

  /** Whether a scope around a construct is watched, and does not exclude it. */
  public covers(construct: IConstruct): boolean {
    return this.#scopes.some((scope) => covers(scope, construct));
  }

  public get hasFleets(): boolean {
    return this.#scopes.some(({ fleet }) => fleet);
  }

  /** Whether what a monitor watches is Vigil's own. */
  public isOwn({ _resource }: Monitor): boolean {
    return _resource !== undefined && this.#isOwn(_resource);
  }

  /**
   * What is watched of all that can fail.
   *
   * @param others the components of the other Vigils of the stage
   */
  public coverage(components: readonly AlarmedComponent[], others: readonly WatchedComponents[]): Coverage {
    const { graph } = this.#context;
    const isOwn = (construct: IConstruct) => this.#isOwn(construct);
    markAsOwn(graph.resources.filter(isOwn));
    markParts(components);
    const answersForTheRest = others.every(({ vigil }) => this.vigil.node.path <= vigil.node.path);
    const isAsked = (construct: IConstruct) =>
      this.#scopes.some(({ scope }) => construct.node.scopes.includes(scope)) ||
      (answersForTheRest && !others.some((other) => other.covers(construct)));
    return coverageOf({
      graph,
      components,
      isOwn,
      isOfAnother: (construct) =>
        !isAsked(construct) ||
        (CfnResource.isCfnResource(construct) && (this.#claims.of(construct)?.vigil ?? this.vigil) !== this.vigil),
      reasonFor: (construct) => this.#reasonFor(construct),
      otherStages: this.#scopes.flatMap((scope) => unwatchedStages(this.vigil, scope, isPrimary)),
    });
  }

  #reasonFor(construct: IConstruct): NotWatchedReason {
    if (this.#scopes.some(({ exclude }) => exclude.some((each) => construct.node.scopes.includes(each)))) {
      return 'excluded';
    }
    if (CfnResource.isCfnResource(construct)) {
      if (this.#context.graph.untyped.includes(construct)) return 'untyped';
      if (this.#claims.of(construct) !== undefined) return 'rules';
      const known = REGISTRATIONS.filter(({ data }) => data.type === construct.cfnResourceType);
      const isRefused = known.every((registration) => !this.#isWatchable(registration, construct));
      if (known.length > 0 && isRefused) return 'type';
    }
    return this.covers(construct) ? 'unused' : 'scope';
  }

  public get errors(): string[] {
    const overlaps = [...this.#foundByOthers].map(
      ([other, [first, ...more]]) =>
        `${this.vigil.node.path} and ${other.node.path} both watch ${first?.node.path}${more.length > 0 ? ` and ${more.length} more` : ''}. Leave them out of one with watch(scope, { exclude: [...] }).`,
    );
    return [...this.#errors, ...overlaps];
  }

  #add(components: readonly WatchedComponent[]): void {
    for (const component of components) {
      const errors = component.parts.flatMap(({ stack }) => accountAndRegionErrors(this.vigil, stack));
      this.#errors.push(...errors);
      if (errors.length === 0) this.components.push(component);
    }
  }

  #checkBorders(): void {
    for (const watched of this.#scopes) {
      this.#errors.push(...stageErrors(this.vigil, watched.scope));
      const unwatched = unwatchedStages(this.vigil, watched, isPrimary);
      if (unwatched.length === 0) continue;
      const names = unwatched.map(({ node }) => node.path).join(', ');
      this.props.warn(
        'otherStage',
        `${this.vigil.node.path} does not watch the resources in ${names}, because CDK synthesizes each stage separately. Create a Vigil in each of these stages.`,
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
      `${names}: not watched, because it is a plain CfnResource. Use the class of the resource type, such as CfnQueue.`,
    );
  }

  /** Created once, when the app is complete. */
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
      error: (message) => this.#errors.push(message),
      warn: this.props.warn,
      changed: ({ node: { path } }, property, option) => this.changes.push({ path, property, option }),
      detailedMetrics: this.props.detailedMetrics,
      tracing: this.props.tracing,
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

  #isOwn({ node }: IConstruct): boolean {
    return node.scopes.some((scope) => scope instanceof Monitor || this.props.topics.owns(scope));
  }

  #inUsEast1(stack: Stack): Placement {
    // such a stack is refused with an error
    if (stack.region === 'us-east-1' || accountAndRegionErrors(this.vigil, stack).length > 0) return { stack };
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

/** The first component claims a shared function, so the order must not depend on the order of calls. */
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
