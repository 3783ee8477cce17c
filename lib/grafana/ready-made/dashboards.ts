import { objectIn, objectsIn } from '../../rehearsal/assembly/json';
import { metricRows } from '../../rehearsal/assembly/metric-rows';
import type { Assembly } from '../../rehearsal/assembly/model';
import type { MetricIdentity } from '../../rehearsal/simulator/model';
import { type Exported, grafanaDashboard } from '../dashboard';
import type { GrafanaDashboard } from '../model';
import { sqlPanel } from '../panels/sql-panel';
import { READY_MADE, type ReadyMade } from './ready-made';

/** An indicator that a query of PostgreSQL returns. */
export interface SqlIndicator {
  readonly title: string;
  readonly query: string;
}

/** The dashboards for ready-made metrics that an app has, and for indicators from PostgreSQL. */
export function readyMadeDashboards(
  assembly: Pick<Assembly, 'alarms' | 'dashboards'>,
  surroundings: Pick<Exported, 'region' | 'account' | 'alarms' | 'listsAlerts'>,
  indicators: readonly SqlIndicator[],
): GrafanaDashboard[] {
  const metrics = metricsOf(assembly);
  return READY_MADE.flatMap((ready) =>
    dashboardOf(ready, metrics, surroundings, ready.showsIndicators ? indicators : []),
  );
}

function dashboardOf(
  { title, tags, refresh, start, widgets }: ReadyMade,
  metrics: readonly MetricIdentity[],
  surroundings: Pick<Exported, 'region' | 'account' | 'alarms' | 'listsAlerts'>,
  indicators: readonly SqlIndicator[],
): GrafanaDashboard[] {
  const region = surroundings.region ?? 'us-east-1';
  const shown = widgets(metrics)
    .filter((widget) => widget !== undefined)
    .map((widget) => ({ ...widget, properties: { region, ...objectIn(widget.properties) } }));
  if (shown.length + indicators.length === 0) return [];
  const name = title.toLowerCase().replaceAll(' ', '-');
  const { dashboard } = grafanaDashboard({
    ...surroundings,
    name,
    title,
    tags,
    refresh,
    body: { start, widgets: shown },
  });
  const y = Math.max(0, ...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  const more = indicators.map(({ title: own, query }, index) => ({
    id: dashboard.panels.length + index + 1,
    gridPos: { x: 12 * (index % 2), y: y + 8 * Math.floor(index / 2), w: 12, h: 8 },
    ...sqlPanel(own, query),
  }));
  return [{ ...dashboard, panels: [...dashboard.panels, ...more] }];
}

/** The metrics that the alarms and dashboards of an app read. */
function metricsOf({ alarms, dashboards }: Pick<Assembly, 'alarms' | 'dashboards'>): MetricIdentity[] {
  const compared = alarms.flatMap((alarm) => ('queries' in alarm ? alarm.queries : []));
  const drawn = dashboards
    .flatMap(({ body }) => objectsIn(body?.widgets))
    .flatMap(({ properties }) => metricRows(objectIn(properties)));
  return [...compared, ...drawn].flatMap(({ metric }) => metric ?? []);
}
