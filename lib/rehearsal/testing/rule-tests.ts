import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readRules } from '../../prometheus/rules/read-rules';
import type { RuleGroup } from '../../prometheus/rules/rule';
import { FileError, type Position as RulePosition } from '../../prometheus/rules/yaml-text';
import { isUnitTests, readUnitTests } from '../../prometheus/testing/read-unit-tests';
import { runUnitTest } from '../../prometheus/testing/run-unit-tests';
import type { UnitTests } from '../../prometheus/testing/unit-tests';
import { readTemplates } from '../assembly/assembly';
import { type Mistake, type Position, TestFileError } from './mistake';
import type { TestResult } from './run-test';
import { Scene } from './scene';
import type { YamlSource } from './yaml-source';

/** Whether a file tests rules of Prometheus, as promtool does, rather than alarms of CloudWatch. */
export const isRuleTestFile = ({ value }: YamlSource): boolean => isUnitTests(value);

/**
 * Runs a test file of promtool.
 *
 * @throws TestFileError with all errors of the file and of its rules
 */
export function runRuleTests(file: string, folder: string, text: string) {
  const tests = read(file, () => readUnitTests(text));
  const groups = rulesOf(tests, file, folder);
  // there is no alarm of CloudWatch in it
  const assembly = readTemplates([], {});
  const positions: RulePosition[] = [];
  const results = tests.tests.map((test): TestResult => {
    const failures = runUnitTest(test, groups, tests).map(({ position, ...failure }) => ({
      ...failure,
      offset: positions.push(position) - 1,
    }));
    const empty = { lasting: 0, series: [], bands: [], seasonalBands: false, given: [], expect: [] };
    return { test: { name: test.name, start: 0, ...empty }, failures, notes: [], scene: new Scene(assembly, 0) };
  });
  return {
    ...{ file, tests: results, assembly, notModelled: [], unresolved: [] },
    positionOf: (index: number): Position => ({ file, ...positions[index] }),
  };
}

/** The rule files that a test file names. */
export function ruleFilesOf(file: string, folder: string, text: string): string[] {
  return read(file, () => readUnitTests(text)).ruleFiles.flatMap(({ path }) => matches(path, file, folder));
}

function rulesOf({ ruleFiles }: UnitTests, file: string, folder: string): RuleGroup[] {
  const mistakes: Mistake[] = [];
  const groups: RuleGroup[] = [];
  for (const { path, position } of ruleFiles) {
    const found = matches(path, file, folder);
    if (found.length === 0) mistakes.push({ file, ...position, message: `there is no rule file '${path}'.` });
    for (const each of found) {
      try {
        groups.push(...read(each, () => readRules(readFileSync(resolve(folder, each), 'utf8'))));
      } catch (error) {
        if (!(error instanceof TestFileError)) throw error;
        mistakes.push(...error.mistakes);
      }
    }
  }
  if (mistakes.length > 0) throw new TestFileError(mistakes);
  return groups;
}

/** The files of a path relative to the test file, in whose last part `*` and `?` stand for any characters. */
function matches(path: string, file: string, folder: string): string[] {
  const found = path.startsWith('/') ? path : join(dirname(file), path);
  const name = basename(found);
  if (!/[*?]/.test(name)) return existsSync(resolve(folder, found)) ? [found] : [];
  const pattern = new RegExp(
    `^${name
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  const directory = resolve(folder, dirname(found));
  const names = existsSync(directory) ? readdirSync(directory) : [];
  return names
    .filter((each) => pattern.test(each))
    .sort()
    .map((each) => join(dirname(found), each));
}

function read<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new TestFileError(
      error.problems.map(({ message, ...position }) => ({
        file,
        ...position,
        message: message.replace(/[^?]$/, '$&.'),
      })),
    );
  }
}
