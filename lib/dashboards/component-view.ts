import type { Stack } from 'aws-cdk-lib';
import type { BuiltAlarm } from '../alarms/component-alarms';
import type { ComponentType } from '../resources/resource-type';
import { arnIn } from '../tree/arn';
import type { Detail, Part } from './part';

/** A component as dashboards show it. */
export interface ComponentView {
  /** Of its monitor in the Vigil: it depends on no label. */
  readonly id: string;
  readonly component: string;
  readonly type: ComponentType;
  /** Whether it watches what the Vigil itself has deployed. */
  readonly isOfVigil: boolean;
  /** Its stack: that of the resource that it is named after. */
  readonly stack: Stack;
  readonly parts: readonly Part[];
  readonly details: readonly Detail[];
  readonly alarms: readonly BuiltAlarm[];
}

/** The region of its metrics. */
export const regionOf = ({ parts, stack }: ComponentView): string => (parts[0]?.stack ?? stack).region;

/** The alarms that its status shows: without the children of composite alarms, which would show one outage many times. */
export const alarmsToShow = ({ alarms }: ComponentView): BuiltAlarm[] => alarms.filter(({ isChild }) => !isChild);

export const arnOf = ({ stack, name }: BuiltAlarm): string => arnIn(stack, 'cloudwatch', `alarm:${name}`);
