import type { CfnResource } from 'aws-cdk-lib';
import type { Dimensions } from '../alarms/alarm-properties';
import type { AlarmedPart } from '../alarms/part';
import type { Chart, Charts } from './chart';

/** One AWS resource of a component: its dimensions, its rules and its charts. */
export interface Part extends AlarmedPart {
  readonly charts: Charts;
  /** Its log group. */
  readonly logGroup?: string;
  /** Log groups in which a correlation id ties together what one cause has set off. */
  readonly flows?: readonly string[];
  /** Resources that its metrics measure, and that its dimensions do not name by themselves. */
  readonly measures?: readonly CfnResource[];
  /** Its page in the AWS console. */
  readonly consoleUrl?: string;
}

/** A row of graphs: of one operation of an API, or of some metrics of an application. */
export interface Detail {
  readonly dimensions: Dimensions;
  readonly charts: readonly Chart[];
}
