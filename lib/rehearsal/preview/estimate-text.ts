import type { Estimate, EstimateLine } from './estimate';
import { FREE_DASHBOARDS, PRICES } from './prices';
import { type Cell, type Column, type Page, table } from './table';
import { plain, plural } from './units';
import { wrap } from './wrap';

const COLUMNS: readonly Column[] = [
  { atMost: 9, align: 'right' },
  { atMost: 36 },
  { atMost: 9 },
  { atMost: 12, align: 'right' },
];

export function estimateSection({ lines, monthly, atMost, monthlyAtMost, unpriced }: Estimate, page: Page): string[] {
  const rows = [
    ...lines.map(lineCells),
    totalCells('sum', monthly),
    ...(atMost.length > 0 ? [...atMost.map(lineCells), totalCells('sum with traffic, at most', monthlyAtMost)] : []),
  ];
  const notes = [
    `List prices of us-east-1. Free tier not taken off: 10 alarm metrics, ${FREE_DASHBOARDS.count} dashboards of at most ${FREE_DASHBOARDS.metrics} metrics.`,
    ...atMost.map(({ assumption }) => `Detailed metrics, if every operation has traffic: ${assumption}.`),
    ...(lines.some(({ item }) => item === PRICES.analysedMetric.item)
      ? ['Queries also read what other apps of the account and region have, which is billed as well.']
      : []),
    ...(unpriced.length > 0
      ? [`Not included, because the number of metrics they read is known only in the account: ${unpriced.join(', ')}.`]
      : []),
  ];
  return [
    page.paint('strong', 'Estimate for a month'),
    ...table(rows, COLUMNS, page),
    ...notes.flatMap((note) => wrap(note, page.width - 2)).map((line) => `  ${line}`),
  ];
}

const lineCells = ({ quantity, item, each, monthly }: EstimateLine): Cell[] => [
  { text: plain(quantity) },
  { text: plural(quantity, item) },
  { text: `x $${each.toFixed(2)}` },
  { text: `$${monthly.toFixed(2)}` },
];

const totalCells = (name: string, dollars: number): Cell[] => [
  { text: '' },
  { text: name, style: 'strong' },
  { text: '' },
  { text: `$${dollars.toFixed(2)}`, style: 'strong' },
];
