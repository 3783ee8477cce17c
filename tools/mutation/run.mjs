// How many faults, put into the code one by one, the tests see: `npm run mutate`, or `npm run mutate catalogue` for one part.
// By hand, for all of it takes a while. Ends with 1 if a part is below what it has to reach.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const runtime = (...names) => names.map((name) => `lambda/runtime/${name}.ts`);
const runtimeTests = (...names) => names.map((name) => `lambda/runtime/${name}`);
/** The test files of a folder whose name matches. */
const testsIn = (folder, matching = /./) =>
  readdirSync(`test/${folder}`)
    .filter((name) => name.endsWith('.test.ts') && matching.test(name))
    .map((name) => `${folder}/${name.replace('.test.ts', '')}`);
const PARTS = {
  catalogue: { mutate: ['lib/catalogue/*.ts'], tests: testsIn('catalogue') },
  record: {
    mutate: runtime('clock', 'emitter', 'group', 'metrics-emitter', 'metrics-record', 'output', 'shape'),
    tests: runtimeTests('metrics', 'traps'),
  },
  operation: {
    mutate: runtime('cold-start', 'event-kinds', 'logger', 'operation', 'operation-record', 'tracer'),
    tests: runtimeTests('event-kinds', 'logger', 'log-events', 'operation', 'tracer'),
  },
  helpers: {
    mutate: runtime('database', 'health', 'health-checks', 'measured', 'partner', 'processing', 'time-limit'),
    tests: runtimeTests('database', 'health', 'health-checks', 'partner', 'processing'),
  },
  simulator: {
    mutate: ['lib/rehearsal/simulator/**/*.ts', '!lib/rehearsal/simulator/math/*.ts'],
    tests: testsIn('rehearsal/simulator', /^(?!metric-math)/),
    least: 90,
  },
  math: {
    mutate: ['lib/rehearsal/simulator/math/*.ts'],
    tests: testsIn('rehearsal/simulator', /^metric-math/),
    least: 90,
  },
};

const asked = process.argv.slice(2);
for (const [name, part] of Object.entries(PARTS).filter(([one]) => asked.length === 0 || asked.includes(one))) {
  console.log(`${name}:`);
  const { status } = spawnSync('npx', ['stryker', 'run', '--mutate', part.mutate.join()], {
    stdio: 'inherit',
    // mutants are many, and few runs of a property are enough to see most of them
    env: {
      ...process.env,
      RUNS: 'few',
      MUTATION_TESTS: part.tests.join(' '),
      MUTATION_LEAST: String(part.least ?? 85),
    },
  });
  if (status !== 0) process.exitCode = 1;
}
