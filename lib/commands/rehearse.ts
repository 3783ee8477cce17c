import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Assembly } from '../rehearsal/assembly/model';
import {
  Clock,
  Comparison,
  coverageIn,
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
import { openSource, readSource } from './source';
import type { SourceOptions } from './source-options';
import type { Terminal } from './terminal';
import { testFilesBelow } from './test-files';

export interface RehearseOptions extends SourceOptions {
  readonly port: string;
  readonly speed: string;
  /** False for `--no-open`. */
  readonly open: boolean;
  readonly preview?: boolean;
  readonly once?: boolean;
  /** What is broken at the beginning, such as `orders: stuck consumer`. */
  readonly break?: readonly string[];
  /** Another app, assembly or template, to which the same happens. */
  readonly compare?: string;
  /** Files with recorded metrics. */
  readonly replay?: readonly string[];
  /** A folder for pictures. */
  readonly png?: string;
}

/** Serves the dashboards and alarms of an app on made data, until Ctrl+C. */
export async function rehearse(options: RehearseOptions, terminal: Terminal): Promise<void> {
  const port = portIn(options.port, 0);
  const speed = numberIn('--speed', options.speed, 1, 3600);
  const source = new CurrentSource(options, terminal);
  try {
    checkOnce(options);
    const { title, assembly } = await source.read();
    if (options.preview || options.once) printPreview(assembly, title, terminal);
    if (options.once) return;
    const [room, comparison] = await roomsOf(assembly, title, options, terminal);
    const clock = new Clock(room, speed, comparison);
    if (options.png !== undefined) await pictures(clock, resolve(terminal.cwd(), options.png), terminal);
    else await serveUntilEnd(clock, port, source, options, terminal);
  } finally {
    source.close();
  }
}

/** @throws UsageError for options that a preview has no use for */
function checkOnce({ once, ...options }: RehearseOptions): void {
  const unused = once
    ? (['break', 'compare', 'replay', 'png'] as const).filter((name) => options[name] !== undefined)
    : [];
  if (unused.length === 0) return;
  const names = unused.map((name) => `--${name}`).join(', ');
  throw new UsageError(
    `--once prints the preview and ends, without a rehearsal for ${names}. Leave out one or the other.`,
  );
}

/** What is rehearsed, as it is now. What an app was synthesized to stays until it is synthesized again: its functions are called there. */
class CurrentSource {
  #close = (): void => {};

  public constructor(
    private readonly options: SourceOptions,
    private readonly terminal: Terminal,
  ) {}

  public async read(): Promise<{ readonly title: string; readonly assembly: Assembly }> {
    const { title, read, close } = await openSource(this.options, this.terminal);
    const before = this.#close;
    this.#close = close;
    const assembly = read({});
    before();
    return { title, assembly };
  }

  public close(): void {
    this.#close();
  }
}

async function serveUntilEnd(
  clock: Clock,
  port: number,
  source: CurrentSource,
  options: RehearseOptions,
  terminal: Terminal,
): Promise<void> {
  const serving = await serve(clock, port);
  const end = new AbortController();
  terminal.on?.('SIGINT', () => end.abort());
  clock.start();
  if (port !== 0 && Number(new URL(serving.url).port) !== port) {
    terminal.stderr.write(`vigil: port ${port} cannot be used, so another one is.\n`);
  }
  terminal.stdout.write(`${clock.room.view.title} is rehearsed at ${serving.url} Press Ctrl+C to end.\n`);
  if (options.open && terminal.stdout.isTTY) openBrowser(serving.url);
  await followChanges(clock, source, options, terminal, end.signal);
  clock.stop();
  await serving.close();
}

/** Long enough for an alarm to fire and for people to be notified. */
const BROKEN_FOR = 30 * 60;

async function roomsOf(
  assembly: Assembly,
  title: string,
  options: RehearseOptions,
  terminal: Terminal,
): Promise<[Room, Comparison?]> {
  const { break: names = [], compare, replay } = options;
  const other =
    compare === undefined ? undefined : await readSource(comparedSource(compare, options, terminal), terminal);
  const recording = replay && recordingIn(replay, assembly, terminal);
  const coverage = coverageIn(testFilesBelow(terminal.cwd()), terminal.cwd(), assembly);
  for (const problem of coverage.problems) terminal.stderr.write(`vigil: ${problem}\n`);
  const room = new Room(assembly, { title, recording, coverage, compared: other?.title });
  const comparison = other && new Comparison(new Room(other.assembly, { title: other.title, recording }));
  for (const name of names) {
    breakNamed(room, name);
    comparison?.breakAsIn(room);
  }
  for (const each of names.length === 0 ? [] : [room, comparison?.room]) await each?.reach(each.now + BROKEN_FOR);
  return [room, comparison];
}

/** @throws UsageError if there is no such failure */
function breakNamed(room: Room, name: string): void {
  if (room.breakNamed(name)) return;
  const known = room.view.targets.flatMap(({ component, failures }) =>
    failures.map((failure) => `${component}: ${failure.name}`),
  );
  throw new UsageError(`--break ${name}: there is no such failure. There are: ${[...new Set(known)].join(', ')}.`);
}

/** A file is a template, a folder an app or what it was synthesized to. */
function comparedSource(path: string, options: RehearseOptions, terminal: Terminal): SourceOptions {
  const { env, parameters, region, account } = options;
  const isFolder = statSync(resolve(terminal.cwd(), path), { throwIfNoEntry: false })?.isDirectory();
  const isSynthesized = existsSync(join(resolve(terminal.cwd(), path), 'manifest.json'));
  const values = { parameters, region, account };
  if (!isFolder) return { ...values, template: [path] };
  return { ...values, app: path, ...(!isSynthesized && { env }) };
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
  source: CurrentSource,
  options: RehearseOptions,
  terminal: Terminal,
  end: AbortSignal,
): Promise<void> {
  while (await changeOf(watched(options, terminal.cwd()), end)) {
    try {
      const { title, assembly } = await source.read();
      clock.replace(...(await roomsOf(assembly, title, options, terminal)));
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
async function pictures(clock: Clock, directory: string, terminal: Terminal): Promise<void> {
  const browser = findBrowser(terminal.env);
  if (browser === undefined) {
    throw new UsageError(
      '--png needs Chromium or Chrome, which is not installed. Install it, or set CHROME_PATH to it.',
    );
  }
  const serving = await serve(clock, 0);
  try {
    const subjects = subjectsIn(clock.room);
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
    { name: 'report', address: at('report') },
  ];
}
