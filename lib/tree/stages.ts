import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The stage that CDK synthesizes a construct with, the construct itself if it is one. An app is a stage too. */
export function stageOf(construct: IConstruct): IConstruct {
  return construct.node.scopes.findLast(Stage.isStage) ?? construct.node.root;
}
