import { once } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import { CheckError, UsageError } from './errors';
import { portIn } from './numbers';
import type { Terminal } from './terminal';

export interface EmitOptions {
  readonly port: string;
}

/** As much as is sent at once; the room takes more. */
const LARGEST_BATCH = 200_000;
/** A room that works on a long jump in time answers later. */
const PATIENCE_MS = 30_000;

/**
 * Passes standard input on, and sends its lines with embedded metrics to a rehearsal that is served.
 *
 * @param terminal writes to its standard output what it reads, byte for byte
 */
export async function emit({ port }: EmitOptions, terminal: Terminal, messages: Terminal['stderr']): Promise<void> {
  const { stdin } = terminal;
  const address = `http://127.0.0.1:${portIn(port, 1)}/`;
  if (stdin === undefined || stdin.isTTY) {
    throw new UsageError("'vigil emit' reads what code prints. Pipe it: node handler.js | npx vigil emit");
  }
  const sender = new Sender(address, messages);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    await passOn(chunk, terminal.stdout);
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() as string;
    sender.add(lines);
  }
  sender.add([rest + decoder.end()]);
  const unsent = await sender.end();
  if (unsent > 0) throw new CheckError(`${unsent} ${unsent === 1 ? 'line' : 'lines'} with metrics could not be sent.`);
}

/** Waits for a reader that is slow. */
async function passOn(chunk: Buffer, stdout: Terminal['stdout']): Promise<void> {
  const isTaken = (stdout as NodeJS.WritableStream).write(chunk);
  if (isTaken === false) await once(stdout as NodeJS.WritableStream, 'drain');
}

/** What the room answers. */
interface Taken {
  readonly unread: readonly string[];
  readonly mistakes: readonly string[];
}

/** Sends lines in the order in which they come, one request after the other. */
class Sender {
  readonly #said = new Set<string>();
  #waiting: string[] = [];
  #unsent = 0;
  #work: Promise<void> = Promise.resolve();

  public constructor(
    private readonly address: string,
    private readonly messages: Terminal['stderr'],
  ) {}

  public add(lines: readonly string[]): void {
    const carrying = lines.filter((line) => line.includes('"CloudWatchMetrics"'));
    if (carrying.length === 0) return;
    // what comes while a request is under way goes with the next one
    if (this.#waiting.length === 0) this.#work = this.#work.then(() => this.#send());
    this.#waiting.push(...carrying);
  }

  /** @returns how many lines could not be sent */
  public async end(): Promise<number> {
    await this.#work;
    return this.#unsent;
  }

  async #send(): Promise<void> {
    const lines = this.#waiting;
    this.#waiting = [];
    for (const batch of batchesOf(lines)) {
      try {
        const { unread, mistakes } = await this.#post(batch);
        for (const metric of unread) this.#say(`no alarm and no graph of the rehearsal reads ${metric}.`);
        for (const mistake of mistakes) this.#say(`a line was not taken: ${mistake}`);
      } catch (error) {
        this.#unsent += batch.length;
        this.#say(error instanceof CheckError ? error.message : this.#nobody());
      }
    }
  }

  async #post(lines: readonly string[]): Promise<Taken> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(new URL('/api/metrics', this.address), {
      method: 'POST',
      body: lines.join('\n'),
      signal,
    });
    if (response.ok && response.headers.get('content-type')?.startsWith('application/json')) {
      return (await response.json()) as Taken;
    }
    throw new CheckError(
      response.status === 413
        ? 'a line with metrics is longer than CloudWatch takes.'
        : `what answers at ${this.address} is no rehearsal. Give the port of one with --port.`,
    );
  }

  #nobody(): string {
    return `no rehearsal answers at ${this.address}. Start one with 'vigil rehearse', or give its port with --port. Lines are passed on all the same.`;
  }

  /** Once. */
  #say(message: string): void {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    this.messages.write(`vigil: ${message}\n`);
  }
}

function batchesOf(lines: readonly string[]): string[][] {
  const batches: string[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    size += line.length;
    if (size > LARGEST_BATCH) {
      batches.push([]);
      size = line.length;
    }
    batches.at(-1)?.push(line);
  }
  return batches;
}
