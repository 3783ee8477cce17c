import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** All constructs that CDK synthesizes with a stage: not those of the stages within it. */
export function constructsOf(stage: IConstruct): IConstruct[] {
  const below = (construct: IConstruct): IConstruct[] => [
    construct,
    ...construct.node.children.filter((child) => !Stage.isStage(child)).flatMap(below),
  ];
  return below(stage);
}

/** The stage that CDK synthesizes a construct with, the construct itself if it is one. An app is a stage too. */
export function stageOf(construct: IConstruct): IConstruct {
  return construct.node.scopes.findLast(Stage.isStage) ?? construct.node.root;
}
