import type { CfnCondition, Stack } from 'aws-cdk-lib';
import type { Fleet } from '../rules/fleet';
import type { Candidate } from '../rules/rule';
import type { Dimensions } from './alarm-properties';

/** One AWS resource of a component, as far as alarms need it: its dimensions and its rules. */
export interface AlarmedPart {
  /** Stable within the component: a part of logical ids. Empty for the main resource. */
  readonly id: string;
  /** Distinguishes its alarms from those of the component's other parts with the same rules. */
  readonly label?: string;
  /** The stack of the alarms: that of the resource, so that no stack depends on another. */
  readonly stack: Stack;
  readonly dimensions: Dimensions;
  /** It stands for many resources, which a query finds by this dimension. @default - for one, with `dimensions` */
  readonly fleet?: Fleet;
  readonly rules: readonly Candidate[];
  /** The CloudFormation condition of its alarms. */
  readonly condition?: CfnCondition;
}
