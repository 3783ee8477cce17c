import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Graph, Line } from '../../protocol';
import { hourMinute, withUnit } from '../format';
import { lineColor, type Theme } from '../theme';
import { columnsOf, createPlot, type PlotOptions } from './plot';
import { shapeOf } from './properties';

interface Shown {
  readonly graph: Graph;
  readonly options: PlotOptions;
  readonly theme: Theme;
  /** Draws without axes, as a sparkline. */
  readonly label: string;
  readonly onCursor?: (index: number | null) => void;
}

/** Lines over time. They are drawn again for another `graph`; the whole is made anew only if other lines are drawn. */
export function Plot({ graph, options, theme, label, onCursor = () => {} }: Shown) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef(onCursor);
  latest.current = onCursor;
  const shape = `${theme} ${shapeOf(graph)} ${JSON.stringify(options)}`;
  useEffect(() => {
    const host = element.current as HTMLDivElement;
    const created = createPlot(host, graph, options, (index) => latest.current(index));
    plot.current = created;
    const observer = new ResizeObserver(() =>
      created.setSize({ width: Math.max(40, host.clientWidth), height: Math.max(30, host.clientHeight) }),
    );
    observer.observe(host);
    return () => {
      observer.disconnect();
      created.destroy();
      plot.current = undefined;
    };
  }, [shape]);
  // in the frame in which the rest of the page changes
  useLayoutEffect(() => {
    const drawn = plot.current;
    if (drawn === undefined) return;
    drawn.batch(() => {
      drawn.setData(columnsOf(graph.lines, options.isStacked));
      drawn.setScale('x', { min: graph.from, max: graph.to });
    });
  }, [graph]);
  return <div class="plot" ref={element} role="img" aria-label={label} />;
}

interface GraphProps {
  readonly graph: Graph;
  readonly options: PlotOptions;
  readonly theme: Theme;
  readonly title: string;
  readonly legend: 'bottom' | 'right' | 'hidden';
}

export function GraphWidget({ graph, options, theme, title, legend }: GraphProps) {
  const [index, setIndex] = useState<number | null>(null);
  const [hidden, setHidden] = useState<readonly number[]>([]);
  const toggle = (nth: number): void =>
    setHidden((before) => (before.includes(nth) ? before.filter((each) => each !== nth) : [...before, nth]));
  const colored = useMemo(
    () => graph.lines.map((line, nth) => ({ ...line, color: lineColor(nth, line.color) })),
    [graph],
  );
  const shown = useMemo(
    () => ({ ...graph, lines: colored.filter((_, nth) => !hidden.includes(nth)) }),
    [graph, colored, hidden],
  );
  const time = index === null ? undefined : columnsOf(shown.lines, false)[0][index];
  return (
    <div class={`graph legend-${legend}`}>
      <div class="units">
        <span>{axisText(shown, 'left', options.left.label)}</span>
        <span>{axisText(shown, 'right', options.right.label)}</span>
      </div>
      <Plot graph={shown} options={options} theme={theme} label={summary(title, shown)} onCursor={setIndex} />
      {legend !== 'hidden' && <Legend lines={colored} {...{ options, hidden, toggle }} time={time} />}
    </div>
  );
}

/** The unit of an axis, as CloudWatch writes it. */
function axisText({ lines }: Graph, axis: 'left' | 'right', label: string | undefined): string {
  if (label !== undefined) return label;
  const own = lines.filter((each) => each.axis === axis);
  const units = [...new Set(own.flatMap(({ unit }) => unit ?? []))];
  if (own.length === 0) return '';
  return units.length > 1 ? 'Various units' : (units[0] ?? '');
}

const lastOf = (values: readonly (number | null)[]): number | null =>
  values.findLast((value) => value !== null) ?? null;

const summary = (title: string, { lines }: Graph): string =>
  `${title}: ${lines.map(({ label, values, unit }) => `${label} ${withUnit(lastOf(values), unit)}`).join(', ')}`;

interface LegendProps {
  readonly lines: readonly Line[];
  readonly options: PlotOptions;
  readonly hidden: readonly number[];
  readonly toggle: (nth: number) => void;
  /** Under the cursor. */
  readonly time?: number;
}

/** The name of each line, which hides and shows it, and its value under the cursor. */
function Legend({ lines, options, hidden, toggle, time }: LegendProps) {
  return (
    <ul class="legend">
      {time !== undefined && <li class="time">{hourMinute(time)}</li>}
      {lines.map((line, nth) => (
        <li key={nth}>
          <button type="button" aria-pressed={!hidden.includes(nth)} onClick={() => toggle(nth)}>
            <i style={{ background: line.color }} />
            {line.label}
            {time !== undefined && (
              <b>{withUnit(line.values[Math.round((time - line.start) / line.periodSeconds)], line.unit)}</b>
            )}
          </button>
        </li>
      ))}
      {options.thresholds
        .filter(({ label }) => label !== undefined)
        .map(({ label, color }) => (
          <li key={label}>
            <i class="dashed" style={{ borderColor: color }} />
            {label}
          </li>
        ))}
    </ul>
  );
}
