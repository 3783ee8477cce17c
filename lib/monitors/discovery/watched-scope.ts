import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { constructsOf, stageOf } from '../../tree/stages';
import type { IVigil } from '../monitor';

/** Where to look for components, and what to leave out. */
export interface WatchedScope {
  readonly scope: IConstruct;
  readonly exclude: readonly IConstruct[];
  /** Whether what can be a fleet is watched as one. */
  readonly fleet: boolean;
}

export function covers({ scope, exclude }: Pick<WatchedScope, 'scope' | 'exclude'>, construct: IConstruct): boolean {
  const { scopes } = construct.node;
  return scopes.includes(scope) && !exclude.some((excluded) => scopes.includes(excluded));
}

/** Errors of excluded constructs that are not in the watched scope. */
export const excludeErrors = ({ scope, exclude }: WatchedScope): string[] =>
  exclude
    .filter((excluded) => !excluded.node.scopes.includes(scope))
    .map(
      ({ node }) =>
        `watch: 'exclude' names ${node.path}, which is not in ${scope.node.path || 'the app'}. Remove it, or watch the scope that contains it.`,
    );

/**
 * An error if a construct is in another stage than the Vigil, because CDK synthesizes each stage separately. A scope around its own
 * stage, such as the app, is valid.
 */
export function stageErrors(vigil: IVigil, construct: IConstruct): string[] {
  if (stageOf(construct) === stageOf(vigil) || vigil.node.scopes.includes(construct)) return [];
  return [
    `${construct.node.path} is in another stage than ${vigil.node.path}, and CDK synthesizes each stage separately. Create a Vigil in ${stageOf(construct).node.path || 'the app'} to watch it.`,
  ];
}

/** Errors if alarms in a stack cannot notify the topics of a Vigil, or its dashboards cannot read the metrics of the stack. */
export function accountAndRegionErrors(vigil: IVigil, stack: Stack): string[] {
  const home = Stack.of(vigil);
  const sees = `${vigil.node.path} in ${home.node.path} to watch ${stack.node.path}`;
  if (Token.isUnresolved(home.region) !== Token.isUnresolved(stack.region)) {
    return [
      `For ${sees}, either both stacks or none must have a region that is known at synthesis. Give both an 'env' with a region.`,
    ];
  }
  if (home.account === stack.account || [home.account, stack.account].some(Token.isUnresolved)) return [];
  return [
    `For ${sees}, both stacks need to be in one account, not in ${home.account} and ${stack.account}. Create a Vigil in each account.`,
  ];
}

/** Stages below a scope that have something to watch, and no Vigil that could. */
export function unwatchedStages(
  vigil: IVigil,
  watched: WatchedScope,
  watchable: (resource: CfnResource) => boolean,
): IConstruct[] {
  const inner = watched.scope.node
    .findAll()
    .filter((node) => Stage.isStage(node) && !vigil.node.scopes.includes(node) && covers(watched, node));
  return inner.filter((stage) => {
    const nodes = constructsOf(stage);
    return (
      nodes.some((node) => CfnResource.isCfnResource(node) && watchable(node)) &&
      !nodes.some((node) => (node as Partial<IVigil>)._watch !== undefined)
    );
  });
}
