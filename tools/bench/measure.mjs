import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { readAssembly } = require('../../dist/lib/rehearsal/assembly/assembly.js');
const { budgetsOf } = require('../../dist/lib/rehearsal/preview/budgets.js');
const { estimateOf, priceOf } = require('../../dist/lib/rehearsal/preview/estimate.js');
const app = fileURLToPath(new URL('app.cjs', import.meta.url));

/** What Vigil adds to an app of `sets` sets: everything but the processor's time is the same in each run. */
export function measure(layout, sets, runs) {
  const [floor, watched] = [[], []];
  // by turns, so that whatever else the machine does meets both alike
  for (let run = 0; run < runs; run++) {
    floor.push(synthesize({ layout, sets, watched: false }));
    watched.push(synthesize({ layout, sets, watched: true }));
  }
  const floorCpu = median(floor.map(({ cpu }) => cpu));
  const { bytes, cpu: _, ...figures } = watched[0];
  return {
    ...{ layout, sets, ...figures },
    bytes: bytes - floor[0].bytes,
    floorCpu,
    cpu: median(watched.map(({ cpu }) => cpu)) - floorCpu,
  };
}

function synthesize(options) {
  const outdir = mkdtempSync(join(tmpdir(), 'vigil-bench-'));
  try {
    const used = JSON.parse(
      execFileSync(process.execPath, [app, JSON.stringify({ ...options, outdir })], {
        encoding: 'utf8',
        // validating templates takes longer than everything else
        env: { ...process.env, CDK_VALIDATION: 'false' },
      }),
    );
    return { ...used, ...figuresOf(readAssembly(outdir)) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function figuresOf(assembly) {
  const { stacks, dashboards, alarms } = assembly;
  const billed = estimateOf(assembly).lines.filter(({ item }) => item.endsWith('alarm metric'));
  return {
    alarms: alarms.length,
    templates: stacks.length,
    largest: Math.max(...stacks.map(({ bytes }) => bytes)),
    resources: Math.max(...stacks.map(({ resources }) => resources)),
    metrics: sum(billed.map(({ quantity }) => quantity)),
    dollars: priceOf(alarms),
    widgets: sum(dashboards.map(({ widgets }) => widgets.length)),
    dashboards: dashboards.length,
    longest: Math.max(...dashboards.map(({ widgets }) => widgets.length)),
    bytes: sum(stacks.map(({ file }) => JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))).length)),
    fullest: budgetsOf(assembly).reduce((one, other) => (other.share > one.share ? other : one)),
  };
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
