import type { TableDeclaration } from '../../assembly/model';
import { CallError } from './call-error';
import { type Bindings, compare, holds, type Item, projected, updated } from './expressions';

/** The members of requests that are read here. */
export interface TableCall {
  readonly TableName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly ExclusiveStartKey?: Item;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly Select?: string;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

type Keys = readonly string[];

/** DynamoDB's tables in memory: items are read and written one by one, queried and scanned. */
export class Tables {
  readonly #tables: ReadonlyMap<string, { readonly declared: TableDeclaration; readonly items: Map<string, Item> }>;

  public constructor(declared: readonly TableDeclaration[]) {
    this.#tables = new Map(declared.map((each) => [each.name, { declared: each, items: new Map() }]));
  }

  /** How many items each has. */
  public get sizes(): { readonly name: string; readonly items: number }[] {
    return [...this.#tables].map(([name, { items }]) => ({ name, items: items.size }));
  }

  /** By the names of the API. */
  public readonly actions: Readonly<Record<string, (call: TableCall) => object>> = {
    GetItem: (call) => {
      const { items, key } = this.#found(call, call.Key);
      const item = items.get(key);
      return item === undefined ? {} : { Item: shown(item, call) };
    },
    PutItem: (call) => this.#write(call, call.Item, () => call.Item),
    DeleteItem: (call) => this.#write(call, call.Key, () => undefined),
    UpdateItem: (call) =>
      this.#write(call, call.Key, (before) => {
        const item = before ?? (call.Key as Item);
        return call.UpdateExpression === undefined ? item : updated(call.UpdateExpression, item, bindingsOf(call));
      }),
    Query: (call) => this.#select(call, call.KeyConditionExpression),
    Scan: (call) => this.#select(call, undefined),
  };

  #table({ TableName = '' }: TableCall) {
    const name = TableName.split('/').at(-1) as string;
    const table = this.#tables.get(name);
    if (table === undefined)
      throw new CallError('ResourceNotFoundException', `There is no table '${name}' in the assembly.`);
    return table;
  }

  #found(call: TableCall, from: Item | undefined) {
    const { declared, items } = this.#table(call);
    const missing = declared.keys.find((name) => from?.[name] === undefined);
    if (missing !== undefined) throw new CallError('ValidationException', `The key '${missing}' is missing.`);
    return { items, key: keyOf(from as Item, declared.keys) };
  }

  #write(call: TableCall, keys: Item | undefined, change: (before: Item | undefined) => Item | undefined): object {
    const { items, key } = this.#found(call, keys);
    const before = items.get(key);
    const { ConditionExpression, ReturnValuesOnConditionCheckFailure, ReturnValues } = call;
    if (ConditionExpression !== undefined && !holds(ConditionExpression, before, bindingsOf(call))) {
      const seen = ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before !== undefined ? { Item: before } : {};
      throw new CallError('ConditionalCheckFailedException', 'The conditional request failed', seen);
    }
    const after = change(before);
    if (after === undefined) items.delete(key);
    else items.set(key, after);
    if (ReturnValues === 'ALL_OLD' && before !== undefined) return { Attributes: before };
    return ReturnValues === 'ALL_NEW' && after !== undefined ? { Attributes: after } : {};
  }

  #select(call: TableCall, keyCondition: string | undefined): object {
    const { declared, items } = this.#table(call);
    const keys = keysFor(declared, call.IndexName);
    const order = [...new Set([...keys.slice(1), ...declared.keys])];
    const sign = call.ScanIndexForward === false ? -1 : 1;
    const inOrder = (one: Item, other: Item): number => sign * comparedBy(order, one, other);
    const { ExclusiveStartKey: start, FilterExpression, Limit = Number.POSITIVE_INFINITY } = call;
    const meets = (expression: string | undefined) => (item: Item) =>
      expression === undefined || holds(expression, item, bindingsOf(call));
    const found = [...items.values()]
      // an index has only what has its keys
      .filter((item) => keys.every((name) => item[name] !== undefined))
      .filter(meets(keyCondition))
      .sort(inOrder)
      .filter((item) => start === undefined || inOrder(item, start) > 0);
    const page = found.slice(0, Limit);
    const last = page.length === Limit ? page.at(-1) : undefined;
    const Items = page.filter(meets(FilterExpression)).map((item) => shown(item, call));
    return {
      ...{ Count: Items.length, ScannedCount: page.length },
      ...(call.Select !== 'COUNT' && { Items }),
      ...(last !== undefined && { LastEvaluatedKey: partOf(last, [...new Set([...keys, ...declared.keys])]) }),
    };
  }
}

const bindingsOf = ({ ExpressionAttributeNames: names, ExpressionAttributeValues: values }: TableCall): Bindings => ({
  names,
  values,
});

const shown = (item: Item, call: TableCall): Item =>
  call.ProjectionExpression === undefined ? item : projected(call.ProjectionExpression, item, bindingsOf(call));

const partOf = (item: Item, names: Keys): Item => Object.fromEntries(names.map((name) => [name, item[name] ?? {}]));
const keyOf = (item: Item, names: Keys): string => JSON.stringify(names.map((name) => item[name]));

function keysFor({ name, keys, indexes }: TableDeclaration, wanted: string | undefined): Keys {
  if (wanted === undefined) return keys;
  const index = indexes.find((each) => each.name === wanted);
  if (index === undefined) throw new CallError('ValidationException', `The table '${name}' has no index '${wanted}'.`);
  return index.keys;
}

function comparedBy(names: Keys, one: Item, other: Item): number {
  for (const name of names) {
    const order = compare(one[name], other[name]);
    if (order !== 0 && !Number.isNaN(order)) return order;
  }
  return 0;
}
