import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readAssembly, readTemplates } from '../assembly/assembly';
import type { Alarm, Assembly } from '../assembly/model';
import { readTestFile } from './read-test-file';
import { misfits, runTest, type TestResult } from './run-test';
import type { Scene } from './scene';
import type { TestFile } from './test-file';

/** What became of the tests of a file. */
export interface FileResult {
  /** As it was asked for. */
  readonly file: string;
  readonly tests: readonly TestResult[];
  readonly assembly: Assembly;
  /** Alarms that are not simulated, and why. */
  readonly notModelled: readonly { readonly alarm: string; readonly reason: string }[];
  /** What the tests depend on besides the file. */
  readonly sources: readonly string[];
  readonly placeOf: (offset: number) => string;
}

/**
 * Runs the tests of a file.
 *
 * @param folder against which `file` is read
 * @throws TestFileError with all faults of the file; UnreadableFile if its templates are none
 */
export function runTestFile(file: string, folder: string): FileResult {
  const { content, source } = readTestFile(file, folder);
  const sources = sourcesOf(content, dirname(resolve(folder, file)));
  const [directory = ''] = sources;
  if (content.assembly !== undefined && !existsSync(join(directory, 'manifest.json'))) {
    const message = `there is no cloud assembly in ${content.assembly}: run 'cdk synth' first.`;
    source.refuse([{ offset: source.offsetOf(['assembly']), message }]);
  }
  const assembly = content.assembly === undefined ? readTemplates(sources) : readAssembly(directory);
  source.refuse(content.tests.flatMap((test) => misfits(test, assembly)));
  const tests = content.tests.map((test) => runTest(test, assembly));
  return {
    ...{ file, assembly, sources, tests },
    // the same in each test
    notModelled: tests.slice(0, 1).flatMap(({ scene }) => notModelledIn(scene)),
    placeOf: (offset) => source.placeOf(offset),
  };
}

const notModelledIn = (scene: Scene): FileResult['notModelled'] =>
  scene.assembly.alarms.flatMap((alarm) => {
    const reason = scene.whyNot(alarm);
    return reason === undefined ? [] : [{ alarm: alarm.name, reason: reason.replace(/ is not modelled\.$/, '') }];
  });

/** Paths in a test file are relative to it. */
const sourcesOf = ({ assembly, templates = [] }: TestFile, folder: string): string[] =>
  (assembly === undefined ? templates : [assembly]).map((path) => (path.startsWith('/') ? path : join(folder, path)));

/** How far tests drove an alarm. */
export interface Coverage {
  readonly alarm: Alarm;
  readonly alarmed: boolean;
  /** From ALARM back to another state. */
  readonly recovered: boolean;
}

/** Of all alarms of all assemblies, each once by its stack and name. */
export function coverageOf(results: readonly FileResult[]): Coverage[] {
  const covered = new Map<string, Coverage>();
  for (const { assembly, tests } of results) {
    for (const alarm of assembly.alarms) {
      const key = `${alarm.stack}\n${alarm.arn}`;
      const changes = tests.flatMap(({ scene }) => scene.trackOf(alarm).changes);
      const known = covered.get(key);
      covered.set(key, {
        alarm,
        alarmed: (known?.alarmed ?? false) || changes.some(({ to }) => to === 'ALARM'),
        recovered: (known?.recovered ?? false) || changes.some(({ from }) => from === 'ALARM'),
      });
    }
  }
  return [...covered.values()];
}
