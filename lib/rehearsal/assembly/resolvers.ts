import { own } from '../simulator/own';
import { type DeployedStack, sameEnvironment } from './deployed-stack';
import { objectIn, textIn } from './json';
import type { Unresolved } from './model';
import { regionOf } from './pseudo-parameters';
import { Resolver, type Surroundings } from './resolver';

interface Export {
  readonly stack: DeployedStack;
  readonly output: string;
}

/** The resolvers of all stacks of an assembly, which use each other's exports and outputs. */
export class Resolvers implements Surroundings {
  readonly #resolvers: ReadonlyMap<DeployedStack, Resolver>;
  readonly #unresolved = new Map<string, Unresolved>();
  #failures = 0;
  #exports?: ReadonlyMap<string, readonly Export[]>;

  public constructor(
    stacks: readonly DeployedStack[],
    private readonly parameters: Readonly<Record<string, string>>,
  ) {
    this.#resolvers = new Map(stacks.map((stack) => [stack, new Resolver(stack, this)]));
  }

  public get unresolved(): Unresolved[] {
    return [...this.#unresolved.values()];
  }

  public parameter(name: string): string | undefined {
    return own(this.parameters, name);
  }

  public get failures(): number {
    return this.#failures;
  }

  public resolverOf(stack: DeployedStack): Resolver {
    return this.#resolvers.get(stack) as Resolver;
  }

  public nestedIn(stack: DeployedStack, logicalId: string): Resolver | undefined {
    const found = [...this.#resolvers].find(
      ([{ parent }]) => parent?.stack === stack && parent.logicalId === logicalId,
    );
    return found?.[1];
  }

  public exported(name: string, importer: DeployedStack) {
    this.#exports ??= this.#readExports();
    const found = this.#exports.get(name)?.find(({ stack }) => sameEnvironment(stack, importer));
    return found && { resolver: this.resolverOf(found.stack), output: found.output };
  }

  public named(name: string, region: string): Resolver | undefined {
    return [...this.#resolvers].find(([stack]) => stack.name === name && regionOf(stack) === region)?.[1];
  }

  public list(stack: DeployedStack, resource: string, expression: string, reason: string): void {
    this.#failures += 1;
    const unresolved = { stack: stack.path, resource, expression, reason };
    this.#unresolved.set(JSON.stringify(unresolved), unresolved);
  }

  #readExports(): ReadonlyMap<string, readonly Export[]> {
    const exports = new Map<string, Export[]>();
    for (const [stack, resolver] of this.#resolvers) {
      for (const [output, declaration] of Object.entries(stack.template.outputs)) {
        const { Name } = objectIn(objectIn(declaration).Export);
        const name = textIn(resolver.resolve(Name));
        if (name !== undefined) exports.set(name, [...(exports.get(name) ?? []), { stack, output }]);
      }
    }
    return exports;
  }
}
