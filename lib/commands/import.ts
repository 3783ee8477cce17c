import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { GatusError, importGatus, type Remark } from '../probes/gatus/import-gatus';
import { readRules } from '../prometheus/rules/read-rules';
import { FileError } from '../prometheus/rules/yaml-text';
import { templateOf } from '../prometheus/translation/template';
import { SEVERITIES, toAlarms } from '../prometheus/translation/to-alarms';
import { counted } from '../rehearsal/preview/units';
import { UsageError } from './errors';
import { checkOutputFile, type OutputFile, writeOutputFile } from './output-file';
import type { Terminal } from './terminal';

export interface ImportOptions {
  readonly output?: string;
}

export interface RuleImportOptions extends ImportOptions {
  /** `NAME=P1`, each a value of the label `severity`. */
  readonly severity?: readonly string[];
}

const SCHEMA = './node_modules/cdk-vigil/health-checks.schema.json';

const DESCRIPTIONS =
  'An alarm has no labels and annotations: they are in its description, where <name> stands for what only Prometheus fills in.';

/** Turns a configuration of Gatus into a file of health checks, and says what it leaves out or changes. */
export function importFromGatus(file: string, { output }: ImportOptions, terminal: Terminal): void {
  const written = outputFor('The file of health checks', output, terminal);
  const { file: checks, remarks } = gatusIn(file, terminal);
  for (const remark of remarks) terminal.stderr.write(`${remarkText(file, remark)}\n`);
  if (checks.services.length === 0) throw new UsageError(`nothing of ${file} can be imported.`);
  write(written, { $schema: SCHEMA, ...checks }, terminal);
}

/** Turns alerts of Prometheus into a template with PromQL alarms, and says what becomes of each. */
export function importFromPrometheus(file: string, options: RuleImportOptions, terminal: Terminal): void {
  const written = outputFor('The template', options.output, terminal);
  const { alarms, remarks } = toAlarms(rulesIn(file, terminal), {
    ...SEVERITIES,
    ...severitiesIn(options.severity ?? []),
  });
  for (const { position, rule, message, isRefusal } of remarks) {
    const text = `${rule}: ${isRefusal ? 'is left out: ' : ''}${message}`;
    terminal.stderr.write(`${[file, position.line, position.column].join(':')}: ${text}\n`);
  }
  const refused = remarks.filter(({ isRefusal }) => isRefusal).length;
  if (alarms.length === 0) throw new UsageError(`nothing of ${file} can be imported.`);
  if (alarms.some(({ description }) => description !== '')) terminal.stderr.write(`${DESCRIPTIONS}\n`);
  terminal.stderr.write(`${alarms.length} of ${counted(alarms.length + refused, 'alert')} imported.\n`);
  write(written, templateOf(alarms), terminal);
}

function outputFor(what: string, file: string | undefined, terminal: Terminal): OutputFile | undefined {
  if (file === undefined) return undefined;
  const output: OutputFile = { what, option: '--output', file, isNew: true };
  checkOutputFile(output, terminal);
  return output;
}

function write(output: OutputFile | undefined, content: object, terminal: Terminal): void {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (output === undefined) terminal.stdout.write(text);
  else writeOutputFile(output, text, terminal);
}

function gatusIn(file: string, terminal: Terminal) {
  try {
    return importGatus(textOf(file, terminal));
  } catch (error) {
    if (!(error instanceof GatusError)) throw error;
    throw new UsageError(`${file} is no configuration of Gatus: ${error.message}`);
  }
}

function rulesIn(file: string, terminal: Terminal) {
  try {
    return readRules(textOf(file, terminal));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const lines = error.problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
    throw new UsageError(lines.join('\n'));
  }
}

function severitiesIn(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const [, name, severity] = /^(.+)=(P[0-3])$/.exec(word) ?? [];
      if (name === undefined || severity === undefined)
        throw new UsageError(
          `--severity takes a value of the label 'severity' and P0 to P3, such as page=P1, not '${word}'.`,
        );
      return [name, severity];
    }),
  );
}

function textOf(file: string, { cwd }: Terminal): string {
  try {
    return readFileSync(resolve(cwd(), file), 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(code === 'ENOENT' ? `there is no file ${file}.` : `${file} cannot be read: ${message}.`);
  }
}

const remarkText = (file: string, { line, column, path, message }: Remark): string =>
  `${[file, line, column].filter((part) => part !== undefined).join(':')} ${path}: ${message}`;
