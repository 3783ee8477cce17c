import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { VerificationRecord } from '../../rehearsal/verification/record';
import { CheckError, UsageError } from '../errors';
import type { Terminal } from '../terminal';
import { RECORDS } from './records';

/** The path of a record, as people read it. */
export const recordPath = (region: string, seconds: number): string =>
  join(RECORDS, `${new Date(seconds * 1000).toISOString().slice(0, 10)}-${region}.json`);

/** Before a run that takes long and costs money. @throws UsageError if its record could not be written */
export function checkRecordPath(file: string, folder: string): void {
  const path = resolve(folder, file);
  const isFolder = (each: string): boolean => statSync(each).isDirectory();
  const parent = nearestExisting(dirname(path));
  const problem =
    (existsSync(path) && isFolder(path) && 'it is a folder') ||
    (!isFolder(parent) && `${relative(folder, parent)} is no folder`) ||
    (!isWritable(existsSync(path) ? path : parent) && 'you may not write there');
  if (problem) throw new UsageError(`The record cannot be written to ${file}: ${problem}. Give another '--record'.`);
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

/** @throws CheckError if it cannot be written: it is printed then, so that nothing is lost */
export function writeRecord(record: VerificationRecord, file: string, { cwd, stdout }: Terminal): void {
  const path = resolve(cwd(), file);
  const text = `${JSON.stringify(record, null, 2)}\n`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    stdout.write(text);
    const { code } = error as NodeJS.ErrnoException;
    throw new CheckError(`The record cannot be written to ${file} (${code}), so it is printed.`);
  }
}
