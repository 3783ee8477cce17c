import { useMemo } from 'preact/hooks';
import type { Graph, Line } from '../../protocol';
import { shortNumber, unitText, withUnit } from '../format';
import { lineColor, type Theme } from '../theme';
import { Plot } from './graph-widget';
import type { AxisOptions } from './plot';

/** What a line comes to as one number: its newest value. */
const newest = ({ values }: Line): number | null => values.findLast((value) => value !== null) ?? null;

interface Props {
  readonly graph: Graph;
  readonly theme: Theme;
}

/** Numbers, each with a sparkline if it is asked for. */
export function SingleValues({ graph, theme, hasSparkline }: Props & { readonly hasSparkline: boolean }) {
  return (
    <div class="values">
      {graph.lines.map((line, index) => (
        <div class="value" key={index}>
          <div class="figure">
            {shortNumber(newest(line) ?? Number.NaN)}
            <small>{unitText(line.unit)}</small>
          </div>
          <div class="name">{line.label}</div>
          {hasSparkline && <Sparkline {...{ graph, index, theme }} />}
        </div>
      ))}
    </div>
  );
}

const BARE = { isStacked: false, isBare: true, left: { min: 0 }, right: {}, thresholds: [], marks: [] };

function Sparkline({ graph, index, theme }: Props & { readonly index: number }) {
  const line = graph.lines[index] as Line;
  const own = useMemo<Graph>(
    () => ({ ...graph, lines: [{ ...line, axis: 'left', color: line.color ?? lineColor(index) }] }),
    [graph, index],
  );
  return <Plot graph={own} options={BARE} theme={theme} label={`${line.label} over time`} />;
}

export function Gauge({ graph, axis }: { readonly graph: Graph; readonly axis: AxisOptions }) {
  const [least, greatest] = [axis.min ?? 0, axis.max ?? 100];
  return (
    <div class="values">
      {graph.lines.map((line, index) => {
        const value = newest(line);
        const part = Math.min(1, Math.max(0, ((value ?? least) - least) / (greatest - least || 1)));
        return (
          <div class="value" key={index}>
            <svg
              viewBox="0 0 100 58"
              class="gauge"
              role="img"
              aria-label={`${line.label}: ${withUnit(value, line.unit)}`}
            >
              <path d="M10 52 A40 40 0 0 1 90 52" class="track" pathLength="100" />
              <path
                d="M10 52 A40 40 0 0 1 90 52"
                pathLength="100"
                stroke={lineColor(index, line.color)}
                stroke-dasharray={`${part * 100} 100`}
              />
              <text x="50" y="48">
                {withUnit(value, line.unit)}
              </text>
            </svg>
            <div class="name">{line.label}</div>
          </div>
        );
      })}
    </div>
  );
}

export function Bars({ graph }: { readonly graph: Graph }) {
  const greatest = Math.max(...graph.lines.map((line) => newest(line) ?? 0), 0) || 1;
  return (
    <ul class="bars">
      {graph.lines.map((line, index) => (
        <li key={index}>
          <span>{line.label}</span>
          <span class="bar">
            <i
              style={{
                width: `${(100 * Math.max(0, newest(line) ?? 0)) / greatest}%`,
                background: lineColor(index, line.color),
              }}
            />
          </span>
          <b>{withUnit(newest(line), line.unit)}</b>
        </li>
      ))}
    </ul>
  );
}

export function Pie({ graph }: { readonly graph: Graph }) {
  const values = graph.lines.map((line) => Math.max(0, newest(line) ?? 0));
  const all = values.reduce((sum, value) => sum + value, 0);
  let before = 0;
  return (
    <div class="pie">
      <svg
        viewBox="-1 -1 2 2"
        role="img"
        aria-label={graph.lines.map((line, index) => `${line.label}: ${withUnit(values[index])}`).join(', ')}
      >
        {all > 0 &&
          values.map((value, index) => {
            const from = before;
            before += value / all;
            return <path key={index} d={slice(from, before)} fill={lineColor(index, graph.lines[index]?.color)} />;
          })}
      </svg>
      <ul class="legend">
        {graph.lines.map((line, index) => (
          <li key={index}>
            <i style={{ background: lineColor(index, line.color) }} />
            {line.label}
            <b>{withUnit(values[index], line.unit)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}

function slice(from: number, to: number): string {
  if (to - from > 0.9999) return 'M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0Z';
  const point = (part: number): string => `${Math.sin(2 * Math.PI * part)} ${-Math.cos(2 * Math.PI * part)}`;
  return `M0 0L${point(from)}A1 1 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}Z`;
}

const STATISTICS: readonly (readonly [name: string, of: (values: readonly number[]) => number])[] = [
  ['Minimum', (values) => values.reduce((one, other) => Math.min(one, other), Infinity)],
  ['Average', (values) => values.reduce((sum, value) => sum + value, 0) / values.length],
  ['Maximum', (values) => values.reduce((one, other) => Math.max(one, other), -Infinity)],
];

export function Table({ graph }: { readonly graph: Graph }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by the keyboard
    <div class="scroll" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Label</th>
            <th scope="col">Latest</th>
            {STATISTICS.map(([name]) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {graph.lines.map((line, index) => {
            const values = line.values.flatMap((value) => value ?? []);
            return (
              <tr key={index}>
                <th scope="row">{line.label}</th>
                <td>{withUnit(newest(line), line.unit)}</td>
                {STATISTICS.map(([name, of]) => (
                  <td key={name}>{withUnit(of(values), line.unit)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
