import type { Properties } from './known';
import type { Target } from './metric-alarm';

/** A resource of CloudWatch as a template declares it. */
export interface Declaration {
  readonly type: string;
  /** With every intrinsic function replaced; what only deployment knows stands there as a text such as `${Stage}`. */
  readonly properties: Properties;
  /** Where it is deployed, as far as that is known. */
  readonly target: Target;
  readonly name?: string;
  readonly arn?: string;
  /** Whether an alarm of this name or ARN is declared in the same deployment. */
  readonly isDeclared: (reference: string) => boolean;
  /** Other alarms that are declared with the same name. */
  readonly namesakes?: readonly Namesake[];
}

export interface Namesake {
  readonly who: string;
  /** False if they may be in different regions, or under conditions that exclude each other. */
  readonly isSure: boolean;
}
