import { Host } from './functions/host';
import type { Command, Moment, ReportView, TakenView } from './protocol';
import type { Comparison } from './report/comparison';
import type { Room } from './room';

/** Real time between two steps. */
const STEP_MS = 250;
/** So that a laptop that slept does not have to catch up with all of it. */
const LONGEST_STEP_S = 2;

/** Lets a room's time go on, and takes what the page asks for. One thing after the other. */
export class Clock {
  #room: Room;
  #edition = 1;
  #speed: number;
  #isPaused = false;
  #last = performance.now();
  #work: Promise<unknown> = Promise.resolve();
  #timer?: NodeJS.Timeout;
  #host?: Host;

  /** @param comparison to which the same happens */
  public constructor(
    room: Room,
    speed: number,
    private comparison?: Comparison,
  ) {
    this.#room = room;
    this.#speed = speed;
  }

  public get room(): Room {
    return this.#room;
  }

  public start(): void {
    this.#step();
  }

  public stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isPaused = true;
    this.#host?.stop();
  }

  /** Shows another assembly from now on. */
  public replace(room: Room, comparison?: Comparison): void {
    this.comparison = comparison;
    this.#host?.stop();
    this.#host = undefined;
    this.#room = room;
    this.#edition++;
  }

  public moment(): Moment {
    return { edition: this.#edition, speed: this.#speed, isPaused: this.#isPaused, ...this.#room.moment() };
  }

  /** @returns whether it could be done */
  public obey(command: Command): Promise<boolean> {
    const done = this.#work.then(() => this.#do(command));
    this.#work = done.catch(() => {});
    return done;
  }

  /** The alerts of what is shown, and of what it is compared with. */
  public reports(): { readonly own: ReportView; readonly other?: ReportView } {
    return { own: this.#room.report(), other: this.comparison?.room.report() };
  }

  /** Calls the functions of the assembly that is shown. */
  public get host(): Host {
    const room = this.#room;
    this.#host ??= new Host(room.assembly.application, {
      now: () => room.now,
      print: (line) => void this.receive([line]),
      called: (...call) => room.countCall(...call),
    });
    return this.#host;
  }

  /** Log lines of code that runs, between two steps. */
  public receive(lines: readonly string[]): Promise<TakenView> {
    const taken = this.#work.then(() => {
      this.comparison?.room.receive(lines);
      return this.#room.receive(lines);
    });
    this.#work = taken.catch(() => {});
    return taken;
  }

  async #do(command: Command): Promise<boolean> {
    switch (command.do) {
      case 'break':
        if (!this.#room.break(command.target, command.failure)) return false;
        this.comparison?.breakAsIn(this.#room);
        return true;
      case 'fix':
        this.#room.fix(command.id);
        this.comparison?.fix(command.id);
        return true;
      case 'pause':
      case 'resume':
        this.#isPaused = command.do === 'pause';
        return true;
      case 'speed':
        this.#speed = command.factor;
        return true;
      case 'forward':
        await this.#reach(this.#room.now + command.seconds);
        return true;
      case 'restart':
        this.replace(this.#room.again(), this.comparison?.again());
        return true;
    }
  }

  /** Stops where what is replayed ends: nothing happens behind it. */
  async #reach(time: number): Promise<void> {
    const room = this.#room;
    const isEnd = room.end !== undefined && room.now < room.end && time >= room.end;
    await room.reach(isEnd ? room.end : time);
    await this.comparison?.room.reach(room.now);
    if (isEnd) this.#isPaused = true;
  }

  #step(): void {
    this.#work = this.#work
      .then(async () => {
        const now = performance.now();
        const passed = Math.min((now - this.#last) / 1000, LONGEST_STEP_S);
        this.#last = now;
        if (!this.#isPaused) await this.#reach(this.#room.now + passed * this.#speed);
      })
      .finally(() => {
        this.#timer = setTimeout(() => this.#step(), STEP_MS);
      });
  }
}
