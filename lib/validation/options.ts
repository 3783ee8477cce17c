import { nearest } from '../text/nearest';
import type { Kind, Report, required } from './kind';
import { isConstruct, shown } from './shown';

/** The kind of each option of an interface. An option that the interface gets or loses does not compile without its row. */
export type Fields<T> = {
  readonly [Key in keyof T]-?: undefined extends T[Key] ? Kind : ReturnType<typeof required>;
};

/** A kind of object. */
export interface ObjectKind extends Kind {
  /** As `read`, but returns also an object in which something without a default is missing or wrong. */
  readonly readPart: (value: unknown, path: string, report: Report) => object | undefined;
  readonly isWhole: (part: object) => boolean;
}

/** An object with these options and no others. */
export function object<T>(fields: Fields<T>, example?: string): ObjectKind {
  const known = new Map<string, Kind>(Object.entries(fields));
  const isWhole = (part: object) => [...known].every(([key, { missing }]) => missing === undefined || key in part);

  const readPart: ObjectKind['readPart'] = (value, path, report) => {
    if (!isPlain(value)) {
      report(path, `${shown(value)} is not an object with options.${example ? ` Write for example ${example}.` : ''}`);
      return undefined;
    }
    const given = Object.entries(value).filter(([, item]) => item !== undefined);
    reportKeys(
      given.map(([key]) => key),
      path,
      report,
    );
    return valuesOf(given.map(([key, item]) => [key, known.get(key)?.read(item, within(path, key), report)]));
  };

  const reportKeys = (given: readonly string[], path: string, report: Report): void => {
    const open = [...known.keys()].filter((key) => !given.includes(key));
    const unknown = given.filter((key) => !known.has(key));
    const meant = new Map(unknown.map((key) => [key, nearest(key, open)]));
    for (const [key, name] of meant) {
      const advice = name === undefined ? `known: ${[...known.keys()].join(', ')}` : `did you mean '${name}'?`;
      report(path, `unknown ${shown(key)}; ${advice}`);
    }
    // a misspelt option is not also reported as missing
    for (const key of open.filter((name) => ![...meant.values()].includes(name))) {
      const advice = known.get(key)?.missing;
      if (advice !== undefined) report(path, `'${key}' is missing. ${advice}`);
    }
  };

  const read: Kind['read'] = (value, path, report) => {
    const part = readPart(value, path, report);
    return part !== undefined && isWhole(part) ? part : undefined;
  };
  return { read, readPart, isWhole };
}

/** Values of one kind by names of any kind. */
export const record = (kind: Kind): Kind => ({
  read: (value, path, report) => {
    if (isPlain(value))
      return valuesOf(Object.entries(value).map(([key, item]) => [key, kind.read(item, within(path, key), report)]));
    report(path, `${shown(value)} is not an object.`);
    return undefined;
  },
});

/** With one wrong item the whole list is left out, because a shorter list could mean something else. */
export const list = (kind: Kind): Kind => ({
  read: (value, path, report) => {
    if (!Array.isArray(value)) {
      report(path, `${shown(value)} is not a list. Write it in brackets: [ ].`);
      return undefined;
    }
    const items = value.map((item, index) => kind.read(item, `${path}[${index}]`, report));
    return items.includes(undefined) ? undefined : items;
  },
});

/** What is wrong with options. */
export interface Mistakes {
  /** One line each, with the path of the option. */
  readonly messages: readonly string[];
  /** Whether everything without a default is there. */
  readonly isComplete: boolean;
}

const MISTAKES = new WeakMap<object, Mistakes>();

/**
 * Options as far as they can be used: JavaScript passes anything. What is wrong is left out, also where that has no default, so that
 * everything else can be checked too; `mistakesIn` lists it.
 */
export function checked<T extends object>(kind: ObjectKind, options: T): T {
  const messages: string[] = [];
  const report: Report = (path, message) => messages.push(path === '' ? message : `${path}: ${message}`);
  const part = kind.readPart(options, '', report) ?? {};
  MISTAKES.set(part, { messages, isComplete: kind.isWhole(part) });
  return part as T;
}

/** What is wrong with options that `checked` returned. */
export const mistakesIn = (options: object): Mistakes => MISTAKES.get(options) ?? { messages: [], isComplete: true };

/** For calls that belong to no construct. @throws Error with everything that is wrong, one line each */
export function checkNow<T>(call: string, kind: Kind, value: T): T {
  const messages: string[] = [];
  kind.read(value, '', (path, message) => messages.push(`${call}: ${path === '' ? '' : `${path}: `}${message}`));
  if (messages.length > 0) throw new Error(messages.join('\n'));
  return value;
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isConstruct(value);

const valuesOf = (entries: readonly (readonly [string, unknown])[]): object =>
  Object.fromEntries(entries.filter(([, value]) => value !== undefined));

function within(path: string, key: string): string {
  if (!/^[\w$-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
