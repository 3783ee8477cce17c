import { isList, isObject, type Json, type JsonObject } from '../../assembly/json';

/** Whether an event matches a pattern of EventBridge: values, `prefix`, `suffix`, `exists` and `anything-but`. @throws an error that names what is not known here */
export const matches = (pattern: JsonObject, event: JsonObject): boolean =>
  Object.entries(pattern).every(([name, wanted]) => {
    const value = event[name];
    if (isList(wanted)) return wanted.some((each) => isAdmitted(each, value));
    if (isObject(wanted)) return isObject(value) && matches(wanted, value);
    throw new Error(`The pattern of '${name}' is no list.`);
  });

function isAdmitted(wanted: Json, value: Json | undefined): boolean {
  if (isList(value)) return value.some((each) => isAdmitted(wanted, each));
  if (!isObject(wanted)) return wanted === value;
  const [[operator = '', operand] = []] = Object.entries(wanted);
  const test = OPERATORS[operator];
  if (test === undefined) throw new Error(`'${operator}' in an event pattern is not known here.`);
  return test(operand, value);
}

const OPERATORS: Readonly<Record<string, (operand: Json | undefined, value: Json | undefined) => boolean>> = {
  prefix: (start, value) => typeof value === 'string' && typeof start === 'string' && value.startsWith(start),
  suffix: (end, value) => typeof value === 'string' && typeof end === 'string' && value.endsWith(end),
  exists: (isThere, value) => (value !== undefined) === isThere,
  'anything-but': (others, value) => value !== undefined && ![others].flat().some((each) => each === value),
};
