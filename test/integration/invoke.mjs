// Invokes a bundled handler in a process of its own, as Lambda does in a new sandbox, and tells how long the first call took.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [file, events, remainingMs = 30_000, aheadMs = 0] = process.argv.slice(2);
const clock = Date.now;
Date.now = () => clock() + Number(aheadMs);
const start = process.hrtime.bigint();
// CommonJS is loaded by `require`, as Lambda's runtime does
const { handler } = file.endsWith('.mjs') ? await import(pathToFileURL(file).href) : createRequire(file)(file);
const end = Date.now() + Number(remainingMs);
const invokedFunctionArn = 'arn:aws:lambda:us-east-1:123456789012:function:invoked';
const results = [];
let first;
for (const event of JSON.parse(events)) {
  results.push(await handler(event, { getRemainingTimeInMillis: () => end - Date.now(), invokedFunctionArn }));
  first ??= Number(process.hrtime.bigint() - start) / 1e6;
}
const { user, system } = process.cpuUsage();
process.stderr.write(
  JSON.stringify({
    results,
    cpu: (user + system) / 1000,
    milliseconds: first,
    megabytes: process.memoryUsage().rss / 2 ** 20,
  }),
);
process.exit(0);
