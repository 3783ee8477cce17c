import { useEffect, useRef, useState } from 'preact/hooks';
import type { Moment, RoomView, WidgetContent } from '../protocol';

/** What the server says now; undefined until it has said anything. */
export interface Live {
  readonly moment?: Moment;
  readonly isConnected: boolean;
}

export async function get<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** Follows the time of the rehearsal. */
export function useLive(): Live {
  const [live, setLive] = useState<Live>({ isConnected: false });
  useEffect(() => {
    const events = new EventSource('/api/moments');
    let shown: string | undefined;
    events.onmessage = ({ data }) => {
      // while time stands still, it is the same again
      if (data !== shown) setLive({ moment: JSON.parse(data), isConnected: true });
      shown = data;
    };
    events.onerror = () => {
      shown = undefined;
      setLive((before) => ({ ...before, isConnected: false }));
    };
    return () => events.close();
  }, []);
  return live;
}

/** What is there to be seen; asked for again when another assembly is shown. */
export function useRoom(edition: number | undefined): RoomView | undefined {
  const [room, setRoom] = useState<RoomView>();
  useEffect(() => {
    if (edition !== undefined) get<RoomView>('/api/room').then(setRoom, () => {});
  }, [edition]);
  return room;
}

/** The answer to a question, asked again each minute and when another assembly is shown. */
export function useAnswer<Answer>(path: string, { now, edition }: Moment): Answer | undefined {
  const [answer, setAnswer] = useState<Answer>();
  const minute = Math.floor(now / 60);
  useEffect(() => {
    let isCurrent = true;
    get<Answer>(path).then(
      (found) => isCurrent && setAnswer(found),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
    // another minute or assembly has other data
  }, [path, minute, edition]);
  return answer;
}

/** What widgets show, by their position in the dashboard, and of what time that is. */
export interface Contents {
  readonly contents: Readonly<Record<number, WidgetContent>>;
  readonly time: number;
}

/** The contents of some widgets of a dashboard, each minute anew. */
export function useContents(
  dashboard: number,
  shown: readonly number[],
  rangeSeconds: number,
  minute: number,
  edition: number,
  choices: Readonly<Record<string, string>>,
): Contents {
  const [answer, setAnswer] = useState<Contents>({ contents: {}, time: 0 });
  const asked = useRef(false);
  const wanted = useRef('');
  const chosen = Object.entries(choices).map(([id, value]) => [`choice.${id}`, value]);
  const query = new URLSearchParams([['range', String(rangeSeconds)], ...chosen]);
  const path = `/api/dashboards/${dashboard}/widgets?${query}&only=${shown.join(',')}`;
  wanted.current = shown.length === 0 ? '' : path;
  useEffect(() => {
    // one question at a time; what has changed meanwhile is asked for next
    const ask = async (): Promise<void> => {
      const own = wanted.current;
      if (own === '' || asked.current) return;
      asked.current = true;
      const found = await get<Record<number, WidgetContent>>(own).catch(() => ({}));
      asked.current = false;
      setAnswer((before) => ({ contents: { ...before.contents, ...found }, time: 60 * minute }));
      if (wanted.current !== own) await ask();
    };
    ask();
    // another minute or assembly has other data
  }, [path, minute, edition]);
  return answer;
}
