import type { Assembly } from '../rehearsal/assembly/model';
import { reportOn } from '../rehearsal/preview/report';
import { printReport } from '../rehearsal/preview/text-report';
import { counted } from '../rehearsal/preview/units';
import { CheckError } from './errors';
import { readSource } from './source';
import type { SourceOptions } from './source-options';
import { painterFor, type Terminal, widthFor } from './terminal';
import { recordsFor } from './verify/records';

export interface PreviewOptions extends SourceOptions {
  readonly json?: boolean;
  readonly check?: boolean;
}

/** Reports what the deployment of an app or a template creates. */
export async function preview(options: PreviewOptions, terminal: Terminal): Promise<void> {
  const { title, assembly } = await readSource(options, terminal);
  if (options.json) {
    const report = reportOn(assembly, recordsFor(terminal.cwd()));
    terminal.stdout.write(`${JSON.stringify({ assembly: summaryOf(assembly), report }, null, 2)}\n`);
  } else printPreview(assembly, title, terminal);
  const problems = [
    ...problemsIn(assembly.messages, 'The app reports'),
    ...(options.check ? problemsIn(assembly.refused, 'CloudWatch would refuse what is deployed:') : []),
  ];
  if (problems.length > 0) throw new CheckError(`${problems.join(' ')} It cannot be deployed until that is fixed.`);
}

/** Without what only a rehearsal needs: the text of dashboards, the code of functions, the settings of the notifier. */
const summaryOf = ({ application: _, dependencies: __, dashboards, notifiers, ...assembly }: Assembly): object => ({
  ...assembly,
  dashboards: dashboards.map(({ body: _, ...dashboard }) => dashboard),
  notifiers: notifiers.map(({ environment: _, ...notifier }) => notifier),
});

/** Prints the report for people. */
export function printPreview(assembly: Assembly, title: string, terminal: Terminal): void {
  const report = reportOn(assembly, recordsFor(terminal.cwd()));
  const page = { width: widthFor(terminal), paint: painterFor(terminal) };
  terminal.stdout.write(printReport(report, title, page));
}

function problemsIn(found: readonly { readonly level: string }[], what: string): string[] {
  const errors = found.filter(({ level }) => level === 'error').length;
  return errors === 0 ? [] : [`${what} ${counted(errors, 'error')}.`];
}
