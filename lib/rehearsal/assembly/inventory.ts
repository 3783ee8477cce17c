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
}

/** The resources of all stacks. */
export class Inventory {
  readonly #byType = new Map<string, DeclaredResource[]>();

  public constructor(
    private readonly stacks: readonly DeployedStack[],
    public readonly resolvers: Resolvers,
  ) {}

  public ofType(type: string): readonly DeclaredResource[] {
    const known = this.#byType.get(type) ?? this.stacks.flatMap((stack) => this.#inStack(stack, type));
    this.#byType.set(type, known);
    return known;
  }

  #inStack(stack: DeployedStack, type: string): DeclaredResource[] {
    const resolver = this.resolvers.resolverOf(stack);
    return [...stack.template.resources]
      .filter(([logicalId, resource]) => resource.type === type && resolver.exists(logicalId))
      .map(([logicalId]) => ({
        stack,
        logicalId,
        type,
        resolver,
        properties: resolver.properties(logicalId),
        physical: resolver.physical(logicalId),
      }));
  }
}

/** Where a resource is declared, as the model has it. */
export const declarationOf = ({ stack, logicalId }: DeclaredResource) => ({ stack: stack.path, logicalId });
