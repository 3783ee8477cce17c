import type { Room } from '../room';

/** Another assembly, to which the same happens at the same time. */
export class Comparison {
  /** Of each failure of the rehearsal, its id here; undefined where this assembly has no such thing. */
  readonly #ids: (number | undefined)[] = [];

  public constructor(public readonly room: Room) {}

  /** The same from the beginning. */
  public again(): Comparison {
    return new Comparison(this.room.again());
  }

  /** What was broken last in a room, here as well: by its resource, or else by its name. */
  public breakAsIn(other: Room): void {
    const broken = other.lastBroken;
    if (broken === undefined) return;
    const { target, failure } = broken;
    const isDone =
      this.room.break(target.id, failure.id) || this.room.breakNamed(`${target.component}: ${failure.name}`);
    this.#ids[broken.id] = isDone ? this.room.lastBroken?.id : undefined;
  }

  public fix(id: number): void {
    const own = this.#ids[id];
    if (own !== undefined) this.room.fix(own);
  }
}
