import { type JsonObject, numberIn, objectIn, objectsIn, textIn } from '../../rehearsal/assembly/json';
import { type Application, NotImported } from './query';
import { widgetOf } from './widget';

export interface Imported {
  readonly title: string;
  readonly body: JsonObject;
  readonly remarks: readonly string[];
  /** How many panels there are, and how many became widgets. */
  readonly panels: number;
  readonly widgets: number;
}

const DEFAULT_SIZE = { w: 12, h: 8 };
/** Eight rows of Grafana are about as high as six of CloudWatch. */
const ROWS = 3 / 4;
const COLUMNS = 24;

/** A dashboard of Grafana, as its API or an export has it, for CloudWatch. */
export function importDashboard(json: JsonObject, application: Application): Imported {
  // the API has it within an object of its own
  const dashboard = json.dashboard === undefined ? json : objectIn(json.dashboard);
  const panels = panelsIn(dashboard);
  const remarks: string[] = [];
  let [x, y, height] = [0, 0, 0];
  const widgets = panels.flatMap((panel): JsonObject[] => {
    const name = `panel '${textIn(panel.title) ?? textIn(panel.id) ?? ''}'`;
    const { gridPos } = panel;
    const w = Math.min(COLUMNS, numberIn(objectIn(gridPos).w) ?? DEFAULT_SIZE.w);
    const h = Math.max(1, Math.round((numberIn(objectIn(gridPos).h) ?? DEFAULT_SIZE.h) * ROWS));
    try {
      const widget = widgetOf(panel, application, (message) => remarks.push(`${name}: ${message}.`));
      // what is left out leaves no gap
      if (x + w > COLUMNS) [x, y, height] = [0, y + height, 0];
      const placed = { ...widget, x, y, width: w, height: h };
      [x, height] = [x + w, Math.max(height, h)];
      return [placed];
    } catch (error) {
      if (!(error instanceof NotImported)) throw error;
      remarks.push(`${name}: is left out: ${error.message}.`);
      return [];
    }
  });
  const [, amount, unit] = /^now-(\d+)([mhdw])$/.exec(textIn(objectIn(dashboard.time).from) ?? '') ?? [];
  const start =
    amount === undefined || unit === undefined
      ? undefined
      : `-P${/[mh]/.test(unit) ? 'T' : ''}${amount}${unit.toUpperCase()}`;
  if (textIn(dashboard.refresh))
    remarks.push(
      `it is loaded again every ${textIn(dashboard.refresh)} in Grafana; in CloudWatch the reader chooses that.`,
    );
  return {
    title: textIn(dashboard.title) ?? 'Dashboard',
    body: { ...(start !== undefined && { start }), widgets },
    remarks,
    panels: panels.length,
    widgets: widgets.length,
  };
}

/** Also those of rows, which may be folded, and of the rows of old Grafanas. */
const panelsIn = (dashboard: JsonObject): JsonObject[] =>
  [...objectsIn(dashboard.rows).flatMap(panelsIn), ...objectsIn(dashboard.panels)].flatMap((panel) =>
    panel.type === 'row' ? objectsIn(panel.panels) : [panel],
  );
