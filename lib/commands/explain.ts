import { AlarmFinder, UnknownAlarm } from '../rehearsal/testing/alarm-finder';
import { explain as explanationOf } from '../rehearsal/testing/explanation';
import { UsageError } from './errors';
import { readSource } from './source';
import type { SourceOptions } from './source-options';
import { painterFor, type Terminal, widthFor } from './terminal';

/** Explains when alarms fire and recover. */
export async function explain(names: readonly string[], options: SourceOptions, terminal: Terminal): Promise<void> {
  const { assembly } = await readSource(options, terminal);
  const finder = new AlarmFinder(assembly.alarms);
  const page = { width: widthFor(terminal), paint: painterFor(terminal) };
  try {
    const alarms = names.map((name) => finder.find(name));
    terminal.stdout.write(alarms.map((alarm) => explanationOf(alarm, assembly, page)).join('\n'));
  } catch (error) {
    if (!(error instanceof UnknownAlarm)) throw error;
    throw new UsageError(error.message.replace(/^t/, 'T'));
  }
}
