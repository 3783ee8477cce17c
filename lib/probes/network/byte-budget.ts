/**
 * Bounds how many bytes of bodies are in memory at a time. Whoever wants more than is left waits, except for the reader that began
 * first, so that one can always finish.
 */
export class ByteBudget {
  readonly #readers = new Map<symbol, number>();
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  public constructor(private readonly bytes: number) {}

  /** Reads with a share of the budget, which is given back in the end. */
  public async reading<T>(read: (take: (bytes: number) => Promise<void>) => Promise<T>): Promise<T> {
    const reader = Symbol('reader');
    this.#readers.set(reader, 0);
    try {
      return await read((bytes) => this.#take(reader, bytes));
    } finally {
      this.#taken -= this.#readers.get(reader) ?? 0;
      this.#readers.delete(reader);
      for (const proceed of this.#waiting.splice(0)) proceed();
    }
  }

  async #take(reader: symbol, bytes: number): Promise<void> {
    while (this.#taken + bytes > this.bytes && this.#readers.keys().next().value !== reader) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#taken += bytes;
    this.#readers.set(reader, (this.#readers.get(reader) ?? 0) + bytes);
  }
}
