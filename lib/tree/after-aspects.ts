import { Aspects, FeatureFlags } from 'aws-cdk-lib';
import { ASPECT_STABILIZATION } from 'aws-cdk-lib/cx-api';
import { Construct, type IConstruct } from 'constructs';
import { stageOf } from './stages';

/** Steps. Several works run in parallel: all first steps, then all second steps. */
type Work = readonly (() => void)[];

const WAITING = new WeakMap<IConstruct, Work[]>();

/**
 * Runs `work` after the aspects of a stage have visited every construct, so that it sees what they add and change. What it adds is
 * then visited too, so that it is tagged and checked like everything else.
 */
export function afterAspects(scope: IConstruct, work: Work): void {
  const root = stageOf(scope);
  const others = WAITING.get(root);
  if (others !== undefined) {
    others.push(work);
    return;
  }
  const waiting = [work];
  WAITING.set(root, waiting);
  let last: Construct | undefined;
  Aspects.of(root).add({
    visit: (node) => {
      // CDK visits parents first and children in their order: the youngest child of the root comes last
      if (node === root) last ??= new Construct(root, 'VigilAfterAspects');
      if (node === last) doAll(root, waiting.splice(0));
    },
  });
}

function doAll(root: IConstruct, works: readonly Work[]): void {
  const before = new Set(root.node.findAll());
  const longest = Math.max(0, ...works.map((work) => work.length));
  for (let step = 0; step < longest; step++) for (const work of works) work[step]?.();
  // with this flag, CDK itself goes on until every aspect has seen everything
  if (FeatureFlags.of(root).isEnabled(ASPECT_STABILIZATION)) return;
  for (const node of root.node.findAll()) if (!before.has(node)) visitAsCdkWould(root, node);
}

function visitAsCdkWould(root: IConstruct, node: IConstruct): void {
  const { scopes } = node.node;
  scopes
    .slice(scopes.indexOf(root))
    .flatMap((scope) => Aspects.of(scope).applied)
    .sort((a, b) => a.priority - b.priority)
    .forEach(({ aspect }) => {
      aspect.visit(node);
    });
}
