import type { CfnCondition, CfnResource, Stack } from 'aws-cdk-lib';
import type { Graphs } from '../dashboards/line';
import type { Candidate } from '../rules/rule';
import type { Dimensions } from './alarm-properties';

/** One AWS resource of a component: its dimensions, its rules and its graphs. */
export interface Part {
  /** Stable within the component: a part of logical ids. Empty for the main resource. */
  readonly id: string;
  /** Tells its alarms apart from those of the component's other parts with the same rules. */
  readonly label?: string;
  /** Where the alarms belong: beside the resource, so that no stack has to know another. */
  readonly stack: Stack;
  readonly dimensions: Dimensions;
  readonly rules: readonly Candidate[];
  readonly graphs: Graphs;
  /** Where its log lines are. */
  readonly logGroup?: string;
  /** Its page in the AWS console. */
  readonly consoleUrl?: string;
  /** Its alarms exist only where this holds. */
  readonly condition?: CfnCondition;
  /** What the part watches, unless it is imported: no resource is watched twice. */
  readonly resource?: CfnResource;
}
