// Runs a round of checks in a process of its own, and prints how long it took and how much memory it had at most.
import { runChecks } from '../../../lib/probes/pace';
import { runCheck } from '../../../lib/probes/run-check';
import { dependencies, httpCheck, networkWith } from './checks';

const [port = '', ...paths] = process.argv.slice(2);
const names = Array.from(paths, (_, index) => `host${index}.test`);
const network = networkWith(Object.fromEntries(names.map((name) => [name, ['127.0.0.1']])));
const checks = paths.map((path, index) =>
  httpCheck(`http://${names[index]}:${port}${path}`, {
    name: `check ${index}`,
    timeoutMs: 5000,
    matchers: [{ matcher: 'non_empty' }],
  }),
);

async function round(): Promise<void> {
  const begin = performance.now();
  const results = await Promise.all(runChecks(checks, (check) => runCheck(check, dependencies(), network)));
  const wallMs = performance.now() - begin;
  const failed = results.flatMap(({ violations }) => violations.map(({ code }) => code));
  const latencies = results.filter(({ ok }) => ok).map(({ latencyMs }) => latencyMs);
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ wallMs, failed, megabytes, slowestMs: Math.max(...latencies) }));
}

void round();
