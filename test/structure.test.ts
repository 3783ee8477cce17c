import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { ALL_RULE_IDS } from '../lib/resources/all';
import { ROOMS } from '../tools/docs/rooms';

/** What a room may import besides itself. */
const WAYS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(ROOMS).map(([room, { imports }]) => [room, imports]),
);

const root = join(__dirname, '..');

/** Rooms that have to work where no CDK is installed, with all that they reach. */
const WITHOUT_CDK = [
  'rehearsal/room',
  'rehearsal/prometheus-rules',
  'rehearsal/testing',
  'rehearsal/preview',
  'rehearsal/verification',
  'rehearsal/assembly',
  'rehearsal/simulator',
  'lambda/functions/notifier',
  'lambda/functions/incident-notifier',
  'lambda/functions/incident-api',
  'lambda/functions/health-checker',
  'lambda/shared',
  'lambda/invoicing',
  'lambda/agent',
  'lambda/runtime',
  'probes',
  'grafana',
  'prometheus',
  'contracts',
  'catalogue',
  'refusals',
  'resources',
];
const CDK = /^(aws-cdk-lib|constructs)(\/|$)/;

type Graph = ReadonlyMap<string, readonly string[]>;

const sources = ['bin', 'lib', 'lambda']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => /\.tsx?$/.test(file));
const imported = new Map(sources.map((file) => [file, importsOf(file)]));
const files: Graph = new Map(
  [...imported].map(([file, names]) => [file, names.filter((name) => sources.includes(name))]),
);

/** All that a file imports, types too: files of this project by their path, packages by their name. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return fileName;
    const path = normalize(join(dirname(file), fileName));
    return [`${path}.ts`, `${path}.tsx`, join(path, 'index.ts')].find((each) => existsSync(join(root, each))) ?? path;
  });
}

function roomOf(file: string): string {
  const [top, ...path] = file.split('/');
  if (top === 'lambda') return ['lambda', ...path.slice(0, path[0] === 'functions' ? 2 : 1)].join('/');
  if (top !== 'lib') return top as string;
  if (path.length === 1) return path[0] === 'index.ts' ? 'index' : 'vigil';
  const nested = path[0] === 'rehearsal' || (path[0] === 'monitors' && path.length > 2);
  return nested ? `${path[0]}/${path[1]}` : (path[0] as string);
}

/** Circles, each by the file that closes it. */
function circlesIn(graph: Graph): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (done.has(file) || path.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return circles;
}

function reachableFrom(starts: readonly string[], graph: Graph): string[] {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const next of graph.get(file) ?? []) visit(next);
  };
  for (const start of starts) visit(start);
  return [...reached];
}

test('the imports are read', () => {
  expect(importsOf('lib/index.ts')).toContain('lib/vigil.ts');
  expect(importsOf('lib/vigil.ts')).toContain('aws-cdk-lib');
  expect(importsOf('lib/vigil.ts')).toContain('lib/alarms/budgets.ts');
  // a type that is imported only as such
  expect(importsOf('lib/dashboards/part.ts')).toEqual([
    'aws-cdk-lib',
    'lib/alarms/alarm-properties.ts',
    'lib/alarms/part.ts',
    'lib/dashboards/chart.ts',
  ]);
});

test('every file is in a room', () => {
  expect([...new Set(sources.map(roomOf))].filter((room) => WAYS[room] === undefined)).toEqual([]);
});

test('all ways lead downward', () => {
  expect(circlesIn(new Map(Object.entries(WAYS)))).toEqual([]);
});

test('files take no other ways', () => {
  const others = [...files].flatMap(([file, names]) =>
    names
      .filter((name) => roomOf(name) !== roomOf(file) && !WAYS[roomOf(file)]?.includes(roomOf(name)))
      .map((name) => `${file} -> ${name}`),
  );

  expect(others).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(circlesIn(files)).toEqual([]);
  // and a circle would be seen
  expect(
    circlesIn(
      new Map([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['b']],
      ]),
    ),
  ).toEqual(['b -> c -> b']);
});

test.each(WITHOUT_CDK)('%s works without CDK', (room) => {
  const reached = reachableFrom(
    sources.filter((file) => roomOf(file) === room),
    files,
  );
  const culprits = reached.filter((file) => imported.get(file)?.some((name) => CDK.test(name)));

  expect(reached.length).toBeGreaterThan(0);
  expect(culprits).toEqual([]);
});

test('everything outside of the sources is a package, or data', () => {
  const strange = [...imported.values()]
    .flat()
    .filter((name) => !sources.includes(name) && /^(\.|lib|bin|lambda|test)\b/.test(name));

  expect(strange).toEqual([]);
});

test('the simulator imports nothing but itself', () => {
  const simulator = sources.filter((file) => roomOf(file) === 'rehearsal/simulator');
  const strange = simulator.flatMap((file) => imported.get(file) ?? []).filter((name) => !simulator.includes(name));

  expect(simulator.length).toBeGreaterThan(0);
  expect(strange).toEqual([]);
});

test('every table of rules is among all rules', async () => {
  const tables = sources.filter((file) => /^lib\/rules\/.*-rules\.ts$/.test(file));
  const ids: string[] = [];
  for (const file of tables) {
    const exported = Object.values(await import(join(root, file)));
    ids.push(...exported.filter(Array.isArray).flatMap((table) => table.map(({ id }: { id: string }) => id)));
  }

  expect(ids.length).toBeGreaterThan(50);
  expect([...new Set(ids)].sort()).toEqual([...ALL_RULE_IDS].sort());
});
