import type { FileResult } from './results';

/** Results as JUnit XML. */
export function resultsAsJunit(results: readonly FileResult[]): string {
  // required here, since most runs write none
  const builder = (require('junit-report-builder') as typeof import('junit-report-builder').default).newBuilder();
  for (const { file, tests, locationOf } of results) {
    const suite = builder.testSuite().name(file);
    for (const { test, failures } of tests) {
      const entry = suite.testCase().className(file).name(test.name);
      const texts = failures.map(({ alarm, message, offset, reason }) =>
        [`${locationOf(offset)}: ${alarm?.name ?? ''} ${message}`, reason].filter(Boolean).join('\n'),
      );
      // most readers of JUnit XML show one failure per test case
      if (texts.length > 0) entry.failure(failures[0]?.message, 'expectation').stacktrace(texts.join('\n\n'));
    }
  }
  return builder.build();
}
