import { SEVERITIES } from '../contracts/severity';
import type { BuiltAlarm } from './component-alarms';

const SHOWN = 3;

/** Alarms whose severity has no route. */
export function missingRouteErrors(alarms: readonly BuiltAlarm[]): string[] {
  return SEVERITIES.flatMap((severity) => {
    const names = alarms.filter((alarm) => alarm.hasNoRoute && alarm.severity === severity).map(({ name }) => name);
    if (names.length === 0) return [];
    return [
      `${names.length === 1 ? '1 alarm' : `${names.length} alarms`} of severity ${severity} would notify nobody, because no route carries ${severity}: ${some(names)}. Add a route that carries ${severity}, such as Route.email('oncall@example.com', { severities: [Severity.${severity}] }), or add ${severity} to 'showOnly'.`,
    ];
  });
}

/** In CloudWatch, the last of several alarms with one name overwrites the others. */
export function duplicateNameErrors(alarms: readonly BuiltAlarm[]): string[] {
  const seen = new Set<string>();
  const twice = alarms.filter(({ name, stack: { region, account } }) => {
    const key = [account, region, name].join();
    return seen.has(key) || !seen.add(key);
  });
  if (twice.length === 0) return [];
  const names = twice.map(({ name }) => name);
  return [`More than one alarm has the name ${some(names)}. Give each component a different 'label'.`];
}

/** Reports an error once for all components that have it, because one change of a rule may cause all of them. */
export function sharedErrors(errorsOf: ReadonlyMap<string, readonly string[]>): string[] {
  const components = new Map<string, string[]>();
  for (const [component, errors] of errorsOf) {
    for (const error of new Set(errors)) components.set(error, [...(components.get(error) ?? []), component]);
  }
  return [...components].map(([error, names]) => `${some(names)}: ${error}`);
}

const some = (names: readonly string[]): string =>
  names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ', …' : '');
