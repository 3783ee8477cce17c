import { Component } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Choices, withChoices } from '../../assembly/dashboard-variables';
import type { DashboardView, Moment, RoomView, WidgetView } from '../protocol';
import { addressOf } from './address';
import { duration } from './format';
import { type Contents, useContents } from './server-data';
import type { Theme } from './theme';
import { Variables } from './variables';
import { Widget, type WidgetProps } from './widgets/widget';

const RANGES: readonly number[] = [1, 3, 12, 24].map((hours) => 3600 * hours);

interface Props {
  readonly room: RoomView;
  readonly index: number;
  readonly moment: Moment;
  readonly theme: Theme;
}

/** One dashboard, on CloudWatch's grid. */
export function DashboardPage({ room, index, moment, theme }: Props) {
  const dashboard = room.dashboards[index] as DashboardView;
  const [range, setRange] = useState(dashboard.rangeSeconds);
  useEffect(() => setRange(dashboard.rangeSeconds), [dashboard]);
  const minute = Math.floor(moment.now / 60);
  const [choices, setChoices] = useState<Choices>({});
  const rows = useMemo(() => rowsOf(dashboard), [dashboard]);
  const [shown, observe] = useShown();
  const wanted = rows.flatMap((row, nth) => (shown.has(nth) ? row : []));
  const { contents, time } = useContents(index, wanted, range, minute, moment.edition, choices);
  const widgets = useMemo(
    () =>
      dashboard.widgets.map((widget) => ({
        ...widget,
        properties: withChoices(widget.properties, dashboard.variables, choices),
      })),
    [dashboard, choices],
  );
  // until there are other data, nothing of it changes
  const grid = useMemo(
    () => (
      <div class="grid" aria-busy={shown.size === 0 && rows.length > 0}>
        {rows.map((row, nth) => (
          <Row
            key={nth}
            {...{ nth, row, widgets, observe, contents, theme, time }}
            isShown={shown.has(nth)}
            dashboards={room.dashboards}
          />
        ))}
      </div>
    ),
    [rows, widgets, room, shown, observe, contents, theme, time],
  );
  const ranges = [...new Set([...RANGES, dashboard.rangeSeconds])].sort((one, other) => one - other);
  return (
    <>
      <h1 class="unseen">{dashboard.name}</h1>
      <div class="toolbar">
        <label>
          Dashboard
          <select
            value={String(index)}
            onChange={({ currentTarget }) => {
              location.hash = addressOf('dashboards', room.dashboards[Number(currentTarget.value)]?.name ?? '');
            }}
          >
            {room.dashboards.map(({ name }, nth) => (
              <option key={nth} value={String(nth)}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Variables {...{ dashboard, choices }} onChange={(id, value) => setChoices({ ...choices, [id]: value })} />
        <fieldset class="segments">
          <legend class="unseen">Time range</legend>
          {ranges.map((seconds) => (
            <button type="button" key={seconds} aria-pressed={seconds === range} onClick={() => setRange(seconds)}>
              {duration(seconds)}
            </button>
          ))}
        </fieldset>
      </div>
      {dashboard.problem !== undefined && <p class="note">{dashboard.problem}</p>}
      {grid}
    </>
  );
}

interface RowProps {
  readonly nth: number;
  /** The widgets in it, from left to right. */
  readonly row: readonly number[];
  readonly widgets: readonly WidgetView[];
  readonly isShown: boolean;
  readonly observe: (element: HTMLElement | null) => void;
  readonly contents: Contents['contents'];
  readonly time: number;
  readonly dashboards: readonly DashboardView[];
  readonly theme: Theme;
}

/** The widgets that begin at the same height. A row that is far from sight is not drawn, and its data do not change it. */
class Row extends Component<RowProps> {
  public override shouldComponentUpdate({ contents: _, time: __, ...next }: RowProps): boolean {
    return next.isShown || (Object.keys(next) as (keyof typeof next)[]).some((name) => next[name] !== this.props[name]);
  }

  public override render() {
    const { nth, row, widgets, isShown, observe, contents, time, dashboards, theme } = this.props;
    const own = row.map((index) => widgets[index] as WidgetView);
    const top = own[0]?.y ?? 0;
    const height = Math.max(...own.map((widget) => widget.height));
    return (
      <div class="row" data-row={nth} ref={observe} style={{ '--y': top + 1, '--h': height }}>
        {own.map((widget, position) => {
          const content = contents[row[position] as number];
          // only the age of a state depends on what time it is
          const now = content?.is === 'alarms' ? time : 0;
          return <Cell key={row[position]} {...{ widget, isShown, content, dashboards, theme, now }} />;
        })}
      </div>
    );
  }
}

/** A widget in its position, which is drawn again for other data only. */
class Cell extends Component<WidgetProps> {
  public override shouldComponentUpdate(next: WidgetProps): boolean {
    return (Object.keys(next) as (keyof WidgetProps)[]).some((name) => next[name] !== this.props[name]);
  }

  public override render() {
    const { x, width, height, type } = this.props.widget;
    return (
      <div class={`cell ${type}`} style={{ '--x': x + 1, '--w': width, '--h': height }}>
        <Widget {...this.props} />
      </div>
    );
  }
}

/** From top to bottom, then from left to right: the order on a phone, and for those who listen. */
function rowsOf({ widgets }: DashboardView): number[][] {
  const rows = new Map<number, number[]>();
  for (const [index, { y }] of widgets.entries()) rows.set(y, [...(rows.get(y) ?? []), index]);
  const left = (index: number): number => widgets[index]?.x ?? 0;
  return [...rows]
    .sort(([one], [other]) => one - other)
    .map(([, row]) => row.sort((one, other) => left(one) - left(other)));
}

/** The rows in sight, or nearly so: only these are filled and drawn. */
function useShown(): readonly [ReadonlySet<number>, (element: HTMLElement | null) => void] {
  const [shown, setShown] = useState<ReadonlySet<number>>(new Set());
  const observer = useRef<IntersectionObserver | undefined>(undefined);
  observer.current ??= new IntersectionObserver(
    (entries) =>
      setShown((before) => {
        const now = new Set(before);
        for (const { target, isIntersecting } of entries) {
          const nth = Number((target as HTMLElement).dataset.row);
          if (isIntersecting) now.add(nth);
          else now.delete(nth);
        }
        return now;
      }),
    { rootMargin: '150px 0px' },
  );
  useEffect(() => () => observer.current?.disconnect(), []);
  const observe = useCallback((element: HTMLElement | null) => element && observer.current?.observe(element), []);
  return [shown, observe];
}
