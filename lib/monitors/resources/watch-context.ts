import type { CfnCondition, CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { Change } from '../../contracts/changes';
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
  /** Reports that a property of a resource of the app was set, and which option leaves it off. */
  changed(resource: CfnResource, property: string, option: Change['option']): void;
  /** Whether per-operation metrics are wanted. */
  readonly detailedMetrics: boolean;
  /** Whether the functions of applications are traced. */
  readonly tracing: boolean;
}

export interface Placement {
  readonly stack: Stack;
  /** The alarms exist only where this holds. */
  readonly condition?: CfnCondition;
}
