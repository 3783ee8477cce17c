import { nearest } from '../text/nearest';
import { booleanIn, isKnown, isObject, isUnknown, numberIn, objectIn, textIn } from './known';
import { type Path, type Refusal, refuse, warn } from './refusal';

/** What a property takes, as data. */
export type Shape =
  | { readonly is: 'text'; readonly longest?: number; readonly oneOf?: readonly string[]; readonly form?: Form }
  | {
      readonly is: 'number';
      readonly whole?: true;
      readonly least?: number;
      readonly most?: number;
      readonly form?: NumberForm;
    }
  | { readonly is: 'boolean' }
  | {
      readonly is: 'list';
      readonly of: Shape;
      readonly most?: number;
      readonly least?: number;
      /** Its items differ in this property. */
      readonly distinct?: string;
    }
  | ObjectShape
  /** Not looked into. */
  | { readonly is: 'any' };

export interface ObjectShape {
  readonly is: 'object';
  readonly properties: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** Of each group, exactly one has to be there. */
  readonly oneOf?: readonly (readonly string[])[];
  /** The others must not stand beside the first. */
  readonly excludes?: readonly (readonly [property: string, others: readonly string[]])[];
  /** The first is taken only together with the others. */
  readonly needs?: readonly (readonly [property: string, others: readonly string[]])[];
}

interface Form {
  readonly fits: (text: string) => boolean;
  /** What it has to be, to follow "write". */
  readonly wanted: string;
}

interface NumberForm {
  readonly fits: (value: number) => boolean;
  readonly wanted: string;
}

/** Whatever of a value has not the shape. */
export function misshapen(value: unknown, shape: Shape, path: Path = []): Refusal[] {
  if (value === undefined || isUnknown(value)) return [];
  switch (shape.is) {
    case 'text': {
      const text = textIn(value);
      return text === undefined ? [refuse(path, `${shown(value)} is not a text.`)] : textFaults(text, shape, path);
    }
    case 'number': {
      const number = numberIn(value);
      return number === undefined
        ? [refuse(path, `${shown(value)} is not a number.`)]
        : numberFaults(number, shape, path);
    }
    case 'boolean':
      return booleanIn(value) === undefined ? [refuse(path, `${shown(value)} is neither true nor false.`)] : [];
    case 'list':
      return Array.isArray(value)
        ? listFaults(value, shape, path)
        : [refuse(path, `${shown(value)} is not a list. Write it as one item of a list.`)];
    case 'object':
      return isObject(value) ? objectFaults(value, shape, path) : [refuse(path, `${shown(value)} is not an object.`)];
    case 'any':
      return [];
  }
}

type Of<Is extends Shape['is']> = Shape & { readonly is: Is };

function textFaults(text: string, { longest, oneOf, form }: Of<'text'>, path: Path): Refusal[] {
  if (oneOf !== undefined && !oneOf.includes(text)) {
    const meant = nearest(text, oneOf);
    const advice = meant === undefined ? `Write one of ${oneOf.join(', ')}.` : `Did you mean '${meant}'?`;
    return [refuse(path, `${shown(text)} is not a value of it. ${advice}`)];
  }
  if (text === '') return [refuse(path, 'it is empty.')];
  if (longest !== undefined && text.length > longest)
    return [refuse(path, `it has ${text.length} characters, but CloudWatch allows ${longest}. Shorten it.`)];
  return form === undefined || form.fits(text)
    ? []
    : [refuse(path, `${shown(text)} is refused: write ${form.wanted}.`)];
}

function numberFaults(value: number, { whole, least, most, form }: Of<'number'>, path: Path): Refusal[] {
  const wanted = [
    whole ? 'a whole number' : 'a number',
    least === undefined ? '' : `of at least ${least}`,
    most === undefined ? '' : `of at most ${most}`,
  ];
  const isWrong =
    !Number.isFinite(value) ||
    (whole && !Number.isInteger(value)) ||
    value < (least ?? value) ||
    value > (most ?? value);
  if (isWrong) return [refuse(path, `it is ${value}: write ${wanted.filter((part) => part !== '').join(' ')}.`)];
  return form === undefined || form.fits(value) ? [] : [refuse(path, `it is ${value}: write ${form.wanted}.`)];
}

function listFaults(items: readonly unknown[], { of, most, least = 0, distinct }: Of<'list'>, path: Path): Refusal[] {
  const sure = items.filter(isKnown).length;
  return [
    ...(most !== undefined && sure > most
      ? [refuse(path, `it has ${sure} items, but CloudWatch allows ${most}. Remove ${sure - most}.`)]
      : []),
    ...(items.length < least ? [refuse(path, `it has ${items.length} items; CloudWatch needs ${least}.`)] : []),
    ...(distinct === undefined ? [] : repeatedIn(items, distinct, path)),
    ...items.flatMap((item, index) => misshapen(item, of, [...path, index])),
  ];
}

function repeatedIn(items: readonly unknown[], property: string, path: Path): Refusal[] {
  const values = items.map((item) => textIn(objectIn(item)[property]));
  return values.flatMap((value, index) =>
    value === undefined || values.indexOf(value) === index
      ? []
      : [refuse([...path, index, property], `${shown(value)} stands in it twice. Remove one.`)],
  );
}

function objectFaults(value: Readonly<Record<string, unknown>>, shape: ObjectShape, path: Path): Refusal[] {
  const { properties, required = [], oneOf = [], excludes = [], needs = [] } = shape;
  const isAbsent = (name: string): boolean => value[name] === undefined;
  // an empty list is not sent
  const isGiven = (name: string): boolean =>
    isKnown(value[name]) && !(Array.isArray(value[name]) && value[name].length === 0);
  return [
    ...Object.keys(value)
      .filter((name) => !Object.hasOwn(properties, name) && !isAbsent(name))
      .map((name) => unknownProperty(name, Object.keys(properties), path)),
    ...required.filter(isAbsent).map((name) => refuse(path, `'${name}' is missing. Add it.`)),
    ...oneOf.flatMap((names) => {
      const given = names.filter(isGiven);
      if (names.every(isAbsent)) return [refuse(path, `it has none of ${listed(names)}. Add one.`)];
      return given.length > 1
        ? [
            refuse(
              [...path, given[1] as string],
              `it stands beside ${listed(given.filter((_, index) => index !== 1))}. Give one of ${listed(names)}.`,
            ),
          ]
        : [];
    }),
    ...excludes.flatMap(([first, others]) =>
      isGiven(first)
        ? others
            .filter(isGiven)
            .map((name) => refuse([...path, name], `it must not stand beside '${first}'. Remove one of the two.`))
        : [],
    ),
    ...needs.flatMap(([first, others]) =>
      isGiven(first)
        ? others
            .filter(isAbsent)
            .map((name) => refuse([...path, first], `it is taken only together with '${name}'. Add '${name}'.`))
        : [],
    ),
    ...Object.entries(properties).flatMap(([name, each]) => misshapen(value[name], each, [...path, name])),
  ];
}

/** CloudFormation refuses what it does not know; it may know more than this release of Vigil. */
function unknownProperty(name: string, known: readonly string[], path: Path): Refusal {
  const meant = nearest(name, known);
  const advice = meant === undefined ? `Known are ${known.join(', ')}.` : `Did you mean '${meant}'?`;
  return warn([...path, name], `CloudFormation documents no such property. ${advice}`);
}

const listed = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

const LONGEST_SHOWN = 60;

/** A value as a part of one line. */
export function shown(value: unknown): string {
  if (typeof value === 'object') return 'this';
  const text = JSON.stringify(String(value)).slice(1, -1);
  return `'${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text}'`;
}
