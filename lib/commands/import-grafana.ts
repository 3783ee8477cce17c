import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Imported, importDashboard } from '../grafana/reading/dashboard';
import { isObject, type JsonObject } from '../rehearsal/assembly/json';
import { counted } from '../rehearsal/preview/units';
import { UsageError } from './errors';
import { checkOutputFile, type OutputFile, writeOutputFile } from './output-file';
import type { Terminal } from './terminal';

export interface GrafanaImportOptions {
  readonly output?: string;
  readonly namespace?: string;
  /** `NAME=VALUE`, each a dimension of all metrics of the application. */
  readonly dimension?: readonly string[];
}

/** Turns a dashboard of Grafana into a template with one of CloudWatch, and says what it leaves out. */
export function importFromGrafana(file: string, options: GrafanaImportOptions, terminal: Terminal): void {
  const output: OutputFile | undefined =
    options.output === undefined
      ? undefined
      : { what: 'The template', option: '--output', file: options.output, isNew: true };
  if (output !== undefined) checkOutputFile(output, terminal);
  const application = { namespace: options.namespace, dimensions: dimensionsIn(options.dimension ?? []) };
  const imported = importDashboard(jsonIn(file, terminal), application);
  for (const remark of imported.remarks) terminal.stderr.write(`${file}: ${remark}\n`);
  if (imported.widgets === 0) throw new UsageError(`nothing of ${file} can be imported.`);
  terminal.stderr.write(`${imported.widgets} of ${counted(imported.panels, 'panel')} imported.\n`);
  const text = `${JSON.stringify(templateOf(imported), null, 2)}\n`;
  if (output === undefined) terminal.stdout.write(text);
  else writeOutputFile(output, text, terminal);
}

/** The region is that of the deployment. */
function templateOf({ title, body }: Imported): object {
  const region = { Ref: 'AWS::Region' };
  const parts = JSON.stringify(body).split(JSON.stringify(region));
  const joined = parts.flatMap((part, index) => [
    ...(index > 0 ? [region] : []),
    `${index > 0 ? '"' : ''}${part}${index < parts.length - 1 ? '"' : ''}`,
  ]);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'A dashboard from Grafana.',
    Resources: {
      Dashboard: {
        Type: 'AWS::CloudWatch::Dashboard',
        Properties: { DashboardName: title.replace(/[^\w-]+/g, '-'), DashboardBody: { 'Fn::Join': ['', joined] } },
      },
    },
  };
}

function dimensionsIn(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const [, name, value] = /^([^=]+)=(.+)$/.exec(word) ?? [];
      if (name === undefined || value === undefined)
        throw new UsageError(`--dimension takes a name and a value, such as Environment=prod, not '${word}'.`);
      return [name, value];
    }),
  );
}

function jsonIn(file: string, { cwd }: Terminal): JsonObject {
  try {
    const json: unknown = JSON.parse(readFileSync(resolve(cwd(), file), 'utf8'));
    if (isObject(json)) return json;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== undefined)
      throw new UsageError(code === 'ENOENT' ? `there is no file ${file}.` : `${file} cannot be read: ${message}.`);
    throw new UsageError(`${file} is no JSON: ${message}`);
  }
  throw new UsageError(`${file} is no dashboard of Grafana: it is not a JSON object.`);
}
