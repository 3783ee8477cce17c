import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe', 'msedge.exe'];
const PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The Chromium of this machine: what CHROME_PATH names, or what is found; undefined if there is none. */
export function findBrowser(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PATHS];
  return env.CHROME_PATH ?? candidates.find((path) => existsSync(path));
}

const FLAGS = [
  '--headless',
  '--remote-debugging-pipe',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--hide-scrollbars',
  '--no-first-run',
  '--no-default-browser-check',
];

const ANSWER_MS = 30_000;

interface Answer {
  readonly id?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** A headless Chromium, driven by its DevTools protocol through a pipe. */
export class Browser {
  readonly #child: ChildProcess;
  readonly #profile = mkdtempSync(join(tmpdir(), 'vigil-chromium-'));
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #received = '';
  #last = 0;
  #session?: string;

  public constructor(path: string) {
    // Chromium refuses to run as root with its sandbox
    const flags = process.getuid?.() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS;
    this.#child = spawn(path, [...flags, `--user-data-dir=${this.#profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.#child.on('error', ({ message }) => this.#fail(message));
    this.#child.on('exit', () => this.#fail('Chromium ended'));
    const output = this.#child.stdio[4] as Readable;
    output.setEncoding('utf8').on('data', (text: string) => this.#receive(text));
  }

  /** Opens a page of its own and sends all that follows to it. */
  public async open(url: string): Promise<void> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    this.#session = sessionId as string;
    await this.send('Page.enable');
    await this.send('Page.navigate', { url });
  }

  public async send(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#last;
    const answer = await new Promise<Answer>((resolve) => {
      const late = setTimeout(() => resolve({ error: { message: `no answer to ${method}` } }), ANSWER_MS);
      this.#waiting.set(id, (received) => {
        clearTimeout(late);
        resolve(received);
      });
      const message = JSON.stringify({ id, method, params, sessionId: this.#session });
      (this.#child.stdio[3] as Writable).write(`${message}\0`);
    });
    if (answer.error !== undefined) throw new Error(`Chromium: ${answer.error.message}.`);
    return answer.result ?? {};
  }

  /** The value of an expression in the page. */
  public async evaluate<Value>(expression: string): Promise<Value> {
    const { result } = await this.send('Runtime.evaluate', { expression, returnByValue: true });
    return (result as { value: Value }).value;
  }

  public async close(): Promise<void> {
    const ended = new Promise((resolve) => {
      this.#child.once('exit', resolve);
    });
    if (this.#child.exitCode === null && this.#child.kill()) await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #receive(text: string): void {
    const messages = (this.#received + text).split('\0');
    this.#received = messages.pop() ?? '';
    for (const message of messages) {
      const answer = JSON.parse(message) as Answer;
      if (answer.id === undefined) continue;
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    }
  }

  #fail(message: string): void {
    for (const answer of this.#waiting.values()) answer({ error: { message } });
    this.#waiting.clear();
  }
}
