import {
  CfnResource,
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  Tokenization,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Stands in an inspected value where the template will refer to a resource. */
class Mention {
  readonly #resource: CfnResource;

  public constructor(resource: CfnResource) {
    this.#resource = resource;
  }

  public get resource(): CfnResource {
    return this.#resource;
  }

  /** CDK compares statements of a policy by their JSON. */
  public toJSON(): string {
    return this.#resource.node.path;
  }
}

/**
 * A property of a resource with everything lazy worked out, and references kept as references to constructs: synthesis would
 * turn them into logical ids, which are ambiguous across stacks.
 */
export function inspect<T>(value: unknown, scope: IConstruct): T | undefined {
  if (value === undefined) return undefined;
  return Tokenization.resolve(value, { scope, resolver: new MentioningResolver(), preparing: false }) as T;
}

/** The resources that an inspected value refers to, however deep in it, and in whichever stack. */
export function mentions(inspected: unknown): CfnResource[] {
  const found = new Set<CfnResource>();
  const visit = (node: unknown): void => {
    if (node instanceof Mention) found.add(node.resource);
    else if (Array.isArray(node)) node.forEach(visit);
    else if (node !== null && typeof node === 'object') Object.values(node).forEach(visit);
  };
  visit(inspected);
  return [...found];
}

/** What an inspected value has under a name, however deep in it. */
export function valuesOf(name: string, inspected: unknown): unknown[] {
  if (inspected === null || typeof inspected !== 'object') return [];
  return Object.entries(inspected).flatMap(([key, value]) => (key === name ? [value] : valuesOf(name, value)));
}

/** The resources that a property's value refers to, also from inside of a JSON string. */
export function mentionedIn(value: unknown, scope: IConstruct): CfnResource[] {
  if (value === undefined) return [];
  const resolver = new MentioningResolver();
  const inspected: unknown = Tokenization.resolve(value, { scope, resolver, preparing: false });
  return [...new Set([...mentions(inspected), ...resolver.seen])];
}

/** A number that is known at synthesis; a parameter or another token is not. */
export function numberIn(value: unknown, scope: IConstruct): number | undefined {
  const known = inspect<unknown>(value, scope);
  const number = typeof known === 'string' ? Number(known) : known;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A string that is known at synthesis. */
export function stringIn(value: unknown, scope: IConstruct): string | undefined {
  const known = inspect<unknown>(value, scope);
  return typeof known === 'string' ? known : undefined;
}

/** A list whose elements are known at synthesis; one that is imported or depends on a condition is empty. */
export function listIn<T>(value: unknown, scope: IConstruct): T[] {
  const known = inspect<unknown>(value, scope);
  return Array.isArray(known) ? known : [];
}

class MentioningResolver extends DefaultTokenResolver {
  /** What CDK writes into a JSON string is no object any more when it is resolved. */
  public readonly seen: CfnResource[] = [];

  public constructor() {
    // a string with a reference in it becomes the list of its pieces
    super({ join: (left: unknown, right: unknown) => [left, right].flat() });
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!Reference.isReference(token)) return super.resolveToken(token, context, postProcessor);
    if (!CfnResource.isCfnResource(token.target)) return {};
    this.seen.push(token.target);
    return new Mention(token.target);
  }
}
