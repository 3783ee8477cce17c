import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type DeploymentValues, readAssembly, readTemplates } from '../assembly/assembly';
import type { Alarm, Assembly } from '../assembly/model';
import { type Mistake, type Position, TestFileError } from './mistake';
import { unknownParameter } from './parameters';
import { readTestFile } from './read-test-file';
import { isRuleTestFile, ruleFilesOf, runRuleTests } from './rule-tests';
import { mismatches, runTest, type TestResult } from './run-test';
import type { Scene } from './scene';
import type { TestFile, TestParameter } from './test-file';
import { type SourceError, YamlSource } from './yaml-source';

/** The results of a test file. */
export interface FileResult {
  /** As given by the caller. */
  readonly file: string;
  readonly tests: readonly TestResult[];
  readonly assembly: Assembly;
  /** Alarms that are not simulated, and why. */
  readonly notModelled: readonly { readonly alarm: string; readonly reason: string }[];
  /** Values of alarms that are known only after deployment. */
  readonly unresolved: readonly Unknown[];
  readonly positionOf: (offset: number) => Position;
}

/** A file that was not run. */
export interface UnusableFile {
  readonly file: string;
  readonly mistakes: readonly Mistake[];
}

/** What became of all files. */
export interface Results {
  readonly files: readonly FileResult[];
  readonly unusable: readonly UnusableFile[];
}

/** Reads an assembly with the deployment values of a test file. */
export type AssemblyReader = (values: DeploymentValues) => Assembly;

/** Options that override those of a test file. */
export interface RunOptions {
  /** Wraps the reader of the file's own assembly. */
  readonly adapt?: (own: AssemblyReader) => AssemblyReader;
  /** All expectations have to hold under these readings as well. @default - those of the file */
  readonly readings?: readonly string[];
}

/**
 * Runs the tests of a file: of alarms, or, in promtool's format, of rules of Prometheus.
 *
 * @param folder against which `file` is read
 * @throws TestFileError with all errors of the file; UnreadableFile if a template cannot be read
 */
export function runTestFile(file: string, folder: string, options: RunOptions = {}): FileResult {
  const { adapt = (own) => own, readings } = options;
  const source = new YamlSource(file, folder);
  if (isRuleTestFile(source)) return runRuleTests(file, folder, source.text);
  const content = readTestFile(source);
  const parameters = Object.fromEntries(content.parameters.map(({ name, value }) => [name, value]));
  const assembly = adapt(readerOf(content, source, dirname(resolve(folder, file))))({ parameters });
  source.refuse(content.parameters.flatMap((parameter) => unknownParameters(parameter, assembly)));
  source.refuse(content.tests.flatMap((test) => mismatches(test, assembly)));
  const tests = content.tests.map((test) => runTest(test, assembly, readings ?? content.readings));
  return {
    ...{ file, assembly, tests },
    notModelled: notModelledIn(
      tests.map(({ scene }) => scene),
      assembly,
    ),
    unresolved: unresolvedIn(assembly),
    positionOf: (offset) => source.positionOf(offset),
  };
}

/** The reader throws a TestFileError if there is no cloud assembly. */
function readerOf(content: TestFile, source: YamlSource, folder: string): AssemblyReader {
  const sources = sourcesOf(content, folder);
  if (content.assembly === undefined) return (values) => readTemplates(sources, values);
  const [directory = ''] = sources;
  return (values) => {
    if (!existsSync(join(directory, 'manifest.json'))) {
      const message = `there is no cloud assembly in ${content.assembly}: run 'cdk synth' first.`;
      source.refuse([{ offset: source.offsetOf(['assembly']), message }]);
    }
    return readAssembly(directory, values);
  };
}

function unknownParameters({ name, offset }: TestParameter, { parameters }: Assembly): SourceError[] {
  if (parameters.includes(name)) return [];
  return [{ offset, message: unknownParameter(name, parameters) }];
}

/** Alarms that no test of the file could simulate. */
const notModelledIn = (scenes: readonly Scene[], { alarms }: Assembly): FileResult['notModelled'] =>
  alarms.flatMap((alarm) => {
    const [reason, ...others] = scenes.map((scene) => scene.whyNotModelled(alarm));
    if (reason === undefined || others.includes(undefined)) return [];
    return [{ alarm: alarm.name, reason: reason.replace(/ is not modelled\.$/, '') }];
  });

/** Values that are known only after deployment. Until then a text such as `${Stage}` stands for them. */
function unresolvedIn({ alarms, unresolved }: Assembly): FileResult['unresolved'] {
  const names = new Map(alarms.map(({ stack, logicalId, name }) => [`${stack}\n${logicalId}`, name]));
  const found = new Map<string, { expression: string; reason: string; alarms: string[] }>();
  for (const { stack, resource, expression, reason } of unresolved) {
    const alarm = names.get(`${stack}\n${resource}`);
    if (alarm === undefined) continue;
    const key = `${expression}\n${reason}`;
    found.set(key, { expression, reason, alarms: [...(found.get(key)?.alarms ?? []), alarm] });
  }
  return [...found.values()];
}

/** The other files and folders that a test file depends on; none if the file cannot be read. */
export function sourcesIn(file: string, folder: string): string[] {
  try {
    const source = new YamlSource(file, folder);
    if (isRuleTestFile(source)) return ruleFilesOf(file, folder, source.text).map((each) => resolve(folder, each));
    return sourcesOf(readTestFile(source), dirname(resolve(folder, file)));
  } catch (error) {
    if (error instanceof TestFileError) return [];
    throw error;
  }
}

/** Paths in a test file are relative to it. */
const sourcesOf = ({ assembly, templates = [] }: TestFile, folder: string): string[] =>
  (assembly === undefined ? templates : [assembly]).map((path) => (path.startsWith('/') ? path : join(folder, path)));

/** A value that cannot be resolved, and the alarms that use it. */
export interface Unknown {
  readonly expression: string;
  readonly reason: string;
  readonly alarms: readonly string[];
}

/** Whether tests drove an alarm to ALARM and back. */
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
