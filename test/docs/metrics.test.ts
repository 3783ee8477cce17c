import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mistakesIn } from './compile';

const page = readFileSync(join(__dirname, '../..', 'docs', 'metrics.md'), 'utf8');
const examples = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code as string);

/** What the examples use of an application. */
const CUSTOMERS = `
export declare function createCustomer(event: unknown): Promise<{ id: string }>;
export declare function query(customer: unknown): Promise<unknown[]>;
export declare function synchronize(customerId: string, jobs: unknown): Promise<void>;
export declare function importJobs(jobs: unknown): Promise<void>;
export declare function depthOf(queue: string): Promise<number>;
type Client = { query(sql: string): Promise<unknown[]> };
export declare const pool: Client & { connect(): Promise<Client> };
`;

test('the examples of the page compile', () => {
  const files = examples.map((code, index): [string, string] => [
    code.startsWith('// metrics.ts') ? 'metrics.ts' : `example${index}.ts`,
    code,
  ]);

  expect(examples.length).toBeGreaterThanOrEqual(6);
  expect(mistakesIn({ 'customers.ts': CUSTOMERS, ...Object.fromEntries(files) })).toEqual([]);
}, 60_000);
