import { stringify } from 'yaml';
import { readRules } from '../../prometheus/rules/read-rules';
import { readUnitTests } from '../../prometheus/testing/read-unit-tests';
import { runUnitTest } from '../../prometheus/testing/run-unit-tests';
import type { Assembly } from '../assembly/model';
import type { AlarmTest } from '../testing/test-file';
import type { Exporter } from './exporters';
import { type Remark, ruleFile, rulesOf } from './rule-file';
import { type RuleTest, ruleTestsOf } from './unit-tests';

export const RULES_FILE = 'rules.yml';

export interface RuleExport {
  readonly rules: string;
  /** A test file of promtool. @default - no test is about an alarm that became a rule */
  readonly tests?: string;
  /** How many alarms became rules. */
  readonly count: number;
  /** How many tests there are. */
  readonly testCount: number;
  readonly remarks: readonly Remark[];
  /** The configuration of the exporter. */
  readonly configuration: string;
}

/** The alarms of an app as rules on the metrics of an exporter. A rule that fires when its alarm does not, in a test, is left out. */
export function exportRules(assembly: Assembly, tests: readonly AlarmTest[], exporter: Exporter): RuleExport {
  const differing = new Map<string, string>();
  for (;;) {
    const { ruled, remarks, asked } = rulesOf(assembly.alarms, exporter, differing);
    const made = ruleTestsOf(tests, assembly, ruled, exporter);
    const rules = written(ruleFile(ruled));
    const region = assembly.stacks.find((stack) => stack.region !== undefined)?.region ?? 'us-east-1';
    const configuration = written(exporter.configuration(asked, region));
    const file = written({ rule_files: [RULES_FILE], evaluation_interval: '1m', tests: made });
    const found =
      made.length === 0
        ? []
        : differencesIn(
            rules,
            file,
            ruled.map(({ alarm }) => alarm.name),
          );
    if (found.length === 0) {
      return {
        rules,
        ...(made.length > 0 && { tests: file }),
        count: ruled.length,
        testCount: checksIn(made),
        remarks,
        configuration,
      };
    }
    for (const [alarm, why] of found) differing.set(alarm, why);
  }
}

const written = (content: object): string => stringify(content, { lineWidth: 0 });

const checksIn = (tests: readonly RuleTest[]): number =>
  tests.reduce((sum, { alert_rule_test: checks }) => sum + checks.length, 0);

/** The alarms that a test shows to fire at another time than their rules, with the test. */
function differencesIn(rules: string, file: string, names: readonly string[]): [alarm: string, why: string][] {
  const groups = readRules(rules);
  const tests = readUnitTests(file);
  return tests.tests.flatMap((test) =>
    runUnitTest(test, groups, tests).flatMap(({ expected, got, message }) => {
      const isIn = (text: string, name: string): boolean => text.includes(`alarm=${JSON.stringify(name)}`);
      const differing = names.filter((name) => isIn(expected, name) !== isIn(got, name));
      const after = /^after \d+ s/.exec(message)?.[0] ?? 'once';
      return differing.map((name): [string, string] => [
        name,
        `${after} in the test '${test.name}' it ${isIn(got, name) ? 'fires, and its alarm is not in ALARM' : 'does not fire, and its alarm is in ALARM'}`,
      ]);
    }),
  );
}
