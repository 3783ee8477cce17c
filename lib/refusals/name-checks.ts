import type { Declaration } from './declaration';
import { isUnknown, listIn, objectIn, textIn } from './known';
import { type Check, type Refusal, refuse, warn } from './refusal';
import { shown } from './shape';

/** CloudWatch keeps one alarm of a name, of whatever kind, in each account and region. */
export const NAME_CHECKS: readonly Check<Declaration>[] = [
  {
    id: 'same-name',
    find: ({ properties, namesakes = [] }) =>
      namesakes.map(({ who, isSure }) =>
        (isSure ? refuse : warn)(
          ['AlarmName'],
          `${who} has the name ${shown(properties['AlarmName'])} too, but an account has one alarm of a name in a region. Give each its own.`,
        ),
      ),
  },
];

export const MUTE_RULE_CHECKS: readonly Check<Declaration>[] = [
  {
    id: 'muted',
    find: ({ properties, isDeclared }): Refusal[] => {
      const targets = properties['MuteTargets'];
      const names = objectIn(targets)['AlarmNames'];
      if (isUnknown(targets) || isUnknown(names)) return [];
      const path = ['MuteTargets', 'AlarmNames'];
      if (listIn(names).length === 0)
        return [warn(targets === undefined ? [] : path, 'it names no alarm, so it mutes nothing. Name alarms.')];
      return listIn(names).flatMap((name, index) => {
        const text = textIn(name);
        return text === undefined || isDeclared(text)
          ? []
          : [
              warn(
                [...path, index],
                `no template here declares the alarm ${shown(text)}. The names have to be those of alarms in the account.`,
              ),
            ];
      });
    },
  },
];
