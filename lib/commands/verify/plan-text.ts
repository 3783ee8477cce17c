import { type Cell, type Page, table } from '../../rehearsal/preview/table';
import { counted, plain, plural } from '../../rehearsal/preview/units';
import { wrap } from '../../rehearsal/preview/wrap';
import { NAMESPACE, PREFIX } from '../../rehearsal/verification/names';
import type { Amounts, Plan } from '../../rehearsal/verification/plan';
import { type CostLine, costOf, LIMIT_DOLLARS } from './cost';

/** What a run creates, asks, costs and needs, before it starts. */
export function planText(plan: Plan, amounts: Amounts, region: string, page: Page): string {
  const { lines, dollars } = costOf(amounts);
  const rules = new Set(plan.shapes.flatMap((shape) => shape.rules)).size;
  const sections: string[][] = [
    [
      page.paint('strong', `vigil verify: asks CloudWatch in ${region} what its documentation leaves open`),
      ...paragraph(
        `Takes about ${durationText(amounts.minutes)} and costs at most $${roundedUp(dollars)} (limit: $${LIMIT_DOLLARS}). Touches nothing that it did not create.`,
        page,
      ),
    ],
    section('Asks', page, [
      [`${plan.open.length}`, 'questions that the documentation leaves open or answers in two ways'],
      [
        `${plan.shapes.length}`,
        `distinct conditions of ${counted(rules, 'rule')}, each with a value in every period and with gaps`,
      ],
      [`${plan.refused.length}`, 'invalid alarms, to record the text with which CloudWatch refuses them'],
    ]),
    section('Creates', page, [
      [plain(amounts.alarms), `metric alarms named ${PREFIX}*, without any action: they notify nobody`],
      [plain(amounts.composites), 'composite alarms over them, likewise'],
      [
        plain(amounts.metrics),
        `metrics in the namespace ${NAMESPACE}, with made values of the last three hours and on`,
      ],
    ]),
    section('Deletes', page, [
      ['all', 'alarms, before it ends, also after Ctrl+C'],
      ['', `After a kill or a crash, once a run would be over: vigil verify --clean --region ${region}`],
      ['', 'Metrics cannot be deleted. CloudWatch forgets them by itself; they cost nothing once the run is over.'],
    ]),
    [page.paint('strong', 'Costs at most'), ...costTable(lines, dollars, page)],
    section('Needs', page, [
      ['', 'cloudwatch:PutMetricData, in that namespace only'],
      ['', `cloudwatch:PutMetricAlarm and DeleteAlarms, for alarms named ${PREFIX}* only`],
      ['', 'cloudwatch:DescribeAlarms and DescribeAlarmHistory, read only'],
      ['', 'cloudwatch:PutCompositeAlarm, which AWS grants for all names or none; without it, composites are left out'],
      ['', 'The policy also forbids alarms with an action that exists.'],
      ['', `As an IAM policy: vigil verify --policy --region ${region}`],
    ]),
    partSection(plan, page),
    plan.notAsked.length === 0
      ? []
      : section(
          'Does not ask about',
          page,
          plan.notAsked.map(({ rule, why }) => ['', `${rule}: ${why}`]),
        ),
  ];
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

function partSection({ shapes }: Plan, page: Page): string[] {
  const rows = shapes.flatMap(({ rules, notCompared }) =>
    notCompared.map((each): [string, string] => ['', `${rules.join(', ')}: ${each}`]),
  );
  return rows.length === 0 ? [] : section('Does not compare', page, rows);
}

const paragraph = (text: string, { width }: Page): string[] => wrap(text, width);

function section(title: string, page: Page, rows: readonly (readonly [string, string])[]): string[] {
  const cells = rows.map(([amount, text]): Cell[] => (amount === '' ? [{ text }] : [{ text: amount }, { text }]));
  const isList = rows.every(([amount]) => amount === '');
  if (isList) return [page.paint('strong', title), ...table(cells, [{}], page)];
  const aligned = rows.map(([amount, text]): Cell[] => [{ text: amount }, { text }]);
  return [page.paint('strong', title), ...table(aligned, [{ atMost: 6, align: 'right' }, {}], page)];
}

const COST_COLUMNS = [
  { atMost: 6, align: 'right' },
  { atMost: 30 },
  { atMost: 12 },
  { atMost: 8, align: 'right' },
] as const;

const costTable = (lines: readonly CostLine[], dollars: number, page: Page): string[] =>
  table(
    [
      ...lines.map(({ item, quantity, hours, dollars }): Cell[] => [
        { text: plain(quantity) },
        { text: plural(quantity, item) },
        { text: hours === undefined ? '' : `for ${hours} hours` },
        { text: `$${roundedUp(dollars)}` },
      ]),
      [
        { text: '' },
        { text: 'sum', style: 'strong' },
        { text: '' },
        { text: `$${roundedUp(dollars)}`, style: 'strong' },
      ],
    ],
    COST_COLUMNS,
    page,
  );

const roundedUp = (dollars: number): string => (Math.ceil(100 * dollars) / 100).toFixed(2);

const durationText = (minutes: number): string =>
  minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
