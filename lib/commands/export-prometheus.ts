import { join } from 'node:path';
import type { Assembly } from '../rehearsal/assembly/model';
import { counted } from '../rehearsal/preview/units';
import { exportRules, RULES_FILE } from '../rehearsal/prometheus-rules/export';
import { EXPORTERS } from '../rehearsal/prometheus-rules/exporters';
import { readTestFile } from '../rehearsal/testing/read-test-file';
import { mismatches } from '../rehearsal/testing/run-test';
import type { AlarmTest } from '../rehearsal/testing/test-file';
import { YamlSource } from '../rehearsal/testing/yaml-source';
import { UsageError } from './errors';
import { checkOutputFolder, writeOutputFile } from './output-file';
import { readSource } from './source';
import type { SourceOptions } from './source-options';
import type { Terminal } from './terminal';

export interface PrometheusExportOptions extends SourceOptions {
  readonly out: string;
  readonly exporter: keyof typeof EXPORTERS;
  /** Files of alarm tests. */
  readonly tests?: readonly string[];
}

const OUT = { what: 'The export', option: '--out' };
const TESTS_FILE = 'rules.test.yml';

/** Writes the alarms of an app as rules of Prometheus, with tests of promtool, and says what it leaves out. */
export async function exportPrometheus(options: PrometheusExportOptions, terminal: Terminal): Promise<void> {
  checkOutputFolder({ ...OUT, file: options.out }, terminal);
  const exporter = EXPORTERS[options.exporter];
  const { assembly } = await readSource(options, terminal);
  if (assembly.alarms.length === 0) throw new UsageError('there is no alarm to export.');
  const tests = (options.tests ?? []).flatMap((file) => testsIn(file, assembly, terminal));
  const { rules, tests: ruleTests, configuration, count, testCount, remarks } = exportRules(assembly, tests, exporter);
  for (const { alarm, message, isLeftOut } of remarks)
    terminal.stderr.write(`${alarm}: ${isLeftOut ? 'is left out: ' : ''}${message}.\n`);
  const write = (name: string, text: string): void =>
    writeOutputFile({ ...OUT, file: join(options.out, name) }, text, terminal);
  write(RULES_FILE, rules);
  write(`${options.exporter}.yml`, configuration);
  if (ruleTests !== undefined) write(TESTS_FILE, ruleTests);
  const checked = ruleTests === undefined ? '' : ` and ${counted(testCount, 'expectation')}`;
  terminal.stdout.write(
    `${counted(count, 'rule')} of ${counted(assembly.alarms.length, 'alarm')}${checked} written to ${options.out}.\n`,
  );
}

function testsIn(file: string, assembly: Assembly, terminal: Terminal): readonly AlarmTest[] {
  const source = new YamlSource(file, terminal.cwd());
  const { tests } = readTestFile(source);
  source.refuse(tests.flatMap((test) => mismatches(test, assembly)));
  return tests;
}
