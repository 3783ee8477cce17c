import { type Page, table } from '../preview/table';
import type { Coverage } from './results';

/** The alarms that no test drove to ALARM, and those that none drove back. */
export function printCoverage(coverage: readonly Coverage[], page: Page): string {
  const count = (holds: (each: Coverage) => boolean): number => coverage.filter(holds).length;
  const [alarmed, recovered] = [count((each) => each.alarmed), count((each) => each.recovered)];
  const gaps = coverage.filter((each) => !each.recovered);
  const rows = gaps.map(({ alarm, alarmed }) => [
    { text: alarm.severity === 'unknown' ? '?' : alarm.severity },
    { text: alarm.name },
    { text: alarmed ? 'never recovered' : 'never in ALARM' },
  ]);
  const lines = [
    page.paint('strong', 'Coverage'),
    `${alarmed} of ${coverage.length} alarms were driven to ALARM, ${recovered} of them back.`,
    ...table(rows, [{ atMost: 2 }, { atMost: page.width - 24 }, { atMost: 16 }], page),
  ];
  return `${lines.join('\n')}\n`;
}
