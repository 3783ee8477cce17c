import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Assembly } from '../rehearsal/assembly/model';
import {
  Clock,
  findBrowser,
  KnownMetrics,
  type Recording,
  RecordingError,
  Room,
  readRecording,
  type Subject,
  serve,
  takePictures,
} from '../rehearsal/room';
import { openBrowser } from './browser';
import { changeOf } from './changes';
import { UsageError } from './errors';
import { numberIn, portIn } from './numbers';
import { printPreview } from './preview';
import { readSource } from './source';
import type { SourceOptions } from './source-options';
import type { Terminal } from './terminal';

export interface RehearseOptions extends SourceOptions {
  readonly port: string;
  readonly speed: string;
  /** False for `--no-open`. */
  readonly open: boolean;
  readonly preview?: boolean;
  readonly once?: boolean;
  /** What is broken at the beginning, such as `orders: stuck consumer`. */
  readonly break?: readonly string[];
  /** Files with recorded metrics. */
  readonly replay?: readonly string[];
  /** A folder for pictures. */
  readonly png?: string;
}

/** Serves the dashboards and alarms of an app on made data, until Ctrl+C. */
export async function rehearse(options: RehearseOptions, terminal: Terminal): Promise<void> {
  const port = portIn(options.port, 0);
  const speed = numberIn('--speed', options.speed, 1, 3600);
  const { title, assembly } = await readSource(options, terminal);
  if (options.preview || options.once) printPreview(assembly, title, terminal);
  if (options.once) return;
  const room = await roomOf(assembly, title, options, terminal);
  if (options.png !== undefined) return pictures(room, resolve(terminal.cwd(), options.png), terminal);
  const clock = new Clock(room, speed);
  const serving = await serve(clock, port);
  const end = new AbortController();
  terminal.on?.('SIGINT', () => end.abort());
  clock.start();
  if (port !== 0 && Number(new URL(serving.url).port) !== port) {
    terminal.stderr.write(`vigil: port ${port} cannot be used, so another one is.\n`);
  }
  terminal.stdout.write(`${title} is rehearsed at ${serving.url} Press Ctrl+C to end.\n`);
  if (options.open && terminal.stdout.isTTY) openBrowser(serving.url);
  await followChanges(clock, options, terminal, end.signal);
  clock.stop();
  await serving.close();
}

/** Long enough for an alarm to fire and for people to be notified. */
const BROKEN_FOR = 30 * 60;

async function roomOf(
  assembly: Assembly,
  title: string,
  { break: names = [], replay }: RehearseOptions,
  terminal: Terminal,
): Promise<Room> {
  const recording = replay && recordingIn(replay, assembly, terminal);
  const room = new Room(assembly, { title, recording });
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
  return room;
}

/** @throws UsageError with all that is wrong with the files */
function recordingIn(files: readonly string[], assembly: Assembly, terminal: Terminal): Recording {
  try {
    const recording = readRecording(files, terminal.cwd(), new KnownMetrics(assembly));
    for (const note of recording.notes) terminal.stderr.write(`vigil: ${note}\n`);
    return recording;
  } catch (error) {
    throw error instanceof RecordingError ? new UsageError(error.message) : error;
  }
}

/** Shows each new synthesis, until the end. One that cannot be read leaves the last one there. */
async function followChanges(
  clock: Clock,
  options: RehearseOptions,
  terminal: Terminal,
  end: AbortSignal,
): Promise<void> {
  while (await changeOf(watched(options, terminal.cwd()), end)) {
    try {
      const { title, assembly } = await readSource(options, terminal);
      clock.replace(await roomOf(assembly, title, options, terminal));
      terminal.stdout.write('The assembly changed: the rehearsal begins again.\n');
    } catch (error) {
      terminal.stderr.write(`vigil: ${(error as Error).message}\n`);
    }
  }
}

/** Of an app, what `cdk synth` writes: another one is synthesized then. */
function watched({ app = '.', template }: RehearseOptions, folder: string): string[] {
  if (template !== undefined) return template.map((file) => resolve(folder, file));
  const directory = resolve(folder, app);
  return [existsSync(join(directory, 'manifest.json')) ? directory : join(directory, 'cdk.out', 'manifest.json')];
}

/** Writes pictures instead of serving. */
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
    for (const file of await takePictures(browser, serving.url, subjects, directory)) {
      terminal.stdout.write(`${file}\n`);
    }
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
