import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../lib/rehearsal/room/pictures/browser';

const cli = join(dirname(require.resolve('cdk-vigil/package.json')), 'dist', 'bin', 'vigil.js');

/** `vigil rehearse` of a folder, with its address. */
export interface Rehearsal {
  readonly url: string;
  /** Presses Ctrl+C. @returns the exit code */
  readonly end: () => Promise<number | null>;
}

export async function rehearse(folder: string, ...words: string[]): Promise<Rehearsal> {
  const child: ChildProcess = spawn(process.execPath, [cli, 'rehearse', '--no-open', '--port', '0', ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const tooEarly = ended.then((code) => {
    throw new Error(`The rehearsal ended with ${code} before it had an address.`);
  });
  const [line] = (await Promise.race([once(lines, 'line'), tooEarly])) as [string];
  // it may end from now on
  tooEarly.catch(() => {});
  const url = /http:\/\/\S+/.exec(line)?.[0];
  if (url === undefined) throw new Error(`No address in '${line}'`);
  return {
    url,
    end: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** What a page did that it should not. */
export interface Watched {
  readonly errors: string[];
  /** Hosts other than its own. */
  readonly strangers: string[];
}

export async function launch(): Promise<Browser> {
  const executablePath = findBrowser(process.env);
  if (executablePath === undefined) throw new Error('There is no Chromium. Install it, or set CHROME_PATH.');
  const flags = ['--disable-background-networking', '--disable-component-update', '--no-first-run'];
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? [...flags, '--no-sandbox'] : flags });
}

export interface Look {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

/** A page whose errors and requests are noted. */
export async function open(
  browser: Browser,
  url: string,
  { width, scheme }: Look,
): Promise<Page & { watched: Watched }> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  const watched: Watched = { errors: [], strangers: [] };
  page.on('pageerror', ({ message }) => watched.errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') watched.errors.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) watched.strangers.push(request.url());
  });
  await page.goto(url);
  await page.waitForSelector('main .grid, main .content, main .note');
  return Object.assign(page, { watched });
}

/** Waits until everything in sight is drawn. */
export async function drawn(page: Page): Promise<void> {
  // what the page may not evaluate itself, the browser may
  do await page.waitForTimeout(200);
  while (await page.evaluate<boolean>("document.querySelector('[aria-busy=true]') !== null"));
}
