import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { findBrowser } from '../rehearsal/room/pictures/browser';
import { takePictures } from '../rehearsal/room/pictures/pictures';
import { Room } from '../rehearsal/room/room';
import { serve } from '../rehearsal/room/server';
import { UsageError } from './errors';
import { openSource } from './source';
import type { SourceOptions } from './source-options';
import type { Terminal } from './terminal';

export interface RehearseOptions extends SourceOptions {
  readonly port: string;
  readonly speed: string;
  /** False for `--no-open`. */
  readonly open: boolean;
  /** A folder for pictures. */
  readonly png?: string;
}

/** Serves the dashboards and alarms of an app on made data, until Ctrl+C. */
export async function rehearse(options: RehearseOptions, terminal: Terminal): Promise<void> {
  const port = numberIn('--port', options.port, 0, 65_535);
  const speed = numberIn('--speed', options.speed, 1, 3600);
  const { title, read, close } = await openSource(options, terminal);
  try {
    const room = new Room(read({}), { title, speed });
    if (options.png !== undefined) return await pictures(room, resolve(terminal.cwd(), options.png), terminal);
    const serving = await serve(room, port);
    terminal.stdout.write(`${title} is rehearsed at ${serving.url}\n`);
    if (options.open && terminal.stdout.isTTY) openBrowser(serving.url);
    await interrupted(terminal);
    await serving.close();
  } finally {
    close();
  }
}

/** Writes pictures of all dashboards instead of serving them. */
async function pictures(room: Room, directory: string, terminal: Terminal): Promise<void> {
  const browser = findBrowser(terminal.env);
  if (browser === undefined) {
    throw new UsageError(
      '--png needs Chromium or Chrome, which is not installed. Install it, or set CHROME_PATH to it.',
    );
  }
  room.pause();
  const serving = await serve(room, 0);
  try {
    const subjects = room.view.dashboards.map(({ name }) => ({
      name,
      address: `/dashboards/${encodeURIComponent(name)}`,
    }));
    for (const file of await takePictures(browser, serving.url, subjects, directory))
      terminal.stdout.write(`${file}\n`);
  } finally {
    await serving.close();
  }
}

function numberIn(option: string, text: string, least: number, greatest: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= greatest) return value;
  throw new UsageError(`${option} ${text}: give a whole number from ${least} to ${greatest}.`);
}

const interrupted = (terminal: Terminal): Promise<void> =>
  new Promise((resolve) => {
    terminal.on?.('SIGINT', resolve);
  });

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** A machine without a browser shows the address only. */
function openBrowser(url: string): void {
  const [command, ...words] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...words, url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
