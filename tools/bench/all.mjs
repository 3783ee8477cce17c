// Every bench, also after one that misses a target; ends with 1 if any did.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BENCHES = ['run.mjs', 'runtime.mjs', 'simulator.mjs', 'room.mjs', 'notifier.mts'];

const failed = BENCHES.filter((bench) => {
  console.log(`\n${bench}`);
  const file = fileURLToPath(new URL(bench, import.meta.url));
  // what is measured in JavaScript runs as users run it
  const loader = bench.endsWith('.mts') ? ['--import', 'tsx'] : [];
  const { status } = spawnSync(process.execPath, [...loader, file], { stdio: 'inherit' });
  return status !== 0;
});
process.exitCode = failed.length === 0 ? 0 : 1;
