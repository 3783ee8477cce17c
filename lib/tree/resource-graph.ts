import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { mentionedIn } from './inspect';
import { constructsOf, stageOf } from './stages';

/** What is imported, by the ARN or id that a property has where it refers to it. */
export interface Imported {
  readonly id: string;
  readonly scope: IConstruct;
}

/** Referrers by resource, and by what else a property has, as JSON. */
type Referrers = ReadonlyMap<CfnResource | string, readonly CfnResource[]>;

/**
 * All CloudFormation resources of a stage and what refers to what.
 *
 * It reads the lowest level, so that it makes no difference whether a resource was made by an L2 construct, by a library
 * or by hand.
 */
export class ResourceGraph {
  readonly #byType = new Map<string, CfnResource[]>();
  /** All of them, in the order of construction. */
  public readonly resources: readonly CfnResource[];
  /** The stage that they are in. */
  public readonly stage: IConstruct;
  /** Resources written out as type and properties: no class knows what they refer to, or what refers to them. */
  public readonly untyped: readonly CfnResource[];
  readonly #referrers = new Map<string, Referrers>();

  public constructor(scope: IConstruct) {
    this.stage = stageOf(scope);
    this.resources = constructsOf(this.stage).filter((node) => CfnResource.isCfnResource(node));
    this.untyped = this.resources.filter((resource) => !isTyped(resource));
    for (const node of this.resources.filter(isTyped)) {
      const known = this.#byType.get(node.cfnResourceType);
      if (known === undefined) this.#byType.set(node.cfnResourceType, [node]);
      else known.push(node);
    }
  }

  /** Every resource of a CloudFormation type, in the order of construction. */
  public ofType<R extends CfnResource>(type: string): readonly R[] {
    return (this.#byType.get(type) ?? []) as R[];
  }

  /** The resources of `type` whose `property` refers to `target`; where that is imported, whose property is its ARN or id. */
  public referrers<R extends CfnResource>(
    type: string,
    property: keyof R & string,
    target: CfnResource | Imported,
  ): R[] {
    const key = `${type}.${property}`;
    const index = this.#referrers.get(key) ?? this.#index(type, property);
    this.#referrers.set(key, index);
    return [...(index.get(CfnResource.isCfnResource(target) ? target : textOf(target.id, target.scope)) ?? [])] as R[];
  }

  /** Read once for all targets, so that the work grows with the app and not with its square. */
  #index(type: string, property: string): Referrers {
    const index = new Map<CfnResource | string, CfnResource[]>();
    for (const resource of this.ofType(type)) {
      const value = (resource as unknown as Record<string, unknown>)[property];
      const resources = mentionedIn(value, resource);
      const targets = resources.length > 0 || value === undefined ? resources : [textOf(value, resource)];
      for (const target of targets) index.set(target, [...(index.get(target) ?? []), resource]);
    }
    return index;
  }
}

/** As the template will have it. */
const textOf = (value: unknown, scope: IConstruct): string => JSON.stringify(Stack.of(scope).resolve(value));

const isTyped = (resource: CfnResource): boolean =>
  (resource.constructor as { CFN_RESOURCE_TYPE_NAME?: string }).CFN_RESOURCE_TYPE_NAME === resource.cfnResourceType;

/** The resource behind a construct, if the app makes it and it is of one of these types. */
export function resourceOf<R extends CfnResource>(construct: IConstruct, ...types: string[]): R | undefined {
  return [construct, construct.node.defaultChild].find(
    (candidate): candidate is R =>
      candidate !== undefined && CfnResource.isCfnResource(candidate) && types.includes(candidate.cfnResourceType),
  );
}
