import type { IncidentHistory } from '../contracts/incident-history';
import { Aws } from './aws/aws';
import { cloudWatchOf } from './aws/cloud-watch';
import { UsageError } from './errors';
import { ask, type DeployedApp } from './incident-requests';
import { checkOutputFile, type OutputFile, writeOutputFile } from './output-file';
import { postmortemOf, type Reasons } from './postmortem-text';
import type { Terminal } from './terminal';

export interface PostmortemOptions extends DeployedApp {
  /** When the incident began, as far as it has to be given. */
  readonly since?: string;
  readonly out?: string;
}

/** Writes what is known of an incident, and the questions that people answer, as Markdown. */
export async function writePostmortem(alarm: string, options: PostmortemOptions, terminal: Terminal): Promise<void> {
  const out = options.out === undefined ? undefined : fileOf(options.out);
  if (out !== undefined) checkOutputFile(out, terminal);
  const answers = await ask({ ask: 'history', alarm, since: options.since }, options, terminal);
  const [history] = answers.flatMap((answer) => ('history' in answer ? answer.history : []));
  if (history === undefined) {
    throw new UsageError(answers.flatMap((answer) => ('fault' in answer ? answer.fault : [])).join('\n'));
  }
  const aws = new Aws(terminal.cwd(), history.region);
  const reasons = await reasonsOf(history, aws, terminal);
  const picture = out === undefined ? undefined : await pictureOf(history, out, aws, terminal);
  const text = postmortemOf(history, { reasons, picture });
  if (out === undefined) return void terminal.stdout.write(text);
  writeOutputFile(out, text, terminal);
  terminal.stdout.write(
    `The post-mortem is in ${out.file}${picture === undefined ? '' : `, its graph in ${picture}`}.\n`,
  );
}

const fileOf = (file: string): OutputFile => ({ what: 'The post-mortem', option: '--out', file });

/** What CloudWatch has recorded of the changes, by when they happened. It keeps them for 30 days. */
async function reasonsOf({ alarm, alarms }: IncidentHistory, aws: Aws, terminal: Terminal): Promise<Reasons> {
  const kind = alarms.length > 0 ? 'composite' : 'metric';
  try {
    const changes = await cloudWatchOf(aws).stateChanges({ name: alarm, kind });
    return changes.map(({ time, to, reason }) => ({ at: time * 1000, state: to, reason }));
  } catch (error) {
    terminal.stderr.write(`vigil: The alarm's history is left out. ${(error as Error).message}\n`);
    return [];
  }
}

/** Draws the graph beside the file; undefined where there is none. */
async function pictureOf(
  { graph }: IncidentHistory,
  { file }: OutputFile,
  aws: Aws,
  terminal: Terminal,
): Promise<string | undefined> {
  if (graph === undefined) return undefined;
  const picture = `${file.replace(/\.md$/, '')}.png`;
  try {
    const drawn = await aws.ask('CloudWatch', 'GetMetricWidgetImage', (client) =>
      client.getMetricWidgetImage({ MetricWidget: JSON.stringify(graph) }),
    );
    if (drawn.MetricWidgetImage === undefined) return undefined;
    writeOutputFile({ what: 'The graph', option: '--out', file: picture }, drawn.MetricWidgetImage, terminal);
    return picture;
  } catch (error) {
    terminal.stderr.write(`vigil: The graph is left out. ${(error as Error).message}\n`);
    return undefined;
  }
}
