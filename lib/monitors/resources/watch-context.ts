import type { CfnCondition, CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { ResourceGraph } from '../../tree/resource-graph';

/** What a monitor can ask while it finds out what belongs to its component. */
export interface WatchContext {
  readonly graph: ResourceGraph;
  /** The queues that something puts its failures into. */
  readonly deadLetterQueues: ReadonlySet<CfnResource>;
  /** Claims a resource for the asking component; false if another one has it already. */
  claim(resource: CfnResource): boolean;
  /** Where alarms on metrics that exist only in us-east-1 belong. */
  inUsEast1(construct: IConstruct): Placement;
  /** The functions that belong to the components so far. */
  functions(): readonly CfnFunction[];
  /** Stops synthesis, with everything else that is wrong. */
  fault(message: string): void;
  /** Tells the user something that does not stop synthesis. */
  warn(id: string, message: string): void;
  /** Whether per-operation metrics are wanted. */
  readonly detailedMetrics: boolean;
}

export interface Placement {
  readonly stack: Stack;
  /** The alarms exist only where this holds. */
  readonly condition?: CfnCondition;
}
