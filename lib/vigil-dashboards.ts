import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { RegionalTopics } from './alerting/regional-topics';
import type { DashboardLayout } from './contracts/dashboard-layout';
import type { ComponentView } from './dashboards/component-view';
import { type Board, boardsOf } from './dashboards/layout';
import { publish } from './dashboards/pages';
import { holderIn } from './tree/holder';
import { topStack } from './tree/naming';
import { dependentsOf, isAloneIn } from './tree/stack-dependencies';

export interface DashboardOptions {
  readonly environment: string;
  readonly name: string;
  readonly layout?: DashboardLayout;
  readonly topics: RegionalTopics;
}

/** Creates the dashboards of a Vigil, each in the stack that it belongs to. Returns errors instead where stacks would depend on each other. */
export function publishDashboards(
  vigil: Construct,
  views: readonly ComponentView[],
  { topics, ...layout }: DashboardOptions,
): string[] {
  /** The stacks of the resources that dashboards of a component refer to. */
  const stacksShownBy = ({ parts }: ComponentView): Stack[] =>
    [...new Set(parts.map(({ stack }) => topStack(stack)))].filter((stack) => !topics.hasMade(stack));
  const boards = boardsOf(views, {
    ...layout,
    home: topStack(vigil),
    isAtHome: (some, stack) => some.every((view) => stacksShownBy(view).every((each) => each === stack)),
  });
  const above = dependents(vigil, boards, stacksShownBy);
  if (above.length > 0) {
    const home = topStack(vigil).node.path;
    const names = above.map(({ node }) => node.path).join(', ');
    return [
      `The dashboards of ${vigil.node.path} would make ${home} depend on ${names}, which depends on it already. Create the Vigil in a stack of its own.`,
    ];
  }
  for (const { stack, draws: _, ...page } of boards) {
    publish(stack === undefined || stack === Stack.of(vigil) ? vigil : holderIn(vigil, stack), page);
  }
  return [];
}

/** The stacks that refer to the Vigil's, and whose resources its dashboards would refer to. */
function dependents(vigil: Construct, boards: readonly Board[], stacksShownBy: (view: ComponentView) => Stack[]) {
  const home = topStack(vigil);
  if (isAloneIn(vigil, home)) return [];
  const drawn = boards.filter(({ stack }) => stack === undefined).flatMap(({ draws }) => draws);
  return dependentsOf(home, new Set(drawn.flatMap(stacksShownBy)));
}
