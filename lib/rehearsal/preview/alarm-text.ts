import type { AlarmReport, ComponentReport } from './report';
import type { AlarmRoute } from './routes';
import { type Cell, type Column, layout, type Page, type Style } from './table';
import { lengthOf, wrap } from './wrap';

const SEVERITY_STYLES: Readonly<Record<string, Style>> = { P0: 'alert', P1: 'alert', P2: 'warning', P3: 'faint' };
const COLUMNS: readonly Column[] = [{ atMost: 2 }, { atMost: 26 }, {}, { atMost: 28 }];

/** One section per component: its alarms, with condition and route. */
export function componentSections(components: readonly ComponentReport[], page: Page): string[][] {
  const rowsOf = ({ alarms }: ComponentReport) => alarms.map(alarmRow);
  // one layout for all, so that columns stand under each other
  const print = layout(components.flatMap(rowsOf), COLUMNS, page);
  const showsEnvironment = new Set(components.map(({ environment }) => environment)).size > 1;
  return components.map((component) => [
    ...heading(component, showsEnvironment, page),
    ...rowsOf(component).flatMap(print),
  ]);
}

function heading(
  { component, type, environment, stack, monthly }: ComponentReport,
  showsEnvironment: boolean,
  page: Page,
) {
  const about = [type, stack, showsEnvironment ? environment : undefined].filter((part) => part !== undefined);
  const name = about.length > 0 ? `${component} (${about.join(', ')})` : component;
  const price = `$${monthly.toFixed(2)} a month`;
  const [first = '', ...more] = wrap(name, page.width - price.length - 2);
  const gap = ' '.repeat(page.width - lengthOf(first) - price.length);
  return [
    page.paint('strong', first) + gap + page.paint('faint', price),
    ...more.map((line) => page.paint('strong', line)),
  ];
}

const alarmRow = ({ severity, label, condition, route }: AlarmReport): Cell[] => [
  { text: severity === 'unknown' ? '?' : severity, style: SEVERITY_STYLES[severity] },
  { text: label },
  { text: condition },
  routeCell(route),
];

function routeCell(route: AlarmRoute): Cell {
  switch (route.by) {
    case 'action':
      return { text: route.destinations.join('\n'), style: route.withoutRecipient ? 'alert' : undefined };
    case 'composite':
      return { text: `through ${route.composites.join(', ')}`, style: 'faint' };
    case 'nothing':
      return { text: 'dashboard only', style: 'faint' };
  }
}
