import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { UnreadableFile } from '../rehearsal/assembly/unreadable-file';
import { counted } from '../rehearsal/preview/units';
import { printCoverage } from '../rehearsal/testing/coverage-text';
import { mistakesIn, mistakeText, TestFileError } from '../rehearsal/testing/mistake';
import { NotationError, parseReadings } from '../rehearsal/testing/notation';
import { printResults } from '../rehearsal/testing/report-text';
import {
  type AssemblyReader,
  coverageOf,
  type FileResult,
  type Results,
  runTestFile,
  sourcesIn,
  type UnusableFile,
} from '../rehearsal/testing/results';
import { resultsForGithub } from '../rehearsal/testing/results-github';
import { resultsAsJson } from '../rehearsal/testing/results-json';
import { resultsAsJunit } from '../rehearsal/testing/results-junit';
import { changeOf } from './changes';
import { CheckError, UsageError } from './errors';
import { checkOutputFile, type OutputFile, writeOutputFile } from './output-file';
import { adapterFor, openSource } from './source';
import type { SourceOptions } from './source-options';
import { painterFor, type Terminal, widthFor } from './terminal';
import { testFilesIn } from './test-files';

export interface TestOptions extends SourceOptions {
  readonly coverage?: boolean;
  readonly format: 'text' | 'json' | 'github';
  /** As `format: 'json'`. */
  readonly json?: boolean;
  readonly junit?: string;
  readonly watch?: boolean;
  readonly readings?: string;
}

/**
 * Runs the alarms of apps on the data of test files.
 *
 * @param words files, folders and globs
 */
export async function test(words: readonly string[], options: TestOptions, terminal: Terminal): Promise<void> {
  if (options.watch) await runAgainAndAgain(words, options, terminal);
  else await runOnce(testFilesIn(words, terminal.cwd()), options, terminal);
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
  const junit = junitFile(options);
  if (junit !== undefined) checkOutputFile(junit, terminal);
  const { adapt, close } = await subjectOf(options, terminal);
  try {
    const { results, unexpected } = run(files, adapt, options, terminal);
    printReport(results, options, terminal);
    if (unexpected !== undefined) throw unexpected;
    check(results);
  } finally {
    close();
  }
}

/** Runs all files: an error in one of them does not end the run of the others. */
function run(files: readonly string[], adapt: Subject['adapt'], options: TestOptions, terminal: Terminal) {
  const readings = readingsIn(options);
  const results: FileResult[] = [];
  const unusable: UnusableFile[] = [];
  let unexpected: Error | undefined;
  for (const file of files) {
    try {
      results.push(runTestFile(file, terminal.cwd(), { adapt, readings }));
    } catch (error) {
      unusable.push({ file, mistakes: mistakesIn(error as Error) });
      if (!USERS_ERRORS.some((kind) => error instanceof kind)) unexpected ??= error as Error;
    }
  }
  return { results: { files: results, unusable } satisfies Results, unexpected };
}

const USERS_ERRORS = [TestFileError, UnreadableFile, UsageError];

function readingsIn({ readings }: TestOptions): string[] | undefined {
  try {
    return readings === undefined ? undefined : parseReadings(readings);
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    throw new UsageError(`--readings: ${error.message}.`);
  }
}

/** @throws TestFileError if a file was not run; CheckError if a test failed */
function check({ files, unusable }: Results): void {
  const mistakes = unusable.flatMap((file) => file.mistakes);
  if (mistakes.length > 0)
    throw new TestFileError([...new Map(mistakes.map((each) => [mistakeText(each), each])).values()]);
  const failed = files.flatMap(({ tests }) => tests).filter(({ failures }) => failures.length > 0).length;
  if (failed > 0) throw new CheckError(`${counted(failed, 'alarm test')} failed.`);
}

const junitFile = ({ junit: file }: TestOptions): OutputFile | undefined =>
  file === undefined ? undefined : { what: 'The JUnit report', option: '--junit', file };

function printReport(results: Results, options: TestOptions, terminal: Terminal): void {
  const { stdout, env } = terminal;
  const page = { width: widthFor(terminal), paint: painterFor(terminal) };
  const coverage = options.coverage ? coverageOf(results.files) : undefined;
  const junit = junitFile(options);
  if (junit !== undefined) writeOutputFile(junit, resultsAsJunit(results), terminal);
  if (options.json || options.format === 'json') {
    stdout.write(`${JSON.stringify(resultsAsJson(results, coverage), null, 2)}\n`);
    return;
  }
  const report = results.files.length === 0 ? '' : printResults(results, page);
  const text = report + (coverage === undefined ? '' : `\n${printCoverage(coverage, page)}`);
  const repository = env['GITHUB_WORKSPACE'] ?? terminal.cwd();
  const pathOf = (file: string): string => relative(repository, resolve(terminal.cwd(), file));
  stdout.write(options.format === 'github' ? resultsForGithub(results, text, pathOf) : text);
}

/** Until the process is ended. */
async function runAgainAndAgain(words: readonly string[], options: TestOptions, terminal: Terminal): Promise<void> {
  const { app, env, template = [] } = options;
  if (env !== undefined || (app !== undefined && existsSync(resolve(terminal.cwd(), app, 'cdk.json')))) {
    throw new UsageError(
      '--watch does not synthesize an app. Give the folder of the synthesized app, such as --app cdk.out',
    );
  }
  const given = [...template, ...(app === undefined ? [] : [app])].map((path) => resolve(terminal.cwd(), path));
  for (;;) {
    let files: readonly string[] = words;
    try {
      files = testFilesIn(words, terminal.cwd());
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
