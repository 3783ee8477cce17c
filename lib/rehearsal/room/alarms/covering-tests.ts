import type { Alarm, Assembly } from '../../assembly/model';
import { AlarmFinder, UnknownAlarm } from '../../testing/alarm-finder';
import { mistakesIn, mistakeText } from '../../testing/mistake';
import { readTestFile } from '../../testing/read-test-file';
import { isRuleTestFile } from '../../testing/rule-tests';
import { YamlSource } from '../../testing/yaml-source';
import type { CoveringTest } from '../protocol';

/** What test files say of the alarms of an assembly. */
export interface Coverage {
  readonly of: (alarm: Alarm) => readonly CoveringTest[];
  /** What is wrong with files, each with file and line. */
  readonly problems: readonly string[];
}

/** Reads test files for the alarms that they name. One that cannot be read is a problem. @param folder against which files are read */
export function coverageIn(files: readonly string[], folder: string, assembly: Assembly): Coverage {
  const finder = new AlarmFinder(assembly.alarms);
  const tests = new Map<Alarm, CoveringTest[]>();
  const problems: string[] = [];
  for (const file of files) {
    try {
      const source = new YamlSource(file, folder);
      if (isRuleTestFile(source)) continue;
      for (const { name, expect } of readTestFile(source).tests) {
        for (const { alarm, offset } of expect) {
          const found = namedBy(finder, alarm);
          if (found === undefined) continue;
          const { line } = source.positionOf(offset);
          tests.set(found, [...(tests.get(found) ?? []), { name, file, line }]);
        }
      }
    } catch (error) {
      problems.push(...mistakesIn(error as Error).map(mistakeText));
    }
  }
  return { of: (alarm) => tests.get(alarm) ?? [], problems };
}

/** Undefined for an alarm of another assembly. */
function namedBy(finder: AlarmFinder, name: string): Alarm | undefined {
  try {
    return finder.find(name);
  } catch (error) {
    if (error instanceof UnknownAlarm) return undefined;
    throw error;
  }
}
