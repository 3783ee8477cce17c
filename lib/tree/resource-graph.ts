import { CfnResource, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { mentionedIn } from './inspect';

/**
 * All CloudFormation resources of a stage and what refers to what.
 *
 * It reads the lowest level, so that it makes no difference whether a resource was made by an L2 construct, by a library
 * or by hand.
 */
export class ResourceGraph {
  readonly #byType = new Map<string, CfnResource[]>();

  public constructor(scope: IConstruct) {
    const root = Stage.of(scope) ?? scope.node.root;
    for (const node of root.node.findAll()) {
      if (!CfnResource.isCfnResource(node) || Stage.of(node) !== root) continue;
      const known = this.#byType.get(node.cfnResourceType);
      if (known === undefined) this.#byType.set(node.cfnResourceType, [node]);
      else known.push(node);
    }
  }

  /** Every resource of a CloudFormation type, in the order of construction. */
  public ofType<R extends CfnResource>(type: string): readonly R[] {
    return (this.#byType.get(type) ?? []) as R[];
  }

  /** The resources of `type` whose `property` refers to `target`. */
  public referrers<R extends CfnResource>(type: string, property: (resource: R) => unknown, target: CfnResource): R[] {
    return this.ofType<R>(type).filter((resource) => mentionedIn(property(resource), resource).includes(target));
  }
}

/** The resource behind a construct, if the app makes it and it is of one of these types. */
export function resourceOf<R extends CfnResource>(construct: IConstruct, ...types: string[]): R | undefined {
  return [construct, construct.node.defaultChild].find(
    (candidate): candidate is R =>
      candidate !== undefined && CfnResource.isCfnResource(candidate) && types.includes(candidate.cfnResourceType),
  );
}
