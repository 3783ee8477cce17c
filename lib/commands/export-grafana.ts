import { join } from 'node:path';
import { type Exported, grafanaDashboard } from '../grafana/dashboard';
import { dashboardsFile, FOLDER } from '../grafana/provisioning/dashboards-file';
import { dataSourcesFile } from '../grafana/provisioning/data-sources';
import { readyMadeDashboards, type SqlIndicator } from '../grafana/ready-made/dashboards';
import { type JsonObject, objectIn } from '../rehearsal/assembly/json';
import type { Assembly, Dashboard } from '../rehearsal/assembly/model';
import { counted } from '../rehearsal/preview/units';
import { Aws } from './aws/aws';
import { UsageError } from './errors';
import { checkOutputFolder, writeOutputFile } from './output-file';
import { readSource } from './source';
import type { SourceOptions } from './source-options';
import type { Terminal } from './terminal';

export interface GrafanaExportOptions extends SourceOptions {
  readonly out: string;
  readonly deployed?: boolean;
  readonly alertLists?: boolean;
  /** `TITLE=QUERY`, each an indicator from PostgreSQL. */
  readonly sql?: readonly string[];
}

const OUT = { what: 'The export', option: '--out' };

/** Writes a folder from which Grafana provisions the dashboards of an app, and says what it leaves out. */
export async function exportGrafana(options: GrafanaExportOptions, terminal: Terminal): Promise<void> {
  checkOutputFolder({ ...OUT, file: options.out }, terminal);
  const indicators = (options.sql ?? []).map(indicatorIn);
  const { assembly } = await readSource(options, terminal);
  const exported = await dashboardsIn(assembly, options, terminal);
  const made = exported.map(({ name, ...each }) => {
    const { dashboard, remarks } = grafanaDashboard({ name, ...each });
    for (const remark of remarks) terminal.stderr.write(`${name}: ${remark}\n`);
    return dashboard;
  });
  const { region, account } = exported[0] ?? assembly.stacks[0] ?? {};
  const surroundings = { region, account, alarms: assembly.alarms, listsAlerts: options.alertLists === true };
  const dashboards = [...made, ...readyMadeDashboards(assembly, surroundings, indicators)];
  if (dashboards.length === 0) throw new UsageError('there is no dashboard to export.');
  const write = (path: string, text: string): void =>
    writeOutputFile({ ...OUT, file: join(options.out, path) }, text, terminal);
  for (const dashboard of dashboards)
    write(`dashboards/${FOLDER}/${dashboard.uid}.json`, `${JSON.stringify(dashboard, null, 2)}\n`);
  write('dashboards/dashboards.yaml', dashboardsFile());
  write('datasources/datasources.yaml', dataSourcesFile(region ?? 'us-east-1'));
  if (options.deployed !== true) reportGenerated(assembly.dashboards, terminal);
  const titles = dashboards.map(({ title }) => title).join(', ');
  terminal.stdout.write(`${counted(dashboards.length, 'dashboard')} written to ${options.out}: ${titles}\n`);
}

function indicatorIn(words: string): SqlIndicator {
  const [, title, query] = /^([^=]+)=(.+)$/s.exec(words) ?? [];
  if (title === undefined || query === undefined)
    throw new UsageError(
      `--sql takes a title and a query, such as 'Accuracy=SELECT avg(correct) FROM results', not '${words}'.`,
    );
  return { title: title.trim(), query: query.trim() };
}

async function dashboardsIn(
  { dashboards, stacks, alarms }: Assembly,
  { deployed, alertLists }: GrafanaExportOptions,
  terminal: Terminal,
): Promise<Exported[]> {
  const found: Exported[] = [];
  for (const { name, stack, body } of dashboards) {
    const { region, account } = stacks.find(({ path }) => path === stack) ?? {};
    const shown = deployed ? await deployedBody(name, new Aws(terminal.cwd(), region)) : body;
    if (shown === undefined) terminal.stderr.write(`${name}: is left out: its body is not a JSON object.\n`);
    else found.push({ name, body: shown, region, account, alarms, listsAlerts: alertLists === true });
  }
  return found;
}

async function deployedBody(DashboardName: string, aws: Aws): Promise<JsonObject> {
  const { DashboardBody = '{}' } = await aws.ask('CloudWatch', 'GetDashboard', (client) =>
    client.getDashboard({ DashboardName }),
  );
  return objectIn(JSON.parse(DashboardBody));
}

function reportGenerated(dashboards: readonly Dashboard[], terminal: Terminal): void {
  const names = [...new Set(dashboards.flatMap(({ generatedNames }) => generatedNames))];
  if (names.length === 0) return;
  terminal.stderr.write(
    `${counted(names.length, 'name')} will be known after deployment only, such as that of ${names[0]}: what reads them has no data. Give --deployed to read the dashboards from CloudWatch.\n`,
  );
}
