import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { GatusError, importGatus, type Remark } from '../probes/gatus/import-gatus';
import { UsageError } from './errors';
import { checkOutputFile, type OutputFile, writeOutputFile } from './output-file';
import type { Terminal } from './terminal';

export interface ImportOptions {
  readonly output?: string;
}

const SCHEMA = './node_modules/cdk-vigil/health-checks.schema.json';

/** Turns a configuration of Gatus into a file of health checks, and says what it leaves out or changes. */
export function importFromGatus(file: string, { output }: ImportOptions, terminal: Terminal): void {
  const written: OutputFile | undefined =
    output === undefined
      ? undefined
      : { what: 'The file of health checks', option: '--output', file: output, isNew: true };
  if (written !== undefined) checkOutputFile(written, terminal);
  const { file: checks, remarks } = imported(file, terminal);
  const text = `${JSON.stringify({ $schema: SCHEMA, ...checks }, null, 2)}\n`;
  for (const remark of remarks) terminal.stderr.write(`${remarkText(file, remark)}\n`);
  if (checks.services.length === 0) throw new UsageError(`nothing of ${file} can be imported.`);
  if (written === undefined) terminal.stdout.write(text);
  else writeOutputFile(written, text, terminal);
}

function imported(file: string, { cwd }: Terminal) {
  try {
    return importGatus(readFileSync(resolve(cwd(), file), 'utf8'));
  } catch (error) {
    if (error instanceof GatusError) throw new UsageError(`${file} is no configuration of Gatus: ${error.message}`);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError(code === 'ENOENT' ? `there is no file ${file}.` : `${file} cannot be read: ${message}.`);
  }
}

const remarkText = (file: string, { line, column, path, message }: Remark): string =>
  `${[file, line, column].filter((part) => part !== undefined).join(':')} ${path}: ${message}`;
