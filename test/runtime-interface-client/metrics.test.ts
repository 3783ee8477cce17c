import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { dataOf } from '../lambda/runtime/embedded-metric-format';
import type { Json } from '../lambda/runtime/standard-output';

const root = join(__dirname, '..', '..');
const client = join(__dirname, 'node_modules', 'aws-lambda-ric', 'index.mjs');
const folder = mkdtempSync(join(tmpdir(), 'vigil-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The same record, once through this package and once through `console.log`, as others write it. */
const HANDLER = `
  import { operation } from './lambda/runtime';
  import { defineMetrics } from './lib/catalogue';
  const catalogue = defineMetrics({ namespace: 'Invoicing', metrics: { Invoices: { unit: 'Count' } } });
  const begin = operation(catalogue, (event, op) => {
    op.count('Invoices');
    op.log.info('invoice created', { invoiceId: 'i-1' });
    op.log.error('invoice failed', new Error('two\\nlines'));
    console.log(JSON.stringify({ _aws: {}, through: 'console.log' }));
    return 'done';
  });
  export const handler = begin;`;

/** Stands in for the one part of the client that is native: its conversation with Lambda, which brings one event. */
const CONVERSATION = `
  const Module = require('node:module');
  const load = Module._load;
  const headers = {
    'lambda-runtime-aws-request-id': 'r-1',
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:123456789012:function:invoices',
    'lambda-runtime-deadline-ms': String(Date.now() + 60_000),
    'lambda-runtime-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
  };
  const events = [{ bodyJson: '{}', headers }];
  const end = () => new Promise(() => setTimeout(() => process.exit(), 20));
  const native = {
    next: async () => events.shift() ?? end(),
    done: (_id, body) => process.stderr.write(body),
    error: (_id, body) => process.stderr.write(body),
  };
  Module._load = (name, ...more) => (name === './rapid-client.node' ? native : load(name, ...more));`;

beforeAll(() => {
  const { outputFiles } = buildSync({
    stdin: { contents: HANDLER, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  writeFileSync(join(folder, 'index.js'), outputFiles[0].contents);
  writeFileSync(join(folder, 'conversation.cjs'), CONVERSATION);
});

/** What the handler writes to standard output when the runtime interface client of AWS runs it, line by line. */
function linesOf(settings: Readonly<Record<string, string>>): string[] {
  const env = {
    ...{ PATH: process.env['PATH'], AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9', _HANDLER: 'index.handler' },
    ...{ LAMBDA_TASK_ROOT: folder, AWS_LAMBDA_FUNCTION_NAME: 'invoices', AWS_LAMBDA_FUNCTION_VERSION: '7' },
    ...{ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128', AWS_LAMBDA_LOG_GROUP_NAME: 'g', AWS_LAMBDA_LOG_STREAM_NAME: 's' },
    ...settings,
  };
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--require', join(folder, 'conversation.cjs'), client],
    { env, encoding: 'utf8', timeout: 20_000 },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '"done"' });
  return stdout.split('\n').slice(0, -1);
}

const parsed = (line: string): Json | undefined => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

test.each([
  ['TEXT', {}, /^\d{4}-.*\tr-1\tINFO\t\{"_aws"/],
  ['JSON', { AWS_LAMBDA_LOG_FORMAT: 'JSON' }, /^\{"timestamp":.*"message":"\{\\"_aws\\"/],
  ['JSON at WARN', { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'WARN' }, undefined],
])("Lambda's log format %s leaves lines bare, unlike those of console.log", (_, settings, console) => {
  // WHEN
  const lines = linesOf(settings);

  // THEN
  const others = lines.filter((line) => line.includes('console.log'));
  expect(others).toEqual(console ? [expect.stringMatching(console)] : []);
  const [info, error, record, ...more] = lines.filter((line) => !others.includes(line)).map(parsed);
  expect(more).toEqual([]);
  const traceId = '1-5759e988-bd862e3fe1be46a994272793';
  expect(info).toMatchObject({
    level: 'INFO',
    message: 'invoice created',
    invoiceId: 'i-1',
    requestId: 'r-1',
    traceId,
  });
  expect(error).toMatchObject({ level: 'ERROR', error: { message: 'two\nlines' }, traceId });
  expect(record).toMatchObject({ requestId: 'r-1', traceId });
  expect(dataOf(record as Json)).toContainEqual({ name: 'Invoices', unit: 'Count', dimensions: {}, value: 1 });
});
