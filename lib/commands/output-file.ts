import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { UsageError } from './errors';
import type { Terminal } from './terminal';

/** A file that a command writes at its end. */
export interface OutputFile {
  /** Begins messages: `The record`. */
  readonly what: string;
  readonly option: string;
  /** As people have written it. */
  readonly file: string;
  /** It replaces no file. */
  readonly isNew?: true;
}

/** Before a command does what takes long. @throws UsageError if the file could not be written */
export function checkOutputFile({ what, option, file, isNew }: OutputFile, { cwd }: Pick<Terminal, 'cwd'>): void {
  const path = resolve(cwd(), file);
  const isFolder = (each: string): boolean => statSync(each).isDirectory();
  const parent = nearestExisting(dirname(path));
  const problem =
    (existsSync(path) && isFolder(path) && 'it is a folder') ||
    (isNew && existsSync(path) && 'there is such a file') ||
    (!isFolder(parent) && `${relative(cwd(), parent)} is no folder`) ||
    (!isWritable(existsSync(path) ? path : parent) && 'you may not write there');
  if (problem) throw new UsageError(`${what} cannot be written to ${file}: ${problem}. Give another '${option}'.`);
}

/** As `checkOutputFile`, of a folder into which a command writes several files. @throws UsageError */
export function checkOutputFolder({ what, option, file }: OutputFile, { cwd }: Pick<Terminal, 'cwd'>): void {
  const existing = nearestExisting(resolve(cwd(), file));
  const problem =
    (!statSync(existing).isDirectory() && `${relative(cwd(), existing)} is no folder`) ||
    (!isWritable(existing) && 'you may not write there');
  if (problem) throw new UsageError(`${what} cannot be written to ${file}: ${problem}. Give another '${option}'.`);
}

const nearestExisting = (path: string): string => (existsSync(path) ? path : nearestExisting(dirname(path)));

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Writes it, and the folders that are missing. @throws UsageError if it cannot be written */
export function writeOutputFile(
  { what, file, isNew }: OutputFile,
  content: string | Uint8Array,
  { cwd }: Pick<Terminal, 'cwd'>,
): void {
  const path = resolve(cwd(), file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { flag: isNew ? 'wx' : 'w' });
  } catch (error) {
    throw new UsageError(`${what} cannot be written to ${file}: ${(error as NodeJS.ErrnoException).code}.`);
  }
}
