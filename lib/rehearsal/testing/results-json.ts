import { positionText } from './mistake';
import type { Coverage, Results } from './results';

/** Results for machines. Times are seconds after the start of a test. */
export const resultsAsJson = ({ files, unusable }: Results, coverage?: readonly Coverage[]) => ({
  passed: unusable.length === 0 && files.every(({ tests }) => tests.every(({ failures }) => failures.length === 0)),
  files: files.map(({ file, tests, notModelled, unresolved, positionOf }) => ({
    ...{ file, notModelled, unresolved },
    tests: tests.map(({ test, failures, notes, scene }) => ({
      name: test.name,
      passed: failures.length === 0,
      failures: failures.map(({ alarm, expected, got, message, offset, after, reason, reading, inputs }) => ({
        ...{ alarm: alarm?.name, expected, got, message, after, reason, reading, inputs },
        location: positionText(positionOf(offset)),
      })),
      notes,
      alerts: scene.alerts.map(({ alarm, severity, time, targets }) => ({
        ...{ alarm: alarm.name, severity, targets },
        after: time - scene.start,
      })),
      changes: scene.assembly.alarms.flatMap((alarm) =>
        scene.trackOf(alarm).changes.map(({ time, from, to, reason, ground }) => ({
          ...{ alarm: alarm.name, from, to, reason, ground },
          after: time - scene.start,
        })),
      ),
    })),
  })),
  errors: unusable.flatMap(({ file, mistakes }) => mistakes.map((mistake) => ({ file, ...mistake }))),
  coverage: coverage?.map(({ alarm, alarmed, recovered }) => ({
    alarm: alarm.name,
    severity: alarm.severity,
    alarmed,
    recovered,
  })),
});
