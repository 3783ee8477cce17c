import { signsOfLife } from '../families';
import { each, newest, type Shape } from '../shapes';

export const CASES: Readonly<Record<string, Shape>> = {
  EngineDown: signsOfLife,
  PacketsDropped: each(
    (level) => ({ bad: 1e6 * level, sent: 5e7, received: 5e7 }),
    () => ({ bad: 0, sent: 5e7, received: 5e7 }),
    ({ inMath, of, range }) => {
      const enough = inMath(/bad >= (\d+)/);
      const dropped = (bad: number) => ({
        bad: newest(range, of, bad, 0),
        sent: newest(range, of, enough, 5e7),
        received: newest(range, of, enough, 5e7),
      });
      return [
        { name: 'nearly all, but too few', readings: dropped(enough - 1), alarm: false },
        { name: 'just enough', readings: dropped(enough), alarm: true },
      ];
    },
  ),
};
