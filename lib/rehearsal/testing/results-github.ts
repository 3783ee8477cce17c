import { randomUUID } from 'node:crypto';
import type { Mistake } from './mistake';
import type { Results } from './results';

/**
 * Results as workflow commands of GitHub Actions, which show each error beside its line of a pull request.
 *
 * @param text the report, in which nothing is taken for a command
 * @param pathOf the path of a file in the repository
 */
export function resultsForGithub({ files, unusable }: Results, text: string, pathOf: (file: string) => string): string {
  const failures = files.flatMap(({ tests, positionOf }) =>
    tests.flatMap(({ test, failures }) =>
      failures.map(({ alarm, message, offset, reason, inputs = [] }) => {
        const missing = inputs.filter(({ hasData }) => !hasData).map(({ name }) => `No data: ${name}.`);
        const lines = [`${alarm === undefined ? '' : `${alarm.name} `}${message}`, reason, ...missing];
        const mistake = { ...positionOf(offset), message: lines.filter((line) => line !== undefined).join('\n') };
        return command(mistake, test.name, pathOf);
      }),
    ),
  );
  const errors = unusable.flatMap(({ mistakes }) =>
    mistakes.map((mistake) => command(mistake, 'The file cannot be run', pathOf)),
  );
  const token = randomUUID();
  const report = text === '' ? [] : [`::stop-commands::${token}`, text.replace(/\n$/, ''), `::${token}::`];
  return [...report, ...failures, ...errors].map((line) => `${line}\n`).join('');
}

function command({ file, line, column, message }: Mistake, title: string, pathOf: (file: string) => string): string {
  const properties = { file: file === undefined ? undefined : pathOf(file), line, col: column, title };
  const written = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`],
  );
  return `::error ${written.join(',')}::${escaped(message)}`;
}

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
