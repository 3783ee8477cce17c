import type { AlarmedPart } from '../alarms/part';
import type { Graphs } from './line';

/** One AWS resource of a component: its dimensions, its rules and its graphs. */
export interface Part extends AlarmedPart {
  readonly graphs: Graphs;
  /** Its log group. */
  readonly logGroup?: string;
  /** Log groups in which a correlation id ties together what one cause has set off. */
  readonly flows?: readonly string[];
  /** Its page in the AWS console. */
  readonly consoleUrl?: string;
}
