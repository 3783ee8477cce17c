import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Records } from '../../rehearsal/preview/verification';
import { NoRecord, readRecord } from '../../rehearsal/verification/read-record';
import type { VerificationRecord } from '../../rehearsal/verification/record';

export const RECORDS = join('docs', 'verified');

/** The records of a folder's repository, and those that come with Vigil. */
export function recordsFor(folder: string): Records {
  const own = dirname(require.resolve('cdk-vigil/package.json'));
  const folders = [folder, own].map((each) => join(each, RECORDS)).filter((each) => existsSync(each));
  const records: VerificationRecord[] = [];
  const unreadable: string[] = [];
  for (const each of new Set(folders.map((path) => realpathSync(path)))) {
    for (const name of readdirSync(each).filter((file) => file.endsWith('.json'))) {
      try {
        records.push(readRecord(join(RECORDS, name), readFileSync(join(each, name), 'utf8')));
      } catch (error) {
        if (!(error instanceof NoRecord)) throw error;
        unreadable.push(error.message);
      }
    }
  }
  return { records, unreadable };
}
