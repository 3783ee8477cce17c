import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { warnOfBudget } from '../alarms/budgets';
import { bodyOf } from './body';
import type { Widget } from './widgets';

/** CloudWatch's limits on one dashboard. */
const DASHBOARD_LIMITS = { widgets: 500, metrics: 2500 } as const;
const COLUMNS = 24;

/** Widgets that stay together. */
export type Section = readonly Widget[];

/** Puts sections on as few dashboards as CloudWatch's limits allow: `name`, `name-2`, … */
export function publish(scope: Construct, id: string, name: string, sections: readonly Section[]): void {
  paginate(sections).forEach((page, index) => {
    const suffix = index === 0 ? '' : `-${index + 1}`;
    const dashboard = new CfnDashboard(scope, `${id}${suffix}`, {
      dashboardName: `${name}${suffix}`,
      dashboardBody: bodyOf({ start: '-PT3H', widgets: positioned(page) }),
    });
    warnOfPageBudgets(dashboard, `${name}${suffix}`, page);
  });
}

function warnOfPageBudgets(scope: Construct, subject: string, page: readonly Widget[]): void {
  const advice = 'Further widgets go to another dashboard. To keep one dashboard, split the app among several Vigils.';
  const used = { widgets: page.length, metrics: metricsIn(page) };
  for (const noun of ['widgets', 'metrics'] as const) {
    const limit = DASHBOARD_LIMITS[noun];
    warnOfBudget(scope, { id: `dashboard-${noun}`, subject, used: used[noun], limit, noun, advice });
  }
}

function paginate(sections: readonly Section[]): Widget[][] {
  const pages: Widget[][] = [[]];
  for (const section of sections) {
    const page = pages.at(-1) as Widget[];
    const full =
      page.length + section.length > DASHBOARD_LIMITS.widgets ||
      metricsIn([...page, ...section]) > DASHBOARD_LIMITS.metrics;
    if (full && page.length > 0) pages.push([...section]);
    else page.push(...section);
  }
  return pages;
}

const metricsIn = (widgets: readonly Widget[]): number =>
  widgets.reduce((sum, { properties }) => sum + ((properties.metrics as unknown[] | undefined)?.length ?? 0), 0);

/** From left to right, a new row when the width is used up. */
function positioned(widgets: readonly Widget[]): unknown[] {
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  return widgets.map(({ type, width, height, properties }) => {
    if (x + width > COLUMNS) {
      x = 0;
      y += rowHeight;
      rowHeight = 0;
    }
    const placed = { type, x, y, width, height, properties };
    x += width;
    rowHeight = Math.max(rowHeight, height);
    return placed;
  });
}
