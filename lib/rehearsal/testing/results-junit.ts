import { inputText } from './inputs';
import { mistakeText, positionText } from './mistake';
import type { Results } from './results';

/** Results as JUnit XML. */
export function resultsAsJunit({ files, unusable }: Results): string {
  // required here, since most runs write none
  const builder = (require('junit-report-builder') as typeof import('junit-report-builder').default).newBuilder();
  for (const { file, tests, positionOf } of files) {
    const suite = builder.testSuite().name(file);
    for (const { test, failures } of tests) {
      const entry = suite.testCase().className(file).name(test.name);
      const texts = failures.map(({ alarm, message, offset, reason, inputs = [] }) =>
        [`${positionText(positionOf(offset))}: ${alarm?.name ?? ''} ${message}`, reason, ...inputs.map(inputText)]
          .filter(Boolean)
          .join('\n'),
      );
      // most readers of JUnit XML show one failure per test case
      if (texts.length > 0) entry.failure(failures[0]?.message, 'expectation').stacktrace(texts.join('\n\n'));
    }
  }
  for (const { file, mistakes } of unusable) {
    const entry = builder.testSuite().name(file).testCase().className(file).name('the file can be run');
    entry.error(mistakes[0]?.message, 'file', mistakes.map(mistakeText).join('\n'));
  }
  return builder.build();
}
