import { leftOutText } from '../preview/sections';
import type { Page } from '../preview/table';
import { wrap } from '../preview/wrap';
import { chart } from './chart';
import type { FileResult } from './results';
import type { Failure, TestResult } from './run-test';

/** The results of test files as text for a terminal. */
export function printResults(results: readonly FileResult[], page: Page): string {
  const lines = results.flatMap(({ file, tests, assembly, notModelled, unresolved, locationOf }) => [
    page.paint('strong', file),
    ...tests.flatMap((test) => testLines(test, locationOf, page)),
    ...notModelled.flatMap(({ alarm, reason }) =>
      indented(2, wrap(`not modelled: ${alarm} (${reason})`, page.width - 2)),
    ),
    ...assembly.leftOut.flatMap((alarm) => indented(2, wrap(`not deployed: ${leftOutText(alarm)}`, page.width - 2))),
    ...unresolvedLines(unresolved, page),
    '',
  ]);
  const all = results.flatMap(({ tests }) => tests);
  const failed = all.filter(({ failures }) => failures.length > 0).length;
  const summary = failed === 0 ? `${counted(all.length)} passed.` : `${failed} of ${counted(all.length)} failed.`;
  return `${[...lines, summary].join('\n')}\n`;
}

const unresolvedLines = (unresolved: FileResult['unresolved'], page: Page): string[] =>
  unresolved.flatMap(({ expression, reason, alarms: [first, ...others] }) => {
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    return indented(2, wrap(`not resolved: ${expression} in ${first}${more} (${reason})`, page.width - 2));
  });

const counted = (count: number): string => `${count} test${count === 1 ? '' : 's'}`;

function testLines(
  { test, failures, notes, scene }: TestResult,
  locationOf: FileResult['locationOf'],
  page: Page,
): string[] {
  const head = failures.length === 0 ? `  ok    ${test.name}` : `${page.paint('alert', '  FAIL')}  ${test.name}`;
  return [
    head,
    ...failures.flatMap((failure, index) =>
      failureLines(failure, pictureOf(failure, failures.slice(0, index), scene, page), locationOf, page),
    ),
    ...notes.flatMap((note) =>
      indented(6, wrap(`note: ${note}`, page.width - 6)).map((line) => page.paint('faint', line)),
    ),
  ];
}

function failureLines(
  failure: Failure,
  picture: readonly string[],
  locationOf: FileResult['locationOf'],
  page: Page,
): string[] {
  const { alarm, message, offset, reason, inputs = [] } = failure;
  const about = alarm === undefined ? '' : `${alarm.name} `;
  return [
    ...indented(6, wrap(`${locationOf(offset)}: ${about}${message}`, page.width - 6)),
    ...indented(8, picture),
    ...indented(8, reason === undefined ? [] : wrap(reason, page.width - 8)),
    ...indented(
      8,
      inputs.flatMap((input) => wrap(`reads ${input}`, page.width - 8)),
    ),
  ];
}

/** At most one chart per alarm and time. */
function pictureOf(
  { alarm, after }: Failure,
  earlier: readonly Failure[],
  scene: TestResult['scene'],
  page: Page,
): string[] {
  if (alarm === undefined || scene.whyNotModelled(alarm) !== undefined) return [];
  if (earlier.some((each) => each.alarm === alarm && (after === undefined || each.after === after))) return [];
  const { start, end } = scene;
  const mark = after === undefined ? undefined : start + after;
  return chart({ start, end, mark, track: scene.trackOf(alarm), observed: scene.observedBy(alarm) }, page);
}

const indented = (by: number, lines: readonly string[]): string[] =>
  lines.map((line) => (line === '' ? line : ' '.repeat(by) + line));
