import type { CfnCondition, CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { ResourceGraph } from '../../tree/resource-graph';

/** What a monitor needs to find the parts of its component. */
export interface WatchContext {
  readonly graph: ResourceGraph;
  /** The dead-letter queues and failure destinations of the app. */
  readonly deadLetterQueues: ReadonlySet<CfnResource>;
  /** Claims a resource for the asking component; false if another one has it already. */
  claim(resource: CfnResource): boolean;
  /** Where alarms on metrics that exist only in us-east-1 belong. */
  inUsEast1(construct: IConstruct): Placement;
  /** The functions that belong to the components so far. */
  functions(): readonly CfnFunction[];
  /** Reports an error: synthesis fails with all errors. */
  error(message: string): void;
  /** Reports a warning. */
  warn(id: string, message: string): void;
  /** Whether per-operation metrics are wanted. */
  readonly detailedMetrics: boolean;
}

export interface Placement {
  readonly stack: Stack;
  /** The alarms exist only where this holds. */
  readonly condition?: CfnCondition;
}
