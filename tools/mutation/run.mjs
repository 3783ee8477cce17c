// How many faults, put into the code one by one, the tests see: `npm run mutate`, or `npm run mutate catalogue` for one part.
// By hand, for all of it takes a while. Ends with 1 if a part is below what it has to reach.
import { spawnSync } from 'node:child_process';

const runtime = (...names) => names.map((name) => `lambda/runtime/${name}.ts`);
const tests = (...names) => names.map((name) => `lambda/runtime/${name}`).join(' ');
const PARTS = {
  catalogue: { mutate: ['lib/catalogue/*.ts'], tests: 'catalogue/*' },
  record: {
    mutate: runtime('clock', 'emitter', 'group', 'metrics-emitter', 'metrics-record', 'output', 'shape'),
    tests: tests('metrics', 'traps'),
  },
  operation: {
    mutate: runtime('cold-start', 'event-kinds', 'logger', 'operation', 'operation-record', 'tracer'),
    tests: tests('event-kinds', 'logger', 'log-events', 'operation', 'tracer'),
  },
  helpers: {
    mutate: runtime('database', 'health', 'health-checks', 'measured', 'partner', 'processing', 'time-limit'),
    tests: tests('database', 'health', 'health-checks', 'partner', 'processing'),
  },
  simulator: {
    mutate: ['lib/rehearsal/simulator/**/*.ts', '!lib/rehearsal/simulator/math/*.ts'],
    tests: 'rehearsal/simulator/!(metric-math*)',
    least: 90,
  },
  math: {
    mutate: ['lib/rehearsal/simulator/math/*.ts'],
    tests: 'rehearsal/simulator/metric-math*',
    least: 90,
  },
};

const asked = process.argv.slice(2);
for (const [name, part] of Object.entries(PARTS).filter(([one]) => asked.length === 0 || asked.includes(one))) {
  console.log(`${name}:`);
  const { status } = spawnSync('npx', ['stryker', 'run', '--mutate', part.mutate.join()], {
    stdio: 'inherit',
    // mutants are many, and few runs of a property are enough to see most of them
    env: { ...process.env, RUNS: 'few', MUTATION_TESTS: part.tests, MUTATION_LEAST: String(part.least ?? 85) },
  });
  if (status !== 0) process.exitCode = 1;
}
