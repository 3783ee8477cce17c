import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplates } from '../../../../lib/rehearsal/assembly/assembly';
import { AlarmRun } from '../../../../lib/rehearsal/room/alarms/alarm-run';
import { Failures } from '../../../../lib/rehearsal/room/scenarios/incidents';
import type { Target } from '../../../../lib/rehearsal/room/scenarios/targets';
import { HealthChecks } from '../../../../lib/rehearsal/room/traffic/health-checks';
import { publishersOf, Traffic } from '../../../../lib/rehearsal/room/traffic/traffic';
import { MetricStore } from '../../../../lib/rehearsal/simulator/metric-store';
import { DEFAULT_READING } from '../../../../lib/rehearsal/simulator/reading';
import { stateAt } from '../../../../lib/rehearsal/simulator/track';
import { Scene } from '../../../../lib/rehearsal/testing/scene';
import { RESOURCE_TYPES } from '../../../../lib/resources/all';
import { failuresOf } from '../../../../lib/resources/made-data';
import { namespacesOf } from '../../../../lib/resources/resource-type';
import { STACK, synthesizeSpecimens } from '../../../support/specimens';

// The resource types whose data are described: what they publish when nothing is wrong leaves every alarm in OK, and what goes wrong
// with a metric that a rule reads fires.

const HOUR = 3600;
const MONDAY = Date.UTC(2026, 0, 5) / 1000;
/** Nothing, or more than usual, arrives: no alarm by default knows what is usual. */
const NOT_WRONG = ['quiet-night', 'spike', 'metric-stops'];

const DESCRIBED = RESOURCE_TYPES.filter(({ made }) => made !== undefined);
/** All that they publish, as `namespace name`. */
const MADE = new Set(
  DESCRIBED.flatMap(({ sections, made }) =>
    namespacesOf(sections).flatMap((namespace) =>
      Object.keys(made?.metrics ?? {}).map((name) => `${namespace} ${name}`),
    ),
  ),
);

const folder = mkdtempSync(join(tmpdir(), 'vigil-'));
const file = join(folder, `${STACK}.template.json`);
writeFileSync(file, JSON.stringify(synthesizeSpecimens({}, false)));
const read = readTemplates([file], { region: 'us-east-1', account: '111111111111' });
const assembly = {
  ...read,
  dashboards: [],
  alarms: read.alarms.filter(
    (alarm) =>
      'queries' in alarm &&
      alarm.queries.every(({ metric }) => metric === undefined || MADE.has(`${metric.namespace} ${metric.name}`)),
  ),
};
afterAll(() => rmSync(folder, { recursive: true }));

/** The alarms that fire within some hours, or are not in OK at their end, after `failure` has begun where it can. */
function alarmsOver(hours: number, failure?: string): { readonly fired: Set<string> } {
  const store = new MetricStore(true);
  const publishers = publishersOf(assembly);
  const failures = new Failures(assembly, publishers, new Set());
  const healthChecks = new HealthChecks(assembly);
  const traffic = new Traffic(
    publishers,
    new Set(),
    healthChecks,
    store,
    'seed',
    MONDAY - 3 * HOUR,
    (publisher, time) => failures.conditionOf(publisher, time),
  );
  traffic.advance(MONDAY);
  if (failure !== undefined) for (const { id } of failures.targets) failures.inject(id, failure, MONDAY);
  const end = MONDAY + hours * HOUR;
  for (let time = MONDAY + HOUR; time <= end; time += HOUR) traffic.advance(time);
  const run = new AlarmRun(new Scene(assembly, MONDAY, DEFAULT_READING, store));
  run.advance(end);
  const fired = assembly.alarms.filter((alarm) => {
    const track = run.trackOf(alarm);
    return track.changes.some(({ to }) => to === 'ALARM') || stateAt(track, end) !== 'OK';
  });
  return { fired: new Set(fired.map(({ name }) => name)) };
}

test('twelve healthy hours are quiet', () => {
  expect(assembly.alarms.length).toBeGreaterThan(20);
  expect([...alarmsOver(12).fired]).toEqual([]);
});

const namesReadBy = (component: string): Set<string> =>
  new Set(
    assembly.alarms
      .filter((alarm) => alarm.component === component)
      .flatMap((alarm) => ('queries' in alarm ? alarm.queries.flatMap(({ metric }) => metric?.name ?? []) : [])),
  );

/** What can go wrong with the metrics that the alarms of a target read. */
function expectedOf({ type, component }: Target): string[] {
  const { metrics = {} } = DESCRIBED.find((each) => each.type === type)?.made ?? {};
  const names = namesReadBy(component);
  const read = Object.fromEntries(Object.entries(metrics).filter(([name]) => names.has(name)));
  return failuresOf({ metrics: read }).filter((id) => !NOT_WRONG.includes(id));
}

const TARGETS = new Failures(assembly, publishersOf(assembly), new Set()).targets.map((target) => ({
  ...target,
  expected: expectedOf(target),
}));

test.each([...new Set(TARGETS.flatMap(({ expected }) => expected))])(
  '%s fires an alarm of each that it can happen to',
  (failure) => {
    const { fired } = alarmsOver(4, failure);
    const hit = TARGETS.filter(({ expected }) => expected.includes(failure));
    const quiet = hit.filter(({ component }) => ![...fired].some((name) => name.startsWith(`${STACK}/${component}/`)));

    expect(hit.length).toBeGreaterThan(0);
    expect([...new Set(quiet.map(({ type, component }) => `${type} ${component}`))]).toEqual([]);
  },
);
