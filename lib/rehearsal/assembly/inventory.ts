import type { Physical } from '../../resources/names';
import type { DeployedStack } from './deployed-stack';
import type { JsonObject } from './json';
import type { Resolver } from './resolver';
import type { Resolvers } from './resolvers';

/** A resource that will exist, with its properties resolved. */
export interface DeclaredResource {
  readonly stack: DeployedStack;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly physical: Physical;
  readonly resolver: Resolver;
  /** Whether a resource of any stack has this logical id, so that it may stand for a name that only deployment knows. */
  readonly isLogicalId: (name: string) => boolean;
}

/** A condition that is false, and the parameters that it depends on, with their values. */
export interface FalseCondition {
  readonly condition: string;
  readonly parameters: readonly { readonly name: string; readonly value?: string }[];
}

interface LeftOutResource extends FalseCondition {
  readonly stack: DeployedStack;
  readonly logicalId: string;
}

/** The resources of all stacks. */
export class Inventory {
  readonly #byType = new Map<string, DeclaredResource[]>();

  public constructor(
    public readonly stacks: readonly DeployedStack[],
    public readonly resolvers: Resolvers,
  ) {}

  readonly #isLogicalId = (name: string): boolean => this.stacks.some(({ template }) => template.resources.has(name));

  public ofType(type: string): readonly DeclaredResource[] {
    const known = this.#byType.get(type) ?? this.stacks.flatMap((stack) => this.#inStack(stack, type));
    this.#byType.set(type, known);
    return known;
  }

  /** Whether no condition leaves a resource out. */
  public exists(stack: DeployedStack, logicalId: string): boolean {
    return this.#conditionAgainst(stack, logicalId) === undefined;
  }

  /** The resources of a type that a condition leaves out, each with that condition. */
  public leftOut(type: string): readonly LeftOutResource[] {
    return this.stacks.flatMap((stack) =>
      [...stack.template.resources]
        .filter(([, resource]) => resource.type === type)
        .flatMap(([logicalId]) => {
          const condition = this.#conditionAgainst(stack, logicalId);
          return condition === undefined ? [] : [{ stack, logicalId, ...condition }];
        }),
    );
  }

  /** The condition, of the resource or of a stack around it, that is false. */
  #conditionAgainst(stack: DeployedStack, logicalId: string): FalseCondition | undefined {
    const resolver = this.resolvers.resolverOf(stack);
    const { condition } = stack.template.resources.get(logicalId) ?? {};
    if (condition !== undefined && !resolver.exists(logicalId)) {
      return { condition, parameters: resolver.parametersOf(condition) };
    }
    return stack.parent && this.#conditionAgainst(stack.parent.stack, stack.parent.logicalId);
  }

  #inStack(stack: DeployedStack, type: string): DeclaredResource[] {
    const resolver = this.resolvers.resolverOf(stack);
    return [...stack.template.resources]
      .filter(([logicalId, resource]) => resource.type === type && this.exists(stack, logicalId))
      .map(([logicalId]) => ({
        stack,
        logicalId,
        type,
        resolver,
        isLogicalId: this.#isLogicalId,
        properties: resolver.properties(logicalId),
        physical: resolver.physical(logicalId),
      }));
  }
}

/** Where a resource is declared, as the model has it. */
export const declarationOf = ({ stack, logicalId }: DeclaredResource) => ({ stack: stack.path, logicalId });
