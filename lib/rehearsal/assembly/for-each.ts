import { own } from '../simulator/own';
import { isList, isObject, type Json, type JsonObject, listIn, objectIn, textIn, textsIn } from './json';

/** The texts by which parameters are given to a template, by name. */
export type GivenParameters = Readonly<Record<string, string>>;

const LOOP = /^Fn::ForEach::/;

/** A loop whose items only the deployment knows. */
export interface OpenLoop {
  readonly name: string;
  readonly reason: string;
}

/** Expands the loops of AWS::LanguageExtensions. */
export class Loops {
  public readonly open: OpenLoop[] = [];

  public constructor(
    private readonly parameters: JsonObject,
    private readonly given: GivenParameters,
  ) {}

  /** A section or a part of it, with each `Fn::ForEach` replaced by what it makes. */
  public expand(value: Json | undefined): Json | undefined {
    if (isList(value)) return value.map((item) => this.expand(item) as Json);
    if (!isObject(value)) return value;
    const entries = Object.entries(value).flatMap(([key, item]) =>
      LOOP.test(key) ? this.#entriesOf(key, item) : [[key, this.expand(item)] as const],
    );
    return Object.fromEntries(entries);
  }

  #entriesOf(key: string, loop: Json | undefined): (readonly [string, Json | undefined])[] {
    const [identifier, collection, body] = listIn(loop);
    const name = textIn(identifier);
    const items = this.#itemsOf(collection);
    if (name === undefined || !isObject(body) || items === undefined) {
      const reason =
        items === undefined ? 'its items are known only at deployment' : 'it needs a name, a list and a body';
      this.open.push({ name: key.replace(LOOP, ''), reason });
      return [];
    }
    return items.flatMap((item) => Object.entries(objectIn(this.expand(replaced(body, name, item)))));
  }

  /** Undefined if they are not known. */
  #itemsOf(collection: Json | undefined): readonly string[] | undefined {
    if (isList(collection)) {
      const items = collection.map((item) => (isObject(item) ? this.#itemsOf(item) : textsIn([item])));
      return items.includes(undefined) ? undefined : (items as string[][]).flat();
    }
    const name = isObject(collection) ? textIn(collection.Ref) : undefined;
    if (name === undefined) return undefined;
    const parameter = own(this.parameters, name);
    const value = own(this.given, name) ?? objectIn(parameter).Default;
    if (isList(value)) return textsIn(value);
    return textIn(value)
      ?.split(',')
      .map((item) => item.trim());
  }
}

/** `${Name}` and `{ Ref: Name }` give the item; `&{Name}` its letters and digits, as a logical id takes them. */
function replaced(value: Json | undefined, name: string, item: string): Json | undefined {
  if (typeof value === 'string') return textWith(value, name, item);
  if (isList(value)) return value.map((each) => replaced(each, name, item) as Json);
  if (!isObject(value)) return value;
  if (Object.keys(value).length === 1 && value.Ref === name) return item;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [textWith(key, name, item), replaced(each, name, item)]),
  );
}

const textWith = (text: string, name: string, item: string): string =>
  text.replaceAll(`\${${name}}`, item).replaceAll(`&{${name}}`, item.replace(/[^A-Za-z0-9]/g, ''));
