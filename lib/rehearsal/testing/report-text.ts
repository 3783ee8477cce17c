import { leftOutText } from '../preview/sections';
import { type Page, table } from '../preview/table';
import { counted } from '../preview/units';
import { wrap } from '../preview/wrap';
import { chart } from './chart';
import { inputText } from './inputs';
import { positionText } from './mistake';
import type { FileResult, Results } from './results';
import type { Failure, TestResult } from './run-test';

/** The results of test files as text for a terminal. */
export function printResults({ files, unusable }: Results, page: Page): string {
  const lines = files.flatMap(({ file, tests, assembly, notModelled, unresolved, positionOf }) => [
    page.paint('strong', file),
    ...tests.flatMap((test) => testLines(test, positionOf, page)),
    ...notModelled.flatMap(({ alarm, reason }) =>
      indented(2, wrap(`not modelled: ${alarm} (${reason})`, page.width - 2)),
    ),
    ...assembly.leftOut.flatMap((alarm) => indented(2, wrap(`not deployed: ${leftOutText(alarm)}`, page.width - 2))),
    ...unresolvedLines(unresolved, page),
    '',
  ]);
  const all = files.flatMap(({ tests }) => tests);
  const failed = failedIn(all);
  const summary =
    failed === 0 ? `${counted(all.length, 'test')} passed.` : `${failed} of ${counted(all.length, 'test')} failed.`;
  return `${[...lines, ...summaryTable({ files, unusable }, page), summary].join('\n')}\n`;
}

const failedIn = (tests: readonly TestResult[]): number => tests.filter(({ failures }) => failures.length > 0).length;

/** A line for each file, if there are several. */
function summaryTable({ files, unusable }: Results, page: Page): string[] {
  if (files.length + unusable.length < 2) return [];
  const rows = [
    ...files.map(({ file, tests }) => {
      const failed = failedIn(tests);
      return { file, passed: `${tests.length - failed} passed`, failed: failed === 0 ? '' : `${failed} failed` };
    }),
    ...unusable.map(({ file, mistakes }) => ({
      ...{ file, passed: '', failed: `not run: ${counted(mistakes.length, 'error')}` },
    })),
  ];
  const cells = rows.map(({ file, passed, failed }) => [
    { text: file },
    { text: passed },
    { text: failed, style: 'alert' as const },
  ]);
  const columns = [{ atMost: page.width - 36 }, { atMost: 12, align: 'right' as const }, {}];
  return [page.paint('strong', 'Summary'), ...table(cells, columns, page), ''];
}

const unresolvedLines = (unresolved: FileResult['unresolved'], page: Page): string[] =>
  unresolved.flatMap(({ expression, reason, alarms: [first, ...others] }) => {
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    return indented(2, wrap(`not resolved: ${expression} in ${first}${more} (${reason})`, page.width - 2));
  });

function testLines(
  { test, failures, notes, scene }: TestResult,
  positionOf: FileResult['positionOf'],
  page: Page,
): string[] {
  const head = failures.length === 0 ? `  ok    ${test.name}` : `${page.paint('alert', '  FAIL')}  ${test.name}`;
  return [
    head,
    ...failures.flatMap((failure, index) =>
      failureLines(failure, pictureOf(failure, failures.slice(0, index), scene, page), positionOf, page),
    ),
    ...notes.flatMap((note) =>
      indented(6, wrap(`note: ${note}`, page.width - 6)).map((line) => page.paint('faint', line)),
    ),
  ];
}

function failureLines(
  failure: Failure,
  picture: readonly string[],
  positionOf: FileResult['positionOf'],
  page: Page,
): string[] {
  const { alarm, message, offset, reason, inputs = [] } = failure;
  const about = alarm === undefined ? '' : `${alarm.name} `;
  return [
    ...indented(6, wrap(`${positionText(positionOf(offset))}: ${about}${message}`, page.width - 6)),
    ...indented(8, picture),
    ...indented(8, reason === undefined ? [] : wrap(reason, page.width - 8)),
    ...indented(
      8,
      inputs.flatMap((input) => wrap(inputText(input), page.width - 8)),
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
