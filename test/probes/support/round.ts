// Runs a round of checks in a process of its own, and prints how long it took, of the clock and of the processor, and how much memory it
// had at most.
import { runChecks } from '../../../lib/probes/pace';
import { runCheck } from '../../../lib/probes/run-check';
import { dependencies, httpCheck, networkWith } from './checks';

const [port = '', ...paths] = process.argv.slice(2);
const names = Array.from(paths, (_, index) => `host${index}.test`);
const network = networkWith(Object.fromEntries(names.map((name) => [name, ['127.0.0.1']])));
const checks = paths.map((path, index) =>
  httpCheck(`http://${names[index]}:${port}${path}`, {
    name: `check ${index}`,
    timeoutMs: 3000,
    matchers: [{ matcher: 'non_empty' }],
  }),
);

async function round(): Promise<void> {
  const begin = performance.now();
  const before = process.cpuUsage();
  const results = await Promise.all(runChecks(checks, (check) => runCheck(check, dependencies(), network)));
  const wallMs = performance.now() - begin;
  const { user, system } = process.cpuUsage(before);
  const processorMs = (user + system) / 1000;
  const failed = results.flatMap(({ violations }) => violations.map(({ code }) => code));
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ wallMs, processorMs, failed, megabytes }));
}

void round();
