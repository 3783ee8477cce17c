import { useEffect, useRef, useState } from 'preact/hooks';
import type { DashboardView, Moment, RoomView } from '../protocol';
import { addressOf } from './address';
import { duration } from './format';
import { useContents } from './server-data';
import type { Theme } from './theme';
import { Widget } from './widgets/widget';

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
  const [shown, observe] = useShown(dashboard);
  const minute = Math.floor(moment.now / 60);
  const contents = useContents(index, shown, range, minute, moment.edition);
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
      <div class="grid">
        {inReadingOrder(dashboard).map((nth) => {
          const widget = dashboard.widgets[nth] as DashboardView['widgets'][number];
          const { x, y, width, height } = widget;
          return (
            <div
              key={nth}
              class={`cell ${widget.type}`}
              data-widget={nth}
              ref={observe}
              style={{ '--x': x + 1, '--y': y + 1, '--w': width, '--h': height }}
            >
              <Widget
                widget={widget}
                content={contents[nth]}
                dashboards={room.dashboards}
                theme={theme}
                now={moment.now}
              />
            </div>
          );
        })}
      </div>
    </>
  );
}

/** From top to bottom, then from left to right: the order on a phone, and for those who listen. */
const inReadingOrder = ({ widgets }: DashboardView): number[] =>
  widgets
    .map((widget, index) => ({ widget, index }))
    .sort((one, other) => one.widget.y - other.widget.y || one.widget.x - other.widget.x)
    .map(({ index }) => index);

/** The widgets in sight, or nearly so: only these are filled. */
function useShown(dashboard: DashboardView): readonly [readonly number[], (element: HTMLElement | null) => void] {
  const [shown, setShown] = useState<readonly number[]>([]);
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
        return [...now].sort((one, other) => one - other);
      }),
    { rootMargin: '300px 0px' },
  );
  useEffect(() => setShown([]), [dashboard]);
  useEffect(() => () => observer.current?.disconnect(), []);
  return [shown, (element) => element !== null && observer.current?.observe(element)];
}
