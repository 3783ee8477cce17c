/** A clock that jumps to the next thing that happens, when everything that happens now has been done. */
export class VirtualTime {
  public now: number;
  readonly #waiting = new Map<number, (() => void)[]>();
  /** The times of what waits, the soonest first. */
  readonly #times: number[] = [];

  public constructor(start: number) {
    this.now = start;
  }

  public at(time: number, work: () => void): void {
    // in steps of 5 ms, so that many things happen at once
    const step = Math.max(this.now, Math.ceil(time / 5) * 5);
    const known = this.#waiting.get(step);
    if (known !== undefined) return void known.push(work);
    this.#waiting.set(step, [work]);
    this.#insert(step);
  }

  public readonly sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => this.at(this.now + milliseconds, resolve));

  /** Until nothing waits. */
  public async run(): Promise<void> {
    for (;;) {
      // promises go on as far as they can
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#times.pop();
      if (next === undefined) return;
      this.now = next;
      const works = this.#waiting.get(next) ?? [];
      this.#waiting.delete(next);
      for (const work of works) work();
    }
  }

  #insert(time: number): void {
    let [low, high] = [0, this.#times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] as number) > time) low = middle + 1;
      else high = middle;
    }
    this.#times.splice(low, 0, time);
  }
}

/** Random numbers that are the same in each run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
