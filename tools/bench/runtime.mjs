// Time, heap and size of cdk-vigil/lambda, beside the floor of each: what Node needs for the least that could do the same.
// `node tools/bench/runtime.mjs`, after `npm run build`: of the modules that the package ships; ends with 1 when one of size is missed. Times are printed, but
// the machine's other work is in them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

// those that test/lambda/runtime/bundle.test.ts checks
const limits = JSON.parse(readFileSync(new URL('runtime-limits.json', import.meta.url), 'utf8'));
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vigil-bench-'));
let missed = false;

function bundle(name, source) {
  const { outputFiles } = buildSync({
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    write: false,
  });
  const file = join(folder, name);
  writeFileSync(file, outputFiles[0].contents);
  return { file, bytes: outputFiles[0].contents.length };
}

/** Runs code in a process of its own, with standard output thrown away, and reads the JSON it writes to descriptor 3. */
function measured(name, code, flags = []) {
  const file = join(folder, name);
  writeFileSync(file, code);
  const stdio = ['ignore', openSync('/dev/null', 'w'), 'inherit', 'pipe'];
  const { output, status } = spawnSync(process.execPath, [...flags, file], { stdio, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ended with ${status}`);
  return JSON.parse(output[3]);
}

/** What other work on the machine adds is not ours: the least of many short rounds. */
const least = (numbers) => Math.min(...numbers);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

function row(what, figure, floor, target, met) {
  console.log(
    `${met ? 'ok    ' : 'MISSED'} ${what.padEnd(46)} ${figure.padStart(12)} ${floor.padStart(12)} ${target.padStart(14)}`,
  );
  return met;
}

const catalogue = `
  import { defineMetrics } from './dist/esm/catalogue.mjs';
  export const catalogue = defineMetrics({
    namespace: 'Invoicing',
    dimensions: { Service: 'invoices', Environment: 'production', Region: 'eu-central-1' },
    metrics: {
      QueryDuration: { unit: 'Milliseconds' }, ConnectDuration: { unit: 'Milliseconds' }, Invoices: { unit: 'Count' },
      Bytes: { unit: 'Bytes' }, Customers: { unit: 'Count', kind: 'gauge' },
    },
  });`;
const everything = "export * from './dist/esm/lambda.mjs';";
const used = bundle('used.mjs', `${catalogue}\n${everything}`);

const RECORD = `
import { writeFileSync } from 'node:fs';
import * as used from ${JSON.stringify(pathToFileURL(used.file))};

const definition = (Name, Unit) => ({ Name, Unit });
let n = 0;
const ways = {
  floor() {
    n++;
    const record = {
      _aws: { Timestamp: Date.now(), CloudWatchMetrics: [{ Namespace: 'Invoicing', Dimensions: [['Service', 'Environment', 'Region']], Metrics: [
        definition('QueryDuration', 'Milliseconds'), definition('ConnectDuration', 'Milliseconds'), definition('Invoices', 'Count'),
        definition('Bytes', 'Bytes'), definition('Customers', 'Count')] }] },
      Service: 'invoices', Environment: 'production', Region: 'eu-central-1',
      QueryDuration: 12.25 + n, ConnectDuration: 3.5 + n, Invoices: 1, Bytes: 2048 + n, Customers: n,
    };
    process.stdout.write(JSON.stringify(record) + '\\n');
  },
  record() {
    n++;
    const metrics = begin();
    metrics.gauge('QueryDuration', 12.25 + n);
    metrics.gauge('ConnectDuration', 3.5 + n);
    metrics.count('Invoices');
    metrics.count('Bytes', 2048 + n);
    metrics.gauge('Customers', n);
    metrics.write();
  },
};
const { catalogue, metricsEmitter, operation } = used;
const begin = metricsEmitter(catalogue);
// short enough that some rounds are not interrupted by what else the machine does; heap needs long ones
const [COUNT, ROUNDS] = globalThis.gc ? [5000, 30] : [500, 300];
// until the compiler has seen enough
for (let i = 0; i < 20000; i++) for (const emit of Object.values(ways)) emit();
const time = { floor: [], record: [] };
const heap = { floor: [], record: [] };
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, emit] of Object.entries(ways)) {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const start = process.hrtime.bigint();
    for (let i = 0; i < COUNT; i++) emit();
    time[name].push(Number(process.hrtime.bigint() - start) / COUNT / 1000);
    heap[name].push((process.memoryUsage().heapUsed - before) / COUNT);
  }
}

const context = { awsRequestId: '6bc28136-xmpl-4365-b021-0ce6b2e64ab0', functionName: 'invoices' };
const event = { version: '2.0', routeKey: 'GET /invoices', headers: {}, requestContext: { http: { method: 'GET' } } };
const answer = { statusCode: 200 };
const handlers = operation ? { empty: async () => answer, wrapped: operation(catalogue, async () => answer) } : {};
const call = { empty: [], wrapped: [] };
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, handler] of Object.entries(handlers)) {
    globalThis.gc?.();
    const start = process.hrtime.bigint();
    for (let i = 0; i < COUNT; i++) await handler(event, context);
    call[name].push(Number(process.hrtime.bigint() - start) / COUNT / 1000);
  }
}
writeFileSync(3, JSON.stringify({ time, heap, call }));
`;

const IMPORT = (file) => `
import { writeFileSync } from 'node:fs';
const start = process.hrtime.bigint();
await import(${JSON.stringify(pathToFileURL(file))});
writeFileSync(3, JSON.stringify(Number(process.hrtime.bigint() - start) / 1e6));
`;

try {
  console.log(`       ${''.padEnd(46)} ${'measured'.padStart(12)} ${'floor'.padStart(12)} ${'target'.padStart(14)}`);
  const flags = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];
  // apart, since a heap so large that it is not collected while it is measured is slow
  const { time, call } = measured('record.mjs', RECORD);
  const { heap } = measured('record.mjs', RECORD, flags);
  const [floorTime, recordTime] = [least(time.floor), least(time.record)];
  const us = (value) => `${value.toFixed(2)} µs`;
  row(
    'record of 5 metrics, 3 dimensions: time',
    us(recordTime),
    us(floorTime),
    '<= 1.3 floors',
    recordTime <= 1.3 * floorTime,
  );
  const [floorHeap, recordHeap] = [median(heap.floor), median(heap.record)];
  const bytes = (value) => `${Math.round(value)} B`;
  missed =
    !row(
      'record of 5 metrics, 3 dimensions: heap',
      bytes(recordHeap),
      bytes(floorHeap),
      '<= 2560 B',
      recordHeap <= 2560,
    ) || missed;
  if (call.wrapped.length > 0) {
    const around = least(call.wrapped) - least(call.empty);
    row(
      'operation around an empty handler: time',
      us(around),
      us(recordTime),
      '<= floor + 4',
      around <= recordTime + 4,
    );
  }

  const alone = bundle('metrics.mjs', "export { metricsEmitter } from './dist/esm/lambda.mjs';");
  const all = bundle('all.mjs', everything);
  const sizes = [
    ['metrics alone, minified', alone.bytes, limits.metricsBytes],
    ['everything, minified', all.bytes, limits.everythingBytes],
  ];
  for (const [what, size, most] of sizes)
    missed = !row(what, bytes(size), '0 B', `<= ${most} B`, size <= most) || missed;

  const empty = bundle('empty.mjs', 'export {};');
  // what V8 takes to read so much code, if none of it runs
  const unused = join(folder, 'unused.mjs');
  const code = readFileSync(all.file, 'utf8');
  writeFileSync(unused, `export const unused = () => {${code.slice(0, code.lastIndexOf('export{'))}};`);
  const loads = { [empty.file]: [], [alone.file]: [], [all.file]: [], [unused]: [] };
  for (let run = 0; run < 20; run++) {
    for (const file of Object.keys(loads)) loads[file].push(measured('import.mjs', IMPORT(file)));
  }
  const net = (file) => least(loads[file]) - least(loads[empty.file]);
  const ms = (value) => `${value.toFixed(2)} ms`;
  row('import, net: metrics alone', ms(net(alone.file)), ms(0), '<= 0.3 ms', net(alone.file) <= 0.3);
  row('import, net: everything', ms(net(all.file)), ms(net(unused)), '<= 0.3 ms', net(all.file) <= 0.3);
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = missed ? 1 : 0;
