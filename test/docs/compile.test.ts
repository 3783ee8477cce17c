import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mistakesIn } from './compile';

// The samples of the pages compile: files as they are, the others behind the app. All in one program: most of its time goes into the
// types of the CDK.

const page = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');
const blocksOf = (path: string): string[] =>
  [...page(path).matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
const created = (path: string): string[] => blocksOf(path).filter((code) => code.startsWith('new Vigil'));

/** What the samples take from the app around them. */
const AROUND = `
import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { DashboardLayout, EnvironmentProfile } from 'cdk-vigil';
import { invoicing } from './metrics';
declare const myOwnMetric: IMetric;
declare const bot: ISecret;
export const around = [Duration, Secret, DashboardLayout, EnvironmentProfile, invoicing];
`;
const CREATE_CUSTOMER = 'declare function createCustomer(event: unknown): Promise<{ id: string }>;\n';

/** What the examples of docs/metrics.md use of an application. */
const CUSTOMERS = `
export declare function createCustomer(event: unknown): Promise<{ id: string }>;
export declare function query(customer: unknown): Promise<unknown[]>;
export declare function synchronize(customerId: string, jobs: unknown): Promise<void>;
export declare function importJobs(jobs: unknown): Promise<void>;
export declare function depthOf(queue: string): Promise<number>;
type Client = { query(sql: string): Promise<unknown[]> };
export declare const pool: Client & { connect(): Promise<Client> };
`;

function readme(): Record<string, string> {
  const blocks = blocksOf('README.md');
  const files = new Map(blocks.map((code) => [/^\/\/ (?:\w+\/)?(\w+\.ts)/.exec(code)?.[1] ?? '', code]));
  const others = [
    ...blocks.filter((code) => !/^\/\/ (?:\w+\/)?(metrics|handler|shop)\.ts/.test(code)),
    ...[created('docs/incidents.md')[0] as string, created('docs/dashboards.md')[0] as string],
  ];
  expect(others.length).toBeGreaterThanOrEqual(5);
  return {
    'metrics.ts': files.get('metrics.ts') ?? '',
    'handler.ts': `${CREATE_CUSTOMER}${files.get('handler.ts')}`,
    'shop.ts': [AROUND, files.get('shop.ts'), ...others.map((code) => `{\n${code}}`)].join('\n'),
  };
}

function metrics(): Record<string, string> {
  const examples = blocksOf('docs/metrics.md');
  expect(examples.length).toBeGreaterThanOrEqual(6);
  const files = examples.map((code, index) => [code.startsWith('// metrics.ts') ? 'metrics.ts' : `${index}.ts`, code]);
  return { 'customers.ts': CUSTOMERS, ...Object.fromEntries(files) };
}

function healthChecks(): Record<string, string> {
  const [source = ''] = blocksOf('docs/health-checks.md');
  expect(source).toContain('priceChart');
  return { 'matchers.ts': source };
}

test('the samples of README, docs/incidents.md, docs/dashboards.md, docs/metrics.md and docs/health-checks.md compile', () => {
  const pages = { readme: readme(), metrics: metrics(), 'health-checks': healthChecks() };
  const wrong = { 'code.ts': 'export const count: number = "three";\n' };

  const mistakes = mistakesIn({ ...pages, wrong });

  expect(mistakes.filter((mistake) => !mistake.includes('/wrong/'))).toEqual([]);
  // what does not compile is named
  expect(mistakes).toEqual([
    expect.stringMatching(/wrong\/code\.ts: Type 'string' is not assignable to type 'number'\.$/),
  ]);
});
