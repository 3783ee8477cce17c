import { type JsonObject, numberIn } from '../rehearsal/assembly/json';
import type { GridPosition } from './model';

const COLUMNS = 24;
const DEFAULT_SIZE = 6;
/** Six rows of CloudWatch are about as high as eight of Grafana. */
const ROWS = 4 / 3;

/** Positions of widgets in Grafana's grid. Those without one follow those before them, as in CloudWatch. */
export function positionsOf(widgets: readonly JsonObject[]): GridPosition[] {
  let [nextX, nextY, rowHeight] = [0, 0, 0];
  return widgets.map((widget) => {
    const w = Math.min(COLUMNS, numberIn(widget.width) ?? DEFAULT_SIZE);
    const height = numberIn(widget.height) ?? DEFAULT_SIZE;
    if (nextX + w > COLUMNS) [nextX, nextY, rowHeight] = [0, nextY + rowHeight, 0];
    const x = numberIn(widget.x) ?? nextX;
    const top = numberIn(widget.y) ?? nextY;
    [nextX, nextY, rowHeight] = [x + w, top, Math.max(top === nextY ? rowHeight : 0, height)];
    const y = Math.ceil(top * ROWS);
    return { x: Math.min(x, COLUMNS - w), y, w, h: Math.ceil((top + height) * ROWS) - y };
  });
}
