import { reportOn } from '../rehearsal/preview/report';
import { printReport } from '../rehearsal/preview/text-report';
import { counted } from '../rehearsal/preview/units';
import { CheckError } from './errors';
import { readSource } from './source';
import type { SourceOptions } from './source-options';
import { painterFor, type Terminal, widthFor } from './terminal';

export interface PreviewOptions extends SourceOptions {
  readonly json?: boolean;
}

/** Reports what the deployment of an app or a template creates. */
export async function preview(options: PreviewOptions, terminal: Terminal): Promise<void> {
  const { title, assembly } = await readSource(options, terminal);
  const report = reportOn(assembly);
  const text = options.json
    ? `${JSON.stringify({ assembly, report }, null, 2)}\n`
    : printReport(report, title, { width: widthFor(terminal), paint: painterFor(terminal) });
  terminal.stdout.write(text);
  const errors = assembly.messages.filter(({ level }) => level === 'error');
  if (errors.length > 0)
    throw new CheckError(
      `The app reports ${counted(errors.length, 'error')}; it cannot be deployed until they are fixed.`,
    );
}
