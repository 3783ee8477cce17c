import {
  CfnResource,
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  StringConcat,
  Token,
  Tokenization,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { IDENTIFICATIONS } from '../resources/identifications';
import { mentionedIn, stringIn } from '../tree/inspect';
import { topStack } from '../tree/naming';
import { weakly } from '../tree/newer-cdk';

/**
 * A token as a dashboard may hold it: what it refers to in other stacks can be replaced and deleted all the same. It is a name where the
 * app gives one, otherwise a weak reference.
 */
export function uncoupled(token: string, scope: IConstruct): string {
  const home = topStack(scope);
  if (mentionedIn(token, scope).every((resource) => topStack(resource) === home)) return token;
  const resolver = new Uncoupling(scope);
  return Token.asString(Tokenization.resolve(token, { scope, resolver, preparing: false }));
}

class Uncoupling extends DefaultTokenResolver {
  /** Functions of CloudFormation resolve their arguments, and what they return is resolved again. */
  readonly #done = new Set<unknown>();

  public constructor(private readonly scope: IConstruct) {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (this.#done.has(token)) return Token.asString(token);
    if (!Reference.isReference(token) || !CfnResource.isCfnResource(token.target)) {
      return super.resolveToken(token, context, postProcessor);
    }
    const reference = Token.asString(token);
    if (topStack(token.target) === topStack(this.scope)) return reference;
    const name = nameOf(token, token.target);
    if (name !== undefined) return name;
    const weak = weakly(reference, this.scope);
    this.#done.add(Tokenization.reverse(weak));
    return weak;
  }
}

/** The name that the app gives a resource, if that is what the reference stands for. */
function nameOf({ displayName }: Reference, resource: CfnResource): string | undefined {
  const { nameProperty, ref, attributes } = IDENTIFICATIONS[resource.cfnResourceType] ?? {};
  const derive = displayName === 'Ref' ? ref : attributes?.[displayName];
  if (nameProperty === undefined || derive === undefined) return undefined;
  const property = nameProperty.charAt(0).toLowerCase() + nameProperty.slice(1);
  const name = stringIn((resource as unknown as Record<string, unknown>)[property], resource);
  if (name === undefined) return undefined;
  const unknown = '?';
  const place = { partition: unknown, region: unknown, account: unknown };
  const derived = derive({ logicalId: unknown, name, unique: name, ...place, property: () => undefined });
  return derived === name ? name : undefined;
}
