import type { CfnCondition, Stack } from 'aws-cdk-lib';
import type { Candidate } from '../rules/rule';
import type { Dimensions } from './alarm-properties';

/** One AWS resource of a component, as far as alarms need it: its dimensions and its rules. */
export interface AlarmedPart {
  /** Stable within the component: a part of logical ids. Empty for the main resource. */
  readonly id: string;
  /** Tells its alarms apart from those of the component's other parts with the same rules. */
  readonly label?: string;
  /** Where the alarms belong: beside the resource, so that no stack has to know another. */
  readonly stack: Stack;
  readonly dimensions: Dimensions;
  readonly rules: readonly Candidate[];
  /** Its alarms exist only where this holds. */
  readonly condition?: CfnCondition;
}
