import type { State } from './model';

const TOKEN = /\s*((?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*"?([^")]*)"?\s*\)|AND|OR|NOT|TRUE|FALSE|\(|\))/gy;

/** Whether a composite's rule holds, given the states of the alarms that it names. */
export function holds(rule: string, stateOf: (alarmName: string) => State): boolean {
  const matches = [...rule.matchAll(TOKEN)];
  const end = matches.reduce((length, [match]) => length + match.length, 0);
  if (rule.slice(end).trim() !== '') throw new Error(`The rule '${rule}' cannot be read from '${rule.slice(end)}' on`);
  const tokens = matches.map(([, token, name]) => ({ token: token as string, name }));

  const either = (): boolean => {
    let value = both();
    while (tokens[0]?.token === 'OR') {
      tokens.shift();
      value = both() || value;
    }
    return value;
  };
  const both = (): boolean => {
    let value = single();
    while (tokens[0]?.token === 'AND') {
      tokens.shift();
      value = single() && value;
    }
    return value;
  };
  const single = (): boolean => {
    const next = tokens.shift();
    if (next === undefined) throw new Error(`The rule '${rule}' ends too early`);
    if (next.token === 'NOT') return !single();
    if (next.token === 'TRUE' || next.token === 'FALSE') return next.token === 'TRUE';
    if (next.name !== undefined) return stateOf(next.name) === next.token.slice(0, next.token.indexOf('(')).trim();
    const value = either();
    if (next.token !== '(' || tokens.shift()?.token !== ')') throw new Error(`The rule '${rule}' misses a bracket`);
    return value;
  };

  const value = either();
  if (tokens.length > 0) throw new Error(`The rule '${rule}' has '${tokens[0]?.token}' too much`);
  return value;
}
