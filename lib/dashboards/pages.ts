import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { bodyOf } from './body';
import { packed } from './groups';
import type { Variable } from './variables';
import { COLUMNS, type Section, type Widget } from './widgets';

/** Widgets of one dashboard: project default, a page that a browser draws and a reader scrolls. CloudWatch takes 500. */
export const WIDGETS_OF_A_DASHBOARD = 100;
/** CloudWatch's limit on one dashboard. */
const METRICS_OF_A_DASHBOARD = 2500;

export interface Page {
  /** Within its scope. */
  readonly id: string;
  readonly name: string;
  readonly sections: readonly Section[];
  readonly variables?: readonly Variable[];
}

/** Whether some sections may be on one dashboard, beside so many other widgets. */
export function fitOnePage(sections: readonly Section[], others = 0): boolean {
  const widgets = sections.flat();
  return widgets.length + others <= WIDGETS_OF_A_DASHBOARD && metricsIn(widgets) <= METRICS_OF_A_DASHBOARD;
}

/** As few lists of sections as fit on a dashboard each. A section is split where nothing else helps. */
export function paginated(sections: readonly Section[], others: number): Section[][] {
  const fits = (some: readonly Section[]): boolean => fitOnePage(some, others);
  return packed(
    sections.flatMap((section) => (fits([section]) ? [section] : packed(section, (some) => fits([some])))),
    fits,
  );
}

const metricsIn = (widgets: readonly Widget[]): number =>
  widgets.reduce((sum, { properties }) => sum + ((properties.metrics as unknown[] | undefined)?.length ?? 0), 0);

export function publish(scope: Construct, { id, name, sections, variables = [] }: Page): void {
  new CfnDashboard(scope, id, {
    dashboardName: name,
    dashboardBody: bodyOf(
      {
        start: '-PT3H',
        ...(variables.length > 0 && { variables }),
        widgets: positioned(sections),
      },
      scope,
    ),
  });
}

/** From left to right; a new row where the width is used up, and for each section. */
function positioned(sections: readonly Section[]): unknown[] {
  let y = 0;
  return sections.flatMap((section) => {
    let x = 0;
    let rowHeight = 0;
    const placed = section.map(({ type, width, height, properties }) => {
      if (x + width > COLUMNS) {
        x = 0;
        y += rowHeight;
        rowHeight = 0;
      }
      const widget = { type, x, y, width, height, properties };
      x += width;
      rowHeight = Math.max(rowHeight, height);
      return widget;
    });
    y += rowHeight;
    return placed;
  });
}
