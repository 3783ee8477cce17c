import { existsSync, statSync, watch, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UnreadableFile } from '../rehearsal/assembly/unreadable-file';
import { printCoverage } from '../rehearsal/testing/coverage-text';
import { NotationError, parseReadings } from '../rehearsal/testing/notation';
import { printResults } from '../rehearsal/testing/report-text';
import { type AssemblyReader, coverageOf, type FileResult, runTestFile, sourcesIn } from '../rehearsal/testing/results';
import { resultsAsJson } from '../rehearsal/testing/results-json';
import { resultsAsJunit } from '../rehearsal/testing/results-junit';
import { TestFileError } from '../rehearsal/testing/yaml-source';
import { CheckError, UsageError } from './errors';
import { adapterFor, openSource } from './source';
import type { SourceOptions } from './source-options';
import { painterFor, type Terminal, widthFor } from './terminal';

export interface TestOptions extends SourceOptions {
  readonly coverage?: boolean;
  readonly json?: boolean;
  readonly junit?: string;
  readonly watch?: boolean;
  readonly readings?: string;
}

const DEFAULT_FILE = 'alarms.test.yaml';

/** Runs the alarms of apps on the data of test files. */
export async function test(files: readonly string[], options: TestOptions, terminal: Terminal): Promise<void> {
  const chosen = files.length > 0 ? files : [DEFAULT_FILE];
  if (files.length === 0 && !existsSync(resolve(terminal.cwd(), DEFAULT_FILE))) {
    throw new UsageError(`There is no ${DEFAULT_FILE} in ${terminal.cwd()}. Write one, or give the files to run.`);
  }
  if (options.watch) await runAgainAndAgain(chosen, options, terminal);
  else await runOnce(chosen, options, terminal);
}

/** The assemblies that the files run on. */
interface Subject {
  readonly adapt: (own: AssemblyReader) => AssemblyReader;
  readonly close: () => void;
}

/** Those that the files name, unless the command line names another. */
async function subjectOf(options: TestOptions, terminal: Terminal): Promise<Subject> {
  const { app, env, template } = options;
  if ((app ?? env ?? template) === undefined) return { adapt: adapterFor(options, terminal), close: () => {} };
  const { read, close } = await openSource(options, terminal);
  return { adapt: () => read, close };
}

async function runOnce(files: readonly string[], options: TestOptions, terminal: Terminal): Promise<void> {
  const { adapt, close } = await subjectOf(options, terminal);
  try {
    const { results, errors } = run(files, adapt, options, terminal);
    if (errors.length === 0) return report(results, options, terminal);
    if (results.length > 0) printReport(results, options, terminal);
    throw errorOf(errors);
  } finally {
    close();
  }
}

/** Runs all files: an error in one of them does not end the run of the others. */
function run(files: readonly string[], adapt: Subject['adapt'], options: TestOptions, terminal: Terminal) {
  const readings = readingsIn(options);
  const errors: Error[] = [];
  const results = files.flatMap((file) => {
    try {
      return [runTestFile(file, terminal.cwd(), { adapt, readings })];
    } catch (error) {
      errors.push(error as Error);
      return [];
    }
  });
  return { results, errors };
}

/** All errors as one; what nobody expected comes first. */
function errorOf(errors: readonly Error[]): Error {
  const isExpected = (error: Error) =>
    [TestFileError, UnreadableFile, UsageError].some((kind) => error instanceof kind);
  const unexpected = errors.find((error) => !isExpected(error));
  return unexpected ?? new TestFileError([...new Set(errors.map(({ message }) => message))]);
}

function readingsIn({ readings }: TestOptions): string[] | undefined {
  try {
    return readings === undefined ? undefined : parseReadings(readings);
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    throw new UsageError(`--readings: ${error.message}.`);
  }
}

function report(results: readonly FileResult[], options: TestOptions, terminal: Terminal): void {
  printReport(results, options, terminal);
  const failed = results.flatMap(({ tests }) => tests).filter(({ failures }) => failures.length > 0).length;
  if (failed > 0) throw new CheckError(`${failed} alarm test${failed === 1 ? '' : 's'} failed.`);
}

function printReport(results: readonly FileResult[], options: TestOptions, terminal: Terminal): void {
  const { stdout } = terminal;
  const page = { width: widthFor(terminal), paint: painterFor(terminal) };
  const coverage = options.coverage ? coverageOf(results) : undefined;
  if (options.junit !== undefined) writeFileSync(resolve(terminal.cwd(), options.junit), resultsAsJunit(results));
  if (options.json) stdout.write(`${JSON.stringify(resultsAsJson(results, coverage), null, 2)}\n`);
  else stdout.write(printResults(results, page) + (coverage === undefined ? '' : `\n${printCoverage(coverage, page)}`));
}

/** Until the process is ended. */
async function runAgainAndAgain(files: readonly string[], options: TestOptions, terminal: Terminal): Promise<void> {
  const { app, env, template = [] } = options;
  if (env !== undefined || (app !== undefined && existsSync(resolve(terminal.cwd(), app, 'cdk.json')))) {
    throw new UsageError(
      '--watch does not synthesize an app. Give the folder of the synthesized app, such as --app cdk.out',
    );
  }
  const given = [...template, ...(app === undefined ? [] : [app])].map((path) => resolve(terminal.cwd(), path));
  for (;;) {
    try {
      await runOnce(files, options, terminal);
    } catch (error) {
      terminal.stderr.write(`vigil: ${(error as Error).message}\n`);
    }
    const own = files.flatMap((file) => [resolve(terminal.cwd(), file), ...sourcesIn(file, terminal.cwd())]);
    const change = changeOf([...own, ...given]);
    terminal.stderr.write('Waiting for changes.\n');
    await change;
  }
}

/** Editors replace files and a synthesis writes many, so folders are watched and a change counts once writes have stopped for this long. */
const QUIET_MILLISECONDS = 200;

function changeOf(paths: readonly string[]): Promise<void> {
  const folders = new Set(paths.map(folderOf));
  return new Promise((done) => {
    let timer: NodeJS.Timeout | undefined;
    const watchers = [...folders].map((folder) =>
      watch(folder, () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          for (const watcher of watchers) watcher.close();
          done();
        }, QUIET_MILLISECONDS);
      }),
    );
  });
}

/** For a missing path, the nearest existing parent folder. */
const folderOf = (path: string): string =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : folderOf(dirname(path));
