import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'metrics.md'), 'utf8');
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

/** In a folder that is not there, among the real files. */
const folder = join(root, 'test', 'docs', 'examples');
const files = new Map([
  [join(folder, 'customers.ts'), CUSTOMERS],
  ...examples.map((code, place): [string, string] => [
    join(folder, code.startsWith('// metrics.ts') ? 'metrics.ts' : `example${place}.ts`),
    code,
  ]),
]);

test('the examples of the page compile', () => {
  // GIVEN
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    types: ['node', 'aws-lambda'],
    // the sources: what is built may be old, or not there at all
    paths: {
      'cdk-vigil': [join(root, 'lib', 'index.ts')],
      'cdk-vigil/catalogue': [join(root, 'lib', 'catalogue', 'index.ts')],
      'cdk-vigil/lambda': [join(root, 'lambda', 'runtime', 'index.ts')],
      'cdk-vigil/agent': [join(root, 'lambda', 'agent', 'index.ts')],
    },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile, directoryExists } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.directoryExists = (path) => path === folder || (directoryExists?.(path) ?? true);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, ...more) => {
    const code = files.get(file);
    return code === undefined ? getSourceFile(file, ...more) : ts.createSourceFile(file, code, ts.ScriptTarget.ES2022);
  };

  // WHEN
  const program = ts.createProgram([...files.keys()], options, host);
  const diagnostics = [...files.keys()].flatMap((file) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(file)),
  );
  const faults = diagnostics.map(({ file, messageText }) => {
    return `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });

  // THEN
  expect(examples.length).toBeGreaterThanOrEqual(6);
  expect(faults).toEqual([]);
}, 60_000);
