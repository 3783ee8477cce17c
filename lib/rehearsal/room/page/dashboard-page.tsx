import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Choices, withChoices } from '../dashboards/variables';
import type { DashboardView, Moment, RoomView, WidgetView } from '../protocol';
import { addressOf } from './address';
import { duration } from './format';
import { useContents } from './server-data';
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
  const [shown, observe] = useShown();
  const minute = Math.floor(moment.now / 60);
  const [choices, setChoices] = useState<Choices>({});
  const contents = useContents(index, shown, range, minute, moment.edition, choices);
  const widgets = useMemo(
    () =>
      dashboard.widgets.map((widget) => ({
        ...widget,
        properties: withChoices(widget.properties, dashboard.variables, choices),
      })),
    [dashboard, choices],
  );
  // between two minutes, nothing of it changes
  const grid = useMemo(
    () => (
      <div class="grid">
        {inReadingOrder(dashboard).map((nth) => (
          <Cell
            key={nth}
            nth={nth}
            widget={widgets[nth] as WidgetView}
            isShown={shown.has(nth)}
            observe={observe}
            content={contents[nth]}
            dashboards={room.dashboards}
            theme={theme}
            now={60 * minute}
          />
        ))}
      </div>
    ),
    [dashboard, widgets, room, shown, observe, contents, theme, minute],
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

type CellProps = WidgetProps & {
  readonly nth: number;
  readonly isShown: boolean;
  readonly observe: (element: HTMLElement | null) => void;
};

/** A widget in its position. One that is far from sight is not drawn, and one whose data are the same is not drawn again. */
function Cell({ nth, isShown, observe, widget, content, dashboards, theme, now }: CellProps) {
  const { x, y, width, height, type } = widget;
  const drawn = useMemo(
    () => <Widget {...{ widget, content, dashboards, theme, now, isShown }} />,
    [widget, content, dashboards, theme, isShown && now, isShown],
  );
  return (
    <div
      class={`cell ${type}`}
      data-widget={nth}
      ref={observe}
      style={{ '--x': x + 1, '--y': y + 1, '--w': width, '--h': height }}
    >
      {drawn}
    </div>
  );
}

/** From top to bottom, then from left to right: the order on a phone, and for those who listen. */
const inReadingOrder = ({ widgets }: DashboardView): number[] =>
  widgets
    .map((widget, index) => ({ widget, index }))
    .sort((one, other) => one.widget.y - other.widget.y || one.widget.x - other.widget.x)
    .map(({ index }) => index);

/** The widgets in sight, or nearly so: only these are filled and drawn. */
function useShown(): readonly [ReadonlySet<number>, (element: HTMLElement | null) => void] {
  const [shown, setShown] = useState<ReadonlySet<number>>(new Set());
  const observer = useRef<IntersectionObserver | undefined>(undefined);
  observer.current ??= new IntersectionObserver(
    (entries) =>
      setShown((before) => {
        const now = new Set(before);
        for (const { target, isIntersecting } of entries) {
          const index = Number((target as HTMLElement).dataset.widget);
          if (isIntersecting) now.add(index);
          else now.delete(index);
        }
        return now;
      }),
    { rootMargin: '150px 0px' },
  );
  useEffect(() => () => observer.current?.disconnect(), []);
  const observe = useCallback((element: HTMLElement | null) => element && observer.current?.observe(element), []);
  return [shown, observe];
}
