import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { Clock, findBrowser, Room, type Subject, serve, takePictures } from '../rehearsal/room';
import { UsageError } from './errors';
import { openSource } from './source';
import type { SourceOptions } from './source-options';
import type { Terminal } from './terminal';

export interface RehearseOptions extends SourceOptions {
  readonly port: string;
  readonly speed: string;
  /** False for `--no-open`. */
  readonly open: boolean;
  /** What is broken at the beginning, such as `orders: stuck consumer`. */
  readonly break?: readonly string[];
  /** A folder for pictures. */
  readonly png?: string;
}

/** Serves the dashboards and alarms of an app on made data, until Ctrl+C. */
export async function rehearse(options: RehearseOptions, terminal: Terminal): Promise<void> {
  const port = numberIn('--port', options.port, 0, 65_535);
  const speed = numberIn('--speed', options.speed, 1, 3600);
  const { title, read, close } = await openSource(options, terminal);
  try {
    const room = new Room(read({}), { title });
    await breakAll(room, options.break ?? []);
    if (options.png !== undefined) return await pictures(room, resolve(terminal.cwd(), options.png), terminal);
    const clock = new Clock(room, speed);
    const serving = await serve(clock, port);
    clock.start();
    terminal.stdout.write(`${title} is rehearsed at ${serving.url}\n`);
    if (options.open && terminal.stdout.isTTY) openBrowser(serving.url);
    await interrupted(terminal);
    clock.stop();
    await serving.close();
  } finally {
    close();
  }
}

/** Long enough for an alarm to fire and for people to be notified. */
const BROKEN_FOR = 30 * 60;

async function breakAll(room: Room, names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !room.breakNamed(name));
  if (unknown.length > 0) {
    const known = room.view.targets.flatMap(({ component, failures }) =>
      failures.map(({ name }) => `${component}: ${name}`),
    );
    throw new UsageError(
      `--break ${unknown[0]}: there is no such failure. There are: ${[...new Set(known)].join(', ')}.`,
    );
  }
  if (names.length > 0) await room.reach(room.now + BROKEN_FOR);
}

/** Writes pictures of all dashboards instead of serving them. */
async function pictures(room: Room, directory: string, terminal: Terminal): Promise<void> {
  const browser = findBrowser(terminal.env);
  if (browser === undefined) {
    throw new UsageError(
      '--png needs Chromium or Chrome, which is not installed. Install it, or set CHROME_PATH to it.',
    );
  }
  const serving = await serve(new Clock(room, 60), 0);
  try {
    const subjects = subjectsIn(room);
    for (const file of await takePictures(browser, serving.url, subjects, directory))
      terminal.stdout.write(`${file}\n`);
  } finally {
    await serving.close();
  }
}

/** All dashboards, the list of alarms, the worst of them, and what everybody received. */
function subjectsIn(room: Room): Subject[] {
  const { dashboards, alarms } = room.view;
  const inAlarm = room.statuses().filter(({ state }) => state === 'ALARM');
  // a composite compares nothing that could be drawn
  const fired = inAlarm.find(({ id }) => alarms[id]?.kind !== 'composite') ?? inAlarm[0];
  const at = (...words: readonly string[]): string => `/${words.map(encodeURIComponent).join('/')}`;
  return [
    ...dashboards.map(({ name }) => ({ name, address: at('dashboards', name) })),
    { name: 'alarms', address: at('alarms') },
    ...(fired === undefined ? [] : [{ name: 'alarm', address: at('alarms', fired.name) }]),
    { name: 'outbox', address: at('outbox') },
  ];
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
