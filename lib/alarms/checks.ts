import { SEVERITIES } from '../alerting/severity';
import type { BuiltAlarm } from './component-alarms';

const SHOWN = 3;

/** Alarms that should notify somebody, but whose severity no route carries. */
export function unheardFaults(alarms: readonly BuiltAlarm[]): string[] {
  return SEVERITIES.flatMap((severity) => {
    const names = alarms.filter((alarm) => alarm.unheard && alarm.severity === severity).map(({ name }) => name);
    if (names.length === 0) return [];
    return [
      `${names.length} alarms of severity ${severity} have no route, so nobody would hear them: ${some(names)}. Add a route that carries ${severity}, such as Route.email('oncall@example.com', { severities: [Severity.${severity}] }), or put ${severity} into 'showOnly'.`,
    ];
  });
}

/** CloudWatch would let the last of several alarms with one name overwrite the others. */
export function duplicateFaults(alarms: readonly BuiltAlarm[]): string[] {
  const seen = new Set<string>();
  const twice = alarms.filter(({ name, stack: { region, account } }) => {
    const key = [account, region, name].join();
    return seen.has(key) || !seen.add(key);
  });
  if (twice.length === 0) return [];
  const names = twice.map(({ name }) => name);
  return [`More than one alarm would be called ${some(names)}. Give each component a 'label' of its own.`];
}

/** One fault for all components that have it: they may have it from one change. */
export function sharedFaults(faultsOf: ReadonlyMap<string, readonly string[]>): string[] {
  const components = new Map<string, string[]>();
  for (const [component, faults] of faultsOf) {
    for (const fault of new Set(faults)) components.set(fault, [...(components.get(fault) ?? []), component]);
  }
  return [...components].map(([fault, names]) => `${some(names)}: ${fault}`);
}

const some = (names: readonly string[]): string =>
  names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ', …' : '');
