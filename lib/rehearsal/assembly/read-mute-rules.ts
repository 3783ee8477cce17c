import type { MuteRule } from '../simulator/model';
import type { Inventory } from './inventory';
import { objectIn, textIn, textsIn } from './json';

export function readMuteRules(inventory: Inventory): MuteRule[] {
  return inventory.ofType('AWS::CloudWatch::AlarmMuteRule').map(({ properties, physical }) => {
    const { Expression, Duration, Timezone } = objectIn(objectIn(properties.Rule).Schedule);
    return {
      name: physical.name,
      schedule: textIn(Expression) ?? '',
      duration: textIn(Duration) ?? '',
      timeZone: textIn(Timezone),
      alarms: textsIn(objectIn(properties.MuteTargets).AlarmNames),
      startDate: textIn(properties.StartDate),
      expireDate: textIn(properties.ExpireDate),
    };
  });
}
