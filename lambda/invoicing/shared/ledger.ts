import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { BY_AGE } from './contract';
import { RequestError } from './input';
import { setting } from './setting';

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly createdAt: string;
}

export interface Invoice {
  readonly id: string;
  readonly customerId: string;
  readonly amountMinorUnits: number;
  readonly currency: string;
  readonly status: 'created' | 'issued';
  readonly createdAt: string;
  readonly issuedAt?: string;
}

export interface PageRequest {
  readonly limit: number;
  readonly next?: string;
}

export interface Page<T> {
  readonly items: T[];
  /** Asks for the page after this one, which may be empty; absent on the last. */
  readonly next?: string;
}

/** A customer and its invoices share a partition; `kind` and `createdAt` make the index by age. */
interface Key {
  readonly pk: string;
  readonly sk: string;
}
type Item<T> = T & Key & { readonly kind: Kind };
type Kind = 'customer' | 'invoice';

const TableName = setting('TABLE_NAME');
const table = DynamoDBDocumentClient.from(new DynamoDBClient());

const customerKey = (id: string): Key => ({ pk: `CUSTOMER#${id}`, sk: 'CUSTOMER' });
const invoiceKey = (customerId: string, id: string): Key => ({ pk: `CUSTOMER#${customerId}`, sk: `INVOICE#${id}` });

export async function addCustomer(customer: Customer): Promise<void> {
  await table.send(new PutCommand({ TableName, Item: { ...customerKey(customer.id), kind: 'customer', ...customer } }));
}

export async function hasCustomer(id: string): Promise<boolean> {
  const { Item } = await table.send(new GetCommand({ TableName, Key: customerKey(id), ConsistentRead: true }));
  return Item !== undefined;
}

/** Adds the invoice unless one with its id is there, and returns the one that is there then. */
export async function addInvoice(invoice: Invoice): Promise<Invoice> {
  const Key = invoiceKey(invoice.customerId, invoice.id);
  try {
    const Item = { ...Key, kind: 'invoice', ...invoice };
    await table.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    return invoice;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const { Item } = await table.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return strip(Item as Item<Invoice>);
  }
}

/**
 * Marks an invoice as issued. Doing it again changes nothing, so that the date of the first time stays.
 *
 * @throws if there is no such invoice
 */
export async function issueInvoice(customerId: string, id: string, issuedAt: string): Promise<void> {
  try {
    await table.send(
      new UpdateCommand({
        TableName,
        Key: invoiceKey(customerId, id),
        UpdateExpression: 'SET #status = :issued, issuedAt = :issuedAt',
        ConditionExpression: '#status = :created',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':issued': 'issued', ':issuedAt': issuedAt, ':created': 'created' },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    if (error.Item === undefined) throw new Error(`There is no invoice ${id} of customer ${customerId}.`);
  }
}

export const customers = (page: PageRequest): Promise<Page<Customer>> => newest('customer', page);
export const invoices = (page: PageRequest): Promise<Page<Invoice>> => newest('invoice', page);

async function newest<T>(kind: Kind, { limit, next }: PageRequest): Promise<Page<T>> {
  const { Items, LastEvaluatedKey } = await table.send(
    new QueryCommand({
      TableName,
      IndexName: BY_AGE,
      KeyConditionExpression: 'kind = :kind',
      ExpressionAttributeValues: { ':kind': kind },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: next === undefined ? undefined : { kind, ...decode(next) },
    }),
  );
  return {
    items: ((Items ?? []) as Item<T>[]).map(strip),
    next: LastEvaluatedKey === undefined ? undefined : encode(LastEvaluatedKey),
  };
}

function strip<T>({ pk: _pk, sk: _sk, kind: _kind, ...entity }: Item<T>): T {
  return entity as T;
}

const encode = ({ pk, sk, createdAt }: Record<string, string>): string =>
  Buffer.from(JSON.stringify([pk, sk, createdAt])).toString('base64url');

function decode(token: string): Key & { createdAt: string } {
  try {
    const parts = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === 3 && parts.every((part) => typeof part === 'string' && part !== '')) {
      const [pk, sk, createdAt] = parts;
      return { pk, sk, createdAt };
    }
  } catch {
    // not even JSON: the same error
  }
  throw new RequestError(400, "'next' has to be the one from an earlier answer, unchanged.");
}

const isConditionFailure = (error: unknown): error is Error & { Item?: object } =>
  (error as Error).name === 'ConditionalCheckFailedException';
